"""Writes optimizers.safetensors: 20 steps of AdamW, of RMSProp as TensorFlow has it, and of averages.

Every case is computed in float64 and float32 from the same numbers, drawn in float32. The
parameters are conv.weight [3, 2, 3, 3], bn.weight [3], fc.weight [4, 3] and fc.bias [4]. A parameter
has no gradient in the steps that `shared` says.

shared.initial.<parameter>, float32      the parameters before the first step
shared.gradient.<parameter> [20, ...]    the gradient of every step, float32
<case>.<dtype>.step<k>.parameter.<parameter>            after k = 1, 2, 5, 20 steps
<case>.<dtype>.step<k>.state.<parameter>.<what>         what the optimizer remembers then: its keys

The metadata has each case's settings. AdamW is torch.optim.AdamW; RMSProp is timm's RMSpropTF.

<case>.<dtype>.step<k>.average.<name>    average*: timm's ModelEmaV3 of a linear layer and a batch
                                         norm, whose state_dict takes average.value.<name> [20, ...]
schedule.<case> [20]                     the rates of torch's schedulers, in parts of the highest
"""

import torch
from timm.optim import RMSpropTF
from timm.utils import ModelEmaV3

from fixture import Fixture, generator

STEPS = 20
KEPT = (1, 2, 5, 20)
SHAPES = {"conv.weight": (3, 2, 3, 3), "bn.weight": (3,), "fc.weight": (4, 3), "fc.bias": (4,)}
# conv.weight begins late, fc.bias pauses.
MISSING = {"conv.weight": [0, 1], "fc.bias": [1, 4, 5, 6]}
DTYPES = {"float64": torch.float64, "float32": torch.float32}
UNDECAYED = ("bn.weight", "fc.bias")
random = generator(20261121)
fixture = Fixture()


def normal(*shape):
    """Fresh normal numbers in float32."""
    return torch.randn(shape, generator=random)


INITIAL = {name: normal(*shape) for name, shape in SHAPES.items()}
GRADIENTS = {name: normal(STEPS, *shape) * 0.2 for name, shape in SHAPES.items()}
RATES = [0.01 * (1 - step / 40) for step in range(STEPS)]


def record(case, make, weight_decay, undecayed=(), factors=None, **settings):
    """Takes every step in each type, and keeps the first, second, fifth and last."""
    factors = factors or {}
    for name, dtype in DTYPES.items():
        parameters = {x: torch.nn.Parameter(y.to(dtype, copy=True)) for x, y in INITIAL.items()}
        groups = [
            {"params": [p], "weight_decay": 0.0 if x in undecayed else weight_decay}
            for x, p in parameters.items()
        ]
        optimizer = make(groups, **settings)
        for step in range(STEPS):
            for group, parameter in zip(optimizer.param_groups, parameters):
                group["lr"] = RATES[step] * factors.get(parameter, 1.0)
            for x, parameter in parameters.items():
                missing = step in MISSING.get(x, [])
                parameter.grad = None if missing else GRADIENTS[x][step].to(dtype, copy=True)
            optimizer.step()
            if step + 1 in KEPT:
                keep(f"{case}.{name}.step{step + 1}", parameters, optimizer)
    fixture.describe(case, weight_decay=weight_decay, undecayed=undecayed, factors=factors, **settings)


def keep(prefix, parameters, optimizer):
    """Keeps the parameters and what the optimizer remembers of them."""
    for name, parameter in parameters.items():
        fixture.put(f"{prefix}.parameter.{name}", parameter)
        for what, tensor in optimizer.state[parameter].items():
            fixture.put(f"{prefix}.state.{name}.{what}", torch.as_tensor(tensor))


def record_averages():
    """Follows a small model, whose state_dict takes new numbers every step."""
    shapes = {
        x: y.shape for x, y in model().state_dict().items() if y.is_floating_point()
    }
    values = {x: normal(STEPS, *shape) for x, shape in shapes.items()}
    fixture.put_all("average.value", values)
    for case, settings in {
        "average": {"decay": 0.9},
        "average_warmed": {
            "decay": 0.8, "use_warmup": True, "warmup_gamma": 2.0, "warmup_power": 0.75
        },
    }.items():
        for name, dtype in DTYPES.items():
            followed = model().to(dtype)
            ema = ModelEmaV3(followed, **settings)
            for step in range(STEPS):
                state = {x: y[step].to(dtype) for x, y in values.items()}
                state["1.num_batches_tracked"] = torch.tensor(step + 1)
                followed.load_state_dict(state)
                ema.update(followed, step=step + 1)
                if step + 1 in KEPT:
                    state = ema.module.state_dict()
                    fixture.put_all(f"{case}.{name}.step{step + 1}.average", state)
        fixture.describe(case, **settings)


def model():
    """A linear layer and a batch norm."""
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm2d(4))


def record_schedules():
    """The rates of torch's schedulers over 20 steps, five epochs of four."""
    library = torch.optim.lr_scheduler

    def warmed(steps, after, start=0.0):
        """`after` behind a line that rises from `start` before the first step."""

        def make(optimizer):
            first = start + (1 - start) / steps
            warm = library.LinearLR(optimizer, first, total_iters=steps - 1)
            return library.SequentialLR(optimizer, [warm, after(optimizer)], [steps])

        return make

    def polynomial(steps, power):
        return lambda optimizer: library.PolynomialLR(optimizer, steps, power)

    def exponential(gamma):
        return lambda optimizer: library.ExponentialLR(optimizer, gamma)

    rates = {
        "line": polynomial(STEPS, 1.0),
        "poly": polynomial(STEPS, 0.9),
        "poly_warmed": warmed(4, polynomial(STEPS - 4, 2.0)),
        "poly_warmed_from": warmed(5, polynomial(STEPS - 5, 0.9), start=0.25),
        # Every epoch and a half a factor of 0.8, of which each of its six steps has its part.
        "exponential": exponential(0.8 ** (1 / 6)),
        "staircase": lambda optimizer: library.StepLR(optimizer, 6, 0.8),
    }
    for case, make in rates.items():
        fixture.put(f"schedule.{case}", torch.tensor(stepped(make), dtype=torch.float64))


def stepped(make):
    """The rates that a torch scheduler gives over training, of a highest of 1."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(()))], lr=1.0)
    scheduler, rates = make(optimizer), []
    for _ in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


if __name__ == "__main__":
    fixture.put_all("shared.initial", INITIAL)
    fixture.put_all("shared.gradient", GRADIENTS)
    fixture.describe("shared", rates=RATES, missing=MISSING)
    adamw, rmsprop = torch.optim.AdamW, RMSpropTF
    record("adamw", adamw, 0.0)
    record("adamw_decayed", adamw, 0.1)
    record("adamw_settings", adamw, 0.05, UNDECAYED, betas=(0.8, 0.95), eps=1e-3)
    record("adamw_factors", adamw, 0.1, factors={"conv.weight": 0.1, "fc.bias": 2.5})
    record("rmsprop", rmsprop, 0.0, momentum=0.9)
    record("rmsprop_decayed", rmsprop, 0.1, momentum=0.9)
    record("rmsprop_decoupled", rmsprop, 0.1, UNDECAYED, momentum=0.9, decoupled_decay=True)
    record("rmsprop_settings", rmsprop, 1e-2, alpha=0.8, eps=1e-3, momentum=0.5)
    record("rmsprop_still", rmsprop, 1e-2, momentum=0.0)
    record("rmsprop_factors", rmsprop, 0.1, factors={"conv.weight": 0.1}, momentum=0.9)
    record_averages()
    record_schedules()
    fixture.write()
