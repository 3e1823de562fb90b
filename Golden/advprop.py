"""Writes advprop.safetensors: two training steps of AdvProp and Fast AdvProp (advprop_reference.py).

All float64, on TinyNet with one auxiliary branch, all of whose numbers differ from the main one's.
Steps are SGD with rate 0.1, momentum 0.9, Nesterov and weight decay 5e-4. Random starts, targets and
groups are those that Spar draws from the seed of step k, `Seed(2) / k` (seeds.py).

initial.<name>                  parameters and buffers before the first step
batch<k>.images [10, 3, 7, 6] in 0...1, .labels [10], int64, k = 1, 2

advprop       the defaults with a radius of 4/255: targeted, running averages, random starts
advprop_batch three steps by the batch's statistics, untargeted, every start random
free          through the main norms by the batch's statistics, from the pictures
joint         targeted, through the main norms alone, by the batch's statistics
fast          a share of 0.4 in 2 groups;  fast_whole  the same in one group

<case>.step<k>.moved.input, .loss.<part>, .gradient.<parameter>, .parameter.<name>, .buffer.<name>
"""

from dataclasses import asdict

import torch

from advprop_reference import AdvProp, BranchedTinyNet, FastAdvProp, learn_advprop, learn_fast
from fixture import Fixture, generator
from models import copied, randomize
from seeds import Seed

OPTIMIZER = {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 5e-4}
CASES = {
    "advprop": AdvProp(step_size=4 / 255, radius=4 / 255),
    "advprop_batch": AdvProp(
        steps=3, step_size=2 / 255, radius=4 / 255, targeted=False, clean_starts=0.0, running=False
    ),
    "free": AdvProp(
        steps=2, step_size=2 / 255, radius=3 / 255, targeted=False, random_start=False,
        attack_branch=None, running=False,
    ),
    "joint": AdvProp(
        step_size=4 / 255, radius=4 / 255, attack_branch=None, branch=None, running=False
    ),
    "fast": FastAdvProp(attacked_share=0.4, radius=4 / 255, groups=2),
    "fast_whole": FastAdvProp(attacked_share=0.4, radius=4 / 255, groups=1),
}
random = generator(20261121)
fixture = Fixture()


def other_classes(labels, seed, classes=5):
    """For each picture a class that is not its own."""
    draw = (seed / "targets").draws()
    return torch.tensor([(int(label) + 1 + draw(classes - 1)) % classes for label in labels])


if __name__ == "__main__":
    model = randomize(BranchedTinyNet().double(), random)
    initial = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    fixture.put_all("initial", initial)
    batches = []
    for k in (1, 2):
        images = torch.rand([10, 3, 7, 6], generator=random, dtype=torch.float64)
        batches.append((images, torch.randint(0, 5, [10], generator=random)))
        fixture.put_all(f"batch{k}", {"images": images, "labels": batches[-1][1]})
    for case, method in CASES.items():
        model.load_state_dict(initial)
        fixture.describe(case, optimizer=OPTIMIZER, method=asdict(method))
        learn = learn_fast if isinstance(method, FastAdvProp) else learn_advprop
        optimizer = torch.optim.SGD(model.parameters(), **OPTIMIZER)
        for k, (images, labels) in enumerate(batches, start=1):
            seed = Seed(2) / k
            trace = learn(model, images, labels, other_classes(labels, seed), method, seed)
            optimizer.step()
            trace |= copied({f"parameter.{name}": p for name, p in model.named_parameters()})
            trace |= copied({f"buffer.{name}": b for name, b in model.named_buffers()})
            fixture.put_all(f"{case}.step{k}", trace)
    fixture.write()
