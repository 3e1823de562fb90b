"""Writes layers.safetensors: every layer, loss and initializer once or more, with its gradients.

All float64 except where said; settings in the metadata. A case has `<case>.input`, parameters by
name, `.output`, `.upstream` (the gradient of the output), `.gradient.input/<parameter>`; besides:

conv_*               weight [out, in / groups, k, k], bias [out] (none: conv_1x1_stride2, conv_7x7)
linear               weight [out, in], bias [out]; the pools have no parameters
batch_norm_train     weight, bias, initial.running_*; for batches i = 1, 2, 3 in turn input<i>,
                     output<i>, upstream<i>, gradient<i>.*, running_mean<i>/_var<i> (after it)
batch_norm_eval      weight, bias, running_mean, running_var
batch_norm_branches  initial.{weight, bias, running_mean, running_var}, again in initial.aux_bn.0;
                     {main, aux}.{eval, train}.output and .gradient.*, eval first;
                     after.*: averages after the training pass of each branch
dropout_*            mask (0 or 1 / (1 - p)): bernoulli_(1 - p) of the seeded generator; drawn32:
                     the same draw in float32, not divided
cross_entropy_*      target: classes [N], int64, or weights [N, classes]; output and upstream []
init_*               output only, float32: torch.nn.init with a generator of the seed
"""

import math

import torch
import torch.nn.functional as F
from torch import nn

from fixture import Fixture, generator

fixture = Fixture()
random = generator(20260101)


def normal(*shape):
    """Fresh normal numbers in float64."""
    return torch.randn(shape, generator=random, dtype=torch.float64)


def differentiated(function, tensors, upstream=None):
    """The output, a random upstream gradient, and the gradient of every tensor."""
    leaves = {name: tensor.clone().requires_grad_() for name, tensor in tensors.items()}
    output = function(**leaves)
    upstream = normal(*output.shape) if upstream is None else upstream
    slopes = torch.autograd.grad(output, list(leaves.values()), upstream)
    return output, upstream, {f"gradient.{x}": slope for x, slope in zip(leaves, slopes)}


def record(case, function, tensors, **settings):
    """Runs a layer forward and backward, and keeps all of it."""
    output, upstream, gradients = differentiated(function, tensors)
    fixture.put_all(case, tensors | gradients | {"output": output, "upstream": upstream})
    fixture.describe(case, **settings)


