"""Writes calibration.safetensors: what moves of several sizes do to a batch, by plain PyTorch.

TinyNet (models.py) in float64, with batch statistics and running averages left alone. Most labels
are what the network says, so that there is accuracy to lose.

tiny.initial.<name>       the network's parameters and buffers
tiny.images, tiny.labels  the batch, [24, 3, 7, 6] in 0...1 and [24]
<case>.expected           [5]: the root mean square of the features, that of the move over it, the
                          loss on moved over clean features, the share told right on the clean ones
                          less that on the moved ones, the part of the move that bfloat16 keeps

The metadata has each case's stage, size, unit and number of steps; pixels (stage input) are kept in
0...1.
"""

import torch
import torch.nn.functional as F

from fixture import Fixture, generator
from models import TinyNet, copied, randomize, run, statistics

CASES = {
    "relative": {"stage": "stem", "size": 0.3, "unit": "relative", "steps": 1},
    "relative_steps": {"stage": "stem", "size": 0.1, "unit": "relative", "steps": 3},
    "authors": {"stage": "stem", "size": 0.5 / 255, "unit": "absolute", "steps": 5},
    "late": {"stage": "layer1", "size": 0.5, "unit": "relative", "steps": 1},
    "pixels": {"stage": "input", "size": 4 / 255, "unit": "absolute", "steps": 2},
}


def rms(tensor):
    """The root mean square of all elements."""
    return tensor.square().mean().sqrt()


def moved(tail, clean, labels, stage, size, unit, steps):
    """`clean` after so many steps of the sign of the loss's gradient."""
    length = size * rms(clean) if unit == "relative" else size
    maps = clean
    for _ in range(steps):
        leaf = maps.detach().requires_grad_()
        (slope,) = torch.autograd.grad(F.cross_entropy(tail(leaf), labels), leaf)
        maps = maps + length * slope.sign()
        if stage == "input":
            maps = maps.clamp(0, 1)
    return maps


@torch.no_grad()
def judged(tail, maps, labels):
    """The loss and the share told right."""
    logits = tail(maps)
    return F.cross_entropy(logits, labels), (logits.argmax(1) == labels).double().mean()


def expected(model, images, labels, stage, **how):
    """The five numbers of a case."""

    def tail(maps):
        return run(model, maps, after=stage)

    with statistics(model, moving=False):
        clean = run(model, images, until=stage).detach()
        there = moved(tail, clean, labels, stage, **how)
        before, after = judged(tail, clean, labels), judged(tail, there, labels)
    changed = there != clean
    kept = there.bfloat16() != clean.bfloat16()
    return torch.stack([
        rms(clean),
        rms(there - clean) / rms(clean),
        after[0] / before[0],
        before[1] - after[1],
        kept.double().sum() / changed.double().sum(),
    ])


if __name__ == "__main__":
    random = generator(20261121)
    fixture = Fixture()
    model = randomize(TinyNet().double(), random).train()
    images = torch.rand(24, 3, 7, 6, generator=random, dtype=torch.float64)
    with torch.no_grad(), statistics(model, moving=False):
        labels = model(images).argmax(1)
    labels[::6] = torch.randint(0, 5, (4,), generator=random)
    fixture.put_all("tiny.initial", copied(model.state_dict()))
    fixture.put_all("tiny", {"images": images, "labels": labels})
    for case, how in CASES.items():
        fixture.describe(case, **how)
        numbers = expected(model, images, labels, **how)
        print(case, numbers.tolist())
        fixture.put(f"{case}.expected", numbers)
    fixture.write()
