"""The step of afan_reference.py in the order that costs less: the attack's first slope is free.

The clean batch is learned from first. Its backward pass leaves at every cut the gradient that the
attack's first step needs, once divided by the weight of the clean loss; then each lesson has a
backward pass of its own. With the labels as targets and a positive clean weight all results are
those of the authors' order up to rounding; elsewhere the slope is made.
"""

from afan_reference import attacked, charge, learned, started
from models import copied, run, statistics


def learn(model, images, labels, method, targets=None):
    """As `afan_reference.learn` with `clean_first`, without the slopes in what it returns."""
    model.train()
    model.zero_grad()
    charged = charge(method)
    first_loss, images = started(model, images, labels, method, charged)
    trace, maps, kept = {}, images.detach().requires_grad_(), {}
    for name, stage in model.stages():
        maps = stage(maps)
        maps.retain_grad()
        kept[name] = maps
    trace[first_loss] = charged(maps, labels)
    if method.clean_weight > 0:
        first_part = method.clean_weight * trace[first_loss]
        first_part.backward(retain_graph=method.front_attached)
        slopes = {name: maps.grad / method.clean_weight for name, maps in kept.items()}

    for cut in method.cuts:
        clean, first, aim = kept[cut.stage].detach(), None, labels
        if cut.attack.targeted:
            aim = targets
        elif method.clean_weight > 0:
            first = slopes[cut.stage]
        with statistics(model, moving=False):
            moved, _ = attacked(model, clean, aim, cut, charged, first)
        trace |= {f"clean.{cut.stage}": clean, f"moved.{cut.stage}": moved}
        for i, lesson in enumerate(cut.lessons):
            taken = learned(clean, moved, lesson)
            if method.front_attached:
                taken = taken + (kept[cut.stage] - clean)
            with statistics(model, moving=method.lessons_move_averages):
                loss = charged(run(model, taken, after=cut.stage), labels)
            (lesson.weight * loss).backward(retain_graph=method.front_attached)
            trace |= {f"lesson.{cut.stage}.{i}": taken, f"loss.{cut.stage}.{i}": loss}
    gradients = ((name, p.grad) for name, p in model.named_parameters())
    trace |= {f"gradient.{name}": gradient for name, gradient in gradients if gradient is not None}
    return copied(trace)
