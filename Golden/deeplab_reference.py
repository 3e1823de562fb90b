"""DeepLabV3+ in plain PyTorch, over the backbones of torchvision and timm, as named stages.

Chen et al., 2018 (arXiv 1802.02611), figure 2, with the parameter names of VainF's
DeepLabV3Plus-Pytorch: `backbone`, `classifier.project`, `classifier.aspp`, `classifier.classifier`.
A network's `passing(size)` is a pass for pictures of that size: its `stages()` run in order (models.run)
and its `skip` is what the stage of stride 4 left.
"""

import timm
import torch
import torch.nn.functional as F
from timm.models import efficientnet as timm_efficientnet
from torch import nn
from torchvision.models.resnet import BasicBlock, Bottleneck, ResNet

from models import IMAGENET, normalized


class Separable(nn.Module):
    """A window of every channel alone, and a mixture of channels behind it."""

    def __init__(self, channels_in, channels, kernel, **window):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(channels_in, channels_in, kernel, groups=channels_in, **window),
            nn.Conv2d(channels_in, channels, 1, bias=False))

    def forward(self, maps):
        return self.body(maps)


def unit(channels_in, channels, kernel, dilation=1, separable=False):
    """A convolution, its norm, relu."""
    kind = Separable if separable and kernel > 1 else nn.Conv2d
    padding = dilation * (kernel // 2)
    conv = kind(channels_in, channels, kernel, padding=padding, dilation=dilation, bias=False)
    return [conv, nn.BatchNorm2d(channels), nn.ReLU()]


class ASPP(nn.Module):
    """Windows of four dilations and the mean of whole maps, projected to 256 channels."""

    def __init__(self, channels, rates, dropout, separable):
        super().__init__()
        windows = [nn.Sequential(*unit(channels, 256, 1 if i == 0 else 3, rate, separable))
                   for i, rate in enumerate([1, *rates])]
        pooled = nn.Sequential(nn.AdaptiveAvgPool2d(1), *unit(channels, 256, 1))
        self.convs = nn.ModuleList([*windows, pooled])
        self.project = nn.Sequential(*unit(5 * 256, 256, 1), nn.Dropout(dropout))

    def forward(self, maps):
        *windows, pooled = self.convs
        mean = resized(pooled(maps), maps.shape[2:])
        return self.project(torch.cat([*(window(maps) for window in windows), mean], dim=1))


def resized(maps, size):
    """Maps of another size."""
    return F.interpolate(maps, size=tuple(size), mode="bilinear", align_corners=False)


class Decoder(nn.Module):
    """What follows a backbone."""

    def __init__(self, channels, early, classes, rates, dropout, separable):
        super().__init__()
        self.project = nn.Sequential(*unit(early, 48, 1))
        self.aspp = ASPP(channels, rates, dropout, separable)
        self.classifier = nn.Sequential(
            *unit(304, 256, 3, separable=separable), nn.Conv2d(256, classes, 1))


class DilatedResNet(ResNet):
    """torchvision's ResNet without its head, every width divided by `divisor`.

    Basic blocks are dilated too, as in timm's ResNet: the second convolution of a stage's first block
    already has the new dilation.
    """

    def __init__(self, layers, output_stride, divisor=1, bottleneck=True):
        self.divisor = divisor
        block = Bottleneck if bottleneck else DilatedBlock
        dilated = [False, output_stride == 8, True]
        super().__init__(block, layers, replace_stride_with_dilation=dilated)
        self.conv1 = nn.Conv2d(3, 64 // divisor, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64 // divisor)
        if not bottleneck:
            for layer, rate in zip((self.layer3, self.layer4),
                                   (2 if output_stride == 8 else 1, 4 if output_stride == 8 else 2)):
                layer[0].conv2.dilation = layer[0].conv2.padding = (rate, rate)
        del self.fc
        self.channels, self.early = 512 // divisor * block.expansion, 64 // divisor * block.expansion

    def _make_layer(self, block, planes, *arguments, **options):
        if planes == 64:
            self.inplanes = 64 // self.divisor
        return super()._make_layer(block, planes // self.divisor, *arguments, **options)

    def stages(self):
        """Stem and layers as `(name, function)` pairs; the skip is what `layer1` leaves."""
        stem = nn.Sequential(self.conv1, self.bn1, nn.ReLU(), self.maxpool)
        return [("stem", lambda x: stem(normalized(x, IMAGENET))),
                *((name, getattr(self, name)) for name in ("layer1", "layer2", "layer3", "layer4"))]

    skip_stage = "layer1"


class DilatedBlock(BasicBlock):
    """A basic block whose both convolutions may be dilated."""

    def __init__(self, inplanes, planes, stride=1, downsample=None, groups=1, base_width=64,
                 dilation=1, norm_layer=None):
        super().__init__(inplanes, planes, stride, downsample)
        for conv in (self.conv1, self.conv2):
            conv.dilation = conv.padding = (dilation, dilation)


class DilatedEfficientNet(nn.Module):
    """timm's `tf_efficientnet` without its top, as `features_only` makes it."""

    def __init__(self, lite, output_stride, width=1.0, depth=1.0):
        super().__init__()
        make, name = ((timm_efficientnet._gen_efficientnet_lite, "tf_efficientnet_lite0") if lite else
                      (timm_efficientnet._gen_efficientnet, "tf_efficientnet_b0"))
        body = make(name, channel_multiplier=width, depth_multiplier=depth, pad_type="same",
                    bn_eps=1e-3, features_only=True, output_stride=output_stride)
        self.conv_stem, self.bn1, self.blocks = body.conv_stem, body.bn1, body.blocks
        for module in self.modules():
            if hasattr(module, "inplace"):
                module.inplace = False
        ends = [[block for block in stage.modules() if isinstance(block, nn.BatchNorm2d)][-1]
                for stage in self.blocks]
        self.channels, self.early = ends[6].num_features, ends[1].num_features

    def stages(self):
        def stem(x):
            return nn.BatchNorm2d.forward(self.bn1, self.conv_stem(normalized(x, IMAGENET)))

        return [("stem_norm", stem), ("stem", self.bn1.act),
                *((f"stage{i + 1}", stage) for i, stage in enumerate(self.blocks))]

    skip_stage = "stage2"


class PaddedBlock(nn.Module):
    """A block of VainF's MobileNetV2: zeros are put around what it receives."""

    def __init__(self, channels_in, channels, stride, dilation, expansion):
        super().__init__()
        inner = channels_in * expansion

        def part(channels_in, channels, kernel, **options):
            conv = nn.Conv2d(channels_in, channels, kernel, bias=False, **options)
            return nn.Sequential(conv, nn.BatchNorm2d(channels), nn.ReLU6())

        first = [] if expansion == 1 else [part(channels_in, inner, 1)]
        window = part(inner, inner, 3, stride=stride, dilation=dilation, groups=inner)
        last = nn.Conv2d(inner, channels, 1, bias=False), nn.BatchNorm2d(channels)
        self.conv = nn.Sequential(*first, window, *last)
        self.added, self.zeros = stride == 1 and channels_in == channels, dilation

    def forward(self, maps):
        made = self.conv(F.pad(maps, [self.zeros] * 4))
        return maps + made if self.added else made


class MobileNetV2(nn.Module):
    """VainF's MobileNetV2 without its top, channels times `width`, in its two parts."""

    def __init__(self, output_stride, width=1.0):
        super().__init__()
        channels_in = int(32 * width)
        stem = nn.Sequential(nn.Conv2d(3, channels_in, 3, stride=2, bias=False),
                             nn.BatchNorm2d(channels_in), nn.ReLU6())
        blocks, stride, dilation, self.ends = [stem], 2, 1, []
        for expansion, channels, count, step in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1),
            (6, 160, 3, 2), (6, 320, 1, 1),
        ]:
            before, goes = dilation, stride * step <= output_stride
            stride, dilation = (stride * step, dilation) if goes else (stride, dilation * step)
            for i in range(count):
                made = PaddedBlock(channels_in, int(channels * width), step if goes and i == 0 else 1,
                                   before if i == 0 else dilation, expansion)
                channels_in = int(channels * width)
                blocks.append(made)
            self.ends.append(len(blocks))
        named = {str(i): block for i, block in enumerate(blocks)}
        self.low_level_features = nn.Sequential()
        self.high_level_features = nn.Sequential()
        for name, block in named.items():
            part = self.low_level_features if int(name) < 4 else self.high_level_features
            part.add_module(name, block)
        self.channels, self.early = channels_in, int(24 * width)

    def stages(self):
        blocks = [*self.low_level_features, *self.high_level_features]
        starts = [1, *self.ends[:-1]]
        parts = [nn.Sequential(*blocks[a:b]) for a, b in zip(starts, self.ends)]
        return [("stem", lambda x: blocks[0](normalized(x, IMAGENET))),
                *((f"stage{i + 1}", part) for i, part in enumerate(parts))]

    skip_stage = "stage2"


class DeepLab(nn.Module):
    """DeepLabV3+ over `backbone`, whose norms have the momentum 0.01."""

    def __init__(self, backbone, classes, output_stride, separable, dropout=0.0):
        super().__init__()
        self.backbone = backbone
        for module in backbone.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.momentum = 0.01
        rates = [rate * 16 // output_stride for rate in (6, 12, 18)]
        self.classifier = Decoder(
            backbone.channels, backbone.early, classes, rates, dropout, separable)

    def passing(self, size, skip=None):
        """A pass for pictures of that size."""
        return DeepLabPass(self, size, skip)


class DeepLabPass:
    """A pass; `skip` is what the stage of stride 4 left, once it has run."""

    def __init__(self, model, size, skip):
        self.model, self.size, self.skip = model, size, skip

    def stages(self):
        """The stages as `(name, function)` pairs."""
        backbone, decoder = self.model.backbone, self.model.classifier
        stages = [("input", lambda x: x)]
        for name, stage in backbone.stages():
            keeps = name == backbone.skip_stage
            stages.append((name, self.keeping(stage) if keeps else stage))
        return [*stages, ("aspp", decoder.aspp), ("concat", self.concat),
                ("classifier", lambda x: resized(decoder.classifier(x), self.size))]

    def keeping(self, stage):
        def run_and_keep(maps):
            self.skip = stage(maps)
            return self.skip

        return run_and_keep

    def concat(self, maps):
        near = self.model.classifier.project(self.skip)
        return torch.cat([near, resized(maps, near.shape[2:])], dim=1)


LAYERS = {18: [2, 2, 2, 2], 34: [3, 4, 6, 3], 50: [3, 4, 6, 3], 101: [3, 4, 23, 3]}


def deeplab(name, classes=21, output_stride=16, separable=False, **options):
    """DeepLabV3+ over the network that Spar calls `name`."""
    if name.startswith("resnet"):
        depth = int(name.removeprefix("resnet"))
        backbone = DilatedResNet(LAYERS[depth], output_stride, bottleneck=depth >= 50, **options)
    elif name == "mobilenet_v2":
        backbone = MobileNetV2(output_stride, **options)
    elif name in ("tf_efficientnet_lite0", "tf_efficientnet_b0"):
        backbone = DilatedEfficientNet(name.endswith("lite0"), output_stride, **options)
    else:
        raise ValueError(f"no reference for {name}, timm {timm.__version__}")
    return DeepLab(backbone, classes, output_stride, separable)
