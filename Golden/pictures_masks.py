"""What Pillow and torchvision make of masks: the reference of the tests of masks.

`python Golden/pictures_masks.py` writes into Golden/pictures/masks:

- `indices.pnm`: the numbers of every PNG of Golden/pictures that can be a mask, by Pillow
- `sources.pnm`: a picture and its mask
- `resized.pnm`: both in other sizes, by Pillow and by torchvision's functions on its pictures
- `shown.pnm`: both as torchvision's segmentation reference and its `center_crop` show them where
  nothing is random: padded, mirrored, the middle
- `voc.png`: a mask with VOC's palette, saved by Pillow
- `sbd.mat`, `sbd-plain.mat`: the same mask as SBD has it, by scipy, compressed and not; and
  `refused-*.mat`, files of which something else is made
- `classes.json`: VOC's colours by the rule of its development kit, VOC's and Cityscapes' classes as
  torchvision has them

Pictures are PGM and PPM, described in their headers as pictures_transforms.py does.
"""

import json
from pathlib import Path

import numpy as np
import PIL
import scipy.io
import scipy.sparse
import torchvision
from PIL import Image
from pictures_transforms import encoded, pillow_resize
from torchvision.datasets import Cityscapes
from torchvision.models.segmentation import FCN_ResNet50_Weights
from torchvision.transforms import InterpolationMode
from torchvision.transforms import functional as F

PICTURES = Path(__file__).parent / "pictures"
FOLDER = PICTURES / "masks"
SCALES = [0.5, 0.81, 1, 1.37, 2]
IGNORED = 255


def made():
    """A picture of 41x29 and its mask, with ignored pixels around every region."""
    random = np.random.default_rng(11)
    y, x = np.mgrid[0:41, 0:29]
    waves = [127 + 100 * np.sin(x / 5 + c) * np.cos(y / (4 + c)) for c in range(3)]
    picture = np.stack(waves, -1) + random.normal(0, 12, (41, 29, 3))
    mask = (x // 5 + 6 * (y // 7)) % 21
    mask[(x % 5 == 0) | (y % 7 == 0)] = IGNORED
    return (
        Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8)),
        Image.fromarray(mask.astype(np.uint8)),
    )


PICTURE, MASK = made()


def indices():
    """Palettes as Pillow reads them, and grey, which it widens, as it is stored."""
    for kind in ["palette", "grey"]:
        for bits in [1, 2, 4, 8]:
            name = f"{kind}-{bits}.png"
            with Image.open(PICTURES / name) as image:
                assert image.mode == {("grey", 1): "1", ("grey", 2): "L"}.get(
                    (kind, bits), "P" if kind == "palette" else "L"
                ), image.mode
                numbers = np.asarray(image).astype(np.uint8)
            if kind == "grey" and bits in (2, 4):
                factor = 255 // (2**bits - 1)
                assert (numbers % factor == 0).all()
                numbers //= factor
            yield {"file": name}, numbers


def resized():
    """Sides rounded down as `ExtRandomScale` does; masks by nearest."""
    for scale in SCALES:
        width, height = int(29 * scale), int(41 * scale)
        words = {"scale": scale}
        yield words | {"of": "picture", "by": "pillow"}, pillow_resize(
            PICTURE, width, height, "bilinear"
        )
        yield words | {"of": "mask", "by": "pillow"}, MASK.resize(
            (width, height), Image.Resampling.NEAREST
        )
        yield words | {"of": "mask", "by": "torchvision"}, F.resize(
            MASK, [height, width], InterpolationMode.NEAREST
        )


def centred(image, height, width, fill):
    """The middle, as torchvision cuts it, padded with `fill`, which it does with 0."""
    numbers = np.asarray(image) ^ np.uint8(fill)
    return np.asarray(F.center_crop(Image.fromarray(numbers), [height, width])) ^ np.uint8(fill)


def shown():
    """What is shown where the part is larger than the picture, and the middles of pictures."""
    for scale, height, width, mirrored in [
        (0.5, 32, 24, 0), (0.5, 32, 24, 1), (1, 41, 40, 1), (0.81, 40, 23, 0), (2, 90, 60, 1),
    ]:  # fmt: skip
        words = {"scale": scale, "height": height, "width": width, "mirrored": mirrored}
        size = int(29 * scale), int(41 * scale)
        for name, image, fill in [
            ("picture", pillow_resize(PICTURE, *size, "bilinear"), 0),
            ("mask", F.resize(MASK, size[::-1], InterpolationMode.NEAREST), IGNORED),
        ]:
            padding = [0, 0, max(0, width - size[0]), max(0, height - size[1])]
            image = F.crop(F.pad(image, padding, fill=fill), 0, 0, height, width)
            yield words | {"of": name}, F.hflip(image) if mirrored else image
    for size, height, width in [(20, 20, 20), (29, 29, 29), (33, 33, 33), (17, 30, 12), (9, 14, 10)]:
        words = {"resize": size, "height": height, "width": width}
        new = size, int(size * 41 / 29)
        yield words | {"of": "picture"}, centred(
            pillow_resize(PICTURE, *new, "bilinear"), height, width, 0
        )
        mask = F.resize(MASK, size, InterpolationMode.NEAREST)
        assert mask.size == new
        yield words | {"of": "mask"}, centred(mask, height, width, IGNORED)


