"""Batch norm, the addition of a skip and an activation, one after another, in float64.

Keys are `<case>.<what>`: input, skip, weight, bias, upstream, mean and variance (the averages
before), output, gradient.<of what>, mean.after and variance.after. A case is named by its shape;
`stored` cases normalize by the averages, the others by the batch.
"""

import torch
import torch.nn.functional as F

from fixture import Fixture, generator

fixture = Fixture()
random = generator(20260404)
EPSILON, MOMENTUM = 1e-3, 0.3
ACTIVATIONS = {"relu": F.relu, "relu6": F.relu6, "silu": F.silu, "none": lambda maps: maps}


def normal(*shape):
    """Fresh normal numbers in float64."""
    return torch.randn(shape, generator=random, dtype=torch.float64)


def record(shape, training, skips, activation):
    """Runs the three operations forward and backward, and keeps all of it."""
    case = "x".join(map(str, shape)) + ("" if training else ".stored")
    case += ("" if skips else ".bare") + ("" if activation == "relu" else f".{activation}")
    leaves = {"input": 2 * normal(*shape) + 3, "weight": normal(shape[1]), "bias": normal(shape[1])}
    if activation == "relu6":
        leaves["bias"] += 3  # So that some numbers are beyond 6.
    if skips:
        leaves["skip"] = normal(*shape)
    averages = {"mean": normal(shape[1]) + 3, "variance": normal(shape[1]).square() + 1}
    fixture.put_all(case, leaves | averages)
    fixture.describe(case, shape=shape, training=training, epsilon=EPSILON, momentum=MOMENTUM,
                     skips=skips, activation=activation)
    for leaf in leaves.values():
        leaf.requires_grad_()
    output = F.batch_norm(leaves["input"], averages["mean"], averages["variance"], leaves["weight"],
                          leaves["bias"], training, MOMENTUM, EPSILON)
    output = output + leaves["skip"] if skips else output
    output = ACTIVATIONS[activation](output)
    upstream = normal(*shape)
    slopes = torch.autograd.grad(output, list(leaves.values()), upstream)
    fixture.put_all(case, {"output": output, "upstream": upstream})
    fixture.put_all(f"{case}.gradient", dict(zip(leaves, slopes)))
    fixture.put_all(f"{case}.after", averages)


if __name__ == "__main__":
    for shape in [(2, 1, 5, 3), (2, 3, 1, 1), (2, 17, 2, 3), (2, 64, 1, 2), (2, 130, 1, 1)]:
        for training in (True, False):
            record(shape, training, skips=True, activation="relu")
    record((3, 5, 3, 4), training=True, skips=False, activation="relu")
    record((3, 5, 3, 4), training=True, skips=True, activation="none")
    record((3, 5, 3, 4), training=True, skips=False, activation="none")
    for activation in ("relu6", "silu"):
        for training in (True, False):
            record((2, 17, 2, 3), training, skips=False, activation=activation)
    fixture.write()
