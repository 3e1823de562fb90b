"""The driver's table: medians, ratios of pairs, counted passes and memory, as Markdown."""

import statistics

COLUMNS = [
    "case", "Spar ms", "peer ms", "ratio (quartiles)", "target",
    "passes Spar / peer", "counted ratio", "peak MiB Spar / peer", "kept",
]


def quartiles(values):
    """The three quartiles; all the same for a single value."""
    return statistics.quantiles(values, n=4) if len(values) > 1 else list(values) * 3


def row(case, ours, peer):
    """One line's cells; `ours` and `peer` hold each round's `seconds` and the `peak` in bytes."""
    low, middle, high = quartiles([a / b for a, b in zip(ours["seconds"], peer["seconds"])])
    passes = case.ours.plain_steps, case.peer.plain_steps
    return [
        case.name,
        f"{1e3 * statistics.median(ours['seconds']):.0f}",
        f"{1e3 * statistics.median(peer['seconds']):.0f}",
        f"{middle:.3f} ({low:.3f}-{high:.3f})",
        f"<= {case.target:.2f}" if case.target else "none",
        f"{passes[0]:.2f} / {passes[1]:.2f}",
        f"{passes[0] / passes[1]:.3f}",
        f"{ours['peak'] / 2**20:.0f} / {peer['peak'] / 2**20:.0f}",
        kept(case, middle, ours["peak"], peer["peak"]),
    ]


def kept(case, ratio, peak, peer_peak):
    """Which of the two targets are kept: time, and memory of at most the peer's."""
    time = "" if case.target is None else "time yes, " if ratio <= case.target else "time no, "
    return time + ("memory yes" if peak <= peer_peak else "memory no")


def table(rows):
    """A Markdown table of `rows` under the columns' names."""
    lines = [COLUMNS, ["---"] * len(COLUMNS), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def notes(facts):
    """The lines under the table: machine, settings, and how far others disturbed the run."""
    last = quartiles(facts["disturbance"])
    return "\n".join([
        f"{facts['cpu']}, {facts['cores']} cores; {facts['rounds']} rounds, {facts['threads']} "
        f"threads, batch {facts['batch']}, {facts['precision']}, {facts['allocator']}, "
        f"torch {facts['torch']}.",
        f"First column: {facts['first']}.",
        f"Processor time of waiting workers during a step, of the step's own: median "
        f"{last[1]:.2%}, largest {max(facts['disturbance']):.2%}.",
        f"Processor time of everything else on the machine, of its whole: median "
        f"{statistics.median(facts['others']):.1%}, largest {max(facts['others']):.1%}.",
    ])
