"""Learning-rate schedules as functions of the step, in parts of the base rate.

Steps count from 0; an epoch is `STEPS_PER_EPOCH` steps; the first epoch warms up.
`python Golden/schedules.py` checks them against torch's schedulers.
"""

import math

import torch

STEPS = 20
STEPS_PER_EPOCH = 4
WARMUP = STEPS_PER_EPOCH
MILESTONES = [2, 4]


def constant(step):
    """The base rate."""
    return 1.0


def multistep(step):
    """A tenth from each epoch in `MILESTONES` on; warm-up in equal steps, the last one full."""
    decay = 0.1 ** sum(step // STEPS_PER_EPOCH >= epoch for epoch in MILESTONES)
    return decay * min(1.0, (step + 1) / WARMUP)


def multistep_from_zero(step):
    """`multistep` with a warm-up that starts at 0 (the A-FAN authors' CIFAR script)."""
    if step < WARMUP:
        return step / (WARMUP - 1)
    return multistep(step)


def cosine(step):
    """Half a cosine from the end of the warm-up to the end of training, new at every step."""
    if step < WARMUP:
        return (step + 1) / WARMUP
    return 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP)))


SCHEDULES = {x.__name__: x for x in (constant, multistep, multistep_from_zero, cosine)}


def stepped(make, every=1):
    """The rates that a torch scheduler gives over training when stepped `every` so many steps."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(()))], lr=1.0)
    scheduler, rates = make(optimizer), []
    for step in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (step + 1) % every == 0:
            scheduler.step()
    return rates


def check():
    """Compares the rates behind the warm-up with MultiStepLR, and all of cosine's with torch's."""
    library = torch.optim.lr_scheduler
    steps = stepped(lambda x: library.MultiStepLR(x, MILESTONES, 0.1), STEPS_PER_EPOCH)
    for step in range(WARMUP, STEPS):
        assert math.isclose(multistep(step), steps[step]), step

    def warmed(optimizer):
        warm = library.LinearLR(optimizer, 1 / WARMUP, total_iters=WARMUP - 1)
        falling = library.CosineAnnealingLR(optimizer, STEPS - WARMUP)
        return library.SequentialLR(optimizer, [warm, falling], [WARMUP])

    for step, rate in enumerate(stepped(warmed)):
        assert math.isclose(cosine(step), rate, rel_tol=1e-9), (step, cosine(step), rate)


if __name__ == "__main__":
    check()
    print("schedules: as torch's")
