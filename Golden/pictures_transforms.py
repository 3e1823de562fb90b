"""What Pillow and torchvision make of small pictures: the reference of the tests of transforms.

`python Golden/pictures_transforms.py` writes Golden/pictures/transforms/*.pnm. Each file is a row
of binary PGM and PPM pictures; the comment in a picture's header says how it was made, in words of
`key=value`. The first picture's header has the versions as well. Sources are in sources.pnm.
"""

from pathlib import Path

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

FOLDER = Path(__file__).parent / "pictures" / "transforms"
PILLOW = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}
TORCHVISION = {
    "nearest": v2.InterpolationMode.NEAREST_EXACT,
    "bilinear": v2.InterpolationMode.BILINEAR,
    "bicubic": v2.InterpolationMode.BICUBIC,
}


def sources():
    """Pictures by name, `[height, width]` or `[height, width, 3]`, bytes."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[0:41, 0:29]
    waves = [127 + 100 * np.sin(x / 5 + c) * np.cos(y / (4 + c)) for c in range(3)]
    photo = np.stack(waves, -1) + random.normal(0, 12, (41, 29, 3))
    y, x = np.mgrid[0:17, 0:31]
    grey = 8 * x + random.normal(0, 20, (17, 31))
    y, x = np.mgrid[0:24, 0:20]
    checkers = np.stack([(x + y) % 2, (x // 2 + y // 3) % 2, x // 10], -1) * 255
    bars = np.where(np.arange(40) // 5 % 2, 255, 0)[None, :].repeat(18, 0)
    noise = random.integers(0, 256, (23, 34, 3))
    colours = random.choice([0, 1, 127, 254, 255], (16, 32, 3))
    return {
        name: np.clip(np.rint(picture), 0, 255).astype(np.uint8)
        for name, picture in {
            "photo": photo, "grey": grey, "checkers": checkers, "bars": bars, "noise": noise,
            "colours": colours, "row": noise[4:5, :19], "column": grey[:, 3:4],
            "dot": noise[:1, :1],
        }.items()
    }  # fmt: skip


SOURCES = sources()


def tensor(name):
    """A source as `[channels, height, width]`."""
    picture = torch.from_numpy(SOURCES[name])
    return picture[None] if picture.ndim == 2 else picture.permute(2, 0, 1).contiguous()


def pillow_resize(image, width, height, method, box=None):
    """Pillow's resize along the rows first and down them then, whatever the sizes are.

    That is the order of torchvision, and of Pillow before 13, which goes down first where that is
    much less work; as the picture between is rounded to bytes, the order shows.
    """
    left, top, right, bottom = box or (0, 0, *image.size)
    if method == "nearest":
        return image.resize((width, height), PILLOW[method], (left, top, right, bottom))
    narrow = image.resize((width, image.height), PILLOW[method], (left, 0, right, image.height))
    return narrow.resize((width, height), PILLOW[method], (0, top, width, bottom))


def resized():
    """Pillow's resize: up, down, to and from single pixels, and of boxes between pixels."""
    sizes = [
        ("photo", 16, 16), ("photo", 30, 43), ("photo", 29, 41), ("photo", 29, 20),
        ("photo", 20, 41), ("photo", 1, 1), ("photo", 60, 2), ("grey", 64, 9), ("grey", 9, 40),
        ("checkers", 11, 13), ("checkers", 27, 31), ("bars", 33, 7), ("bars", 63, 18),
        ("row", 7, 1), ("row", 40, 4), ("column", 1, 6), ("column", 5, 33), ("dot", 6, 5),
    ]  # fmt: skip
    boxes = [
        ("photo", 20, 20, (3.25, 4.5, 24.75, 30.125)), ("photo", 24, 16, (10.3, 10.6, 12.9, 11.2)),
        ("photo", 29, 41, (0.5, 0.5, 28.5, 40.5)), ("checkers", 9, 21, (7, 5, 16, 24)),
        ("grey", 5, 12, (0, 0.75, 31, 17)), ("noise", 12, 40, (26.9, 0, 34, 23)),
    ]  # fmt: skip
    for method in PILLOW:
        for source, width, height, box in [(*size, None) for size in sizes] + boxes:
            image = Image.fromarray(SOURCES[source])
            picture = pillow_resize(image, width, height, method, box)
            words = {"source": source, "method": method, "width": width, "height": height}
            if box:
                words |= zip(("left", "top", "right", "bottom"), box)
            yield words, picture


