"""Compares the logits of every large network with torchvision's and timm's, at full size.

python Golden/compare_networks.py [MODEL ...] [--spar .build/release/spar] [--precision fp64]
    [--threads 2]

For each model: the reference with random weights (no norm at its trivial values) is written to a
safetensors file; `spar trace ... --steps 0` runs it, in evaluation, on two batches: two pictures of
the model's usual size, and one of 157 x 131 pixels, where TensorFlow's padding is another. Whole
logits are compared, as the largest difference over the largest logit: fp64 allows 1e-10, fp32 1e-4.
Ends with 0 where all agree and with 1 where something differs or fails.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import timm
import torch
import torchvision
from safetensors.torch import load_file, save_file
from torchvision.models.resnet import Bottleneck, ResNet

from fixture import generator
from models import IMAGENET, normalized

TOLERANCES = {"fp64": 1e-10, "fp32": 1e-4}
DTYPES = {"fp64": torch.float64, "fp32": torch.float32}


def wide():
    """ResNeXt-101 32x48d, which torchvision has no function for."""
    return ResNet(Bottleneck, [3, 4, 23, 3], groups=32, width_per_group=48)


TORCHVISION = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
TORCHVISION += ("resnext50_32x4d", "resnext101_32x8d", "mobilenet_v2")
REFERENCES = {name: getattr(torchvision.models, name) for name in TORCHVISION}
REFERENCES["resnext101_32x4d"] = lambda: timm.create_model("resnext101_32x4d")
REFERENCES["resnext101_32x48d"] = wide
EFFICIENTNETS = [f"tf_efficientnet_{x}" for x in ["lite0", *(f"b{i}" for i in range(9))]]
for name in EFFICIENTNETS:
    REFERENCES[name] = lambda name=name: timm.create_model(name)


def randomized(model, random):
    """Random weights of variance 2 / fan-in, scales and variances in 0.5...1.5, shifts near 0.

    The last norm of a block counts a third, so that deep networks keep their size.
    """
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if name.endswith("num_batches_tracked"):
                continue
            if tensor.dim() > 1:
                tensor.normal_(0, (2 / tensor[0].numel()) ** 0.5, generator=random)
            elif name.endswith(("running_var", "weight")):
                tensor.uniform_(0.5, 1.5, generator=random)
            else:
                tensor.normal_(0, 0.1, generator=random)
            if name.endswith("bn3.weight"):
                tensor.mul_(0.3)
    return model.eval()


def batches(name, random):
    """Two pictures of the usual size, and one whose sides are odd."""
    size = timm.get_pretrained_cfg(name).input_size[-1] if name in EFFICIENTNETS else 224
    return [torch.rand(shape, generator=random) for shape in ((2, 3, size, size), (1, 3, 157, 131))]


def spars_logits(name, folder, images, options):
    """What Spar makes of the images."""
    labels = torch.zeros(len(images), dtype=torch.int64)
    save_file({"images": images, "labels": labels}, folder / "B")
    mean, deviation = (str(list(x)) for x in IMAGENET)
    settings = {
        "network.model": name,
        "network.classes": 1000,
        "network.mean": mean,
        "network.deviation": deviation,
        "precision": options.precision,
        "threads": options.threads,
    }
    changes = [f"{key}={value}" for key, value in settings.items()]
    words = [options.spar, "trace", "cifar10-resnet20-plain", *changes, "--steps", "0"]
    words += ["--weights", folder / "W", "--batch", folder / "B", "--out", folder / "T"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return load_file(folder / "T")["logits"]


def differences(name, folder, options):
    """The largest difference of each batch's logits, as a part of the largest logit."""
    random = generator(1)
    torch.set_num_threads(options.threads)
    model = randomized(REFERENCES[name](), random)
    save_file(model.state_dict(), folder / "W")
    model.to(DTYPES[options.precision])
    found = []
    for images in batches(name, random):
        with torch.inference_mode():
            here = model(normalized(images.to(DTYPES[options.precision]), IMAGENET))
        there = spars_logits(name, folder, images, options)
        if there.shape != here.shape or there.dtype != here.dtype:
            raise ValueError(f"{name}: {there.dtype} {there.shape}, not {here.dtype} {here.shape}")
        found.append(((there - here).abs().max() / here.abs().max()).item())
    return found


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", default=list(REFERENCES))
    parser.add_argument("--spar", type=pathlib.Path, default=pathlib.Path(".build/release/spar"))
    parser.add_argument("--precision", choices=DTYPES, default="fp64")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if unknown := set(options.models) - set(REFERENCES):
        parser.error(f"no reference for {', '.join(sorted(unknown))}")
    agrees = True
    for name in options.models:
        with tempfile.TemporaryDirectory() as folder:
            found = differences(name, pathlib.Path(folder), options)
        fits = all(x <= TOLERANCES[options.precision] for x in found)
        agrees = agrees and fits
        shown = "  ".join(f"{x:.1e}" for x in found)
        verdict = "agrees" if fits else "differs"
        print(f"{name:22} {options.precision}  {shown}  {verdict}", flush=True)
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
