"""Writes networks.safetensors: training and evaluation passes of narrow bottleneck networks.

All float64. Weights and pictures are not in the file: they are drawn from seeds, by `redraw` and
`drawn` in models.py, and again by the tests. Cases (the settings are in the metadata):

resnet50           torchvision's ResNet-50, all widths / 32, images [3, 3, 40, 33]
resnext50          the same in 2 groups that together have all widths / 16 (its 3x3 convolutions)
efficientnet       timm's tf_efficientnet, channels x 0.1 and blocks x 0.5, images [3, 3, 40, 48]
efficientnet_odd   the same weights on images [3, 3, 41, 34]: TensorFlow's padding by size
mobilenet          torchvision's mobilenet_v2, channels x 0.25
lite               timm's tf_efficientnet_lite with x 0.1 of the inner channels, one block a stage

Keys, each after `<case>.`:

features.<stage>         maps behind every stage but the first and last, for the first batch
                         (not efficientnet_odd, lite and mobilenet)
logits [N, 10], loss []  training pass on it, mean cross entropy of the labels 0, 1, 2
gradient.<parameter>     of that loss; gradient.input: at the images (efficientnet_odd, lite, mobilenet: only
                         parameters of at most 1,000 numbers). A shift that batch statistics take
                         away again has none but rounding, and is written as zeros
statistics.<buffer>      running averages after training passes on three batches in turn
evaluation [N, 10]       logits of the first batch with those averages

The i-th batch is drawn from the seed 1000 + i, the weights from 2000 on.
"""

import torch
import torch.nn.functional as F

from efficientnets import efficientnet
from fixture import Fixture, generator
from models import ImageNetResNet, MobileNetV2, copied, drawn, redraw

fixture = Fixture()


def record(case, model, sides, settings, brief=False):
    """Runs three batches through `model`, whose parameters are drawn."""
    fixture.describe(case, **settings)
    redraw(model.double().train(), 2000)
    batches = [drawn((3, 3, *sides), 1000 + i) for i in range(3)]
    maps, features = batches[0].requires_grad_(), {}
    for name, stage in model.stages():
        maps = features[f"features.{name}"] = stage(maps)
    loss = F.cross_entropy(maps, torch.arange(3))
    loss.backward()
    for stage in ("input", "head"):
        del features[f"features.{stage}"]
    if not brief:
        fixture.put_all(case, features)
    fixture.add(case, logits=maps, loss=loss)
    fixture.add(f"{case}.gradient", input=batches[0].grad)
    for name, parameter in model.named_parameters():
        slope = parameter.grad
        if not brief or slope.numel() <= 1000:
            fixture.put(f"{case}.gradient.{name}", slope * (slope.abs().max() > 1e-13))
    with torch.no_grad():
        for batch in batches[1:]:
            model(batch)
        fixture.add(case, evaluation=model.eval()(batches[0]))
    fixture.put_all(f"{case}.statistics", copied(model.named_buffers()))


def main():
    """All cases."""
    generator(0)
    layers = [3, 4, 6, 3]
    for case, groups in (("resnet50", {}), ("resnext50", {"groups": 2, "group_width": 64})):
        settings = {"divisor": 32, "bottleneck": True, **groups}
        record(case, ImageNetResNet(layers, **settings), (40, 33), settings)
    for case, sides in (("efficientnet", (40, 48)), ("efficientnet_odd", (41, 34))):
        settings = {"width": 0.1, "depth": 0.5}
        record(case, efficientnet(**settings), sides, settings, brief=case.endswith("odd"))
    settings = {"width": 0.1, "depth": 0.25, "lite": True}
    record("lite", efficientnet(**settings), (40, 33), settings, brief=True)
    settings = {"width": 0.25}
    record("mobilenet", MobileNetV2(**settings), (41, 34), settings, brief=True)
    fixture.write()


if __name__ == "__main__":
    main()
