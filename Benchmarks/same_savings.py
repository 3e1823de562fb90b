"""A-FAN with the savings that Spar makes, in eager PyTorch.

The clean loss is learned from first; its backward pass passes the cut and leaves there the slopes
of the attack's first step. The sign does not see the loss's weight.
"""

from serving import serve
from training import CLEAN_WEIGHT, LESSON_WEIGHT, moved


def make_step(trainee, options):
    """A step of `options.attack_steps` attack steps, the first of them free, and one lesson."""

    def step():
        trainee.optimizer.zero_grad(set_to_none=True)
        features = trainee.features()
        features.retain_grad()
        (CLEAN_WEIGHT * trainee.loss(features)).backward()
        length = trainee.step_length(features)
        features = moved(features, features.grad, length)
        for _ in range(options.attack_steps - 1):
            features = moved(features, trainee.slopes(features), length)
        (LESSON_WEIGHT * trainee.loss(features)).backward()
        trainee.optimizer.step()

    return step


if __name__ == "__main__":
    serve("afan", make_step, orders=["savings"])
