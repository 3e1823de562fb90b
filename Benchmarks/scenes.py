"""Makes photograph-like JPEGs, the same ones each time: `scenes.py FOLDER [--count N] [--photos F]`.

Each picture has what costs a decoder time in photographs: noise whose power falls with the square
of its frequency (Field, 1987), in light and less of it in colour; edges of overlapping ellipses and
polygons, some out of focus; and a camera's own noise. `--photos` makes them of real pictures instead.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZES = {"small": (500, 375), "large": (1500, 1125)}
QUALITY = 90


def fractal(generator, height, width, slope):
    """Noise of mean 0 and deviation 1 whose amplitude falls as frequency to the power `slope`."""
    rows = np.fft.fftfreq(height)[:, None] * max(height, width)
    columns = np.fft.rfftfreq(width)[None] * max(height, width)
    frequency = np.maximum(np.hypot(rows, columns), 1)
    spectrum = np.fft.rfft2(generator.standard_normal((height, width))) / frequency**slope
    noise = np.fft.irfft2(spectrum, (height, width))
    return (noise - noise.mean()) / noise.std()


def shapes(generator, height, width):
    """Overlapping shapes in colours that lie near one another, some of them blurred."""
    base = generator.integers(60, 190, 3)
    image = Image.new("RGB", (width, height), tuple(int(value) for value in base))
    for number in range(40):
        draw = ImageDraw.Draw(image)
        color = tuple(int(v) for v in np.clip(base + generator.normal(0, 45, 3), 0, 255))
        side = width * generator.uniform(0.03, 0.4)
        x, y = generator.uniform(0, width), generator.uniform(0, height)
        if number % 2:
            draw.ellipse([x - side, y - side * 0.7, x + side, y + side * 0.7], fill=color)
        else:
            corners = generator.uniform(-side, side, (5, 2)) + (x, y)
            draw.polygon([tuple(corner) for corner in corners], fill=color)
        if number == 20:
            image = image.filter(ImageFilter.GaussianBlur(width / 150))
    return np.asarray(image, dtype=float)


def scene(number, width, height):
    """Picture `number` at the given size."""
    generator = np.random.default_rng([number, width])
    light = fractal(generator, height, width, 1.15) * generator.uniform(12, 34)
    image = shapes(generator, height, width) + light[..., None]
    for channel in range(3):
        image[..., channel] += fractal(generator, height, width, 1.4) * 8
    image += generator.normal(0, generator.uniform(0.3, 2.5), image.shape)
    return Image.fromarray(np.clip(image, 0, 255).astype(np.uint8))


def photograph(path, width, height):
    """The middle of a picture with the shape asked for, in that size."""
    image = Image.open(path).convert("RGB")
    across = min(image.width, image.height * width // height)
    down = across * height // width
    left, top = (image.width - across) // 2, (image.height - down) // 2
    return image.resize((width, height), Image.LANCZOS, (left, top, left + across, top + down))


def write_all(folder, size, count, photos=None):
    """Writes `count` pictures of a size to `folder`/scenes; returns their bits per pixel."""
    width, height = SIZES[size]
    place = Path(folder) / "scenes"
    place.mkdir(parents=True, exist_ok=True)
    paths = sorted(Path(photos).rglob("*.jpg")) if photos else range(count)
    bits = []
    for number, source in enumerate(paths[:count]):
        path = place / f"{number:03}.jpg"
        image = photograph(source, width, height) if photos else scene(number, width, height)
        image.save(path, quality=QUALITY, subsampling="4:2:0")
        bits.append(8 * path.stat().st_size / (width * height))
    return bits


def main():
    """Writes pictures of one size and says how many bits a pixel takes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder")
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--count", type=int, default=64)
    parser.add_argument("--photos", help="a folder of real pictures to make them of")
    chosen = parser.parse_args()
    bits = write_all(chosen.folder, chosen.size, chosen.count, chosen.photos)
    print("bits per pixel, quartiles:", np.quantile(bits, [0.25, 0.5, 0.75]).round(2))


if __name__ == "__main__":
    main()
