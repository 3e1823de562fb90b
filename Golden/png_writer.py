"""Writes PNG files of every colour type and depth, interlaced or not, which Pillow does not."""

import struct
import zlib

import numpy

# ISO 15948, 8.2: of each of the seven passes the first column and row, and the steps.
PASSES = [
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def chunk(kind, data):
    """A chunk: length, kind, data, check sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(rows, step):
    """`rows` of bytes, each with the next of the five filters; `step` is the bytes of a pixel."""
    before = numpy.zeros(rows.shape[1] if len(rows) else 0, numpy.int64)
    result = b""
    for place, row in enumerate(rows.astype(numpy.int64)):
        left = numpy.concatenate([numpy.zeros(step, numpy.int64), row])[: len(row)]
        corner = numpy.concatenate([numpy.zeros(step, numpy.int64), before])[: len(row)]
        near = numpy.abs(before - corner), numpy.abs(left - corner)
        far = numpy.abs(left + before - 2 * corner)
        paeth = numpy.where(
            (near[0] <= near[1]) & (near[0] <= far), left,
            numpy.where(near[1] <= far, before, corner))
        kind = place % 5
        guess = [0 * row, left, before, (left + before) // 2, paeth][kind]
        result += bytes([kind]) + ((row - guess) % 256).astype(numpy.uint8).tobytes()
        before = row
    return result


def packed(samples, bits):
    """Samples `[height, width, channels]` as rows of bytes."""
    height = samples.shape[0]
    flat = samples.reshape(height, -1)
    if bits == 16:
        return flat.astype(">u2").view(numpy.uint8).reshape(height, -1)
    if bits == 8:
        return flat.astype(numpy.uint8)
    places = numpy.arange(bits)[::-1]
    digits = (flat[:, :, None] >> places & 1).reshape(height, -1)
    return numpy.packbits(digits.astype(numpy.uint8), axis=1)


def png(samples, colour, bits, interlaced=False, palette=None, transparency=None):
    """The file of `samples`, `[height, width, channels]`, with a PLTE and a tRNS where given."""
    height, width = samples.shape[:2]
    assert samples.shape[2] == CHANNELS[colour]
    step = max(1, CHANNELS[colour] * bits // 8)
    passes = PASSES if interlaced else [(0, 0, 1, 1)]
    parts = [samples[row::down, column::right] for column, row, right, down in passes]
    data = b"".join(filtered(packed(part, bits), step) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    result = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    if palette is not None:
        result += chunk(b"PLTE", palette)
    if transparency is not None:
        result += chunk(b"tRNS", transparency)
    return result + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
