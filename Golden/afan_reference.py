"""One training step of A-FAN in plain PyTorch, in the order of the authors' script.

Adversarial feature augmentation and normalization (Chen et al., 2022, arXiv 2103.12171, figure 2):
a separate pass gives the clean maps at each cut, detached; the attack moves them uphill on the loss
of the stages behind the cut; each lesson learns from maps on the way to the moved ones; the clean
batch is learned from; one backward pass lowers the weighted sum of all losses. Lessons therefore
train only the stages behind their cut; where `front_attached`, the stages before it too, by what they
would get if the maps were the clean ones plus a constant.

Every pass normalizes with its own batch's statistics. The separate pass and the attack leave the
running averages alone; the clean pass moves them; lessons do where `lessons_move_averages` says so.
The averages then depend on the order: lessons before the clean pass as in the authors' script, or
after it where `clean_first`. Losses and gradients do not depend on it.
"""

from dataclasses import dataclass, field, replace
from functools import partial

import torch
import torch.nn.functional as F

from models import copied, run, statistics


@dataclass(frozen=True)
class Attack:
    """How maps are moved.

    Lengths are absolute; or relative, where 1 is the RMS of the clean maps: that of each element's
    change under "linf", of a whole sample's change under "l2".
    """

    steps: int = 1
    step_size: float = 0.5 / 255
    # "linf": each element by the length; "l2": each sample's move has that Euclidean length.
    norm: str = "linf"
    relative: bool = False
    # The farthest that a move may go, in the step's unit and norm.
    radius: float | None = None
    # What elements are kept in, such as (0, 1) for pixels.
    range: tuple[float, float] | None = None
    # Whether to lower the loss of given targets rather than raise that of the labels.
    targeted: bool = False


@dataclass(frozen=True)
class Lesson:
    """What is learned from a move: part of it, or its statistics only."""

    strength: float = 1.0
    weight: float = 0.5
    # "none" or what statistics are exchanged: of each "position", "channel" or "sample".
    normalization: str = "none"


@dataclass(frozen=True)
class Cut:
    """The stage whose maps are moved, and what is done with them."""

    stage: str = "layer1"
    attack: Attack = Attack()
    lessons: tuple[Lesson, ...] = (Lesson(),)


@dataclass(frozen=True)
class AFAN:
    """The whole method."""

    clean_weight: float = 0.5
    cuts: tuple[Cut, ...] = field(default_factory=lambda: (Cut(),))
    lessons_move_averages: bool = False
    front_attached: bool = False
    clean_first: bool = True
    # The part of each target that is spread over all classes.
    label_smoothing: float = 0.0
    # An attack that moves the pictures before all else; they stay in 0...1.
    start: Attack | None = None


def learn(model, images, labels, method, targets=None):
    """Leaves the step's gradients in `model`, and returns what happened on the way.

    Returns, by name: `clean.<stage>`, `moved.<stage>`, `slopes.<stage>` (one row an attack step),
    `lesson.<stage>.<i>` (the maps that were learned from), `loss.clean`, `loss.<stage>.<i>` (not
    weighted), `gradient.<parameter>`. Where the pictures are attacked, `loss.attacked` is that of
    those, and everything else begins with them.
    """
    model.train()
    model.zero_grad()
    charged = charge(method)
    name, images = started(model, images, labels, method, charged)
    trace, weights = {}, {name: method.clean_weight}

    def learn_clean():
        trace[name] = charged(model(images), labels)

    if method.clean_first:
        learn_clean()
    for cut in method.cuts:
        with statistics(model, moving=False):
            front = run(model, images, until=cut.stage)
            clean = front.detach()
            aim = targets if cut.attack.targeted else labels
            moved, slopes = attacked(model, clean, aim, cut, charged)
        maps = {"clean": clean, "moved": moved, "slopes": slopes}
        trace |= {f"{name}.{cut.stage}": tensor for name, tensor in maps.items()}
        for i, lesson in enumerate(cut.lessons):
            maps = learned(clean, moved, lesson)
            if method.front_attached:
                maps = maps + (front - clean)
            with statistics(model, moving=method.lessons_move_averages):
                loss = charged(run(model, maps, after=cut.stage), labels)
            trace |= {f"lesson.{cut.stage}.{i}": maps, f"loss.{cut.stage}.{i}": loss}
            weights[f"loss.{cut.stage}.{i}"] = lesson.weight
    if not method.clean_first:
        learn_clean()
    sum(weight * trace[name] for name, weight in weights.items() if weight > 0).backward()
    gradients = ((name, p.grad) for name, p in model.named_parameters())
    trace |= {f"gradient.{name}": gradient for name, gradient in gradients if gradient is not None}
    return copied(trace)


