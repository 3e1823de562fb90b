"""Times Spar against its peers in pairs: photographs, evaluation, networks, segmentation."""

import argparse
import contextlib
import json
import signal
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cases import balanced_orders
from processes import Worker, WorkerFailed, environment
from report import quartiles
from run import TCMALLOC, interrupted, processor
from scenes import write_all

HERE = Path(__file__).resolve().parent
COUNTS = {"small": 64, "large": 12}


@dataclass(frozen=True)
class Pair:
    """Two workers; `target` is how many times as fast as the peer ours is to be.

    Where it is `PASSES`, ours is to take no more than 1.05 times what its counted passes say, in steps
    of the peer.
    """

    name: str
    ours: str
    peer: str
    target: float | str | None


PASSES = "passes"


def photographs(size, peer, target, *, gap=None, whole=False, crop="random"):
    """Spar against torchvision, by `peer`: pillow or torchvision."""
    ours = f"spar pictures --folder {size} --crop {crop}"
    ours += f" --gap {gap}" if gap else ""
    ours += " --whole yes" if whole else ""
    theirs = f"python photographs.py --folder {size} --crop {crop} --decoder {peer} --convert batch"
    kind = "gap " + gap if gap else "decoded whole" if whole else "every pixel"
    decoder = "Pillow" if peer == "pillow" else "torchvision's decoder"
    return Pair(f"{size}, {crop} crop, {kind}, against {decoder}", ours, theirs, target)


def evaluation(network):
    """An evaluation of 10,000 pictures against the forward passes alone."""
    return Pair(f"evaluation, {network}, against passes alone",
                f"spar evaluation --work evaluator --network {network}",
                f"spar evaluation --work passes --network {network}", 1 / 1.1)


def training(network, method, precision, target):
    """A training step of 16 photographs against eager PyTorch."""
    words = f"--network {network} --method {method} --precision {precision}"
    return Pair(f"{network}, {method}, {precision}", f"spar network {words}",
                f"python networks.py {words}", target)


NETWORKS = [
    training(network, method, precision, 1 / target)
    for network in ("resnet50", "tf_efficientnet_b0")
    for method, target in (("plain", 1.02), ("advprop", 1.02), ("free-advprop", 0.80))
    for precision in ("fp32", "bf16")
]

def segmentation(step, precision, target):
    """A step of DeepLabV3+ on 4 crops of 321 against eager PyTorch."""
    words = f"--step {step} --precision {precision}"
    return Pair(f"deeplabv3plus-resnet50, {step}, {precision}", f"spar segmentation {words}",
                f"python segmentation.py {words}", target)


def passes(precision):
    """A-FAN's step against Spar's own plain one."""
    line = f"spar segmentation --precision {precision} --step"
    return Pair(f"deeplabv3plus-resnet50, afan, {precision}, against Spar's own plain step",
                f"{line} afan", f"{line} plain", PASSES)


SEGMENTATION = [
    segmentation(step, precision, 1 / target)
    for step, target in (("plain", 1.02), ("evaluation", 1.02), ("afan", 0.75))
    for precision in ("fp32", "bf16")
] + [passes(precision) for precision in ("fp32", "bf16")]

PAIRS = {
    "pictures": [
        photographs("small", "pillow", 2.0),
        photographs("small", "torchvision", 1.2),
        photographs("small", "torchvision", None, whole=True),
        photographs("large", "torchvision", 2.5, gap="1"),
        photographs("large", "torchvision", None),
        photographs("large", "pillow", None, gap="1"),
        photographs("small", "torchvision", None, crop="middle"),
        photographs("large", "torchvision", None, crop="middle", gap="1"),
    ],
    "evaluation": [evaluation("resnet20"), evaluation("resnet56")],
    "networks": NETWORKS,
    "segmentation": SEGMENTATION,
}


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spar", type=Path, required=True, help="Spar's worker")
    parser.add_argument("--kind", choices=PAIRS, default="pictures")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--photos", help="a folder of real pictures to use instead of made ones")
    parser.add_argument("--only", default="", help="pairs whose name has this in it")
    parser.add_argument("--threads", type=int, help="1 for pictures, 2 for the others")
    parser.add_argument("--tcmalloc", default=TCMALLOC, help="loaded before Python")
    parser.add_argument("--python", default=sys.executable, help="of the peers")
    parser.add_argument("--json", type=Path, help="where the raw figures go")
    chosen = parser.parse_args()
    chosen.threads = chosen.threads or (1 if chosen.kind == "pictures" else 2)
    return chosen


