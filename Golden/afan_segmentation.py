"""Writes afan_segmentation.safetensors: a training step of A-FAN whose decoder reads a skip.

All float64, on TinySegNet below (stages input, stem, layer1 with the skip, layer2, aspp, concat,
classifier). The order is that of the authors' script for DeepLabV3+: each cut's clean maps are
detached, the attack goes through the stages behind with the skip as it is, each lesson's loss is of
the stages behind, one backward pass lowers the weighted sum of all losses. Lessons train the stages
up to the skip where it is attached, as in that script, and only those behind their cut where it is
detached. Only the clean pass moves running averages.

initial.<name>               parameters and buffers before the step
images [3, 3, 15, 12]        in 0...1
masks [3, 15, 12]            int64, 5 classes, 255 is ignored
<case>.clean.<stage>, .moved.<stage>, .lesson.<stage>.<i>, .loss.clean (.loss.attacked where the
pictures are), .loss.<stage>.<i>, .gradient.<parameter>, .buffer.<name>

Cases: attached, detached (encoder and decoder cut, three lessons, one normalized), at_skip and
at_skip_detached (a cut at the very maps that are the skip), before_skip, front_attached (lessons
train the stages before their cuts too), front_alone_attached (those, but no skip), all_attached
(with cuts before, at and behind the skip), focal, attacked_start, clean_weight_0. The metadata has
each case's method.
"""

from dataclasses import asdict, replace

import torch
import torch.nn.functional as F
from torch import nn

from afan_reference import AFAN, Attack, Cut, Lesson, attacked, learned
from fixture import Fixture, generator
from models import copied, randomize, run, statistics

CLASSES, IGNORED = 5, 255


class TinySegNet(nn.Module):
    """Six convolutions: an encoder of stride 4, whose maps of stride 2 the decoder reads too."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 4, 3, 2, padding=1, bias=False), nn.BatchNorm2d(4)
        self.conv2, self.bn2 = nn.Conv2d(4, 5, 3, padding=1, bias=False), nn.BatchNorm2d(5)
        self.conv3, self.bn3 = nn.Conv2d(5, 6, 3, 2, padding=1, bias=False), nn.BatchNorm2d(6)
        self.conv4, self.bn4 = nn.Conv2d(6, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4)
        self.project, self.bn5 = nn.Conv2d(5, 3, 1, bias=False), nn.BatchNorm2d(3)
        self.last = nn.Conv2d(7, CLASSES, 3, padding=1)

    def passing(self, size, skip=None):
        """A pass for pictures of that size."""
        return Pass(self, size, skip)


class Pass:
    """A pass through `model` for pictures of `size`; `skip` is what layer1 left, once it has run."""

    def __init__(self, model, size, skip=None):
        self.model, self.size, self.skip = model, size, skip

    def stages(self):
        """The stages as `(name, function)` pairs."""
        m = self.model
        return [
            ("input", lambda x: x),
            ("stem", lambda x: m.bn1(m.conv1(x)).relu()),
            ("layer1", self.layer1),
            ("layer2", lambda x: m.bn3(m.conv3(x)).relu()),
            ("aspp", lambda x: m.bn4(m.conv4(x)).relu()),
            ("concat", self.concat),
            ("classifier", lambda x: resized(m.last(x), self.size)),
        ]

    def layer1(self, x):
        self.skip = self.model.bn2(self.model.conv2(x)).relu()
        return self.skip

    def concat(self, x):
        m = self.model
        near = m.bn5(m.project(self.skip)).relu()
        return torch.cat([near, resized(x, near.shape[2:])], dim=1)


def resized(maps, size):
    """Maps of another size."""
    return F.interpolate(maps, size=tuple(size), mode="bilinear", align_corners=False)


def charge(gamma):
    """The mean cross entropy of pixels that count, or that times (1 - p)^gamma."""

    def charged(logits, masks):
        if gamma is None:
            return F.cross_entropy(logits, masks, ignore_index=IGNORED)
        entropy = F.cross_entropy(logits, masks, ignore_index=IGNORED, reduction="none")
        focal = (1 - torch.exp(-entropy)) ** gamma * entropy
        return focal.sum() / (masks != IGNORED).sum()

    return charged


def learn(model, images, masks, method, attached=True, gamma=None):
    """Leaves the step's gradients in `model`, and returns what happened on the way."""
    model.train()
    model.zero_grad()
    size, charged = images.shape[2:], charge(gamma)
    name = "clean"
    if method.start is not None:
        name, attack = "attacked", replace(method.start, range=(0.0, 1.0))
        with statistics(model, moving=False):
            images, _ = attacked(
                model.passing(size), images, masks, Cut("input", attack), charged)
    clean_pass = model.passing(size)
    trace = {f"loss.{name}": charged(run(clean_pass, images), masks)}
    total = method.clean_weight * trace[f"loss.{name}"]
    skip = clean_pass.skip
    for cut in method.cuts:
        with statistics(model, moving=False):
            front = run(model.passing(size), images, until=cut.stage)
            clean = front.detach()
            behind = model.passing(size, skip.detach())
            moved, slopes = attacked(behind, clean, masks, cut, charged)
            trace |= {f"clean.{cut.stage}": clean, f"moved.{cut.stage}": moved}
            trace |= {f"slopes.{cut.stage}": slopes}
            for i, lesson in enumerate(cut.lessons):
                maps = learned(clean, moved, lesson)
                if method.front_attached:
                    maps = maps + (front - clean)
                kept = skip if attached else skip.detach()
                loss = charged(run(model.passing(size, kept), maps, after=cut.stage), masks)
                trace |= {f"lesson.{cut.stage}.{i}": maps, f"loss.{cut.stage}.{i}": loss}
                total = total + lesson.weight * loss
    total.backward()
    gradients = ((path, p.grad) for path, p in model.named_parameters())
    trace |= {f"gradient.{path}": g for path, g in gradients if g is not None}
    return copied(trace | {f"buffer.{path}": b for path, b in model.named_buffers()})


