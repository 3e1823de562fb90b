"""Writes safetensors_format.safetensors and safetensors_plain.safetensors beside this script.

Every element type that safetensors and torch share, filled with fresh random bits; scalars, empty
tensors, names and metadata beyond ASCII. `--read FILE` instead prints what the package reads in
FILE as JSON: its metadata, and per tensor name, dtype, shape and the SHA-256 of the bytes.
"""

import hashlib
import json
import platform
import struct
import sys
from pathlib import Path

import safetensors
import torch
from safetensors.torch import save

DTYPES = (
    "bool float4_e2m1fn_x2 uint8 int8 float8_e5m2 float8_e4m3fn float8_e8m0fnu float8_e4m3fnuz "
    "float8_e5m2fnuz int16 uint16 float16 bfloat16 int32 uint32 float32 complex64 float64 int64 "
    "uint64"
).split()
ODD_NAMES = ["", "e\u0301", "\u00fc", "\uffff", "\U0001f600", 'a "b" \\ / \b\f\n\r\t\x01\x7f']


def random_tensor(dtype, shape):
    """Random bits of `dtype` and `shape` (in torch's elements)."""
    if dtype == torch.bool:
        return torch.randint(0, 2, shape).bool()
    bits = torch.randint(0, 256, (*shape, dtype.itemsize), dtype=torch.uint8)
    return bits.view(dtype).reshape(shape)


def raw(tensor):
    """The bytes of `tensor`."""
    return tensor.reshape(-1).view(torch.uint8).numpy().tobytes()


def fnv1a(data):
    """The 64-bit FNV-1a hash of `data`, small enough for a test to compute by itself."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def tensors():
    """Tensors of all types and of odd shapes and names."""
    result = {f"all.{name}": random_tensor(getattr(torch, name), (2, 3)) for name in DTYPES}
    for name in ["float32", "uint8"]:
        dtype = getattr(torch, name)
        result[f"scalar.{name}"] = random_tensor(dtype, ())
        result[f"empty.{name}"] = random_tensor(dtype, (0, 3))
    result.update({name: random_tensor(torch.int16, (3,)) for name in ODD_NAMES})
    return result


def header(content):
    """The header of the file `content`, as JSON has it."""
    return json.loads(content[8 : 8 + struct.unpack("<Q", content[:8])[0]])


def table(values):
    """What a reader should find: a line per tensor of name (hex), dtype, shape, FNV-1a."""
    lines = []
    for name, entry in header(save(values)).items():
        shape = "x".join(map(str, entry["shape"]))
        code = fnv1a(raw(values[name]))
        lines.append(f"{name.encode().hex()},{entry['dtype']},{shape},{code:016x}")
    return "\n".join(lines)


def write(folder):
    """Writes both fixtures into `folder`."""
    seed = torch.seed()
    values = tensors()
    metadata = {
        "": "empty key",
        "odd": ODD_NAMES[-1] + ODD_NAMES[-2],
        "python": platform.python_version(),
        "safetensors": safetensors.__version__,
        "seed": str(seed),
        "tensors": table(values),
        "torch": torch.__version__,
    }
    # The package writes metadata in random order: save until it happens to be sorted.
    while True:
        content = save(values, metadata)
        if list(header(content)["__metadata__"]) == sorted(metadata):
            break
    (folder / "safetensors_format.safetensors").write_bytes(content)
    plain = {"b": torch.rand(1, 5), "a": torch.rand(2), "c": torch.randint(0, 9, (3,))}
    (folder / "safetensors_plain.safetensors").write_bytes(save(plain))


def read(path):
    """What the package finds in the file at `path`."""
    result = []
    with safetensors.safe_open(path, "pt") as file:
        for name in file.keys():
            view = file.get_slice(name)
            digest = hashlib.sha256(raw(file.get_tensor(name))).hexdigest()
            entry = {"name": name, "dtype": view.get_dtype(), "shape": view.get_shape()}
            result.append(entry | {"sha256": digest})
        return {"metadata": file.metadata(), "tensors": result}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"] and len(sys.argv) == 3:
        print(json.dumps(read(sys.argv[2]), indent=1, sort_keys=True))
    elif len(sys.argv) == 1:
        write(Path(__file__).parent)
    else:
        sys.exit("usage: safetensors_format.py [--read FILE]")
