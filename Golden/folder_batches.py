"""Batches as torchvision's ImageFolder, Resize, CenterCrop and ToTensor make them of a folder.

`python Golden/folder_batches.py` writes folder_batches.safetensors: for each case `<case>.images`,
uint8 `[N, C, size, size]` (ToTensor's numbers times 255, which are whole), and `<case>.labels`,
int64 `[N]`. A case's settings are in the metadata, and under `folder` the classes with their
pictures, which are files of Golden/pictures.
"""

import pathlib
import shutil
import tempfile

import torch
from fixture import FOLDER, Fixture
from PIL import Image, ImageOps
from torchvision.datasets import ImageFolder
from torchvision.transforms import CenterCrop, Compose, InterpolationMode, Resize, ToTensor

CLASSES = {
    "Turned": ["orientation-3.jpg", "orientation-6.jpg", "orientation-6.png"],
    "colour": [
        "large-420.jpg", "progressive-422.jpg", "restarts.jpg", "rgb-420.jpg", "rgb-8.png",
    ],
    "other": ["cmyk.jpg", "grey.jpg", "palette-8.png", "rgba-8.png"],
}  # fmt: skip

CASES = {
    "bilinear": {"size": 16, "cropFraction": 0.875, "interpolation": "bilinear"},
    "bicubic": {"size": 29, "cropFraction": 1, "interpolation": "bicubic"},
    "grey": {"size": 20, "cropFraction": 0.75, "interpolation": "bilinear", "channels": 1},
    "asStored": {"size": 16, "cropFraction": 0.9, "interpolation": "bilinear", "upright": False},
}


def loader(channels, upright):
    """ImageFolder's own loader, which turns nothing, or one for grey or upright pictures."""

    def load(path):
        image = Image.open(path)
        if upright:
            image = ImageOps.exif_transpose(image)
        return image.convert("RGB" if channels == 3 else "L")

    return load


def batch(folder, size, cropFraction, interpolation, channels=3, upright=True):
    """All pictures of the folder in its order, and their labels."""
    transform = Compose(
        [
            Resize(int(size / cropFraction), InterpolationMode(interpolation)),
            CenterCrop(size),
            ToTensor(),
        ]
    )
    own = {} if channels == 3 and not upright else {"loader": loader(channels, upright)}
    pictures = ImageFolder(folder, transform, **own)
    images = torch.stack([image for image, _ in pictures]) * 255
    assert images.equal(images.round())
    return {"images": images.to(torch.uint8), "labels": torch.tensor(pictures.targets)}


with tempfile.TemporaryDirectory() as folder:
    for name, pictures in CLASSES.items():
        (pathlib.Path(folder) / name).mkdir()
        for picture in pictures:
            shutil.copy(FOLDER / "pictures" / picture, pathlib.Path(folder) / name)
    fixture = Fixture()
    fixture.describe("folder", **CLASSES)
    for case, settings in CASES.items():
        fixture.describe(case, **settings)
        fixture.add(case, **batch(folder, **settings))
    fixture.write()
