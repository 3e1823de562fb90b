"""A-FAN in the order of its authors' script (Chen et al., 2022, classification release).

The features by a pass of their own, the attack's passes, then the lesson and the clean pass with
one backward pass of their summed loss. With what a careful user saves: no graph for the first
pass, no weight gradients in the attack. `--own-functions` leaves those two savings out.
"""

import torch

from serving import serve
from training import CLEAN_WEIGHT, LESSON_WEIGHT, moved


def make_step(trainee, options):
    """A step of `options.attack_steps` attack steps and one lesson."""
    attacked = by_own_functions if options.own_functions else carefully

    def step():
        trainee.optimizer.zero_grad(set_to_none=True)
        features = attacked(trainee, options.attack_steps)
        lesson = trainee.loss(features)
        clean = trainee.loss(trainee.features())
        (LESSON_WEIGHT * lesson + CLEAN_WEIGHT * clean).backward()
        trainee.optimizer.step()

    return step


def carefully(trainee, steps):
    """The attacked features; every slope costs a forward pass and an input gradient."""
    with torch.no_grad():
        features = trainee.features(tracks=False)
    length = trainee.step_length(features)
    for _ in range(steps):
        features = moved(features, trainee.slopes(features), length)
    return features


def by_own_functions(trainee, steps):
    """The attacked features as the authors' functions make them.

    A graph for the first pass, weight gradients that are thrown away, running averages moved.
    """
    features = trainee.features().detach()
    length = trainee.step_length(features)
    for _ in range(steps):
        features.requires_grad_()
        trainee.loss(features).backward()
        features = moved(features, features.grad, length)
    trainee.optimizer.zero_grad(set_to_none=True)
    return features


if __name__ == "__main__":
    serve("afan", make_step, orders=["authors"])
