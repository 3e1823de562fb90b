"""The networks that fixtures are made with, as named stages over checkpoint names.

`model.stages()` lists `(name, function)` pairs that run in order: `input` leaves the images as they
are, `stem` normalizes and convolves them, `layer1`... follow, and `head` gives logits.
"""

import contextlib

import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import mobilenetv2
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

CIFAR = ((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616))
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


class Staged(nn.Module):
    """A network that is a list of named stages."""

    def stages(self):
        """The stages as `(name, function)` pairs."""
        raise NotImplementedError

    def forward(self, images):
        return run(self, images)


def run(model, maps, after=None, until=None):
    """Runs the stages behind `after` (all, where it is None), the last one being `until`."""
    running = after is None
    for name, stage in model.stages():
        if running:
            maps = stage(maps)
        running = (running or name == after) and name != until
    return maps


def normalized(images, statistics):
    """Images in 0...1 less the mean and over the deviation of each of their channels."""
    mean, deviation = (images.new_tensor(x).view(1, -1, 1, 1) for x in statistics)
    return (images - mean) / deviation


class TinyNet(Staged):
    """Two convolutions (3 to 4 channels, then 6 at stride 2), global average pooling, a linear."""

    def __init__(self, classes=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3, stride=2, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(6)
        self.linear = nn.Linear(6, classes)

    def stages(self):
        return [
            ("input", lambda x: x),
            ("stem", lambda x: self.bn1(self.conv1(x)).relu()),
            ("layer1", lambda x: self.bn2(self.conv2(x)).relu()),
            ("head", lambda x: self.linear(x.mean((2, 3)))),
        ]


class CIFARBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut without parameters (He et al., 2016, option A)."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.missing = (channels - channels_in) // 2 if stride == 2 else 0

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        if self.missing:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.missing, self.missing))
        return (y + x).relu()


