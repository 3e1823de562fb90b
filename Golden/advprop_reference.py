"""Training steps of AdvProp and Fast AdvProp in plain PyTorch, in their published orders.

AdvProp (Xie et al., 2020, arXiv 1911.09665, algorithm 1): the attack goes through the auxiliary batch
norms, by the running averages or by the batch's statistics; clean pictures are learned through the
main norms, attacked ones through the auxiliary norms, and the weighted losses are lowered together.

Fast AdvProp (Mei et al., 2022, algorithm 1): of each batch the last samples are attacked. Their noisy
copies are learned from by the very backward pass that tells the attack's slopes. Losses are summed
over samples, and each parameter's gradient is divided by the samples that reach it, as they count.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from models import TinyNet, copied, statistics
from seeds import permutation


class BranchedNorm(nn.BatchNorm2d):
    """A batch norm with auxiliary ones beside it; `branch` is None or the auxiliary's number."""

    branch = None

    def __init__(self, channels, branches=1):
        super().__init__(channels)
        self.aux_bn = nn.ModuleList([nn.BatchNorm2d(channels) for _ in range(branches)])

    def forward(self, x):
        return super().forward(x) if self.branch is None else self.aux_bn[self.branch](x)


class BranchedTinyNet(TinyNet):
    """TinyNet with an auxiliary branch or more at each norm."""

    def __init__(self, classes=5, branches=1):
        super().__init__(classes)
        self.bn1, self.bn2 = BranchedNorm(4, branches), BranchedNorm(6, branches)

    def through(self, branch):
        """This network, whose passes go through `branch` from now on."""
        self.bn1.branch = self.bn2.branch = branch
        return self


@dataclass(frozen=True)
class AdvProp:
    """The settings of AdvProp; lengths are of pictures in 0...1."""

    clean_weight: float = 0.5
    adversarial_weight: float = 0.5
    steps: int = 1
    step_size: float = 1 / 255
    radius: float = 1 / 255
    targeted: bool = True
    random_start: bool = True
    clean_starts: float = 0.2
    # The branches, None or a number, that the attack goes through and attacked pictures learn.
    attack_branch: int | None = 0
    branch: int | None = 0
    # Whether the attack's norms use their running averages rather than the batch's statistics.
    running: bool = True


@dataclass(frozen=True)
class FastAdvProp:
    """The settings of Fast AdvProp."""

    attacked_share: float = 0.2
    noise_weight: float = 0.5
    adversarial_weight: float = 0.5
    radius: float = 1 / 255
    groups: int = 4


def pixels(x):
    """`x` kept in 0...1."""
    return x.clamp(0, 1)


def start(images, method, seed):
    """Where the attack starts."""
    if not method.random_start:
        return images
    move = method.radius * seed.uniform(images.shape, -1, 1).double()
    drawn = (seed / "clean").uniform([len(images), 1, 1, 1])
    return pixels(images + (drawn >= method.clean_starts) * move)


def slope(model, x, labels):
    """The gradient of the loss at the pictures."""
    leaf = x.detach().requires_grad_()
    return torch.autograd.grad(F.cross_entropy(model(leaf), labels), leaf)[0]


def attacked(model, images, labels, method, seed):
    """The attacked pictures; no running average moves."""
    model.through(method.attack_branch).train(not method.running)
    x = start(images, method, seed)
    length = -method.step_size if method.targeted else method.step_size
    for _ in range(method.steps):
        with nullcontext() if method.running else statistics(model, moving=False):
            x = x + length * slope(model, x, labels).sign()
        x = pixels(images + (x - images).clamp(-method.radius, method.radius))
    model.train()
    return x.detach()


def learn_advprop(model, images, labels, targets, method, seed):
    """Leaves the step's gradients in `model`, and returns what happened on the way."""
    model.zero_grad()
    aims = targets if method.targeted else labels
    moved = attacked(model, images, aims, method, seed / "input" / "start" / 0)
    losses = {
        "loss.clean": F.cross_entropy(model.through(None)(images), labels),
        "loss.input.0": F.cross_entropy(model.through(method.branch)(moved), labels),
    }
    weights = (method.clean_weight, method.adversarial_weight)
    sum(weight * loss for weight, loss in zip(weights, losses.values())).backward()
    return copied(losses | {"moved.input": moved} | gradients(model))


def learn_fast(model, images, labels, targets, method, seed):
    """The same of Fast AdvProp; `targets` are not used."""
    model.train()
    model.zero_grad()
    count = round(method.attacked_share * len(images))
    rest = len(images) - count
    clean = F.cross_entropy(model.through(None)(images[:rest]), labels[:rest], reduction="sum")
    clean.backward()
    x, y = images[rest:], labels[rest:]
    noise = (seed / "noise" / 0).uniform(x.shape, -method.radius, method.radius).double()
    noisy = pixels(x + noise).requires_grad_()
    order = list(range(count))
    noise_loss = learn_groups(model, noisy, y, order, method.noise_weight, method.groups)
    moved = noisy.detach() + method.radius * noisy.grad.sign()
    moved = pixels(x + (moved - x).clamp(-method.radius, method.radius))
    if method.groups > 1:
        order = permutation(count, (seed / "groups").draws())
    loss = learn_groups(model, moved, y, order, method.adversarial_weight, method.groups)
    hard = (method.noise_weight + method.adversarial_weight) * count
    for name, parameter in model.named_parameters():
        samples = hard if "aux_bn" in name else rest if "bn" in name else rest + hard
        parameter.grad /= samples
    losses = {"loss.clean": clean / rest, "loss.noise": noise_loss / count}
    losses["loss.input.0"] = loss / count
    return copied(losses | {"moved.input": moved} | gradients(model))


def learn_groups(model, x, y, order, weight, groups):
    """Learns from groups one after another; returns the sum of all losses, before their weight."""
    total = 0.0
    for group in range(groups):
        some = order[group * len(order) // groups : (group + 1) * len(order) // groups]
        loss = F.cross_entropy(model.through(0)(x[some]), y[some], reduction="sum")
        (weight * loss).backward()
        total = total + loss.detach()
    return total


def gradients(model):
    """The gradients that were left, by parameter."""
    named = ((name, p.grad) for name, p in model.named_parameters())
    return {f"gradient.{name}": gradient for name, gradient in named if gradient is not None}
