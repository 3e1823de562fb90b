"""What Pillow makes of small pictures where policies change them: the reference of their tests.

`python Golden/pictures_augmentation.py` writes Golden/pictures/augmentation/: *.pnm in the form of
pictures_transforms.py, whose sources it takes, and policies.json, the policies of torchvision and
timm and what their levels mean. `--torchvision` writes nothing, and tells where torchvision's
functions for byte tensors differ from Pillow's.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
import PIL
import timm
import torchvision
from PIL import Image, ImageEnhance, ImageOps
from timm.data import auto_augment as timm_augment
from torchvision.transforms.v2 import AutoAugment, AutoAugmentPolicy, InterpolationMode
from torchvision.transforms.v2 import RandAugment
from torchvision.transforms.v2 import functional as F

from pictures_transforms import PILLOW, SOURCES, encoded

FOLDER = Path(__file__).parent / "pictures" / "augmentation"

# Moves in the words of PictureChange: name and amount.
MOVES = [
    ("shearX", [-0.3, 0.1333, 0.3, 1.1]), ("shearY", [-0.3, 0.1333, 0.3]),
    ("translateX", [-3, 2.5, 4.77, 100]), ("translateY", [-3.3, 2.5, 7]),
    ("rotate", [-30, 3.333, 17.3, 90, 180, 269.5]),
]  # fmt: skip
TONES = [
    ("autoContrast", [0]), ("invert", [0]), ("equalize", [0]),
    ("solarize", [0, 113.33333, 128, 255, 256]), ("solarizeAdd", [0, 33, 110, 255]),
    ("posterize", [0, 1, 4, 7, 8]),
]  # fmt: skip
ENHANCED = {
    "brightness": ImageEnhance.Brightness, "contrast": ImageEnhance.Contrast,
    "color": ImageEnhance.Color, "sharpness": ImageEnhance.Sharpness,
}  # fmt: skip
FACTORS = [0, 0.1, 0.55, 1, 1.37, 1.9, 3.7]


def cut(name):
    """A source, or the upper left corner of one, or pictures of one level."""
    if name == "flat":
        return np.full((7, 9, 3), (90, 0, 255), np.uint8)
    if name == "flat-grey":
        return np.full((20, 16), 90, np.uint8)
    if name == "dim":
        return (SOURCES["photo"] // 5 + 90)[:24, :22]
    if name == "corner":
        return SOURCES["noise"][:11, :13]
    if name == "thin":
        return SOURCES["noise"][:2, :30]
    return SOURCES[name]


def moved(image, name, amount, method, fill):
    """Pillow's transform or rotate."""
    matrices = {
        "shearX": (1, amount, 0, 0, 1, 0), "shearY": (1, 0, 0, amount, 1, 0),
        "translateX": (1, 0, amount, 0, 1, 0), "translateY": (1, 0, 0, 0, 1, amount),
    }  # fmt: skip
    if name == "rotate":
        return image.rotate(amount, PILLOW[method], fillcolor=fill)
    return image.transform(
        image.size, Image.Transform.AFFINE, matrices[name], PILLOW[method], fillcolor=fill
    )


def moves():
    """Every move by every method, of odd and even sizes, one row, one column and one pixel."""
    fills = {3: (200, 7, 60), 1: 9}
    for source in ["corner", "grey", "noise", "row", "column", "dot"]:
        image = Image.fromarray(cut(source))
        for name, amounts in MOVES:
            for amount in amounts[1:2] if source == "noise" else amounts:
                for method in PILLOW:
                    fill = fills[len(image.getbands())]
                    words = {"source": source, "change": name, "amount": amount, "method": method}
                    values = fill if isinstance(fill, tuple) else [fill]
                    words |= {f"fill{i}": value for i, value in enumerate(values)}
                    yield words, moved(image, name, amount, method, fill)


def toned(image, name, amount):
    """A change by tables: ImageOps, and what timm adds to it."""
    if name == "autoContrast":
        return ImageOps.autocontrast(image)
    if name == "solarizeAdd":
        table = [min(255, i + amount) if i < 128 else i for i in range(256)]
        return image.point(table * len(image.getbands()))
    if name == "posterize" and amount == 0:
        return Image.fromarray(np.zeros_like(np.asarray(image)))  # Pillow refuses 0 bits.
    function = getattr(ImageOps, name)
    return function(image) if name in ("invert", "equalize") else function(image, amount)


