"""The reference side of recipes: which network, and a method and optimizer that settings change."""

import json
import re
from dataclasses import asdict

from afan_reference import AFAN, Attack, Cut, Lesson
from models import CIFARResNet, ImageNetResNet

# Each is made for a number of classes.
MODELS = {
    "cifar-resnet20": lambda classes: CIFARResNet(20, classes=classes),
    "cifar-resnet56": lambda classes: CIFARResNet(56, classes=classes),
    "resnet18": lambda classes: ImageNetResNet([2, 2, 2, 2], classes=classes),
    "resnet18-3x3": lambda classes: ImageNetResNet([2, 2, 2, 2], 1, classes, small_stem=True),
    "resnet34": lambda classes: ImageNetResNet([3, 4, 6, 3], classes=classes),
}
RECIPES = {"cifar10-resnet56-afan": "cifar-resnet56"}
OPTIMIZER = {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 5e-4}


class Unknown(Exception):
    """A setting that the reference cannot follow."""


def configured(metadata, settings):
    """Method and optimizer after the metadata of a trace and then `key=value` settings.

    Keys may be written in camel case (`method.cuts.0.attack.stepSize=0.01`). Returns as well the
    settings outside `method` and `optimizer`, which the reference does not follow.
    """
    resolved = {"method": json.loads(json.dumps(asdict(AFAN()))), "optimizer": dict(OPTIMIZER)}
    for part in resolved:
        resolved[part] |= snake_case(json.loads(metadata.get(part, "{}")))
    if "learning_rate" in metadata:
        resolved["optimizer"]["learning_rate"] = float(metadata["learning_rate"])
    others = []
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise Unknown(f"{setting} is not key=value")
        if key.split(".")[0] in resolved:
            change(resolved, key, value)
        else:
            others.append(setting)
    optimizer = resolved["optimizer"]
    resolved["optimizer"] = {"lr": optimizer.pop("learning_rate"), **optimizer}
    method_from(resolved["method"])
    return resolved, others


def change(values, key, text):
    """Sets the value at a dotted path; the path must exist."""
    *path, last = (int(x) if x.isdigit() else snake(x) for x in key.split("."))
    try:
        for part in path:
            values = values[part]
        values[last]
        values[last] = snake_case(json.loads(text))
    except (KeyError, IndexError, TypeError):
        known = sorted(values) if isinstance(values, dict) else f"0...{len(values) - 1}"
        raise Unknown(f"{key}: not known to the reference; there is {known}") from None
    except json.JSONDecodeError:
        values[last] = text


def snake(word):
    """`stepSize` as `step_size`."""
    return re.sub("([A-Z])", lambda x: "_" + x[0].lower(), word)


def snake_case(value):
    """The same value with every key in snake case."""
    if isinstance(value, dict):
        return {snake(key): snake_case(x) for key, x in value.items()}
    return [snake_case(x) for x in value] if isinstance(value, list) else value


def method_from(values):
    """The method that a dictionary describes; a key left out has its default."""
    try:
        cuts = []
        for cut in values["cuts"]:
            lessons = tuple(Lesson(**lesson) for lesson in cut["lessons"])
            cuts.append(Cut(cut["stage"], Attack(**cut["attack"]), lessons))
        return AFAN(**(values | {"cuts": tuple(cuts)}))
    except (TypeError, KeyError) as error:
        raise Unknown(f"method: {error}") from None
