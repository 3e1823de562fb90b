"""Compares a training step of Spar with the same step in PyTorch, tensor by tensor.

python Golden/compare_trace.py RECIPE [key=value ...] [--spar .build/release/spar]
    [--precision fp64] [--batch 16] [--steps 1] [--seed 1] [--threads 2] [--self-test]

Asks `spar recipes` for the recipe with its settings changed; makes random weights W for its network
(the reference's state_dict, float32) and a random batch B (`images` float32 in 0...1 of the data
set's shape, `labels` int64); runs

    spar trace RECIPE --weights W --batch B --out T --steps STEPS precision=... [key=value ...]

and the same steps here, by the recipe in T's metadata (recipes.py), all on the one batch. Compared
is every tensor of T, which describe the last step: for each cut `clean.<stage>`, `moved.<stage>`,
`lesson.<stage>.<i>`; `loss.clean`, `loss.<stage>.<i>` (not weighted); `gradient.<parameter>`
(without weight decay); after the step `parameter.<name>`, `buffer.<name>`.

A difference is the largest one over the largest value of the reference tensor. fp64 allows 1e-9.
fp32 allows 1e-4, and leaves out the elements of a move whose slope was at most 1e-5 of the largest
at any step of the attack, since rounding decides their sign. The reference's weights lie with
channels last, as Spar's do, so that both run the same kernels: with others, one relu whose input
rounding carries across 0 changes fp32 gradients by up to 0.06 of their largest (README.md has
counts). Where fp32 differs, the reference's own fp32 is therefore also shown against its fp64.
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
import afan_learnable
import recipes
from afan_reference import learn, step
from fixture import generator
from models import randomize
from trace_comparison import COMPARED, TOLERANCES, certain, compare, known, show

DTYPES = {"fp64": torch.float64, "fp32": torch.float32}


def asked(options):
    """The recipe with its settings, as Spar understands it."""
    words = [options.spar, "recipes", options.recipe, *options.settings]
    return recipes.read(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def make_inputs(folder, recipe, options):
    """Writes W and B, float32; no norm is at its trivial values."""
    random = generator(options.seed)
    torch.set_num_threads(options.threads)
    model = randomize(recipes.network(recipe), random, residual=0.3)
    save_file(model.state_dict(), folder / "W")
    labels = torch.randint(0, recipes.classes(recipe), (options.batch,), generator=random)
    images = torch.rand((options.batch, *recipes.picture_shape(recipe)), generator=random)
    save_file({"images": images, "labels": labels}, folder / "B")


def run_steps(folder, recipe, dtype, steps, learn=learn):
    """The last of some steps from W on B in `dtype`, by the given order of work.

    Weights have Spar's memory layout.
    """
    model = recipes.network(recipe)
    model.load_state_dict(load_file(folder / "W"))
    model.to(dtype)
    for parameter in model.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    batch = cast(load_file(folder / "B"), dtype)
    optimizer, method = recipes.optimizer(recipe, model), recipes.method(recipe)
    if isinstance(method, afan_learnable.LearnableAFAN):
        learn = afan_learnable.learn
    for _ in range(steps):
        trace = step(model, optimizer, method=method, learn=learn, **batch)
    return trace


def cast(tensors, dtype):
    """The same tensors with the floating-point ones in `dtype`."""
    return {x: y.to(dtype) if y.is_floating_point() else y for x, y in tensors.items()}


def finds_errors(trace, reference, precision):
    """Spoils or removes one tensor of each kind in turn; whether every time it is found."""
    found = True
    for kind in COMPARED:
        name = next((x for x in reference if known(x) and x.startswith(kind + ".")), None)
        if name is None:
            continue
        wrong = trace[name].clone(memory_format=torch.contiguous_format)
        sure = certain(name, reference, precision)
        place = 0 if sure is None else int(sure.flatten().int().argmax())
        wrong.view(-1)[place] += 10 * TOLERANCES[precision] * wrong.abs().max()
        less = {x: y for x, y in trace.items() if x != name}
        for spoiled in (trace | {name: wrong}, less):
            if not compare(spoiled, reference, precision)[1]:
                print(f"{name} was spoiled, and nothing was found")
                found = False
    return found


def traced(folder, options):
    """The recipe that Spar followed, and its trace."""
    files = ["--weights", folder / "W", "--batch", folder / "B", "--out", folder / "T"]
    words = [f"--steps={options.steps}", f"precision={options.precision}", *options.settings]
    words.append(f"threads={options.threads}")
    subprocess.run([options.spar, "trace", options.recipe, *files, *words], check=True)
    with safe_open(folder / "T", "pt") as file:
        recipe = recipes.read(file.metadata()["recipe"])
    return recipe, load_file(folder / "T")


def check(folder, options):
    """Makes, runs and compares; whether all agrees."""
    recipe, dtype = asked(options), DTYPES[options.precision]
    recipes.method(recipe)
    make_inputs(folder, recipe, options)
    if options.self_test:
        order = afan_free_first_step.learn
        trace = run_steps(folder, recipe, dtype, options.steps, order)
    else:
        recipe, trace = traced(folder, options)
    reference = run_steps(folder, recipe, dtype, options.steps)
    worst, faults = compare(trace, reference, options.precision)
    show(worst)
    print(*faults[:20], *(["..."] if len(faults) > 20 else []), sep="\n", end="")
    if faults and options.precision == "fp32":
        print("\nThe reference's own fp32 against its fp64:")
        exact = cast(run_steps(folder, recipe, torch.float64, options.steps), torch.float32)
        show(compare(reference, exact, "fp32")[0])
    spoiled = options.self_test and not finds_errors(trace, reference, options.precision)
    agrees = not faults and not spoiled
    print("agrees" if agrees else "\ndiffers")
    return agrees


def main():
    """Reads the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("recipe", help="a recipe's name or YAML file")
    parser.add_argument("settings", nargs="*", metavar="key=value")
    parser.add_argument("--spar", type=pathlib.Path, default=pathlib.Path(".build/release/spar"))
    parser.add_argument("--precision", choices=DTYPES, default="fp64")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--steps", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_intermixed_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            return 0 if check(pathlib.Path(folder), options) else 1
    except recipes.Unknown as error:
        parser.error(f"the reference cannot follow this recipe: {error}")
    except subprocess.CalledProcessError as error:
        print(error.stderr or error, file=sys.stderr)
        return 1
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
