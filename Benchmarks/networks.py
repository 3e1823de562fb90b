"""The peers that train networks for photographs: torchvision's ResNet-50, timm's EfficientNet-B0.

A step of eager PyTorch on one fixed batch, as a careful user writes it: plain; AdvProp, whose attack
takes gradients of the pictures alone; or the free variant's mathematics in the usual order, in which
the attack has a pass of its own.
"""

import argparse
import copy

import timm
import torch
import torchvision
from torch import nn
from torch.nn import functional

from serving import serve_work

RADIUS = 1 / 255
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class Branches(nn.Module):
    """A batch norm for clean pictures and one for attacked ones; `Branches.index` chooses."""

    index = 0

    def __init__(self, norm):
        super().__init__()
        self.norms = nn.ModuleList([norm, copy.deepcopy(norm)])

    def forward(self, maps):
        return self.norms[Branches.index](maps)


def branched(module):
    """The module, every batch norm of which has a second branch."""
    for name, child in module.named_children():
        if isinstance(child, nn.BatchNorm2d):
            setattr(module, name, Branches(child))
        else:
            branched(child)
    return module


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=["resnet50", "tf_efficientnet_b0"], required=True)
    parser.add_argument("--method", choices=["plain", "advprop", "free-advprop"], default="plain")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


class Trainee:
    """A network with SGD (.1, .9, 1e-4) and a fixed random batch."""

    def __init__(self, chosen):
        torch.manual_seed(3)
        if chosen.network == "resnet50":
            network = torchvision.models.resnet50()
        else:
            network = timm.create_model(chosen.network, drop_rate=0.2, drop_path_rate=0.2)
        network = network if chosen.method == "plain" else branched(network)
        self.network = network.to(memory_format=torch.channels_last)
        self.norms = [part for part in self.network.modules() if isinstance(part, nn.BatchNorm2d)]
        self.half = chosen.precision == "bf16"
        pictures = torch.rand(chosen.batch, 3, 224, 224)
        self.pictures = pictures.contiguous(memory_format=torch.channels_last)
        self.labels = torch.randint(0, 1000, (chosen.batch,))
        self.mean, self.deviation = (torch.tensor(x).view(1, 3, 1, 1) for x in (MEAN, DEVIATION))
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.1, momentum=0.9,
                                         weight_decay=1e-4, fused=True)

    def loss(self, pictures, labels, branch=0):
        """The loss by a pass through the norms of that branch."""
        Branches.index = branch
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            logits = self.network((pictures - self.mean) / self.deviation)
        return functional.cross_entropy(logits.float(), labels)

    def slopes(self, pictures, labels, branch):
        """The gradient of the loss at the pictures alone."""
        leaf = pictures.detach().requires_grad_()
        return torch.autograd.grad(self.loss(leaf, labels, branch), leaf)[0]

    def attacked(self):
        """Targeted, from a random place, through the second branch's running averages."""
        starts = (torch.rand(len(self.pictures), 1, 1, 1) >= 0.2).float()
        noise = torch.empty_like(self.pictures).uniform_(-RADIUS, RADIUS) * starts
        start = (self.pictures + noise).clamp(0, 1)
        targets = (self.labels + torch.randint(1, 1000, self.labels.shape)) % 1000
        for norm in self.norms:
            norm.eval()
        slopes = self.slopes(start, targets, 1)
        for norm in self.norms:
            norm.train()
        moved = torch.add(start, slopes.sign(), alpha=-RADIUS)
        moved = torch.minimum(torch.maximum(moved, self.pictures - RADIUS), self.pictures + RADIUS)
        return moved.clamp(0, 1)

    def attacked_as_clean(self):
        """Untargeted, from the pictures, through the first branch by the batch's statistics."""
        for norm in self.norms:
            norm.track_running_stats = False  # The attack moves no averages.
        slopes = self.slopes(self.pictures, self.labels, 0)
        for norm in self.norms:
            norm.track_running_stats = True
        return torch.add(self.pictures, slopes.sign(), alpha=RADIUS).clamp(0, 1)


def make_step(trainee, method):
    """The function that does one step."""

    def step():
        trainee.optimizer.zero_grad(set_to_none=True)
        if method == "plain":
            trainee.loss(trainee.pictures, trainee.labels).backward()
        else:
            free = method == "free-advprop"
            attacked = trainee.attacked_as_clean() if free else trainee.attacked()
            (0.5 * trainee.loss(trainee.pictures, trainee.labels)).backward()
            (0.5 * trainee.loss(attacked, trainee.labels, 1)).backward()
        trainee.optimizer.step()

    return step


def main():
    """Runs the worker."""
    chosen = options()
    torch.set_num_threads(chosen.threads)
    serve_work(make_step(Trainee(chosen), chosen.method), 3, amount=chosen.batch)


if __name__ == "__main__":
    main()
