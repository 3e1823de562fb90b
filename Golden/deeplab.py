"""Writes deeplab.safetensors: training and evaluation passes of narrow DeepLabV3+ networks.

All float64; the networks are those of deeplab_reference.py. Weights and pictures are not in the file:
they are drawn from seeds, by `redraw` and `drawn` in models.py, and again by the tests. Cases:

resnet50_16, resnet50_8   torchvision's ResNet-50, all widths / 32, output strides 16 and 8
resnet18_8                basic blocks, all widths / 16
mobilenet_16, _8          VainF's MobileNetV2, all channels x 0.25
efficientnet_16           timm's tf_efficientnet, channels x 0.1 and blocks x 0.5
lite_8                    timm's tf_efficientnet_lite with x 0.1 of the inner channels
separable_16              the same with a separable decoder

Pictures are [3, 3, 25, 18], masks of 5 classes with a fifth ignored. Keys, each after `<case>.`:

features.<stage>          maps behind every stage but the first and the last two, of the first batch
logits [3, 5, 25, 18], loss []   training pass on it, mean cross entropy of the pixels that count
gradient.<parameter>      of that loss, of parameters of at most 300 numbers (whole ones at full width:
                          compare_segmentation.py); gradient.input: at the images. A shift that batch
                          statistics take away again has none but rounding, and is written as zeros
statistics.<buffer>       running averages after training passes on two batches, of at most 100 numbers
evaluation [3, 5, 25, 18] logits of the first batch with those averages
masks [3, 25, 18]         once, without a case

The metadata has each case's settings and, as `names`, the sorted names of all its tensors. The i-th batch
is drawn from the seed 1000 + i, the weights from 2000 on.
"""

import torch
import torch.nn.functional as F

from deeplab_reference import deeplab
from fixture import Fixture, generator
from models import copied, drawn, redraw, run

CASES = {
    "resnet50_16": ("resnet50", 16, {"divisor": 32}),
    "resnet50_8": ("resnet50", 8, {"divisor": 32}),
    "resnet18_8": ("resnet18", 8, {"divisor": 16}),
    "mobilenet_16": ("mobilenet_v2", 16, {"width": 0.25}),
    "mobilenet_8": ("mobilenet_v2", 8, {"width": 0.25}),
    "efficientnet_16": ("tf_efficientnet_b0", 16, {"width": 0.1, "depth": 0.5}),
    "lite_8": ("tf_efficientnet_lite0", 8, {"width": 0.1, "depth": 0.25}),
    "separable_16": (
        "tf_efficientnet_lite0", 16, {"width": 0.1, "depth": 0.25, "separable": True}),
}
SIDES = (25, 18)
fixture = Fixture()


def record(case, name, stride, options, masks):
    """Runs two batches through the network, whose parameters are drawn."""
    model = deeplab(name, classes=5, output_stride=stride, **options)
    names = sorted(model.state_dict())
    fixture.describe(case, model=name, output_stride=stride, names=names, **options)
    redraw(model.double().train(), 2000)
    batches = [drawn((3, 3, *SIDES), 1000 + i) for i in range(2)]
    maps, features = batches[0].requires_grad_(), {}
    for stage, work in model.passing(SIDES).stages():
        maps = features[f"features.{stage}"] = work(maps)
    loss = F.cross_entropy(maps, masks, ignore_index=255)
    loss.backward()
    for stage in ("input", "concat", "classifier"):
        del features[f"features.{stage}"]
    fixture.put_all(case, features)
    fixture.add(case, logits=maps, loss=loss)
    fixture.add(f"{case}.gradient", input=batches[0].grad)
    for path, parameter in model.named_parameters():
        slope = parameter.grad
        if slope.numel() <= 300:
            fixture.put(f"{case}.gradient.{path}", slope * (slope.abs().max() > 1e-13))
    with torch.no_grad():
        run(model.passing(SIDES), batches[1])
        fixture.add(case, evaluation=run(model.eval().passing(SIDES), batches[0]))
    averages = copied(model.named_buffers())
    fixture.put_all(f"{case}.statistics", {x: y for x, y in averages.items() if y.numel() <= 100})


def main():
    """All cases."""
    random = generator(7)
    masks = torch.randint(0, 5, (3, *SIDES), generator=random)
    masks[torch.rand(masks.shape, generator=random) < 0.2] = 255
    fixture.put("masks", masks)
    for case, (name, stride, options) in CASES.items():
        record(case, name, stride, options, masks)
    fixture.write()


if __name__ == "__main__":
    main()
