"""Writes afan.safetensors: one and five training steps of A-FAN (afan_reference.py).

All float64. Steps are SGD with rate 0.1, momentum 0.9, Nesterov and weight decay 5e-4 on every
parameter; each step has a batch of its own. The metadata has each case's method.

The cases on TinyNet (models.py; stages input, stem, layer1, head) share their start and batches:

tiny.initial.<name>             parameters and buffers before the first step
tiny.batch<k>.images            [4, 3, 7, 6] in 0...1, k = 1...5
tiny.batch<k>.labels, .targets  [4], int64; targets are what a targeted attack aims at
pgd1, pgd1_averages (lessons move the running averages), linf_relative, pgd3_radius, l2_relative,
l2_radius, two_cuts, front_attached (the same, lessons train the stages before their cuts too),
front_alone (so, without a clean weight), targeted, clean_weight_0, pixels (cut at input, kept in
0...1), attacked_start (lessons on attacked pictures; `loss.attacked` rather than `loss.clean`), learnable (afan_learnable.py, `memory.<name>` too)

resnet56 is the CIFAR ResNet-56 of width 4 with resnet56.initial.<name> and
resnet56.batch<k>.images [4, 3, 12, 12] and .labels.

<case>.step<k>.clean.<stage>          k = 1 and 5: the detached clean maps at the cut
<case>.step<k>.moved.<stage>          the maps after the attack
<case>.step<k>.lesson.<stage>.<i>     the maps that lesson i learned from
<case>.step<k>.loss.clean, .loss.<stage>.<i>   losses, not weighted
<case>.step1.gradient.<parameter>     of the weighted sum of losses, without weight decay
<case>.step<k>.parameter.<name>, .buffer.<name>  after the step (resnet56: step 5 only)
"""

from dataclasses import asdict, replace

import torch

import afan_learnable
from afan_learnable import LearnableAFAN
from afan_reference import AFAN, Attack, Cut, Lesson, learn, step
from fixture import Fixture, generator
from models import CIFARResNet, TinyNet, copied, randomize

STEPS = 5
OPTIMIZER = {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 5e-4}
random = generator(20260104)
fixture = Fixture()


def method(stage, attack, clean_weight=0.5, **options):
    """One cut with one lesson of weight 0.5."""
    return AFAN(clean_weight, (Cut(stage, attack, (Lesson(),)),), **options)


TWO_CUTS = AFAN(
    0.4,
    (
        Cut(
            "stem",
            Attack(step_size=0.08),
            (Lesson(0.5, 0.1, "position"), Lesson(1.0, 0.2)),
        ),
        Cut(
            "layer1",
            Attack(steps=2, step_size=0.1, relative=True),
            (Lesson(1.0, 0.15, "channel"), Lesson(0.75, 0.15, "sample")),
        ),
    ),
)
TINY = {
    "pgd1": method("stem", Attack(step_size=0.05)),
    "pgd1_averages": method("stem", Attack(step_size=0.05), lessons_move_averages=True),
    "linf_relative": method("stem", Attack(step_size=0.05, relative=True)),
    "pgd3_radius": method("stem", Attack(steps=3, step_size=0.04, radius=0.06)),
    "l2_relative": method("layer1", Attack(steps=2, step_size=0.5, norm="l2", relative=True)),
    "l2_radius": method("stem", Attack(steps=3, step_size=0.4, norm="l2", radius=0.7)),
    "two_cuts": TWO_CUTS,
    "front_attached": replace(TWO_CUTS, front_attached=True),
    "front_alone": method("stem", Attack(step_size=0.05), clean_weight=0.0, front_attached=True),
    "targeted": method("stem", Attack(steps=2, step_size=0.04, radius=0.1, targeted=True)),
    "clean_weight_0": method("stem", Attack(step_size=0.05), clean_weight=0.0),
    "pixels": method(
        "input", Attack(steps=2, step_size=4 / 255, radius=6 / 255, range=(0.0, 1.0))
    ),
    "attacked_start": method(
        "stem", Attack(step_size=0.05), start=Attack(steps=2, step_size=0.1, radius=0.15)
    ),
}
LEARNABLE = LearnableAFAN(
    ("stem", "layer1"), attack=Attack(steps=2, step_size=0.1, relative=True), learning_rate=0.1
)


def batches(prefix, shape, classes):
    """Five batches, kept under `prefix`; targets differ from labels in every sample."""
    made = []
    for k in range(1, STEPS + 1):
        labels = torch.randint(0, classes, shape[:1], generator=random)
        others = torch.randint(1, classes, shape[:1], generator=random)
        made.append({
            "images": torch.rand(shape, generator=random, dtype=torch.float64),
            "labels": labels,
            "targets": (labels + others) % classes,
        })
        fixture.put_all(f"{prefix}.batch{k}", made[-1])
    return made


def train(case, model, data, method, keep, learn=learn):
    """Takes every step; `keep` decides from the step and the kind of tensor what is written."""
    fixture.describe(case, optimizer=OPTIMIZER, method=asdict(method))
    optimizer = torch.optim.SGD(model.parameters(), **OPTIMIZER)
    for k, batch in enumerate(data, start=1):
        trace = step(model, optimizer, method=method, learn=learn, **batch)
        kept = {name: x for name, x in trace.items() if keep(k, name.split(".")[0])}
        fixture.put_all(f"{case}.step{k}", kept)


def keep_tiny(k, kind):
    """Steps 1 and 5, the latter without gradients."""
    return k in (1, STEPS) and kind != "slopes" and (k == 1 or kind != "gradient")


def keep_resnet(k, kind):
    """As `keep_tiny`, with parameters and buffers after the last step only."""
    return keep_tiny(k, kind) and (k == STEPS or kind not in ("parameter", "buffer"))


if __name__ == "__main__":
    model = randomize(TinyNet().double(), random)
    start = copied(model.state_dict())
    fixture.put_all("tiny.initial", start)
    data = batches("tiny", (4, 3, 7, 6), classes=5)
    for case, tiny in TINY.items():
        model.load_state_dict(start)
        train(case, model, data, tiny, keep_tiny)
    model.load_state_dict(start)
    train("learnable", model, data, LEARNABLE, keep_tiny, afan_learnable.learn)

    model = randomize(CIFARResNet(depth=56, width=4).double(), random, residual=0.3)
    fixture.put_all("resnet56.initial", copied(model.state_dict()))
    data = batches("resnet56", (4, 3, 12, 12), classes=10)
    train("resnet56", model, data, AFAN(), keep_resnet)
    fixture.write()
