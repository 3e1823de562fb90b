"""A fixture file: whole tensors by key, and how they came about in the file's metadata.

Keys are `<case>.<what>`. The metadata holds `script`, `versions` (JSON) and, under the name of
each case, that case's scalar settings (JSON). One machine and its versions give the same bytes on
every run; another machine's tensors differ by rounding.
"""

import json
import pathlib
import platform
import sys

import numpy
import safetensors
import safetensors.torch
import torch
import torchvision

FOLDER = pathlib.Path(__file__).parent


class Fixture:
    """Collects tensors and settings, and writes them beside the script that is running."""

    def __init__(self):
        self.tensors = {}
        self.settings = {}

    def add(self, case, **tensors):
        """Keeps copies of `tensors` as `<case>.<what>`; in names, `__` stands for a dot."""
        for what, tensor in tensors.items():
            self.put(f"{case}.{what.replace('__', '.')}", tensor)

    def put(self, key, tensor):
        """Keeps a copy of `tensor` under `key`, which must be new; NaN and infinity are refused."""
        if key in self.tensors:
            raise ValueError(f"{key} is written twice")
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise ValueError(f"{key} is not finite")
        self.tensors[key] = tensor.detach().clone().contiguous()

    def put_all(self, prefix, tensors):
        """Keeps every tensor of a dictionary as `<prefix>.<its name>`."""
        for name, tensor in tensors.items():
            self.put(f"{prefix}.{name}", tensor)

    def describe(self, case, **settings):
        """Keeps the scalar settings of `case`."""
        self.settings[case] = settings

    def write(self):
        """Writes `<script>.safetensors` and prints how much it holds."""
        script = pathlib.Path(sys.argv[0])
        metadata = {"script": f"Golden/{script.name}", "versions": json.dumps(versions())}
        metadata |= {case: json.dumps(settings) for case, settings in self.settings.items()}
        path = FOLDER / f"{script.stem}.safetensors"
        path.write_bytes(serialized(self.tensors, metadata))
        print(f"{path.name}: {len(self.tensors)} tensors, {path.stat().st_size:,} bytes")


def serialized(tensors, metadata):
    """The bytes of a safetensors file with a sorted header (the library's order is random)."""
    data = safetensors.torch.save(tensors, metadata)
    length = int.from_bytes(data[:8], "little")
    header = json.dumps(json.loads(data[8 : 8 + length]), sort_keys=True, separators=(",", ":"))
    header += " " * (-len(header) % 8)
    return len(header).to_bytes(8, "little") + header.encode() + data[8 + length :]


def versions():
    """The versions that the numbers depend on."""
    timm = sys.modules.get("timm")
    return ({"timm": timm.__version__} if timm else {}) | {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "numpy": numpy.__version__,
        "safetensors": safetensors.__version__,
    }


def generator(seed):
    """A generator of random numbers; sets one thread, so that sums have one order."""
    torch.set_num_threads(1)
    return torch.Generator().manual_seed(seed)
