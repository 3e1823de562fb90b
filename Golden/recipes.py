"""The reference side of a recipe as `spar recipes` prints it: network, method and optimizer.

Every setting that changes a training step is followed or refused; `Unknown` says which.
"""

import torch
import yaml

from afan_learnable import LearnableAFAN
from afan_reference import AFAN, Attack, Cut, Lesson
from models import CIFARResNet, ImageNetResNet

# Channels, height, classes, mean and deviation of each set's pictures.
SETS = {
    "fashion-mnist": (1, 28, 10, (0.2860,), (0.3530,)),
    "cifar10": (3, 32, 10, (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
    "cifar100": (3, 32, 100, (0.5071, 0.4866, 0.4409), (0.2673, 0.2564, 0.2762)),
}
RESNETS = {"resnet18": {"layers": [2, 2, 2, 2]}, "resnet34": {"layers": [3, 4, 6, 3]}}
for name, layers, groups, group_width in [
    ("resnet50", [3, 4, 6, 3], 1, 64),
    ("resnet101", [3, 4, 23, 3], 1, 64),
    ("resnet152", [3, 8, 36, 3], 1, 64),
    ("resnext50_32x4d", [3, 4, 6, 3], 32, 4),
    ("resnext101_32x4d", [3, 4, 23, 3], 32, 4),
    ("resnext101_32x8d", [3, 4, 23, 3], 32, 8),
    ("resnext101_32x48d", [3, 4, 23, 3], 32, 48),
]:
    groups = {"groups": groups, "group_width": group_width}
    RESNETS[name] = {"layers": layers, "bottleneck": True, **groups}
# Channels and blocks as multiples of B0's (Tan and Le, 2019).
EFFICIENTNETS = [
    (1.0, 1.0), (1.0, 1.1), (1.1, 1.2), (1.2, 1.4), (1.4, 1.8), (1.6, 2.2), (1.8, 2.6), (2.0, 3.1),
    (2.2, 3.6),
]  # fmt: skip


class Unknown(Exception):
    """A setting that the reference cannot follow."""


def read(text):
    """The recipe that YAML describes."""
    return yaml.safe_load(text)


def picture_shape(recipe):
    """Channels, height and width."""
    channels, size = SETS[recipe["data"]["set"]][:2]
    return channels, size, size


def classes(recipe):
    """How many classes the network tells apart."""
    return recipe["network"]["classes"] or SETS[recipe["data"]["set"]][2]


def network(recipe):
    """The reference's network."""
    settings = recipe["network"]
    channels, _, _, mean, deviation = SETS[recipe["data"]["set"]]
    statistics = settings["mean"] or mean, settings["deviation"] or deviation
    model, width = settings["model"], settings["width"]
    common = {"classes": classes(recipe), "channels": channels, "statistics": statistics}
    if model.startswith("tf_efficientnet"):
        return scaled(settings, statistics, common)
    if model not in RESNETS:
        depth = int(model.removeprefix("resnet"))
        return CIFARResNet(depth, width or 16, **common)
    if 64 % (width or 64):
        raise Unknown(f"network.width {width}: the reference's divide 64")
    small = settings["stem"] == "small"
    return ImageNetResNet(
        divisor=64 // (width or 64), small_stem=small, **RESNETS[model], **common
    )


def scaled(settings, statistics, common):
    """The reference's EfficientNet."""
    from efficientnets import efficientnet

    for key in ("dropout", "dropPath"):
        if settings[key] != 0:
            raise Unknown(f"network.{key}: the reference cannot repeat what Spar draws; give 0")
    if common["channels"] != 3:
        raise Unknown("an EfficientNet of other than three channels")
    size = settings["model"].removeprefix("tf_efficientnet_")
    lite = size.startswith("lite")
    width, depth = (1.0, 1.0) if lite else EFFICIENTNETS[int(size[1:])]
    if settings["width"]:
        width = settings["width"] / 32
    return efficientnet(width, depth, lite, common["classes"], statistics)


def method(recipe):
    """The reference's method; plain training is A-FAN without a cut."""
    smoothing = float(recipe["labelSmoothing"])
    if recipe["method"] == "plain":
        return AFAN(clean_weight=1.0, cuts=(), label_smoothing=smoothing)
    if "learnable-afan" in recipe["method"]:
        return learnable(recipe["method"]["learnable-afan"], smoothing)
    afan = recipe["method"].get("afan")
    if afan is None:
        raise Unknown(f"method {', '.join(recipe['method'])}")
    if afan["branch"] != "main":
        raise Unknown("method.afan.branch: the reference has the main one only")
    return AFAN(
        clean_weight=float(afan["cleanWeight"]),
        cuts=tuple(map(cut, afan["cuts"])),
        lessons_move_averages=afan["lessonsMoveAverages"],
        front_attached=afan["front"] == "attached",
        label_smoothing=smoothing,
        start=None if afan["start"] == "clean" else attack(afan["start"]["attacked"]),
    )


def learnable(settings, smoothing):
    """The method that learns its strengths."""
    return LearnableAFAN(
        cuts=tuple(settings["cuts"]),
        clean_weight=float(settings["cleanWeight"]),
        lesson_weight=float(settings["lessonWeight"]),
        attack=attack(settings["attack"]),
        learning_rate=float(settings["learningRate"]),
        momentum=float(settings["momentum"]),
        penalty=float(settings["penalty"]),
        lessons_move_averages=settings["lessonsMoveAverages"],
        label_smoothing=smoothing,
    )


def cut(settings):
    """One of a method's cuts."""
    lessons = (
        Lesson(float(x["strength"]), float(x["weight"]), x["normalization"] or "none")
        for x in settings["lessons"]
    )
    return Cut(settings["stage"], attack(settings["attack"]), tuple(lessons))


def attack(settings):
    """An attack from the clean maps, on the labels."""
    if settings["randomStart"] or settings["targeted"] or settings["direction"] == "random":
        raise Unknown("an attack that draws: the reference cannot repeat what Spar draws")
    radius, bounds = settings["radius"], settings["range"]
    return Attack(
        steps=settings["steps"],
        step_size=float(settings["stepSize"]),
        norm=settings["norm"],
        relative=settings["unit"] == "relative",
        radius=None if radius is None else float(radius),
        range=None if bounds is None else (float(bounds["from"]), float(bounds["to"])),
    )


def optimizer(recipe, model):
    """The reference's optimizer of the model's parameters, at the recipe's highest rate."""
    for key, usual in {"clipNorm": None, "ema": None, "accumulate": 1, "freeze": []}.items():
        if recipe[key] != usual:
            raise Unknown(key)
    settings, parameters = recipe["optimizer"], list(model.parameters())
    decay = float(settings["weightDecay"])
    undecayed = [] if settings["decaysNormsAndBiases"] else [p for p in parameters if p.dim() < 2]
    rest = [p for p in parameters if all(p is not other for other in undecayed)]
    if settings["stageFactors"]:
        raise Unknown("optimizer.stageFactors")
    groups = [{"params": rest, "weight_decay": decay}, {"params": undecayed, "weight_decay": 0.0}]
    ((name, kind),) = settings["kind"].items()
    return OPTIMIZERS[name](groups, float(settings["learningRate"]), kind)


def sgd(groups, rate, kind):
    """PyTorch's SGD."""
    momentum, nesterov = float(kind["momentum"]), kind["nesterov"]
    return torch.optim.SGD(groups, lr=rate, momentum=momentum, nesterov=nesterov)


def adamw(groups, rate, kind):
    """PyTorch's AdamW."""
    betas = float(kind["beta1"]), float(kind["beta2"])
    return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=float(kind["epsilon"]))


def rmsprop(groups, rate, kind):
    """timm's RMSProp in the form of TensorFlow's."""
    from timm.optim import RMSpropTF

    return RMSpropTF(
        groups,
        lr=rate,
        alpha=float(kind["alpha"]),
        eps=float(kind["epsilon"]),
        momentum=float(kind["momentum"]),
        decoupled_decay=kind["decouplesDecay"],
    )


OPTIMIZERS = {"sgd": sgd, "adamw": adamw, "rmsprop": rmsprop}
