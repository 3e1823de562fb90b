"""Writes mixing.safetensors: a training step on pictures mixed by Mixup and by CutMix.

All float64, on TinyNet. What is drawn (how much, which partners, where) is given, and written as settings;
the rest is in the order of the authors' code: pictures are mixed, the network sees them once, and the loss
is `share L(own class) + (1 - share) L(partner's class)` (Zhang et al., 2018, arXiv 1710.09412; Yun et al.,
2019, arXiv 1905.04899, algorithm 1, whose share is that of the pixels left after the rectangle was cut off
at the edges). Cases: mixup; cutmix, inside the picture; cutmix_edge, over an edge; cutmix_all, where
nothing of the own picture is left; cutmix_none, where the rectangle has no pixel.

initial.<name>; images [6, 3, 7, 6] in 0...1; labels [6], int64
<case>.images, <case>.loss, <case>.gradient.<parameter>, <case>.statistics.<buffer>
"""

import math

import torch
import torch.nn.functional as F

from fixture import Fixture, generator
from models import TinyNet, copied, randomize, run

CASES = {
    "mixup": {"share": 0.7},
    "cutmix": {"share": 0.75, "y": 0.5, "x": 0.5},
    "cutmix_edge": {"share": 0.5, "y": 0.05, "x": 0.9},
    "cutmix_all": {"share": 0.0, "y": 0.5, "x": 0.5},
    "cutmix_none": {"share": 0.99, "y": 0.5, "x": 0.5},
}
PARTNERS = [3, 1, 5, 0, 2, 4]


def rectangle(length, part, middle):
    """Where a rectangle of that part of a length begins and ends."""
    half = int(length * math.sqrt(part)) // 2
    place = int(length * middle)
    return max(0, place - half), min(length, place + half)


def mixed(images, share, y=None, x=None):
    """The pictures with their partners, and what part of each is its own."""
    others = images[PARTNERS]
    if y is None:
        return share * images + (1 - share) * others, share
    height, width = images.shape[2:]
    top, bottom = rectangle(height, 1 - share, y)
    left, right = rectangle(width, 1 - share, x)
    images = images.clone()
    images[:, :, top:bottom, left:right] = others[:, :, top:bottom, left:right]
    return images, 1 - (bottom - top) * (right - left) / (height * width)


def main():
    """All cases."""
    random = generator(20261129)
    fixture = Fixture()
    model = randomize(TinyNet().double(), random)
    initial = copied(model.state_dict().items())
    images = torch.rand([6, 3, 7, 6], generator=random, dtype=torch.float64)
    labels = torch.randint(0, 5, [6], generator=random)
    fixture.put_all("initial", initial)
    fixture.put("images", images)
    fixture.put("labels", labels)
    for case, draw in CASES.items():
        fixture.describe(case, partners=PARTNERS, **draw)
        model.load_state_dict(initial)
        model.train().zero_grad()
        pictures, share = mixed(images, **draw)
        logits = run(model, pictures)
        own, other = F.cross_entropy(logits, labels), F.cross_entropy(logits, labels[PARTNERS])
        loss = share * own + (1 - share) * other
        loss.backward()
        fixture.add(case, images=pictures, loss=loss)
        fixture.put_all(
            case, {f"gradient.{name}": p.grad for name, p in model.named_parameters()})
        fixture.put_all(f"{case}.statistics", copied(model.named_buffers()))
    fixture.write()


if __name__ == "__main__":
    main()
