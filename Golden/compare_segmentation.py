"""Compares DeepLabV3+ and a step of A-FAN with PyTorch's, at full width, tensor by tensor.

python Golden/compare_segmentation.py [MODEL ...] [--spar .build/release/spar] [--precision fp64]
    [--stride 16 8] [--size 65 49] [--batch 2] [--threads 2] [--separable]

For each backbone and output stride: random weights for the reference (deeplab_reference.py) are written
to a file, whose names must be Spar's; `spar trace` makes one step of the recipe
voc2012-deeplabv3plus-resnet50-afan with that network (dropout off), its cuts behind the encoder's and
the decoder's stages, the skip attached and detached; the same step is made here in the authors' order
(afan_segmentation.py). Compared are logits, the clean, moved and learned maps, the losses, every
parameter's gradient and every running average: fp64 allows 1e-9. Ends with 0 where all agree, else 1.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import load_file, save_file

from afan_reference import AFAN, Attack, Cut, Lesson
from afan_segmentation import learn
from compare_networks import randomized
from deeplab_reference import deeplab
from fixture import generator
from models import copied, run
from trace_comparison import compare, show

DTYPES = {"fp64": torch.float64, "fp32": torch.float32}
LOGITS = {"fp64": 1e-12, "fp32": 1e-4}
CUTS = {"resnet": "layer3", "mobile": "stage5", "tf_eff": "stage3"}
MODELS = ["resnet50", "resnet101", "resnet18", "mobilenet_v2", "tf_efficientnet_lite0",
          "tf_efficientnet_b0"]


def method(stage):
    """The A-FAN authors' weights, with steps that move something."""
    lessons = (Lesson(0.5, 0.1), Lesson(1.0, 0.1, "position"))
    encoder = Cut(stage, Attack(step_size=0.02, relative=True), lessons)
    decoder = Cut("aspp", Attack(step_size=0.02, relative=True), (Lesson(1.0, 0.1),))
    return AFAN(0.7, (encoder, decoder))


def settings(model, stride, stage, skips, options):
    """The recipe's changes."""
    step = "attack: {stepSize: 0.02, unit: relative}"
    lessons = "[{strength: 0.5, weight: 0.1}, {weight: 0.1, normalization: position}]"
    cuts = (f"[{{stage: {stage}, {step}, lessons: {lessons}}}, "
            f"{{stage: aspp, {step}, lessons: [{{weight: 0.1}}]}}]")
    random = {"network.dropPath": 0} if "efficientnet" in model else {}
    return {
        "init": "null", "network.model": model, "network.classes": 21,
        "task.segmentation.outputStride": stride, "task.segmentation.dropout": 0,
        "task.segmentation.separable": str(options.separable).lower(),
        "optimizer.stageFactors": "[]", "precision": options.precision,
        "threads": options.threads, "method.afan.cuts": cuts, "method.afan.skips": skips,
        "method.afan.lessonsMoveAverages": "false", **random,
    }


def traced(folder, changes, options):
    """What Spar makes of W and B."""
    words = [options.spar, "trace", "voc2012-deeplabv3plus-resnet50-afan"]
    words += [f"{key}={value}" for key, value in changes.items()]
    words += ["--weights", folder / "W", "--batch", folder / "B", "--out", folder / "T"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return load_file(folder / "T")


def vanishes(name, trace, reference, precision):
    """Whether a tensor is a gradient of which nothing but rounding is left, here and there.

    Rounding is measured by the largest gradient of all.
    """
    if not name.startswith("gradient") or name not in trace:
        return False
    largest = max(y.abs().max() for x, y in reference.items() if x.startswith("gradient"))
    size = largest * (1e-13 if precision == "fp64" else 1e-6)
    return max(trace[name].abs().max(), reference[name].abs().max()) < size


def check(name, stride, skips, options):
    """Compares one network; the worst differences, the faults, how far logits are apart, and of how many
    gradients nothing but rounding is left.
    """
    random = generator(1)
    torch.set_num_threads(options.threads)
    model = deeplab(name, output_stride=stride, separable=options.separable)
    model = randomized(model, random)
    shape = (options.batch, 3, *options.size)
    images = torch.rand(shape, generator=random)
    masks = torch.randint(0, 21, (options.batch, *options.size), generator=random)
    masks[torch.rand(masks.shape, generator=random) < 0.2] = 255
    stage = next(cut for start, cut in CUTS.items() if name.startswith(start))
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        save_file({x: y.contiguous() for x, y in model.state_dict().items()}, folder / "W")
        save_file({"images": images, "masks": masks}, folder / "B")
        trace = traced(folder, settings(name, stride, stage, skips, options), options)
    model.to(DTYPES[options.precision])
    for parameter in model.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    images = images.to(DTYPES[options.precision])
    with torch.inference_mode():
        logits = run(model.eval().passing(options.size), images)
    reference = learn(model, images, masks, method(stage), attached=skips == "attached")
    # A shift that batch statistics take away again has a gradient of rounding alone.
    rounding = {x for x in reference if vanishes(x, trace, reference, options.precision)}
    left_out = {x for x in trace if x.startswith("parameter")} | rounding
    worst, faults = compare(*({x: y for x, y in tensors.items() if x not in left_out}
                              for tensors in (trace, reference)), options.precision)
    apart = ((trace["logits"] - logits).abs().max() / logits.abs().max()).item()
    return worst, faults, apart, len(rounding)


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", default=MODELS)
    parser.add_argument("--spar", type=pathlib.Path, default=pathlib.Path(".build/release/spar"))
    parser.add_argument("--precision", choices=DTYPES, default="fp64")
    parser.add_argument("--stride", type=int, nargs="*", default=[16, 8])
    parser.add_argument("--size", type=int, nargs=2, default=[65, 49])
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--separable", action="store_true", help="a decoder of separable windows")
    options = parser.parse_args()
    agrees = True
    for name in options.models:
        for stride in options.stride:
            for skips in ("attached", "detached"):
                worst, faults, apart, vanishing = check(name, stride, skips, options)
                differs = faults or apart > LOGITS[options.precision]
                agrees = agrees and not differs
                print(f"{name}, stride {stride}, {skips}: logits {apart:.1e}, "
                      f"{'differs' if differs else 'agrees'}; {vanishing} gradients vanish", flush=True)
                show(worst)
                print(*faults[:10], sep="\n", end="\n" if faults else "")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
