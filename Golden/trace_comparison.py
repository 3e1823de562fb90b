"""The comparison of a trace with its reference: dictionaries of tensors of the same names."""

TOLERANCES = {"fp64": 1e-9, "fp32": 1e-4}
SMALLEST_SLOPES = {"fp64": 0.0, "fp32": 1e-5}
COMPARED = ("clean", "moved", "lesson", "loss", "gradient", "parameter", "buffer", "memory")


def certain(name, reference, precision):
    """Where the signs in a move are certain; `None` for what does not hang on single ones."""
    smallest = SMALLEST_SLOPES[precision]
    kind, stage = name.split(".")[:2]
    if kind not in ("moved", "lesson") or smallest == 0:
        return None
    size = reference[f"slopes.{stage}"].abs()
    largest = size.flatten(1).amax(1).view(-1, *[1] * (size.dim() - 1))
    sure = (size > smallest * largest).all(0) | (size == 0).all(0)
    if kind == "lesson":
        # Where a position's statistics are exchanged, one element's sign moves all channels.
        sure = sure.all(1, keepdim=True).expand_as(sure)
    return sure


def difference(name, trace, reference, precision):
    """The absolute and relative difference of one tensor, or what keeps it from having one."""
    there, here = trace.get(name), reference[name]
    if there is None:
        return "missing"
    if (there.shape, there.dtype) != (here.shape, here.dtype):
        return f"{there.dtype} {list(there.shape)}, expected {here.dtype} {list(here.shape)}"
    off = (there.double() - here.double()).abs()
    sure = certain(name, reference, precision)
    if sure is not None:
        if not sure.any():
            return "no element of the move has a certain sign"
        off = off[sure]
    largest = here.double().abs().max().item()
    worst = off.max().item()
    return worst, worst / largest if largest > 0 else float(worst != 0)


def compare(trace, reference, precision):
    """The largest differences of each kind, and what is beyond the tolerance."""
    worst, faults = {}, [f"{x}: unexpected" for x in trace if known(x) and x not in reference]
    for name in filter(known, reference):
        found = difference(name, trace, reference, precision)
        if isinstance(found, str):
            faults.append(f"{name}: {found}")
            continue
        if not found[1] <= TOLERANCES[precision]:
            faults.append(f"{name}: absolute {found[0]:.2e}, relative {found[1]:.2e}")
        kind = name.split(".")[0]
        count, absolute, relative = worst.get(kind, (0, 0.0, 0.0))
        worst[kind] = (count + 1, max(absolute, found[0]), max(relative, found[1]))
    return worst, faults


def show(worst):
    """Prints a line for each kind of tensor."""
    for kind, (count, absolute, relative) in worst.items():
        print(f"{kind:10} {count:4} tensors   absolute {absolute:.2e}   relative {relative:.2e}")


def known(name):
    """Whether a tensor is compared; counts of batches are not."""
    return name.split(".")[0] in COMPARED and not name.endswith("num_batches_tracked")
