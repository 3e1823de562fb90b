"""A-FAN with learned strengths in plain PyTorch, in the order of the authors' `main_learnable.py`.

At every cut an attack of its own gives the moved maps; the lesson there is learned from the clean
maps and as much of the move as the cut's strength says. The strengths are moved by SGD along the
gradient of the weighted losses and of a penalty on the sum of their sizes, then brought back to a
sum of 1 by taking the same from each.
"""

from dataclasses import dataclass, field

import torch

from afan_reference import Attack, Cut, attacked, charge
from models import copied, run, statistics


@dataclass
class LearnableAFAN:
    """The method with what it remembers."""

    cuts: tuple[str, ...]
    clean_weight: float = 0.5
    lesson_weight: float = 0.5
    attack: Attack = field(default_factory=lambda: Attack(steps=3, step_size=1 / 255))
    learning_rate: float = 0.01
    momentum: float = 0.9
    penalty: float = 1.0
    lessons_move_averages: bool = False
    label_smoothing: float = 0.0

    def __post_init__(self):
        count = len(self.cuts)
        self.strengths = torch.full((count,), 1 / count, dtype=torch.float64, requires_grad=True)
        self.optimizer = torch.optim.SGD(
            [self.strengths], lr=self.learning_rate, momentum=self.momentum
        )


def learn(model, images, labels, method, targets=None):
    """Leaves the step's gradients in `model`, moves the strengths, returns what happened.

    As `afan_reference.learn`, with `memory.strengths` and `memory.velocity` after the step.
    """
    model.train()
    model.zero_grad()
    method.optimizer.zero_grad()
    charged = charge(method)
    trace = {"loss.clean": charged(model(images), labels)}
    losses = []
    for i, stage in enumerate(method.cuts):
        with statistics(model, moving=False):
            clean = run(model, images, until=stage).detach()
            moved, _ = attacked(model, clean, labels, Cut(stage, method.attack), charged)
        taken = clean + method.strengths[i] * (moved - clean)
        with statistics(model, moving=method.lessons_move_averages):
            losses.append(charged(run(model, taken, after=stage), labels))
        trace |= {f"clean.{stage}": clean, f"moved.{stage}": moved}
        trace |= {f"lesson.{stage}.0": taken, f"loss.{stage}.0": losses[-1]}
    total = method.clean_weight * trace["loss.clean"]
    total = total + method.lesson_weight * sum(losses) / len(losses)
    (total + method.penalty * method.strengths.abs().sum()).backward()
    method.optimizer.step()
    with torch.no_grad():
        method.strengths -= (method.strengths.sum() - 1) / len(method.cuts)
    trace["memory.strengths"] = method.strengths
    trace["memory.velocity"] = method.optimizer.state[method.strengths]["momentum_buffer"]
    gradients = ((name, p.grad) for name, p in model.named_parameters())
    trace |= {f"gradient.{name}": gradient for name, gradient in gradients if gradient is not None}
    return copied(trace)
