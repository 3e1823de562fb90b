"""timm's EfficientNets as named stages (models.py)."""

from timm.models import efficientnet as timm_efficientnet
from torch import nn

from models import IMAGENET, Staged, normalized, run


class EfficientNet(timm_efficientnet.EfficientNet, Staged):
    """timm's EfficientNet; `efficientnet` makes one."""

    def stages(self):
        def normed(conv, norm):
            return lambda x: nn.BatchNorm2d.forward(norm, conv(x))

        stem = normed(self.conv_stem, self.bn1)
        return [
            ("input", lambda x: x),
            ("stem_norm", lambda x: stem(normalized(x, self.statistics))),
            ("stem", self.bn1.act),
            *((f"stage{i + 1}", blocks) for i, blocks in enumerate(self.blocks)),
            ("top_norm", normed(self.conv_head, self.bn2)),
            ("top", self.bn2.act),
            ("head", self.forward_head),
        ]

    def forward(self, images):
        return run(self, images)


def efficientnet(width, depth, lite=False, classes=10, statistics=IMAGENET, momentum=0.01, **rates):
    """A `tf_efficientnet_*` of timm's own builder, with channels times `width` and blocks times
    `depth`; `rates` are `drop_rate` and `drop_path_rate`."""
    make, name = (
        (timm_efficientnet._gen_efficientnet_lite, "tf_efficientnet_lite0")
        if lite
        else (timm_efficientnet._gen_efficientnet, "tf_efficientnet_b0")
    )
    common = {"pad_type": "same", "bn_eps": 1e-3, "bn_momentum": momentum, "num_classes": classes}
    model = make(name, channel_multiplier=width, depth_multiplier=depth, **common, **rates)
    model.__class__ = EfficientNet
    model.statistics = statistics
    for module in model.modules():
        # What a stage leaves is looked at, so that the next must not work in place.
        if hasattr(module, "inplace"):
            module.inplace = False
    return model