class CIFARResNet(Staged):
    """The ResNet for CIFAR (He et al., 2016, section 4.2): `depth` is 6 n + 2, `width` is 16.

    `width` must be even, since half of the new channels come before the old ones and half behind.
    """

    def __init__(self, depth=20, width=16, classes=10, channels=3, statistics=CIFAR):
        super().__init__()
        self.statistics = statistics
        self.conv1 = nn.Conv2d(channels, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        blocks = (depth - 2) // 6
        self.layer1 = self.layer(blocks, width, width, 1)
        self.layer2 = self.layer(blocks, width, 2 * width, 2)
        self.layer3 = self.layer(blocks, 2 * width, 4 * width, 2)
        self.linear = nn.Linear(4 * width, classes)

    @staticmethod
    def layer(blocks, channels_in, channels, stride):
        """A stage: the first block widens and halves, the others keep the shape."""
        first = CIFARBlock(channels_in, channels, stride)
        return nn.Sequential(first, *(CIFARBlock(channels, channels, 1) for _ in range(blocks - 1)))

    def stages(self):
        return [
            ("input", lambda x: x),
            ("stem", lambda x: self.bn1(self.conv1(normalized(x, self.statistics))).relu()),
            *((name, getattr(self, name)) for name in ("layer1", "layer2", "layer3")),
            ("head", lambda x: self.linear(x.mean((2, 3)))),
        ]


class ImageNetResNet(ResNet, Staged):
    """torchvision's ResNet, or ResNeXt, with every width divided by `divisor`.

    `small_stem` puts a 3x3 convolution of stride 1 in place of the 7x7 one and of the max pooling;
    `bottleneck` makes blocks of three convolutions, of which one has `groups`.
    """

    def __init__(
        self,
        layers,
        divisor=1,
        classes=10,
        small_stem=False,
        channels=3,
        statistics=IMAGENET,
        bottleneck=False,
        groups=1,
        group_width=64,
    ):
        self.divisor = divisor
        block = Bottleneck if bottleneck else BasicBlock
        super().__init__(
            block, layers, num_classes=classes, groups=groups, width_per_group=group_width
        )
        self.statistics = statistics
        width = 64 // divisor
        self.conv1 = nn.Conv2d(channels, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.fc = nn.Linear(8 * width * block.expansion, classes)
        if small_stem:
            self.conv1 = nn.Conv2d(channels, width, 3, padding=1, bias=False)
            self.maxpool = nn.Identity()

    def _make_layer(self, block, planes, *arguments, **options):
        if planes == 64:
            self.inplanes = 64 // self.divisor
        return super()._make_layer(block, planes // self.divisor, *arguments, **options)

    def stages(self):
        def stem(x):
            return self.maxpool(self.relu(self.bn1(self.conv1(normalized(x, self.statistics)))))

        layers = ("layer1", "layer2", "layer3", "layer4")
        return [
            ("input", lambda x: x),
            ("stem", stem),
            *((name, getattr(self, name)) for name in layers),
            ("head", lambda x: self.fc(torch.flatten(self.avgpool(x), 1))),
        ]

    def forward(self, images):
        return run(self, images)


class MobileNetV2(mobilenetv2.MobileNetV2, Staged):
    """torchvision's MobileNetV2, channels times `width`, without dropout."""

    def __init__(self, width=1.0, classes=10, statistics=IMAGENET):
        super().__init__(num_classes=classes, width_mult=width, round_nearest=1, dropout=0.0)
        self.statistics = statistics

    def stages(self):
        ends = [1, 2, 4, 7, 11, 14, 17, 18, 19]
        parts = [self.features[a:b] for a, b in zip([0, *ends], ends)]
        names = ["stem", *(f"stage{i}" for i in range(1, 8)), "top"]
        stem = parts[0]
        parts[0] = lambda x: stem(normalized(x, self.statistics))
        return [
            ("input", lambda x: x),
            *zip(names, parts),
            ("head", lambda x: self.classifier(x.mean((2, 3)))),
        ]

    def forward(self, images):
        return run(self, images)


def drawn(shape, seed):
    """Numbers in 0..<1 that any implementation with PyTorch's generator draws, as float64."""
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(shape, generator=generator, dtype=torch.float32).double()


def redraw(model, seed):
    """Gives every parameter and running average, the i-th by name, the numbers of `seed` + i.

    They are uniform: weights of variance 2 / fan-in, norm scales and variances in 0.5...1.5, the
    rest in -0.2...0.2. Nobody needs a file of them.
    """
    tensors = {x: y for x, y in model.state_dict().items() if not x.endswith("batches_tracked")}
    for index, name in enumerate(sorted(tensors)):
        tensor = tensors[name]
        numbers = drawn(tensor.shape, seed + index)
        if tensor.dim() > 1:
            numbers = (2 * numbers - 1) * (6 / tensor[0].numel()) ** 0.5
        elif name.endswith(("running_var", "weight")):
            numbers = numbers + 0.5
        else:
            numbers = (numbers - 0.5) * 0.4
        tensor.copy_(numbers)
    return model


def randomize(model, generator, residual=1.0):
    """Draws every parameter and running average; no norm is left with its trivial values.

    Weights are normal with variance 2 / fan-in; norm scales are in 0.5...1.5 and variances too.
    The last norm of each block is scaled by `residual`: with 0.3 five steps of a ResNet-56 magnify
    rounding some ten times, with 1 a thousand times more.
    """
    with torch.no_grad():
        for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
            if name.endswith("num_batches_tracked"):
                continue
            if tensor.dim() > 1:
                fan_in = tensor[0].numel()
                tensor.normal_(0, (2 / fan_in) ** 0.5, generator=generator)
            elif name.endswith("running_var") or name.endswith("weight"):
                tensor.uniform_(0.5, 1.5, generator=generator)
            else:
                tensor.normal_(0, 0.1, generator=generator)
            if name.endswith(".bn2.weight"):
                tensor.mul_(residual)
    return model


@contextlib.contextmanager
def statistics(model, moving):
    """Batch statistics; running averages move inside only where `moving`."""
    norms = [x for x in model.modules() if isinstance(x, nn.BatchNorm2d)]
    for norm in norms:
        norm.track_running_stats = moving
    try:
        yield
    finally:
        for norm in norms:
            norm.track_running_stats = True


def copied(tensors):
    """A dictionary of tensors as they are now, whatever happens to them later."""
    return {name: tensor.detach().clone() for name, tensor in dict(tensors).items()}
