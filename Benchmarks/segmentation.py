"""The peer that trains DeepLabV3+ over torchvision's ResNet-50, output stride 16, 21 classes.

A step of eager PyTorch on one fixed batch: plain; A-FAN behind `layer3` (strengths 1/2 and 1,
normalized) and `aspp` in the order of the authors' script, each attack with passes of its own and one
backward pass for the sum of all losses, the decoder's skip attached. Or telling the classes of pixels.
"""

import argparse

import torch
import torchvision
from torch import nn
from torch.nn import functional

from serving import serve_work

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
ENCODER_STEP, DECODER_STEP = 0.01 / 255, 0.4 / 255


def convolution(channels_in, channels, kernel, dilation=1):
    """A convolution, its norm, and relu."""
    padding = dilation * (kernel // 2)
    conv = nn.Conv2d(channels_in, channels, kernel, padding=padding, dilation=dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(channels), nn.ReLU(inplace=True))


class Pooled(nn.Sequential):
    """The mean of every map, convolved, over the whole map again."""

    def forward(self, maps):
        size = maps.shape[2:]
        return functional.interpolate(super().forward(maps), size=size, mode="bilinear")


class Network(nn.Module):
    """DeepLabV3+ (Chen et al., 2018) as users of PyTorch write it."""

    def __init__(self):
        super().__init__()
        body = torchvision.models.resnet50(replace_stride_with_dilation=[False, False, True])
        self.stem = nn.Sequential(body.conv1, body.bn1, body.relu, body.maxpool)
        self.layers = nn.ModuleList([body.layer1, body.layer2, body.layer3, body.layer4])
        for norm in (part for part in self.modules() if isinstance(part, nn.BatchNorm2d)):
            norm.momentum = 0.01
        rates = [convolution(2048, 256, 3, rate) for rate in (6, 12, 18)]
        pooled = Pooled(nn.AdaptiveAvgPool2d(1), *convolution(2048, 256, 1))
        self.branches = nn.ModuleList([convolution(2048, 256, 1), *rates, pooled])
        self.joined = nn.Sequential(*convolution(5 * 256, 256, 1), nn.Dropout(0.1))
        self.project = convolution(256, 48, 1)
        self.classifier = nn.Sequential(*convolution(304, 256, 3), nn.Conv2d(256, 21, 1))
        mean, deviation = (torch.tensor(x).view(1, 3, 1, 1) for x in (MEAN, DEVIATION))
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)

    def encoder(self, images):
        """What `layer3` leaves, and the skip of `layer1`."""
        low = self.layers[0](self.stem((images - self.mean) / self.deviation))
        return self.layers[2](self.layers[1](low)), low

    def aspp(self, features):
        """What is made of the maps of `layer3` before they are enlarged."""
        maps = self.layers[3](features)
        return self.joined(torch.cat([branch(maps) for branch in self.branches], dim=1))

    def decoder(self, maps, low, size):
        """Logits of the pictures' size."""
        near = self.project(low)
        far = functional.interpolate(maps, size=near.shape[2:], mode="bilinear")
        logits = self.classifier(torch.cat([near, far.to(near.dtype)], dim=1))
        return functional.interpolate(logits, size=size, mode="bilinear")

    def forward(self, images):
        features, low = self.encoder(images)
        return self.decoder(self.aspp(features), low, images.shape[2:])


class Trainee:
    """A network with SGD (.01, .9, 1e-4; the backbone at a tenth) and a fixed random batch."""

    def __init__(self, chosen):
        torch.manual_seed(3)
        self.network = Network().to(memory_format=torch.channels_last)
        self.half = chosen.precision == "bf16"
        shape = (chosen.batch, 3, chosen.crop, chosen.crop)
        self.images = torch.rand(shape).contiguous(memory_format=torch.channels_last)
        self.masks = torch.randint(0, 21, (chosen.batch, chosen.crop, chosen.crop))
        backbone = [*self.network.stem.parameters(), *self.network.layers.parameters()]
        names = {id(parameter) for parameter in backbone}
        head = [p for p in self.network.parameters() if id(p) not in names]
        groups = [{"params": backbone, "lr": 0.001}, {"params": head}]
        self.optimizer = torch.optim.SGD(
            groups, lr=0.01, momentum=0.9, weight_decay=1e-4, fused=True)

    def passed(self, work):
        """What `work` gives under autocast, in float32."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            return work()

    def loss(self, logits):
        """The mean cross entropy of the pixels."""
        return functional.cross_entropy(logits.float(), self.masks, ignore_index=255)

    def tail(self, features, low):
        """The loss of what follows maps of `layer3`."""
        size = self.images.shape[2:]
        return self.loss(self.passed(
            lambda: self.network.decoder(self.network.aspp(features), low, size)))

    def head(self, maps, low):
        """The loss of what follows ASPP's maps."""
        size = self.images.shape[2:]
        return self.loss(self.passed(lambda: self.network.decoder(maps, low, size)))


def moved(maps, loss, length):
    """The maps, moved by `length` to where the loss is higher."""
    leaf = maps.detach().requires_grad_()
    return maps + length * torch.autograd.grad(loss(leaf), leaf)[0].sign()


def normalized(clean, other):
    """The clean maps with the moments that the others have over channels."""
    def moments(maps):
        return maps.mean(1, keepdim=True), (maps.var(1, keepdim=True) + 1e-5).sqrt()

    (mean, deviation), (new_mean, new_deviation) = moments(clean), moments(other)
    return (clean - mean) / deviation * new_deviation + new_mean


def learn(trainee):
    """A-FAN in the authors' order."""
    network = trainee.network
    features, low = trainee.passed(lambda: network.encoder(trainee.images))
    features = features.detach().float()
    attacked = moved(features, lambda x: trainee.tail(x, low.detach()), ENCODER_STEP)
    joined = trainee.passed(lambda: network.aspp(network.encoder(trainee.images)[0]))
    joined = joined.detach().float()
    decoded = moved(joined, lambda x: trainee.head(x, low.detach()), DECODER_STEP)
    total = 0.7 * trainee.loss(trainee.passed(lambda: network(trainee.images)))
    for strength in (0.5, 1.0):
        part = torch.lerp(features, attacked, strength)
        total = total + 0.1 * trainee.tail(normalized(features, part), low)
    (total + 0.1 * trainee.head(decoded, low)).backward()


def make_step(trainee, kind):
    """The function that does one step."""

    def step():
        if kind == "evaluation":
            with torch.no_grad():
                logits = trainee.passed(lambda: trainee.network(trainee.images))
                logits.argmax(1).to(torch.uint8).numpy()
            return
        trainee.optimizer.zero_grad(set_to_none=True)
        if kind == "plain":
            trainee.loss(trainee.passed(lambda: trainee.network(trainee.images))).backward()
        else:
            learn(trainee)
        trainee.optimizer.step()

    return step


def main():
    """Runs the worker."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", choices=["plain", "afan", "evaluation"], default="plain")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--crop", type=int, default=321)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    trainee = Trainee(chosen)
    if chosen.step == "evaluation":
        trainee.network.eval()
    serve_work(make_step(trainee, chosen.step), 2, amount=chosen.batch)


if __name__ == "__main__":
    main()
