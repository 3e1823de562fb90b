"""How much pixels differ where JPEGs are decoded at a scale: `reduced.py FOLDER [--gaps 1 1.5 2 3]`.

Random crops of the folder's pictures are resized to 224x224 from every pixel, and from a decoding
at a half, a quarter or an eighth of the size that leaves `gap` times 224, as Spar's `reducingGap`
does. Only crops for which a gap of 1 allows a scale count.
"""

import argparse
import math
from pathlib import Path

import numpy as np
from PIL import Image
from torchvision.transforms import RandomResizedCrop

SIDE = 224


def scale_of(region, gap):
    """The smallest scale that leaves both sides of the region long enough."""
    sides = region[2] - region[0], region[3] - region[1]
    return max(scale for scale in (1, 2, 4, 8) if min(sides) >= gap * SIDE * scale or scale == 1)


def read(path, region, scale):
    """The region resized to SIDE squared, from a picture decoded at a scale."""
    image = Image.open(path)
    if scale > 1:
        image.draft("RGB", (image.width // scale, image.height // scale))
    left, top, right, bottom = (side / scale for side in region)
    touched = math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)
    touched = touched[:2] + (min(touched[2], image.width), min(touched[3], image.height))
    box = left - touched[0], top - touched[1], right - touched[0], bottom - touched[1]
    part = image.convert("RGB").crop(touched)
    return np.asarray(part.resize((SIDE, SIDE), Image.BILINEAR, box), dtype=int)


def main():
    """Prints one line for each gap."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gaps", type=float, nargs="+", default=[1, 1.5, 2, 3])
    parser.add_argument("--draws", type=int, default=8)
    chosen = parser.parse_args()
    differences = {gap: [] for gap in chosen.gaps}
    shares = {gap: [] for gap in chosen.gaps}
    for path in sorted(chosen.folder.rglob("*.jpg")):
        for _ in range(chosen.draws):
            image = Image.open(path)
            top, left, height, width = RandomResizedCrop.get_params(
                image, (0.08, 1.0), (3 / 4, 4 / 3))
            region = left, top, left + width, top + height
            if scale_of(region, 1) == 1:
                continue
            exact = read(path, region, 1)
            for gap in chosen.gaps:
                scale = scale_of(region, gap)
                shares[gap].append(scale > 1)
                if scale > 1:
                    differences[gap].append(np.abs(read(path, region, scale) - exact).ravel())
    print("| gap | crops at a scale | mean difference | 99 % are within | largest | PSNR |")
    print("|---|---|---|---|---|---|")
    for gap in chosen.gaps:
        if not differences[gap]:
            continue
        found = np.concatenate(differences[gap])
        noise = 10 * math.log10(255**2 / max(np.mean(found.astype(float) ** 2), 1e-9))
        print(f"| {gap:g} | {np.mean(shares[gap]):.0%} | {found.mean():.2f} | "
              f"{np.quantile(found, 0.99):.0f} | {found.max()} | {noise:.1f} dB |")


if __name__ == "__main__":
    main()
