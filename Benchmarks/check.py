"""Shows that the authors' order and the order with savings take the same step, in float64.

Exits 1 where they do not, or where the check could not have told a different step.
"""

import sys
from types import SimpleNamespace

import authors_order
import plain
import same_savings
from training import Trainee, moved

TOLERANCE = 1e-12
STEPS = 2


def after(peer, attack_steps, own_functions=False):
    """A network that took `STEPS` steps; its parameters by name."""
    trainee = Trainee(batch=8, precision="fp64")
    options = SimpleNamespace(attack_steps=attack_steps, own_functions=own_functions)
    step = peer.make_step(trainee, options)
    for _ in range(STEPS):
        step()
    return trainee.network


def distance(one, other):
    """The largest difference of any parameter, and of any running average before the cut."""
    ours, theirs = one.state_dict(), other.state_dict()
    behind = ("layer2", "layer3")  # There the two orders meet the batches in another order.
    names = [n for n in ours if "running" not in n or not n.startswith(behind)]
    names = [n for n in names if "num_batches" not in n]
    return max((ours[name] - theirs[name]).abs().max().item() for name in names)


def surviving(relative_step):
    """The share of moved features that still differ after both are rounded to bfloat16."""
    trainee = Trainee(batch=8, relative_step=relative_step)
    clean = trainee.features().detach()
    after = moved(clean, trainee.slopes(clean), trainee.step_length(clean))
    changed = (after != clean).sum()
    return ((after.bfloat16() != clean.bfloat16()).sum() / changed).item()


def main():
    """Prints every comparison; true where all came out as they must."""
    share, absolute = surviving(0.02), surviving(None)
    print(f"moves of 0.02 that survive bf16: {share:.1%}; of 0.5/255: {absolute:.1%}")
    good = share >= 0.95
    for steps in (1, 5):
        savings = after(same_savings, steps)
        careful = distance(savings, after(authors_order, steps))
        print(f"PGD-{steps}: savings against the authors' order: {careful:.1e}")
        good &= careful <= TOLERANCE
        own = after(authors_order, steps, own_functions=True)
        own = max((p - q).abs().max().item()
                  for p, q in zip(savings.parameters(), own.parameters()))
        print(f"PGD-{steps}: savings against the authors' own functions: {own:.1e}")
        good &= own <= TOLERANCE
        other = distance(savings, after(plain, 0))
        print(f"PGD-{steps}: against a plain step, which must differ: {other:.1e}")
        good &= other > 1e6 * TOLERANCE
    other = distance(after(same_savings, 1), after(same_savings, 5))
    print(f"PGD-1 against PGD-5, which must differ: {other:.1e}")
    return good and other > 1e6 * TOLERANCE


if __name__ == "__main__":
    sys.exit(0 if main() else "the orders do not take the same step")
