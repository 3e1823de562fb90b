"""Writes fine_advprop.safetensors: two training steps of fine-grained AdvProp (Xie et al., 2020).

All float64, on TinyNet with two auxiliary branches, of which no two norms have a number in common.
Pictures are learned through the main norms, attacked ones through a branch of their own, further views
of the pictures through another; the weighted losses are lowered together. The attack is that of
advprop_reference.py, of the pictures themselves. Steps are SGD with rate 0.1, momentum 0.9, Nesterov
and weight decay 5e-4; random starts and targets are those that Spar draws from `Seed(2) / k` (seeds.py).

initial.<name>                  parameters and buffers before the first step
batch<k>.images, .view.0, .view.1 [10, 3, 7, 6] in 0...1, .labels [10], int64, k = 1, 2

fine      one view, through auxiliary branch 1
fine_two  two views, one through branch 0, one through the main norms; attacked pictures through 1

<case>.step<k>.moved.input, .loss.<part>, .gradient.<parameter>, .parameter.<name>, .buffer.<name>
"""

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F

from advprop import OPTIMIZER, other_classes
from advprop_reference import AdvProp, BranchedTinyNet, attacked, gradients
from fixture import Fixture, generator
from models import copied, randomize
from seeds import Seed


@dataclass(frozen=True)
class FineAdvProp(AdvProp):
    """The settings of AdvProp, and of each view its weight and branch."""

    views: tuple[tuple[float, int | None], ...] = ((0.3, 1),)


CASES = {
    "fine": FineAdvProp(0.5, 0.2, step_size=4 / 255, radius=4 / 255),
    "fine_two": FineAdvProp(
        0.4, 0.3, step_size=4 / 255, radius=4 / 255, attack_branch=1, branch=1,
        views=((0.2, 0), (0.1, None)),
    ),
}
random = generator(20261125)
fixture = Fixture()


def learn(model, batch, method, seed):
    """Leaves the step's gradients in `model`, and returns what happened on the way."""
    model.zero_grad()
    images, labels = batch["images"], batch["labels"]
    aims = other_classes(labels, seed)
    moved = attacked(model, images, aims, method, seed / "input" / "start" / 0)
    parts = {"clean": (images, method.clean_weight, None)}
    parts["input.0"] = (moved, method.adversarial_weight, method.branch)
    for i, (weight, branch) in enumerate(method.views):
        parts[f"view.{i}"] = (batch[f"view.{i}"], weight, branch)
    losses, total = {}, 0.0
    for name, (pictures, weight, branch) in parts.items():
        loss = F.cross_entropy(model.through(branch)(pictures), labels)
        losses[f"loss.{name}"] = loss
        total = total + weight * loss
    total.backward()
    return copied(losses | {"moved.input": moved} | gradients(model))


def pictures():
    """Random ones."""
    return torch.rand([10, 3, 7, 6], generator=random, dtype=torch.float64)


if __name__ == "__main__":
    model = randomize(BranchedTinyNet(branches=2).double(), random)
    initial = copied(model.state_dict())
    fixture.put_all("initial", initial)
    batches = []
    for k in (1, 2):
        batch = {name: pictures() for name in ("images", "view.0", "view.1")}
        batch["labels"] = torch.randint(0, 5, [10], generator=random)
        batches.append(batch)
        fixture.put_all(f"batch{k}", batch)
    for case, method in CASES.items():
        model.load_state_dict(initial)
        fixture.describe(case, optimizer=OPTIMIZER, method=asdict(method))
        optimizer = torch.optim.SGD(model.parameters(), **OPTIMIZER)
        for k, batch in enumerate(batches, start=1):
            trace = learn(model, batch, method, Seed(2) / k)
            optimizer.step()
            trace |= copied({f"parameter.{name}": p for name, p in model.named_parameters()})
            trace |= copied({f"buffer.{name}": b for name, b in model.named_buffers()})
            fixture.put_all(f"{case}.step{k}", trace)
    fixture.write()