ENCODER = Cut(
    "layer2",
    Attack(steps=2, step_size=0.05, relative=True),
    (Lesson(0.5, 0.1), Lesson(1.0, 0.15, "position")),
)
DECODER = Cut("aspp", Attack(step_size=0.08), (Lesson(1.0, 0.2),))
BOTH = AFAN(0.6, (ENCODER, DECODER))
AT_SKIP = AFAN(0.5, (replace(ENCODER, stage="layer1"),))
CASES = {
    "attached": (BOTH, {}),
    "detached": (BOTH, {"attached": False}),
    "at_skip": (AT_SKIP, {}),
    "at_skip_detached": (AT_SKIP, {"attached": False}),
    "before_skip": (AFAN(0.5, (replace(DECODER, stage="stem"), DECODER)), {}),
    "front_attached": (replace(BOTH, front_attached=True), {}),
    "front_alone_attached": (replace(BOTH, front_attached=True), {"attached": False}),
    "all_attached": (
        AFAN(0.5, (replace(DECODER, stage="stem"), replace(ENCODER, stage="layer1"), DECODER),
             front_attached=True),
        {},
    ),
    "focal": (BOTH, {"gamma": 2.0}),
    "attacked_start": (replace(BOTH, start=Attack(steps=2, step_size=0.1, radius=0.15)), {}),
    "clean_weight_0": (replace(BOTH, clean_weight=0.0), {}),
}


def main():
    """All cases, from the same weights and batch."""
    random = generator(20261129)
    fixture = Fixture()
    model = randomize(TinySegNet().double(), random)
    start = copied(model.state_dict())
    images = torch.rand((3, 3, 15, 12), generator=random, dtype=torch.float64)
    masks = torch.randint(0, CLASSES, (3, 15, 12), generator=random)
    masks[torch.rand(masks.shape, generator=random) < 0.2] = IGNORED
    fixture.put_all("initial", start)
    fixture.put("images", images)
    fixture.put("masks", masks)
    for case, (method, options) in CASES.items():
        model.load_state_dict(start)
        fixture.describe(case, method=asdict(method), **options)
        trace = learn(model, images, masks, method, **options)
        fixture.put_all(case, {x: y for x, y in trace.items() if not x.startswith("slopes")})
    fixture.write()


if __name__ == "__main__":
    main()
