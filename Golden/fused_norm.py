"""Batch norm, the addition of a skip and relu, one after another, in float64.

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


def normal(*shape):
    """Fresh normal numbers in float64."""
    return torch.randn(shape, generator=random, dtype=torch.float64)


def record(shape, training, skips, rectifies):
    """Runs the three operations forward and backward, and keeps all of it."""
    case = "x".join(map(str, shape)) + ("" if training else ".stored")
    case += ("" if skips else ".bare") + ("" if rectifies else ".linear")
    leaves = {"input": 2 * normal(*shape) + 3, "weight": normal(shape[1]), "bias": normal(shape[1])}
    if skips:
        leaves["skip"] = normal(*shape)
    averages = {"mean": normal(shape[1]) + 3, "variance": normal(shape[1]).square() + 1}
    fixture.put_all(case, leaves | averages)
    fixture.describe(case, shape=shape, training=training, epsilon=EPSILON, momentum=MOMENTUM,
                     skips=skips, rectifies=rectifies)
    for leaf in leaves.values():
        leaf.requires_grad_()
    output = F.batch_norm(leaves["input"], averages["mean"], averages["variance"], leaves["weight"],
                          leaves["bias"], training, MOMENTUM, EPSILON)
    output = output + leaves["skip"] if skips else output
    output = F.relu(output) if rectifies else output
    upstream = normal(*shape)
    slopes = torch.autograd.grad(output, list(leaves.values()), upstream)
    fixture.put_all(case, {"output": output, "upstream": upstream})
    fixture.put_all(f"{case}.gradient", dict(zip(leaves, slopes)))
    fixture.put_all(f"{case}.after", averages)


if __name__ == "__main__":
    for shape in [(2, 1, 5, 3), (2, 3, 1, 1), (2, 17, 2, 3), (2, 64, 1, 2), (2, 130, 1, 1)]:
        for training in (True, False):
            record(shape, training, skips=True, rectifies=True)
    record((3, 5, 3, 4), training=True, skips=False, rectifies=True)
    record((3, 5, 3, 4), training=True, skips=True, rectifies=False)
    record((3, 5, 3, 4), training=True, skips=False, rectifies=False)
    fixture.write()
