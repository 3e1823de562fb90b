"""Writes sgd.safetensors: 20 steps of torch.optim.SGD with given gradients.

All float64. The parameters are conv.weight [3, 2, 3, 3], bn.weight [3], fc.weight [4, 3] and
fc.bias [4]; every case starts from the same ones and is given the same gradients.

shared.initial.<parameter>              the parameters before the first step
shared.gradient.<parameter> [20, ...]   the gradient of every step
<case>.learning_rate [20]               the rate of every step (of each group, they are equal)
<case>.step<k>.parameter.<parameter>    after k = 1, 2, 5, 20 steps
<case>.step<k>.momentum.<parameter>     the momentum buffer then (none where momentum is 0)
<case>.norm [20]                        clip_*: the norm of all gradients together, not clipped
<case>.step<k>.clipped.<parameter>      clip_*: the k-th step's gradient as the optimizer saw it

The metadata has each case's momentum, nesterov, weight_decay, undecayed (parameters whose decay is
0), schedule and max_norm, where it has them.
"""

import torch

from fixture import Fixture, generator
from schedules import MILESTONES, SCHEDULES, STEPS, STEPS_PER_EPOCH, WARMUP

RATE = 0.1
SHAPES = {"conv.weight": (3, 2, 3, 3), "bn.weight": (3,), "fc.weight": (4, 3), "fc.bias": (4,)}
random = generator(20260103)
fixture = Fixture()


def normal(*shape):
    """Fresh normal numbers in float64."""
    return torch.randn(shape, generator=random, dtype=torch.float64)


INITIAL = {name: normal(*shape) for name, shape in SHAPES.items()}
# The sizes of the steps differ by up to ten times, so that clipping sees both sides of its bound.
SCALES = torch.linspace(0.02, 0.2, STEPS, dtype=torch.float64)
GRADIENTS = {x: normal(STEPS, *s) * SCALES.view(-1, *[1] * len(s)) for x, s in SHAPES.items()}


def record(case, schedule="constant", undecayed=(), weight_decay=0.0, max_norm=None, **settings):
    """Takes every step, and keeps the first, second, fifth and last."""
    parameters = {name: torch.nn.Parameter(x.clone()) for name, x in INITIAL.items()}
    groups = [
        {"params": [p for x, p in parameters.items() if x not in undecayed]},
        {"params": [parameters[x] for x in undecayed], "weight_decay": 0.0},
    ]
    groups = groups if undecayed else groups[:1]
    optimizer = torch.optim.SGD(groups, lr=RATE, weight_decay=weight_decay, **settings)
    rates, norms = [], []
    for step in range(STEPS):
        rates.append(RATE * SCHEDULES[schedule](step))
        for group in optimizer.param_groups:
            group["lr"] = rates[-1]
        for name, parameter in parameters.items():
            parameter.grad = GRADIENTS[name][step].clone()
        if max_norm is not None:
            norms.append(torch.nn.utils.clip_grad_norm_(parameters.values(), max_norm))
        optimizer.step()
        if step + 1 in (1, 2, 5, 20):
            keep(f"{case}.step{step + 1}", parameters, optimizer, clipped=max_norm is not None)
    fixture.add(case, learning_rate=torch.tensor(rates, dtype=torch.float64))
    if norms:
        fixture.add(case, norm=torch.stack(norms))
    settings |= {"weight_decay": weight_decay, "undecayed": list(undecayed)}
    fixture.describe(case, schedule=schedule, max_norm=max_norm, **settings)


def keep(prefix, parameters, optimizer, clipped):
    """Keeps the parameters, their momentum and, where `clipped`, their gradients."""
    for name, parameter in parameters.items():
        fixture.put(f"{prefix}.parameter.{name}", parameter)
        momentum = optimizer.state[parameter].get("momentum_buffer")
        if momentum is not None:
            fixture.put(f"{prefix}.momentum.{name}", momentum)
        if clipped:
            fixture.put(f"{prefix}.clipped.{name}", parameter.grad)


if __name__ == "__main__":
    fixture.put_all("shared.initial", INITIAL)
    fixture.put_all("shared.gradient", GRADIENTS)
    fixture.describe(
        "shared",
        rate=RATE,
        steps_per_epoch=STEPS_PER_EPOCH,
        warmup_steps=WARMUP,
        milestones=MILESTONES,
    )
    nesterov = {"momentum": 0.9, "nesterov": True}
    record("plain")
    record("plain_decayed", weight_decay=0.01)
    record("momentum", momentum=0.9)
    record("momentum_decayed", momentum=0.9, weight_decay=5e-4)
    record("nesterov", **nesterov)
    record("nesterov_decayed", weight_decay=5e-4, **nesterov)
    record("two_groups", weight_decay=0.01, undecayed=("bn.weight", "fc.bias"), **nesterov)
    record("multistep", "multistep", weight_decay=5e-4, momentum=0.9)
    record("multistep_from_zero", "multistep_from_zero", weight_decay=5e-4, momentum=0.9)
    record("cosine", "cosine", weight_decay=5e-4, **nesterov)
    record("clip_plain", max_norm=0.7)
    record("clip_nesterov", max_norm=0.7, weight_decay=5e-4, **nesterov)
    fixture.write()
