"""The step of afan_reference.py in the order that costs less: the attack's first slope is free.

The clean batch is learned from first. Its backward pass leaves at every cut the gradient that the
attack's first step needs, once divided by the weight of the clean loss; then each lesson has a
backward pass of its own. Without a random start, with the labels as targets and a positive clean
weight, all results are those of the authors' order up to rounding; elsewhere the slope is made.
"""

import torch
import torch.nn.functional as F

from afan_reference import attacked, direction, learned, limited
from models import copied, run, statistics


def learn(model, images, labels, method, targets=None, starts=None):
    """As `afan_reference.learn` with `clean_first`, without the slopes in what it returns."""
    model.train()
    model.zero_grad()
    trace, maps, kept = {}, images.detach().requires_grad_(), {}
    for name, stage in model.stages():
        maps = stage(maps)
        maps.retain_grad()
        kept[name] = maps
    trace["loss.clean"] = F.cross_entropy(maps, labels)
    (method.clean_weight * trace["loss.clean"]).backward()

    for cut in method.cuts:
        clean, start = kept[cut.stage].detach(), (starts or {}).get(cut.stage)
        with statistics(model, moving=False):
            if start is None and not cut.attack.targeted and method.clean_weight > 0:
                slope = kept[cut.stage].grad / method.clean_weight
                moved = attacked_from(slope, model, clean, labels, cut)
            else:
                aim = targets if cut.attack.targeted else labels
                moved, _ = attacked(model, clean, aim, cut, start)
        trace |= {f"clean.{cut.stage}": clean, f"moved.{cut.stage}": moved}
        for i, lesson in enumerate(cut.lessons):
            taken = learned(clean, moved, lesson)
            with statistics(model, moving=method.lessons_move_averages):
                loss = F.cross_entropy(run(model, taken, after=cut.stage), labels)
            (lesson.weight * loss).backward()
            trace |= {f"lesson.{cut.stage}.{i}": taken, f"loss.{cut.stage}.{i}": loss}
    trace |= {f"gradient.{name}": p.grad for name, p in model.named_parameters()}
    return copied(trace)


def attacked_from(slope, model, clean, labels, cut):
    """The attack on the labels whose first slope is known."""
    attack, moved = cut.attack, clean
    unit = clean.square().mean().sqrt() if attack.relative else 1.0
    for i in range(attack.steps):
        if i > 0:
            leaf = moved.detach().requires_grad_()
            loss = F.cross_entropy(run(model, leaf, after=cut.stage), labels)
            (slope,) = torch.autograd.grad(loss, leaf)
        moved = moved + attack.step_size * unit * direction(slope, attack.norm)
        if attack.radius is not None:
            moved = clean + limited(moved - clean, attack.radius * unit, attack.norm)
    return moved