def voc_colours():
    """The colour map of VOC's development kit (`VOClabelcolormap.m`), bit by bit."""
    colours = []
    for label in range(256):
        red = green = blue = 0
        number = label
        for place in range(8):
            red |= (number & 1) << 7 - place
            green |= (number >> 1 & 1) << 7 - place
            blue |= (number >> 2 & 1) << 7 - place
            number >>= 3
        colours.append([red, green, blue])
    return colours


def structure(mask, **changes):
    """A variable as those of SBD: sparse boundaries of 20 classes, the mask, and its classes."""
    boundaries = np.empty((20, 1), dtype=object)
    for label in range(20):
        edges = np.asarray(mask) == label + 1
        boundaries[label, 0] = scipy.sparse.csc_array(edges)
    present = np.unique(np.asarray(mask)).astype(np.uint8)[:, None]
    fields = {"Boundaries": boundaries, "Segmentation": mask, "CategoriesPresent": present}
    return {"GTcls": fields | changes}


def save_mat(name, variables, compressed=True):
    """Writes a file whose header does not tell the time; returns its path."""
    path = FOLDER / f"{name}.mat"
    scipy.io.savemat(path, variables, do_compression=compressed)
    data = path.read_bytes()
    path.write_bytes(b"MATLAB 5.0 MAT-file".ljust(116) + data[116:])
    return path


def write_sbd():
    """Writes what SBD has, and what it has not, and reads it back as its users do."""
    mask = np.asarray(MASK)
    for name, compressed in [("sbd", True), ("sbd-plain", False)]:
        path = save_mat(name, structure(mask), compressed)
        read = scipy.io.loadmat(path)["GTcls"][0]["Segmentation"][0]
        assert read.dtype == np.uint8 and (read == mask).all()
    whole = structure(mask)
    for name, variables in {
        "name": {"GTinst": whole["GTcls"]},
        "two": whole | {"more": 1},
        "double": structure(mask, Segmentation=mask.astype(float)),
        "field": {"GTcls": {"Boundaries": mask}},
        "cube": structure(mask, Segmentation=np.stack([mask, mask], 2)),
        "empty": structure(mask, Segmentation=mask[:0]),
        "matrix": {"GTcls": mask},
        "several": {"GTcls": np.array([(1, 2), (3, 4)], [("Segmentation", "u1"), ("more", "u1")])},
    }.items():
        save_mat(f"refused-{name}", variables)


def write_classes():
    """Writes colours, names and numbers."""
    voc = list(FCN_ResNet50_Weights.DEFAULT.meta["categories"])
    assert voc[0] == "__background__"
    classes = {
        "voc": ["background"] + voc[1:],
        "vocColours": voc_colours(),
        "cityscapes": [
            {"name": c.name, "id": c.id, "trainID": c.train_id, "colour": list(c.color)}
            for c in Cityscapes.classes
        ],
    }
    text = json.dumps(classes, separators=(",", ":"))
    for end in ['],"', "},"]:
        text = text.replace(end, end[:2] + "\n" + end[2:])
    (FOLDER / "classes.json").write_text(text + "\n")


def main():
    """Writes all files and their sizes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    versions = f"# Pillow {PIL.__version__}, torchvision {torchvision.__version__}, scipy {scipy.__version__}\n"
    groups = {
        "indices": indices(),
        "sources": [({"name": "picture"}, PICTURE), ({"name": "mask"}, MASK)],
        "resized": resized(),
        "shown": shown(),
    }
    for name, pictures in groups.items():
        parts = [
            encoded(words, picture, "" if number else versions)
            for number, (words, picture) in enumerate(pictures)
        ]
        (FOLDER / f"{name}.pnm").write_bytes(b"".join(parts))
        print(f"{name}: {len(parts)} pictures, {sum(map(len, parts))} bytes")
    image = Image.fromarray(np.asarray(MASK), "P")
    image.putpalette([part for colour in voc_colours() for part in colour])
    image.save(FOLDER / "voc.png")
    write_sbd()
    write_classes()


if __name__ == "__main__":
    main()
