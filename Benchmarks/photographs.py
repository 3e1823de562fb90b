"""The peers that read photographs: torchvision over Pillow, and torchvision's own decoder.

Each step makes one batch of a folder's pictures: augmented, normalized, float32 `[N, 3, 224, 224]`.
"""

import argparse
import random
from pathlib import Path

import torch
from PIL import Image
from torchvision import io
from torchvision.transforms import InterpolationMode, v2

from serving import serve_work

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--decoder", choices=["pillow", "torchvision"], required=True)
    parser.add_argument("--crop", choices=["random", "middle"], default="random")
    parser.add_argument("--convert", choices=["pictures", "batch"], default="pictures",
                        help="whether each picture or a whole batch is made numbers at once")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def crop(kind):
    """What is cut out of each picture and resized, antialiased."""
    bilinear = {"interpolation": InterpolationMode.BILINEAR, "antialias": True}
    if kind == "random":
        return [v2.RandomResizedCrop(224, **bilinear), v2.RandomHorizontalFlip()]
    return [v2.Resize(256, **bilinear), v2.CenterCrop(224)]


def decoder(name):
    """The function that decodes the file at a path."""
    if name == "torchvision":
        return lambda path: io.decode_jpeg(io.read_file(path), mode=io.ImageReadMode.RGB)
    return lambda path: Image.open(path).convert("RGB")


def make_step(chosen, paths):
    """A step: every picture once, in a new order."""
    decode, to_image = decoder(chosen.decoder), [v2.ToImage()] * (chosen.decoder == "pillow")
    numbers = [v2.ToDtype(torch.float32, scale=True), v2.Normalize(MEAN, DEVIATION, inplace=True)]
    single = [*crop(chosen.crop), *to_image]
    if chosen.convert == "pictures":
        single, numbers = [*single, *numbers], [v2.Identity()]
    single, whole = v2.Compose(single), v2.Compose(numbers)

    def step():
        random.shuffle(paths)
        return whole(torch.stack([single(decode(path)) for path in paths]))

    return step


def main():
    """Runs the worker."""
    chosen = options()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(7)
    random.seed(7)
    paths = sorted(map(str, chosen.folder.glob("*/*.jpg")))
    serve_work(make_step(chosen, paths), 2, amount=len(paths))


if __name__ == "__main__":
    main()