def cropped_and_resized():
    """Pillow's crop and resize, and torchvision's resized_crop of a tensor."""
    cases = [
        ("photo", 5, 9, 30, 19, 16, 16), ("photo", 0, 0, 7, 29, 22, 19),
        ("photo", 40, 28, 1, 1, 3, 2), ("photo", 20, 9, 20, 20, 20, 20),
        ("checkers", 3, 4, 15, 13, 8, 20), ("grey", 2, 1, 9, 30, 9, 12),
        ("noise", 2, 3, 20, 30, 24, 24),
    ]  # fmt: skip
    for method in PILLOW:
        for source, top, left, rows, columns, height, width in cases:
            words = {
                "source": source, "method": method, "top": top, "left": left, "rows": rows,
                "columns": columns, "height": height, "width": width,
            }  # fmt: skip
            image = Image.fromarray(SOURCES[source])
            image = image.crop((left, top, left + columns, top + rows))
            yield words | {"by": "pillow"}, pillow_resize(image, width, height, method)
            region = top, left, rows, columns
            yield words | {"by": "torchvision"}, F.resized_crop(
                tensor(source), *region, [height, width], TORCHVISION[method]
            )


def resized_and_cropped():
    """torchvision's Resize by the shorter side, and CenterCrop, which pads what is too small."""
    for source, size in [("photo", 20), ("checkers", 22), ("grey", 11), ("row", 2), ("noise", 23)]:
        yield {"source": source, "resize": size}, v2.Resize(size)(Image.fromarray(SOURCES[source]))
    for source, height, width in [
        ("photo", 20, 20), ("photo", 40, 28), ("photo", 21, 10), ("photo", 48, 20),
        ("photo", 20, 32), ("photo", 44, 33), ("grey", 18, 32), ("dot", 4, 3),
    ]:  # fmt: skip
        words = {"source": source, "crop": height, "width": width}
        yield words, v2.CenterCrop((height, width))(tensor(source))


def recoloured():
    """torchvision's brightness, contrast, saturation, hue and greyscale of byte tensors."""
    changes = {
        "brightness": (F.adjust_brightness, [0, 0.4, 2.6]),
        "contrast": (F.adjust_contrast, [0.4, 1.3, 2.6]),
        "saturation": (F.adjust_saturation, [0, 0.4, 1.3, 2.6]),
        "hue": (F.adjust_hue, [-0.5, -0.13, 0, 0.21, 0.5]),
    }
    for source in ["noise", "colours", "grey"]:
        for name, (change, factors) in changes.items():
            for factor in factors:
                yield {"source": source, name: factor}, change(tensor(source), factor)
        yield {"source": source, "greyscale": 1}, F.rgb_to_grayscale(
            tensor(source), num_output_channels=len(tensor(source))
        )


def rotated():
    """torchvision's rotate of byte tensors, filled with 0, or with a colour.

    Quarter turns are left out where one side is even and the other odd: all middles lie exactly
    between two pixels then, and which is the nearest is for rounding errors to say.
    """
    angles = [17.3, -45, 133.7, 180, 90, 270]
    for source, fill in [("photo", 0), ("noise", [200, 7, 60]), ("grey", 0), ("row", 9)]:
        for method in ["nearest", "bilinear"]:
            for angle in angles if source == "photo" else angles[:4]:
                fills = fill if isinstance(fill, list) else [fill]
                words = {"source": source, "method": method, "angle": angle}
                words |= {f"fill{i}": value for i, value in enumerate(fills)}
                mode = v2.InterpolationMode(method)
                yield words, F.rotate(tensor(source), angle, mode, fill=fill)


def encoded(words, picture, versions=""):
    """One picture as PGM or PPM, with its words in the header."""
    if isinstance(picture, torch.Tensor):
        picture = picture.permute(1, 2, 0).numpy()
    picture = np.asarray(picture)
    height, width, *channels = picture.shape
    kind = "P6" if channels == [3] else "P5"
    comment = " ".join(f"{key}={value}" for key, value in words.items())
    return f"{kind}\n{versions}# {comment}\n{width} {height}\n255\n".encode() + picture.tobytes()


def main():
    """Writes all files and their sizes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    versions = (
        f"# Pillow {PIL.__version__}, torch {torch.__version__}, "
        f"torchvision {torchvision.__version__}\n"
    )
    groups = {
        "sources": ((({"name": name}, picture)) for name, picture in SOURCES.items()),
        "resized": resized(),
        "cropped-and-resized": cropped_and_resized(),
        "resized-and-cropped": resized_and_cropped(),
        "recoloured": recoloured(),
        "rotated": rotated(),
    }
    for name, pictures in groups.items():
        parts = [
            encoded(words, picture, "" if number else versions)
            for number, (words, picture) in enumerate(pictures)
        ]
        (FOLDER / f"{name}.pnm").write_bytes(b"".join(parts))
        print(f"{name}: {len(parts)} pictures, {sum(map(len, parts))} bytes")


if __name__ == "__main__":
    main()