def tones():
    """Every change by tables, also of pictures with one level or a few."""
    for source in ["corner", "dim", "grey", "flat", "flat-grey", "row", "column", "dot"]:
        image = Image.fromarray(cut(source))
        for name, amounts in TONES:
            for amount in amounts:
                words = {"source": source, "change": name, "amount": amount}
                yield words, toned(image, name, amount)
    for source in ["photo", "colours"]:
        for name in ["autoContrast", "equalize"]:
            words = {"source": source, "change": name, "amount": 0}
            yield words, toned(Image.fromarray(cut(source)), name, 0)


def enhanced():
    """Pillow's enhancements, also of pictures that are too small for being sharpened."""
    for source in ["corner", "grey", "photo", "thin", "flat", "row", "column", "dot"]:
        image = Image.fromarray(cut(source))
        for name, enhancer in ENHANCED.items():
            for factor in [0.1, 1.9] if source == "photo" else FACTORS:
                words = {"source": source, "change": name, "amount": factor}
                yield words, enhancer(image).enhance(factor)


def sources():
    """The pictures that pictures_transforms.py does not have."""
    for name in ["flat", "flat-grey", "dim", "corner", "thin"]:
        yield {"name": name}, cut(name)
    for name in ["photo", "grey", "noise", "colours", "row", "column", "dot"]:
        yield {"name": name}, cut(name)


def by_torchvision():
    """Every operation of torchvision's policies of a Pillow picture, in the words of policies."""
    policy = AutoAugment()
    space = AutoAugment._AUGMENTATION_SPACE
    image = Image.fromarray(cut("dim"))
    for name, (magnitudes, signed) in space.items():
        values = magnitudes(10, image.height, image.width)
        for level in [0, 4, 9] if values is not None else [0]:
            for sign in [1, -1] if signed and level else [1]:
                value = 0.0 if values is None else sign * float(values[level])
                changed = policy._apply_image_or_video_transform(
                    image, name, value, InterpolationMode.BILINEAR, policy._fill
                )
                words = {"source": "dim", "operation": name, "level": level, "sign": sign}
                yield words, changed


def mixed():
    """AugMix by its authors' formula, of chains, weights and a share that are given."""
    cases = [
        ("corner", "equalize:0;rotate:-9+invert:0;shearX:0.2+posterize:4", [0.2, 0.5, 0.3], 0.7),
        ("grey", "translateX:5+autoContrast:0;solarize:100", [0.875, 0.125], 0.40625),
        ("dim", "color:1.9", [1], 1), ("dim", "sharpness:0.1;invert:0", [0, 1], 0),
    ]  # fmt: skip
    for source, chains, weights, share in cases:
        image = Image.fromarray(cut(source))
        mixture = 0.0
        for weight, chain in zip(weights, chains.split(";")):
            changed = image
            for name, amount in (step.split(":") for step in chain.split("+")):
                amount = float(amount)
                if name in dict(MOVES):
                    fill = (0,) * len(image.getbands())
                    changed = moved(changed, name, amount, "bilinear", fill)
                elif name in ENHANCED:
                    changed = ENHANCED[name](changed).enhance(amount)
                else:
                    changed = toned(changed, name, int(amount))
            mixture = mixture + weight * np.asarray(changed, np.float64)
        mixture = (1 - share) * np.asarray(image, np.float64) + share * mixture
        weights = ",".join(map(str, weights))
        words = {"source": source, "chains": chains, "weights": weights, "share": share}
        yield words, np.rint(mixture).astype(np.uint8)


def policies():
    """The published policies, as lists of operation, probability and level."""
    names = "imagenet", "cifar10"
    tables = {name: AutoAugment(AutoAugmentPolicy(name))._policies for name in names}
    for name in ("v0", "original"):
        tables[name] = [
            [(step.name.removesuffix("Original"), step.prob, step.magnitude) for step in steps]
            for steps in timm_augment.auto_augment_policy(name)
        ]
    return tables