def start(chosen, line, folders):
    """Starts the worker that `line` tells of."""
    program, *words = line.split()
    words = [str(folders.get(word, word)) for word in words]
    words += ["--threads", str(chosen.threads)]
    if program == "spar":
        command, preload = [str(chosen.spar.resolve()), *words], None
    else:
        words[0] = str(HERE / words[0])
        command, preload = [chosen.python, *words], chosen.tcmalloc
    return Worker(line, command, environment(chosen.threads, "default", preload)).ready()


def measure(chosen, pair, folders):
    """Each worker's answers, round by round."""
    with contextlib.ExitStack() as stack:
        workers = []
        for line in (pair.ours, pair.peer):
            workers.append(start(chosen, line, folders))
            stack.callback(workers[-1].end)
        answers = [[], []]
        orders = balanced_orders(2)
        for number in range(chosen.rounds):
            for index in orders[number % 2]:
                answer = workers[index].ask_all("step", "processor_seconds")
                answer["amount"] = workers[index].told["amount"]
                answers[index].append(answer)
        peaks = [worker.ask("peak", "peak_bytes") for worker in workers]
        passes = workers[0].told.get("passes", 1)
    return {"pair": pair.name, "ours": answers[0], "peer": answers[1], "peaks": peaks,
            "passes": passes}


def rate(answers, key):
    """Things done a second, the median of all rounds."""
    return statistics.median(answer["amount"] / answer[key] for answer in answers)


def speedups(figures, key):
    """How many times as fast as the peer ours was, round by round."""
    return [peer[key] / peer["amount"] / (ours[key] / ours["amount"])
            for ours, peer in zip(figures["ours"], figures["peer"])]


def row(pair, figures):
    """One line of the table."""
    cells = [pair.name]
    for key in ("seconds", "processor_seconds"):
        low, middle, high = quartiles(speedups(figures, key))
        ours, peer = rate(figures["ours"], key), rate(figures["peer"], key)
        cells += [f"{ours:.3g} / {peer:.3g}", f"{middle:.2f} ({low:.2f}-{high:.2f})"]
    target = 1 / (1.05 * figures["passes"]) if pair.target == PASSES else pair.target
    counted = f" ({figures['passes']:.3f} passes)" if pair.target == PASSES else ""
    cells.append(f">= {target:.2f}{counted}" if target else "none")
    cells.append(" / ".join(f"{peak / 2**20:.0f}" for peak in figures["peaks"]))
    return cells


COLUMNS = ["case", "a second, by the clock: Spar / peer", "times as fast (quartiles)",
           "a second of processor time", "times as fast (quartiles)", "target", "peak MiB"]


def main():
    """Prints the table; 1 where a worker failed, 130 after an interrupt."""
    chosen = options()
    signal.signal(signal.SIGTERM, interrupted)
    figures = []
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folders = {}
            for size, count in COUNTS.items() if chosen.kind == "pictures" else ():
                folders[size] = Path(scratch) / size
                bits = write_all(folders[size], size, count, chosen.photos)
                print(f"{size}: {len(bits)} pictures, bits per pixel (quartiles)",
                      ", ".join(f"{value:.2f}" for value in quartiles(bits)))
            print("| " + " | ".join(COLUMNS) + " |\n" + "|---" * len(COLUMNS) + "|")
            for pair in (one for one in PAIRS[chosen.kind] if chosen.only in one.name):
                figures.append(measure(chosen, pair, folders))
                print("| " + " | ".join(row(pair, figures[-1])) + " |", flush=True)
    except WorkerFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(f"\n{processor()[0]}, {chosen.rounds} rounds, {chosen.threads} threads each.")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
