"""Writes pth/*.pth, small files of `torch.save`, and pth_format.safetensors with their tensors.

The fixture's keys are `<file>.<the name Spar gives the tensor>`: keys and places that lead to it,
with points between. Both forms are written, the zip archive and the one before torch 1.6.
"""

import argparse
import collections
import pathlib
import zipfile

import numpy
import torch

import fixture

FOLDER = pathlib.Path(__file__).parent / "pth"
DTYPES = (
    "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 "
    "uint16 uint32 uint64 float8_e5m2 float8_e4m3fn"
).split()


def counting(dtype, shape):
    """Small numbers of `dtype`, all different where it has so many."""
    count = torch.Size(shape).numel()
    numbers = torch.arange(count) - (2 if dtype.is_signed else 0)
    return (numbers % 2 if dtype == torch.bool else numbers).to(dtype).reshape(shape)


def strided():
    """Tensors that share a storage, or lie in it otherwise than row by row."""
    base = torch.arange(48.0).reshape(2, 4, 6)
    return {
        "base": base, "turned": base.transpose(0, 2), "every_other": base[:, ::2, 1::3],
        "row": base[1, 2], "number": base[1, 3, 5], "none": base[:, :0],
        "channels_last": torch.arange(24.0).reshape(1, 2, 3, 4).to(
            memory_format=torch.channels_last),
        "repeated": torch.tensor([1.5, 2.5]).expand(3, 2),
    }


def nested():
    """What training scripts save: names of a module, places of an optimizer, scalars, a command line."""
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3, bias=False), torch.nn.BatchNorm2d(2))
    optimizer = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    model(torch.randn(2, 1, 5, 5)).square().sum().backward()
    optimizer.step()
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4])
    return {
        "args": argparse.Namespace(lr=0.1, model="tiny", sizes=[1, 2]),
        "scheduler": schedule.state_dict(), "best_score": numpy.float64(0.5),
        "epoch": 3, "arch": "tiny", "best": 0.25, "done": True, "nothing": None, "large": 2**40,
        "seed": 2**63 + 5,
        "state_dict": model.state_dict(), "optimizer": optimizer.state_dict(),
        "list": [torch.ones(2), (torch.zeros(1), torch.Size([2, 3]))],
        "parameter": torch.nn.Parameter(torch.tensor([1.0, -2.0])),
    }


def flattened(value, path=""):
    """The tensors in `value` by name."""
    if isinstance(value, torch.Tensor):
        return {path: value}
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, (list, tuple)) and not isinstance(value, torch.Size):
        items = enumerate(value)
    else:
        return {}
    result = {}
    for key, item in items:
        result |= flattened(item, f"{path}.{key}" if path else str(key))
    return result


def contents():
    """What each file holds."""
    types = {name: counting(getattr(torch, name), (2, 3)) for name in DTYPES}
    return {
        "types": types, "strided": strided(), "nested": nested(),
        "ordered": collections.OrderedDict(b=torch.ones(1), a=torch.zeros(2)),
        "bare": torch.arange(5, dtype=torch.int32),
    }


def main():
    FOLDER.mkdir(exist_ok=True)
    result = fixture.Fixture()
    for name, value in contents().items():
        torch.save(value, FOLDER / f"{name}.pth")
        if name != "types":
            torch.save(value, FOLDER / f"{name}_legacy.pth", _use_new_zipfile_serialization=False)
        result.describe(name, names=list(flattened(value)))
        for key, tensor in flattened(value).items():
            if tensor.dtype.itemsize == 1 and tensor.dtype.is_floating_point:
                tensor = tensor.view(torch.uint8)  # bits are compared
            result.tensors[f"{name}.{key}"] = tensor.detach().clone().contiguous()
    compressed()
    result.write()


def compressed():
    """The first file again, deflated, as a tool that repacks archives leaves it."""
    with zipfile.ZipFile(FOLDER / "ordered.pth") as old, zipfile.ZipFile(
        FOLDER / "compressed.pth", "w", zipfile.ZIP_DEFLATED
    ) as new:
        for entry in old.namelist():
            new.writestr(zipfile.ZipInfo(entry), old.read(entry), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
