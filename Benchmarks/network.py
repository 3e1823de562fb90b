"""The CIFAR ResNet-56 that every worker trains (He et al., 2016, section 4.2).

Option A shortcuts, width 16, 10 classes, and the pictures' normalization inside. It is cut after
stage 1, where the features are 16x32x32. `tracks` says whether a pass moves the running averages.
"""

import torch
from torch import nn
from torch.nn import functional

BLOCKS = 9
WIDTHS = (16, 32, 64)
MEAN = (0.4914, 0.4822, 0.4465)
DEVIATION = (0.2470, 0.2435, 0.2616)


class Norm(nn.BatchNorm2d):
    """Batch normalization by the batch's own statistics, with or without running averages."""

    def forward(self, maps, tracks=True):
        if tracks:
            return super().forward(maps)
        return functional.batch_norm(
            maps, None, None, self.weight, self.bias, training=True, eps=self.eps
        )


class Block(nn.Module):
    """Two 3x3 convolutions and a shortcut without parameters (option A)."""

    def __init__(self, width_in, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(width_in, width, 3, stride, 1, bias=False)
        self.norm1 = Norm(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.norm2 = Norm(width)
        self.stride, self.padding = stride, (width - width_in) // 2

    def forward(self, maps, tracks):
        out = functional.relu_(self.norm1(self.conv1(maps), tracks))
        out = self.norm2(self.conv2(out), tracks)
        return functional.relu_(out.add_(self.shortcut(maps)))

    def shortcut(self, maps):
        if self.stride == 1:
            return maps
        sampled = maps[:, :, :: self.stride, :: self.stride]
        return functional.pad(sampled, (0, 0, 0, 0, self.padding, self.padding))


class ResNet56(nn.Module):
    """The whole network: `head` up to the end of stage 1, `tail` from there to the logits."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1))
        self.conv = nn.Conv2d(3, WIDTHS[0], 3, 1, 1, bias=False)
        self.norm = Norm(WIDTHS[0])
        self.layer1 = stage(WIDTHS[0], WIDTHS[0], 1)
        self.layer2 = stage(WIDTHS[0], WIDTHS[1], 2)
        self.layer3 = stage(WIDTHS[1], WIDTHS[2], 2)
        self.classifier = nn.Linear(WIDTHS[2], 10)
        for module in self.modules():
            if isinstance(module, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(module.weight)

    def forward(self, pictures):
        return self.tail(self.head(pictures))

    def head(self, pictures, tracks=True):
        """The features at the cut, `[N, 16, 32, 32]`, of pictures `[N, 3, 32, 32]` in 0...1."""
        maps = self.conv((pictures - self.mean) / self.deviation)
        maps = functional.relu_(self.norm(maps, tracks))
        for block in self.layer1:
            maps = block(maps, tracks)
        return maps

    def tail(self, features, tracks=True):
        """The logits, `[N, 10]`, of features at the cut."""
        maps = features
        for block in [*self.layer2, *self.layer3]:
            maps = block(maps, tracks)
        return self.classifier(maps.mean((2, 3)))


def stage(width_in, width, stride):
    """One of the three stages of equal width."""
    blocks = [Block(width_in, width, stride)]
    blocks += [Block(width, width, 1) for _ in range(BLOCKS - 1)]
    return nn.ModuleList(blocks)
