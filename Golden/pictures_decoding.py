"""Writes pictures/: small JPEG and PNG files of every kind, and the pixels Pillow makes of them.

pictures/<name>.{jpg,png}       the encoded file
pictures/<file>.ppm             its pixels: exif_transpose, then convert("RGB")
pictures/<file>.pgm             the same with convert("L"), for some
pictures/<file>.{2,4,8}.ppm     the same as .ppm, decoded that many times smaller (draft), for some
pictures/versions.json          what the pixels were made with

Of PNG's grey of 16 bits the upper 8 are expected; Pillow's convert shows all above 255 as white.
"""

import io
import json
import pathlib
import platform

import numpy
import PIL
from PIL import Image, ImageFile, ImageOps, features

from png_writer import CHANNELS, png

FOLDER = pathlib.Path(__file__).parent / "pictures"
ImageFile.MAXBLOCK = 1 << 20
random = numpy.random.default_rng(20260301)


def scene(height, width, channels):
    """Waves with a little noise, `[height, width, channels]`, 0...255."""
    row, column = numpy.mgrid[0:height, 0:width]
    waves = [
        numpy.sin(row / random.uniform(2, 9) + column / random.uniform(2, 9) + channel)
        for channel in range(channels)
    ]
    noisy = numpy.stack(waves, 2) * 110 + 128 + random.normal(0, 9, (height, width, channels))
    return noisy.clip(0, 255).astype(numpy.uint8)


def jpeg(height, width, mode, **settings):
    """A JPEG file of a new scene."""
    channels = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    pixels = scene(height, width, channels)
    file = io.BytesIO()
    Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels, mode).save(
        file, "JPEG", quality=settings.pop("quality", 85), **settings)
    return file.getvalue()


def exif(orientation):
    """EXIF data with an orientation."""
    data = Image.Exif()
    data[0x0112] = orientation
    return data.tobytes()


def keep(name, data, grey=False, scales=(), pixels=None):
    """Writes an encoded file and what Pillow makes of it, or `pixels` in its place."""
    (FOLDER / name).write_bytes(data)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    if pixels is not None:
        upright = Image.fromarray(pixels)
    upright.convert("RGB").save(FOLDER / f"{name}.ppm")
    if grey:
        upright.convert("L").save(FOLDER / f"{name}.pgm")
    for scale in scales:
        picture = Image.open(io.BytesIO(data))
        width, height = picture.size
        picture.draft(picture.mode, (width // scale, height // scale))
        assert picture.size == (-(-width // scale), -(-height // scale)), (name, picture.size)
        ImageOps.exif_transpose(picture).convert("RGB").save(FOLDER / f"{name}.{scale}.ppm")


def keep_jpegs():
    """Every subsampling, mode, order of scans and orientation; sides that fill no block."""
    for number, sampling in enumerate(("444", "422", "420")):
        keep(f"rgb-{sampling}.jpg", jpeg(23, 37, "RGB", subsampling=number), scales=(2, 4, 8))
        keep(
            f"progressive-{sampling}.jpg",
            jpeg(35, 21, "RGB", subsampling=number, progressive=True), scales=(2, 4, 8))
    keep("large-420.jpg", jpeg(75, 101, "RGB", subsampling=2, quality=60))
    # Every coefficient of most blocks is coded, up to the last.
    noise = numpy.random.default_rng(6).integers(125, 131, (40, 56, 3), dtype=numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "JPEG", quality=100, subsampling=2)
    keep("noise-420.jpg", file.getvalue(), scales=(2, 4))
    keep("restarts.jpg", jpeg(33, 50, "RGB", subsampling=2, restart_marker_blocks=2), grey=True)
    keep("grey.jpg", jpeg(19, 27, "L"), grey=True, scales=(2, 4, 8))
    keep("grey-progressive.jpg", jpeg(19, 27, "L", progressive=True))
    keep("adobe-rgb.jpg", jpeg(17, 29, "RGB", keep_rgb=True), grey=True)
    for height, width in ((1, 1), (1, 17), (17, 1), (16, 16)):
        keep(f"rgb-{height}x{width}.jpg", jpeg(height, width, "RGB", subsampling=2))
    cmyk = jpeg(21, 26, "CMYK", subsampling=0)
    keep("cmyk.jpg", cmyk, grey=True, scales=(2,))
    # The last byte of Adobe's segment says whether the first three components are YCC.
    place = cmyk.index(b"Adobe") + 11
    keep("ycck.jpg", cmyk[:place] + b"\x02" + cmyk[place + 1 :], grey=True, scales=(2,))
    for orientation in range(10):
        data = jpeg(13, 20, "RGB", subsampling=2, exif=exif(orientation))
        keep(f"orientation-{orientation}.jpg", data, scales=(2,) if orientation == 6 else ())


def keep_pngs():
    """Every colour type and depth, interlaced and not, with all filters; transparency."""
    kinds = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4)]
    kinds += [(3, 8), (4, 8), (4, 16), (6, 8), (6, 16)]
    names = {0: "grey", 2: "rgb", 3: "palette", 4: "grey-alpha", 6: "rgba"}
    for colour, bits in kinds:
        for interlaced in (False, True):
            samples = random.integers(0, 1 << bits, (11, 19, CHANNELS[colour]))
            palette = transparency = None
            if colour == 3:
                palette = random.integers(0, 256, 3 << bits, numpy.uint8).tobytes()
                transparency = bytes(range(0, 1 << min(bits, 4)))
            elif colour in (0, 2) and bits in (2, 8):
                transparency = b"".join(b"\0" + bytes([int(x)]) for x in samples[0, 0])
            is_deep_grey = (colour, bits) == (0, 16)
            pixels = (samples[:, :, 0] >> 8).astype(numpy.uint8) if is_deep_grey else None
            name = f"{names[colour]}-{bits}{'-interlaced' if interlaced else ''}.png"
            data = png(samples, colour, bits, interlaced, palette, transparency)
            keep(name, data, grey=not interlaced and bits >= 8, pixels=pixels)
    keep("short-palette.png", png(
        numpy.arange(5).reshape(1, 5, 1), 3, 8, palette=bytes([10, 20, 30, 40, 50, 60])))
    for size in ((1, 1), (3, 2)):
        samples = random.integers(0, 256, (*size, 3))
        keep(f"rgb-{size[0]}x{size[1]}-interlaced.png", png(samples, 2, 8, interlaced=True))
    file = io.BytesIO()
    Image.fromarray(scene(9, 14, 3)).save(file, "PNG", exif=exif(6))
    keep("orientation-6.png", file.getvalue())


FOLDER.mkdir(exist_ok=True)
for old in FOLDER.iterdir():
    if old.is_file():
        old.unlink()
keep_jpegs()
keep_pngs()
versions = {
    "script": "Golden/pictures_decoding.py", "python": platform.python_version(),
    "pillow": PIL.__version__, "libjpeg-turbo": features.version("libjpeg_turbo"),
    "numpy": numpy.__version__,
}
(FOLDER / "versions.json").write_text(json.dumps(versions, indent=1) + "\n")
size = sum(file.stat().st_size for file in FOLDER.iterdir() if file.is_file())
print(f"pictures: {len(list(FOLDER.iterdir()))} files, {size:,} bytes")