def magnitudes():
    """What levels mean: magnitudes, operation, level, highest level, size, direction, amount."""
    sizes = [(24, 22), (224, 224), (331, 200), (32, 32)]
    for highest, policy in [(9, AutoAugment), (30, RandAugment)]:
        for name, (table, signed) in policy._AUGMENTATION_SPACE.items():
            for height, width in sizes if name.startswith("Translate") else sizes[:1]:
                values = table(highest + 1, height, width)
                for level in range(highest + 1) if values is not None else []:
                    amount = float(values[level])
                    yield "torchvision", name, level, highest, height, width, signed, amount
    suffixes = {
        "timm-original": {"Posterize": "Original"}, "timm": {},
        "timm-increasing": dict.fromkeys(
            ["Posterize", "Solarize", "Color", "Contrast", "Brightness", "Sharpness"], "Increasing"
        ),
    }  # fmt: skip
    names = [
        "ShearX", "ShearY", "TranslateX", "TranslateY", "TranslateXRel", "TranslateYRel", "Rotate",
        "Posterize", "Solarize", "SolarizeAdd", "Color", "Contrast", "Brightness", "Sharpness",
    ]  # fmt: skip
    for form, suffix in suffixes.items():
        for name in names:
            function = timm_augment.LEVEL_TO_ARG[name + suffix.get(name, "")]
            for height, width in sizes[:3] if name.startswith("Translate") else sizes[:1]:
                # translate_const as timm.data.create_transform sets it.
                settings = {"translate_const": int(min(height, width) * 0.45)}
                for level in [1, 2.5, 5, 7, 9, 10]:
                    amounts = set()
                    for drawn in (0.9, 0.1):  # Beyond a half, timm changes the direction.
                        random.random = lambda drawn=drawn: drawn
                        amounts.add(function(level, settings)[0])
                    size = {"TranslateXRel": width, "TranslateYRel": height}.get(name, 1)
                    amount = max(amounts) * size
                    yield form, name, level, 10, height, width, len(amounts) > 1, amount


def main():
    """Writes all files and tells their sizes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    versions = f"# Pillow {PIL.__version__}, torchvision {torchvision.__version__}\n"
    groups = {
        "sources": sources(), "moved": moves(), "toned": tones(), "enhanced": enhanced(),
        "by-torchvision": by_torchvision(), "mixed": mixed(),
    }  # fmt: skip
    for name, pictures in groups.items():
        parts = [
            encoded(words, picture, "" if number else versions)
            for number, (words, picture) in enumerate(pictures)
        ]
        (FOLDER / f"{name}.pnm").write_bytes(b"".join(parts))
        print(f"{name}: {len(parts)} pictures, {sum(map(len, parts))} bytes")
    keys = ["magnitudes", "operation", "level", "highest", "height", "width", "signed", "amount"]
    tables = {
        "versions": f"timm {timm.__version__}, torchvision {torchvision.__version__}",
        "policies": policies(), "keys": keys,
        "magnitudes": list(magnitudes()),
    }  # fmt: skip
    lines = json.dumps(tables).replace('], [["', '],\n[["').replace('], ["ti', '],\n["ti')
    (FOLDER / "policies.json").write_text(lines + "\n")


def compare():
    """Tells where torchvision's functions for byte tensors differ from Pillow's."""
    policy = AutoAugment()
    for name, (magnitudes, _) in AutoAugment._AUGMENTATION_SPACE.items():
        for source in ["photo", "noise"]:
            image = Image.fromarray(cut(source))
            values = magnitudes(10, image.height, image.width)
            value = 0.0 if values is None else float(values[7])
            for mode in [InterpolationMode.NEAREST, InterpolationMode.BILINEAR]:
                changed = [
                    policy._apply_image_or_video_transform(x, name, value, mode, policy._fill)
                    for x in (image, F.pil_to_tensor(image))
                ]
                pair = [np.asarray(changed[0], int), changed[1].permute(1, 2, 0).int().numpy()]
                gap = np.abs(pair[0] - pair[1])
                print(
                    f"{name:12} {source:6} {mode.value:9} {(gap > 0).mean():6.1%} of bytes differ, "
                    f"by up to {gap.max()}"
                )


if __name__ == "__main__":
    compare() if "--torchvision" in sys.argv else main()
