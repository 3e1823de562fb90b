"""Takes weights from PyTorch to Spar and back, and compares what networks make of pictures.

    python Golden/check_weights.py --spar .build/release/spar [--models resnet18 tf_efficientnet_b0]

For each of timm's networks: random weights with nontrivial norms, saved as a training script does
(`module.` before names, weights averaged over steps beside them); `spar convert` to safetensors and
to a folder for the hub; both read again by timm, strictly, and by torchvision where it has the
network. Logits must be the same bit for bit. Then `spar predict` on a picture against timm's softmax.
A line for each is printed; the exit status is 1 where something differs.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
import PIL.Image
import safetensors.torch
import timm
import torch
import torchvision

CLASSES = 5
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def random_network(name, seed):
    """One of timm's networks, whose norms have statistics that matter."""
    torch.manual_seed(seed)
    model = timm.create_model(name, num_classes=CLASSES).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.1)
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
    return model


def logits(model, inputs):
    with torch.no_grad():
        return model(inputs)


def recipe(name):
    """A recipe that tells what the weights are of."""
    return {
        "name": "check", "data": {"set": "folder", "folder": "none", "holdout": "random", "size": 224,
                                  "cropFraction": 0.875, "interpolation": "bicubic"},
        "network": {"model": name, "classes": CLASSES, "mean": MEAN, "deviation": DEVIATION},
    }


def check(spar, name, folder):
    """What differs, each a clause."""
    model, other = random_network(name, 0), random_network(name, 1)
    weights = {f"module.{key}": value for key, value in model.state_dict().items()}
    beside = {f"module.{key}": value for key, value in other.state_dict().items()}
    torch.save({"epoch": 3, "arch": name, "state_dict": beside, "state_dict_ema": weights},
               folder / "in.pth.tar")
    (folder / "recipe.yaml").write_text(json.dumps(recipe(name)))
    for output, *more in (("out.safetensors",), ("beside.safetensors", "--no-averaged"),
                          ("hub", "--recipe", folder / "recipe.yaml")):
        subprocess.run([spar, "convert", folder / "in.pth.tar", folder / output, *more],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    inputs = torch.rand(2, 3, 224, 224)
    return differences(name, model, other, inputs, folder) + predicted(spar, model, folder)


def differences(name, model, other, inputs, folder):
    problems = []

    def compare(what, read, right):
        if not torch.equal(logits(read.eval(), inputs), logits(right, inputs)):
            problems.append(f"{what}: other logits")

    for file, right in (("out", model), ("beside", other)):
        path = str(folder / f"{file}.safetensors")
        compare(file, timm.create_model(name, num_classes=CLASSES, checkpoint_path=path), right)
    hub = timm.create_model(f"local-dir:{folder / 'hub'}", pretrained=True)
    compare("hub", hub, model)
    data = timm.data.resolve_model_data_config(hub)
    if data != {"input_size": [3, 224, 224], "mean": list(MEAN), "std": list(DEVIATION),
                "crop_pct": 0.875, "crop_mode": "center", "interpolation": "bicubic"}:
        problems.append(f"hub: timm prepares pictures as {data}")
    if hasattr(torchvision.models, name):
        read = getattr(torchvision.models, name)(num_classes=CLASSES)
        read.load_state_dict(safetensors.torch.load_file(folder / "out.safetensors"))
        compare("torchvision", read, model)
    return problems


def predicted(spar, model, folder):
    """`spar predict` from the hub's folder and from the .pth, against timm's softmax."""
    pixels = numpy.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=numpy.uint8)
    # Of the size that the shorter side gets, so that nothing is resized.
    whole = numpy.zeros((256, 256, 3), numpy.uint8)
    whole[16:240, 16:240] = pixels
    PIL.Image.fromarray(whole).save(folder / "picture.png")
    inputs = torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255
    inputs = (inputs - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(DEVIATION).view(3, 1, 1)
    right = logits(model, inputs).double().softmax(1)[0]
    problems = []
    for place, *more in (("hub",), ("in.pth.tar", "--recipe", folder / "recipe.yaml")):
        text = subprocess.run(
            [spar, "predict", folder / "picture.png", "--weights", folder / place, "--json", *more],
            check=True, capture_output=True, text=True).stdout
        for choice in json.loads(text)["choices"]:
            error = abs(choice["probability"] - right[choice["label"]].item())
            if error > 1e-5:
                problems.append(f"spar predict {place}: {error:.1e} away")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spar", required=True)
    parser.add_argument("--models", nargs="*", default=["resnet18", "resnet34", "resnet50",
                                                        "resnext50_32x4d", "tf_efficientnet_b0",
                                                        "tf_efficientnet_lite0"])
    options = parser.parse_args()
    failed = False
    for name in options.models:
        with tempfile.TemporaryDirectory() as folder:
            problems = check(options.spar, name, pathlib.Path(folder))
        print(f"{name}: {'; '.join(problems) or 'the same'}")
        failed |= bool(problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
