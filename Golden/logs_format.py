"""Writes logs/, what PyTorch and TensorBoard write, for the tests of Spar's event files.

torch.tfevents: an event file of what torch.utils.tensorboard makes, with fixed times: numbers, a
picture, histograms and a text. What it tells is in events() and histograms() below, and again in
Tests/TrainingTests/EventFileTests.swift. The values of histograms have exact sums, so that every
byte is comparable. grid.ppm: what torchvision.utils.make_grid makes of 11 pictures.

Needs tensorboard and pillow beside the packages of README.md.
"""

import pathlib
import tempfile

import numpy
import torch
import torchvision
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.summary.writer.record_writer import RecordWriter
from torch.utils.tensorboard import SummaryWriter
from torch.utils.tensorboard.summary import histogram, image, scalar, text

FOLDER = pathlib.Path(__file__).parent / "logs"


def histograms():
    """Values by tag: two signs, one value, edges, none but zeros, beyond the outer buckets."""
    even = (numpy.arange(1000) % 64 - 20) / 64
    return {
        "moves/even": even,
        "moves/one": numpy.array([0.25]),
        "moves/zeros": numpy.zeros(5),
        "moves/edges": numpy.array([-(2.0**40), -1e-12, 0, 1e-12, 1.1e-12, 2.0**-30, 2.0**40]),
        "moves/beyond": numpy.array([2.0**70, 0.5, 0.5]),
        "moves/below": numpy.array([-0.75, -0.5, -0.5, -(2.0**-20)]),
    }


def picture():
    """`[3, 5, 7]`, bytes that all differ from their neighbours."""
    return ((torch.arange(105) * 37) % 256).to(torch.uint8).reshape(3, 5, 7)


def events():
    """Each event's step and values, times being 1,000 and its place."""
    bins = SummaryWriter(tempfile.mkdtemp()).default_bins
    numbers = [scalar("train/loss", 0.1), scalar("train/zero", 0.0), scalar("train/less", -1e30)]
    for step, summary in enumerate(numbers):
        yield step, summary
    yield 200, text("recipe", "```yaml\nname: \"größe\"\n```\n")
    yield 2**40, image("pictures/training", picture(), dataformats="CHW")
    for tag, values in histograms().items():
        yield 300, histogram(tag, values, bins)


def write_events():
    """Writes the file and prints its length."""
    path = FOLDER / "torch.tfevents"
    with open(path, "wb") as file:
        writer = RecordWriter(file)
        first = Event(wall_time=1000, file_version="brain.Event:2")
        first.source_metadata.writer = "spar"
        writer.write(first.SerializeToString())
        for index, (step, summary) in enumerate(events()):
            event = Event(wall_time=1001 + index, step=step, summary=summary)
            writer.write(event.SerializeToString())
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def write_grid():
    """Writes the grid of pictures `[11, 3, 4, 6]` whose bytes count up by 7."""
    batch = ((torch.arange(11 * 3 * 4 * 6) * 7) % 256).to(torch.uint8).reshape(11, 3, 4, 6)
    grid = torchvision.utils.make_grid(batch, nrow=8, padding=2)
    height, width = grid.shape[1:]
    pixels = grid.permute(1, 2, 0).contiguous().numpy().tobytes()
    (FOLDER / "grid.ppm").write_bytes(f"P6\n{width} {height}\n255\n".encode() + pixels)
    print(f"grid.ppm: {height}x{width}")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write_events()
    write_grid()
