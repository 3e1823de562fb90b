"""The peer of a plain training step: eager PyTorch as a careful user writes it."""

from serving import serve


def make_step(trainee, _):
    """A step: one pass forward, one back, SGD."""

    def step():
        trainee.optimizer.zero_grad(set_to_none=True)
        trainee.plain_loss().backward()
        trainee.optimizer.step()

    return step


if __name__ == "__main__":
    serve("plain", make_step)
