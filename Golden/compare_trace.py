"""Compares one training step of Spar with the same step in PyTorch, tensor by tensor.

python Golden/compare_trace.py --spar .build/release/spar --recipe cifar10-resnet56-afan
    [--precision fp64] [--batch 16] [--model NAME] [--self-test] [key=value ...]

Makes random weights W (the reference model's state_dict, float32) and a random batch B (`images`
float32 [N, 3, S, S] in 0...1, `labels` int64 [N], `targets` int64 [N]), runs

    spar trace RECIPE --weights W --batch B --out T precision=... [key=value ...]

and the same step here, and compares every tensor of T: for each cut `clean.<stage>`,
`moved.<stage>`, `lesson.<stage>.<i>`; `loss.clean`, `loss.<stage>.<i>` (not weighted);
`gradient.<parameter>` (without weight decay); after the step `parameter.<name>`, `buffer.<name>`.
T may have `start.<stage>`, the random starts that were drawn, and in its metadata `method`,
`optimizer` (JSON, merged over the table below) and `learning_rate`, the rate of this step.

A difference is the largest one over the largest value of the reference tensor. fp64 allows 1e-9.
fp32 allows 1e-4, and leaves out the elements of a move whose slope was at most 1e-5 of the largest
at any step of the attack, since rounding decides their sign. fp32 agrees only where both sides
run the same kernels: an activation near 0 that rounding carries across it changes gradients by up
to 0.05 of the largest (another memory layout of the same network does; 5e-14 in fp64). Where fp32
differs, the reference's own fp32 is therefore also shown against its fp64.
Ends with 0 where all agree, 1 where something differs or fails, 2 for wrong usage.
`--self-test` puts a step in another order (afan_free_first_step.py) in the place of Spar's, and
then shows that a wrong or missing tensor of each kind is found.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import afan_free_first_step
from afan_reference import learn, step
from fixture import generator
from models import randomize
from recipes import MODELS, RECIPES, Unknown, configured, method_from
from trace_comparison import COMPARED, TOLERANCES, certain, compare, known, show

DTYPES = {"fp64": torch.float64, "fp32": torch.float32}


def make_inputs(folder, model, options):
    """Writes W and B for `model`, float32; no norm is at its trivial values."""
    random = generator(options.seed)
    torch.set_num_threads(options.threads)
    randomize(model, random, residual=0.3)
    save_file(model.state_dict(), folder / "W")
    labels = torch.randint(0, options.classes, (options.batch,), generator=random)
    others = torch.randint(1, options.classes, (options.batch,), generator=random)
    images = torch.rand((options.batch, 3, options.size, options.size), generator=random)
    targets = (labels + others) % options.classes
    save_file({"images": images, "labels": labels, "targets": targets}, folder / "B")


def run_step(folder, model, settings, dtype, learn, starts=None):
    """One step from W on B in `dtype`, by the given order of work."""
    model.load_state_dict(load_file(folder / "W"))
    model.to(dtype)
    batch = cast(load_file(folder / "B"), dtype)
    optimizer = torch.optim.SGD(model.parameters(), **settings["optimizer"])
    method = method_from(settings["method"])
    return step(model, optimizer, method=method, learn=learn, starts=starts, **batch)


def cast(tensors, dtype):
    """The same tensors with the floating-point ones in `dtype`."""
    return {x: y.to(dtype) if y.is_floating_point() else y for x, y in tensors.items()}


def finds_errors(trace, reference, precision):
    """Spoils or removes one tensor of each kind in turn; whether every time it is found."""
    found = True
    for kind in COMPARED:
        name = next(x for x in reference if known(x) and x.startswith(kind + "."))
        wrong = trace[name].clone()
        sure = certain(name, reference, precision)
        place = 0 if sure is None else int(sure.flatten().int().argmax())
        wrong.view(-1)[place] += 10 * TOLERANCES[precision] * wrong.abs().max()
        less = {x: y for x, y in trace.items() if x != name}
        for spoiled in (trace | {name: wrong}, less):
            if not compare(spoiled, reference, precision)[1]:
                print(f"{name} was spoiled, and nothing was found")
                found = False
    return found


def check(folder, options):
    """Makes, runs and compares; whether all agrees."""
    model = MODELS[options.model or RECIPES[options.recipe]](options.classes)
    settings, _ = configured({}, options.settings)
    make_inputs(folder, model, options)
    dtype = DTYPES[options.precision]
    if options.self_test:
        order = afan_free_first_step.learn
        save_file(run_step(folder, model, settings, dtype, order), folder / "T")
    else:
        files = ["--weights", folder / "W", "--batch", folder / "B", "--out", folder / "T"]
        words = [f"precision={options.precision}", *options.settings]
        subprocess.run([options.spar, "trace", options.recipe, *files, *words], check=True)
    with safe_open(folder / "T", "pt") as file:
        settings, passed = configured(file.metadata() or {}, options.settings)
    trace = load_file(folder / "T")
    for setting in passed:
        print(f"{setting}: for Spar only, the reference has no such setting")
    starts = {x[6:]: y.to(dtype) for x, y in trace.items() if x.startswith("start.")}
    reference = run_step(folder, model, settings, dtype, learn, starts)
    worst, faults = compare(trace, reference, options.precision)
    show(worst)
    print(*faults[:20], *(["..."] if len(faults) > 20 else []), sep="\n", end="")
    if faults and options.precision == "fp32":
        print("\nThe reference's own fp32 against its fp64:")
        exact = run_step(folder, model, settings, torch.float64, learn, cast(starts, torch.float64))
        show(compare(reference, cast(exact, torch.float32), "fp32")[0])
    spoiled = options.self_test and not finds_errors(trace, reference, options.precision)
    agrees = not faults and not spoiled
    print("agrees" if agrees else "\ndiffers")
    return agrees


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--spar", type=pathlib.Path, default=pathlib.Path(".build/release/spar"))
    parser.add_argument("--recipe", default="cifar10-resnet56-afan")
    parser.add_argument("--model", choices=MODELS, help="the network, if not the recipe's")
    parser.add_argument("--precision", choices=DTYPES, default="fp64")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--size", type=int, default=32, help="height and width of the images")
    parser.add_argument("--classes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("settings", nargs="*", metavar="key=value")
    options = parser.parse_args()
    if options.model is None and options.recipe not in RECIPES:
        parser.error(f"no recipe {options.recipe} here; name its network with --model")
    try:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if check(pathlib.Path(folder), options) else 1
    except Unknown as error:
        parser.error(str(error))
    except (subprocess.CalledProcessError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
