"""Writes resnets.safetensors: training and evaluation passes of the residual networks.

All float64; nothing is left at a trivial initial value. Cases:

cifar20        ResNet-20 for CIFAR (He et al., 2016, section 4.2), width 4, images [4, 3, 16, 16]
cifar20_odd    the same weights (cifar20.initial.*) on images [4, 3, 17, 17]
resnet18       torchvision's ResNet-18, all widths / 16, images [3, 3, 40, 33]
resnet18_3x3   the same weights but conv1 (3x3, stride 1, no max pooling), images [3, 3, 17, 16]
resnet34       torchvision's ResNet-34, all widths / 32, images [2, 3, 40, 33]

Keys, each after `<case>.`:

initial.<name>           parameters and buffers before anything ran, by their checkpoint names
                         (resnet18_3x3: conv1.weight only; cifar20_odd: none)
input, input2, input3    three batches of images in 0...1
labels                   [N], int64, of `input`
features.<stage>         maps behind stem, layer1, layer2, ... for `input` (not resnet34)
logits [N, 10], loss []  training pass on `input`, mean cross entropy
gradient.<parameter>     of that loss; gradient.input: at the images
statistics.<buffer>      running averages after training passes on input, input2, input3 in turn
                         (not resnet34)
evaluation [N, 10]       logits of `input` with those averages (not resnet34)
"""

import torch
import torch.nn.functional as F

from fixture import Fixture, generator
from models import CIFARResNet, ImageNetResNet, copied, randomize

fixture = Fixture()
random = generator(20260102)


def images(count, height, width):
    """Fresh pixels in 0...1."""
    return torch.rand((count, 3, height, width), generator=random, dtype=torch.float64)


def record(case, model, shape, initial=None, brief=False):
    """Runs three batches of `shape` through `model`; `initial` names what is kept of its state."""
    state = copied(model.state_dict())
    kept = state if initial is None else {x: state[x] for x in initial}
    fixture.put_all(f"{case}.initial", kept)
    batches = [images(*shape).requires_grad_() for _ in range(1 if brief else 3)]
    labels = torch.randint(0, 10, shape[:1], generator=random)

    maps, features = batches[0], {}
    for name, stage in model.train().stages():
        maps = features[f"features.{name}"] = stage(maps)
    loss = F.cross_entropy(maps, labels)
    loss.backward()
    fixture.add(case, input=batches[0], labels=labels, logits=maps, loss=loss)
    fixture.add(f"{case}.gradient", input=batches[0].grad)
    fixture.put_all(f"{case}.gradient", {x: p.grad for x, p in model.named_parameters()})
    if brief:
        return
    for stage in ("input", "head"):
        del features[f"features.{stage}"]
    fixture.put_all(case, features)

    with torch.no_grad():
        for batch in batches[1:]:
            model(batch)
        fixture.add(case, input2=batches[1], input3=batches[2], evaluation=model.eval()(batches[0]))
    fixture.put_all(f"{case}.statistics", dict(model.named_buffers()))


def cifar():
    """The same small ResNet on even and on odd sizes."""
    settings = {"depth": 20, "width": 4, "classes": 10}
    model = randomize(CIFARResNet(**settings).double(), random)
    start = copied(model.state_dict())
    for case, size, initial in (("cifar20", 16, None), ("cifar20_odd", 17, ())):
        model.load_state_dict(start)
        model.zero_grad()
        fixture.describe(case, **settings)
        record(case, model, (4, size, size), initial)


def imagenet():
    """Both stems of ResNet-18, and ResNet-34."""

    def make(case, layers, divisor, small_stem=False):
        settings = {"divisor": divisor, "classes": 10, "small_stem": small_stem}
        fixture.describe(case, layers=layers, **settings)
        return randomize(ImageNetResNet(layers, **settings).double(), random)

    model = make("resnet18", [2, 2, 2, 2], 16)
    start = copied(model.state_dict())
    record("resnet18", model, (3, 40, 33))
    model = make("resnet18_3x3", [2, 2, 2, 2], 16, small_stem=True)
    model.load_state_dict(start | {"conv1.weight": model.conv1.weight})
    record("resnet18_3x3", model, (3, 17, 16), ["conv1.weight"])
    model = make("resnet34", [3, 4, 6, 3], 32)
    record("resnet34", model, (2, 40, 33), brief=True)


if __name__ == "__main__":
    cifar()
    imagenet()
    fixture.write()