def started(model, images, labels, method, charged):
    """What the first loss is called, and the pictures it is of."""
    if method.start is None:
        return "loss.clean", images
    attack = replace(method.start, range=(0.0, 1.0))
    with statistics(model, moving=False):
        moved, _ = attacked(model, images, labels, Cut("input", attack), charged)
    return "loss.attacked", moved.detach()


def charge(method):
    """The loss of logits and labels."""
    return partial(F.cross_entropy, label_smoothing=method.label_smoothing)


def attacked(model, clean, labels, cut, charged, first=None):
    """The clean maps moved by projected gradient steps, and the slope at every step.

    `first` is the first slope, where it is known already.
    """
    attack, slopes = cut.attack, []
    unit = clean.square().mean().sqrt() if attack.relative else 1.0
    if attack.relative and attack.norm == "l2":
        unit = unit * clean[0].numel() ** 0.5
    length = (-1 if attack.targeted else 1) * attack.step_size * unit
    moved = clean
    for i in range(attack.steps):
        if i == 0 and first is not None:
            slopes.append(first)
        else:
            leaf = moved.detach().requires_grad_()
            loss = charged(run(model, leaf, after=cut.stage), labels)
            slopes += torch.autograd.grad(loss, leaf)
        moved = moved + length * direction(slopes[-1], attack.norm)
        if attack.radius is not None:
            moved = clean + limited(moved - clean, attack.radius * unit, attack.norm)
        if attack.range is not None:
            moved = moved.clamp(*attack.range)
    return moved, torch.stack(slopes)


def lengths(maps):
    """The Euclidean length of each sample, shaped to divide by."""
    return maps.flatten(1).norm(dim=1).view(-1, *[1] * (maps.dim() - 1))


def direction(slope, norm):
    """The steepest way up of length 1; a sample without a slope stays where it is."""
    if norm == "linf":
        return slope.sign()
    length = lengths(slope)
    return torch.where(length > 0, slope / length, 0)


def limited(move, radius, norm):
    """The nearest move that is no longer than `radius`."""
    if norm == "linf":
        return move.clamp(-radius, radius)
    length = lengths(move)
    return torch.where(length > radius, move * (radius / length), move)


def learned(clean, moved, lesson):
    """The maps of a lesson, [N, C, H, W]."""
    part = clean + lesson.strength * (moved - clean)
    if lesson.normalization == "none":
        return part
    over = {"position": (1,), "channel": (0, 2, 3), "sample": (2, 3)}[lesson.normalization]
    mean, deviation = moments(clean, over)
    new_mean, new_deviation = moments(part, over)
    return (clean - mean) / deviation * new_deviation + new_mean


def moments(maps, over):
    """Mean and deviation: the root of the unbiased variance plus 1e-5."""
    mean, variance = maps.mean(over, keepdim=True), maps.var(over, unbiased=True, keepdim=True)
    return mean, (variance + 1e-5).sqrt()


def step(model, optimizer, images, labels, method, learn=learn, **given):
    """Learns, steps, and returns the trace with `parameter.<name>` and `buffer.<name>` after it."""
    trace = learn(model, images, labels, method, **given)
    optimizer.step()
    trace |= copied({f"parameter.{name}": p for name, p in model.named_parameters()})
    return trace | copied({f"buffer.{name}": b for name, b in model.named_buffers()})