def convolution(case, shape, channels, kernel, bias=True, groups=1, **settings):
    """One convolution of an input of `shape` to `channels`."""
    tensors = {"input": normal(*shape), "weight": normal(channels, shape[1] // groups, *kernel)}
    if bias:
        tensors["bias"] = normal(channels)
    settings["groups"] = groups
    record(case, lambda input, **p: F.conv2d(input, **p, **settings), tensors, **settings)


def convolutions_and_pools():
    """Convolutions, the linear layer and the pools."""
    convolution("conv_3x3", (2, 3, 7, 9), 4, (3, 3), padding=1)
    convolution("conv_3x3_unpadded", (2, 3, 6, 5), 4, (3, 3))
    convolution("conv_3x3_stride2", (2, 3, 7, 10), 4, (3, 3), stride=2, padding=1)
    convolution("conv_groups", (2, 4, 7, 7), 6, (3, 3), padding=1, groups=2)
    convolution("conv_depthwise", (2, 4, 9, 7), 4, (5, 5), stride=2, padding=2, groups=4)
    convolution("conv_dilated", (2, 3, 9, 11), 4, (3, 3), padding=2, dilation=2)
    convolution("conv_1x1", (2, 5, 3, 7), 4, (1, 1))
    convolution("conv_1x1_stride2", (2, 5, 7, 6), 4, (1, 1), bias=False, stride=2)
    convolution("conv_7x7", (1, 3, 15, 13), 4, (7, 7), bias=False, stride=2, padding=3)
    record("linear", F.linear, {"input": normal(5, 7), "weight": normal(3, 7), "bias": normal(3)})

    pooling = {"kernel_size": 3, "stride": 2, "padding": 1}
    for case, function, size, settings in [
        ("max_pool", F.max_pool2d, (8, 6), pooling),
        ("max_pool_odd", F.max_pool2d, (7, 9), pooling),
        ("avg_pool", F.avg_pool2d, (6, 9), {"kernel_size": 2, "stride": 2}),
        ("avg_pool_padded", F.avg_pool2d, (7, 6), pooling | {"count_include_pad": True}),
        ("adaptive_pool", F.adaptive_avg_pool2d, (5, 7), {"output_size": 1}),
    ]:
        tensors = {"input": normal(2, 3, *size)}
        record(case, lambda input: function(input, **settings), tensors, **settings)


def branch(channels):
    """Scales, shifts and averages of one batch norm, none of them trivial."""
    return {
        "weight": normal(channels),
        "bias": normal(channels),
        "running_mean": normal(channels),
        "running_var": normal(channels).square() + 0.3,
    }


def normalize(norm, training, input, upstream=None):
    """Batch norm differentiated; while training the averages in `norm` move in place."""
    averages = (norm["running_mean"], norm["running_var"])
    tensors = {"input": input, "weight": norm["weight"], "bias": norm["bias"]}

    def function(input, weight, bias):
        return F.batch_norm(input, *averages, weight, bias, training, momentum=0.1, eps=1e-5)

    return differentiated(function, tensors, upstream)


def averages(norm):
    """The running averages of `norm` as they are now."""
    return {x: norm[x] for x in ("running_mean", "running_var")}


def batch_norms():
    """Training over three batches of growing spread, and evaluation."""
    case, norm = "batch_norm_train", branch(3)
    fixture.describe(case, momentum=0.1, eps=1e-5)
    fixture.add(case, weight=norm["weight"], bias=norm["bias"])
    fixture.put_all(f"{case}.initial", averages(norm))
    for i in (1, 2, 3):
        input = normal(4, 3, 5, 3) * i + 1
        output, upstream, gradients = normalize(norm, True, input)
        kept = {"input": input, "output": output, "upstream": upstream} | averages(norm)
        fixture.put_all(case, {f"{x}{i}": tensor for x, tensor in kept.items()})
        for name, gradient in gradients.items():
            fixture.put(f"{case}.{name.replace('gradient', f'gradient{i}')}", gradient)

    case, norm, input = "batch_norm_eval", branch(3), normal(2, 3, 5, 3)
    fixture.describe(case, eps=1e-5)
    output, upstream, gradients = normalize(norm, False, input)
    fixture.put_all(case, norm | gradients)
    fixture.add(case, input=input, output=output, upstream=upstream)


def batch_norm_branches():
    """Two sets of scales, shifts and averages on one input."""
    case, input, upstream = "batch_norm_branches", normal(4, 3, 3, 5) * 2 + 0.5, normal(4, 3, 3, 5)
    fixture.describe(case, momentum=0.1, eps=1e-5)
    fixture.add(case, input=input, upstream=upstream)
    for name, path in (("main", ""), ("aux", ".aux_bn.0")):
        norm = branch(3)
        fixture.put_all(f"{case}.initial{path}", norm)
        for mode in ("eval", "train"):
            output, _, kept = normalize(norm, mode == "train", input, upstream)
            fixture.put_all(f"{case}.{name}.{mode}", kept | {"output": output})
        fixture.put_all(f"{case}.after{path}", averages(norm))


def dropouts():
    """Dropout with an explicit mask."""
    for case, p, seed in (("dropout_half", 0.5, 11), ("dropout_fifth", 0.2, 2**63 + 12345)):
        shape = (3, 5, 7)
        seeded = torch.Generator().manual_seed(seed)
        drawn32 = torch.empty(shape).bernoulli_(1 - p, generator=seeded)
        seeded.manual_seed(seed)
        mask = torch.empty(shape, dtype=torch.float64).bernoulli_(1 - p, generator=seeded) / (1 - p)
        record(case, lambda input: input * mask, {"input": normal(*shape)}, p=p, seed=seed)
        fixture.add(case, mask=mask, drawn32=drawn32)


def cross_entropies():
    """Mean cross entropy on classes and on weights of classes, with and without smoothing."""
    classes = torch.randint(0, 7, (6,), generator=random)
    weights = normal(6, 7).softmax(1)
    for kind, target in (("classes", classes), ("weights", weights)):
        for suffix, smoothing in (("", 0.0), ("_smoothed", 0.1)):
            case, settings = f"cross_entropy_{kind}{suffix}", {"label_smoothing": smoothing}
            loss = lambda input: F.cross_entropy(input, target, **settings)
            record(case, loss, {"input": normal(6, 7) * 3}, **settings)
            fixture.add(case, target=target)


def initializers():
    """Float32 draws of PyTorch's initializers; fewer than 16 normal numbers take another path."""
    relu, root5, bound = {"nonlinearity": "relu"}, {"a": math.sqrt(5)}, 1 / math.sqrt(13)
    for case, function, shape, settings in [
        ("kaiming_normal_fan_in", "kaiming_normal_", (6, 5, 3, 3), {"mode": "fan_in", **relu}),
        ("kaiming_normal_fan_out", "kaiming_normal_", (6, 5, 3, 3), {"mode": "fan_out", **relu}),
        ("kaiming_normal_linear", "kaiming_normal_", (7, 13), {"mode": "fan_in", **relu}),
        ("kaiming_normal_small", "kaiming_normal_", (3, 3), {"mode": "fan_in", **relu}),
        ("kaiming_uniform_conv", "kaiming_uniform_", (6, 5, 3, 3), root5),
        ("kaiming_uniform_linear", "kaiming_uniform_", (7, 13), root5),
        ("linear_bias", "uniform_", (7,), {"a": -bound, "b": bound}),
        ("normal", "normal_", (11, 13), {"mean": 0.0, "std": 0.01}),
    ]:
        seed = int(torch.randint(0, 2**62, (), generator=random))
        seeded = torch.Generator().manual_seed(seed)
        output = getattr(nn.init, function)(torch.empty(shape), **settings, generator=seeded)
        fixture.add(f"init_{case}", output=output)
        fixture.describe(f"init_{case}", function=function, seed=seed, **settings)


if __name__ == "__main__":
    convolutions_and_pools()
    batch_norms()
    batch_norm_branches()
    dropouts()
    cross_entropies()
    initializers()
    fixture.write()
