"""Times Spar's training steps against their PyTorch peers, interleaved step by step in one run."""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import report
from cases import CASES, DEFAULT_CASES, SCRIPTS, balanced_orders
from processes import Worker, WorkerFailed, environment

HERE = Path(__file__).resolve().parent
TCMALLOC = "libtcmalloc_minimal.so.4"


def options():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spar", type=Path, help="Spar's worker; without it the peer that does "
                        "the same work stands in, as a control")
    parser.add_argument("--cases", nargs="+", choices=CASES, default=DEFAULT_CASES)
    parser.add_argument("--rounds", type=int, default=18)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32",
                        help="of the cases that name none")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds before each step")
    parser.add_argument("--spin", choices=["default", "passive"], default="default",
                        help="how OpenMP's threads wait, the same for all workers")
    parser.add_argument("--layout", choices=["channels-last", "contiguous"],
                        default="channels-last", help="of the peers")
    parser.add_argument("--tcmalloc", default=TCMALLOC, help="loaded before Python; '' for none")
    parser.add_argument("--python", default=sys.executable, help="of the peers")
    parser.add_argument("--json", type=Path, help="where the raw figures go")
    chosen = parser.parse_args()
    if chosen.rounds < 1 or chosen.pause < 0:
        parser.error("--rounds is at least 1, --pause at least 0")
    return chosen


def start(chosen, role, work):
    """Starts one worker; `role` is ours or peer."""
    common = [*work.arguments(chosen.precision), "--batch", str(chosen.batch),
              "--threads", str(chosen.threads)]
    name = f"{role} {work.order} PGD-{work.attack_steps} {work.precision or chosen.precision}"
    if role == "ours" and chosen.spar:
        command = [str(chosen.spar.resolve()), *common]
        if work.order != "plain":
            command += ["--order", "savings"]
        return Worker(name, command, environment(chosen.threads, chosen.spin))
    script, *more = SCRIPTS[work.order]
    layout = ["--channels-last"] if chosen.layout == "channels-last" else []
    command = [chosen.python, str(HERE / script), *common, *layout, *more]
    settings = environment(chosen.threads, chosen.spin, chosen.tcmalloc)
    return Worker(name, command, settings)


def start_all(chosen, stack):
    """Groups of workers that are timed side by side, one group for each number of attack steps."""
    groups, started = {}, set()
    for case in (CASES[name] for name in dict.fromkeys(chosen.cases)):
        group = groups.setdefault(case.ours, {})
        for key in (("ours", case.ours), (case.role, case.peer)):
            if key not in started:
                started.add(key)
                group[key] = start(chosen, *key)
                stack.callback(group[key].end)
                group[key].ready()  # One after another, so that no warm-up is crowded.
                print("ready:", group[key].name, file=sys.stderr)
    workers = [worker for group in groups.values() for worker in group.values()]
    for fact in ("allocator", "threads"):
        found = {worker.name: worker.told.get(fact) for worker in workers}
        if len(set(found.values())) > 1:
            raise WorkerFailed(f"workers differ in their {fact}: {found}")
    if chosen.tcmalloc and workers[0].told["allocator"] != "tcmalloc":
        raise WorkerFailed(f"{chosen.tcmalloc} was not loaded; apt-get install "
                           "libtcmalloc-minimal4, or give --tcmalloc '' to go without")
    return groups


def run_rounds(chosen, groups):
    """Each worker's seconds round by round, and how far other processes disturbed each step."""
    workers = {key: worker for group in groups.values() for key, worker in group.items()}
    seconds = {key: [] for key in workers}
    disturbance, others = [], []
    for number in range(chosen.rounds):
        for key in order_of_round(groups, number):
            time.sleep(chosen.pause)
            before = busy_seconds(), [w.processor_seconds() for w in workers.values()]
            clock = time.perf_counter()
            seconds[key].append(workers[key].ask("step", "seconds"))
            clock = time.perf_counter() - clock
            spent = [w.processor_seconds() - then for w, then in zip(workers.values(), before[1])]
            own = spent[list(workers).index(key)]
            disturbance.append((sum(spent) - own) / max(own, 1e-9))
            rest = busy_seconds() - before[0] - sum(spent)
            others.append(min(1, max(0, rest / clock / os.cpu_count())))
        print(f"round {number + 1} of {chosen.rounds}", file=sys.stderr)
    return seconds, disturbance, others


def order_of_round(groups, number):
    """The keys of round `number`: no worker always follows the same one, nor group its group."""
    for index in cycled(len(groups), number):
        keys = list(list(groups.values())[index])
        yield from (keys[position] for position in cycled(len(keys), number))


def cycled(count, number):
    """Round `number`'s order of `count` items; each cycle of balanced orders is shuffled anew."""
    orders = balanced_orders(count)
    random.Random(number // len(orders)).shuffle(orders)
    return orders[number % len(orders)]


def busy_seconds():
    """The processor time that the whole machine has spent since it started."""
    with open("/proc/stat", encoding="ascii") as lines:
        user, nice, system, _, _, irq, soft, *_ = map(int, lines.readline().split()[1:])
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def uses_bf16(chosen):
    """Whether some case runs in bfloat16."""
    cases = [CASES[name] for name in chosen.cases]
    return "bf16" in {work.precision or chosen.precision for case in cases
                      for work in (case.ours, case.peer)}


def processor():
    """The processor's name and flags."""
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        pairs = dict(line.split(":", 1) for line in lines if ":" in line)
    pairs = {key.strip(): value.strip() for key, value in pairs.items()}
    model = f"{pairs.get('model name', 'unknown')} (model {pairs.get('model', '?')})"
    return model, pairs.get("flags", "").split()


def measure(chosen):
    """Starts the workers, runs the rounds, and gives the cases' figures and the run's facts."""
    cpu, flags = processor()
    if uses_bf16(chosen) and not {"avx512_bf16", "amx_bf16"} & set(flags):
        print("this processor has no bf16 arithmetic; bf16 will be slow", file=sys.stderr)
    with contextlib.ExitStack() as stack:
        groups = start_all(chosen, stack)
        seconds, disturbance, others = run_rounds(chosen, groups)
        workers = {key: worker for group in groups.values() for key, worker in group.items()}
        figures = {key: {"seconds": seconds[key], "peak": worker.ask("peak", "peak_bytes"),
                         "name": worker.name, **worker.told}
                   for key, worker in workers.items()}
    told = next(iter(figures.values()))
    facts = {
        "cpu": cpu, "cores": os.cpu_count(), "allocator": told["allocator"],
        "torch": " and ".join(sorted({figure["torch"] for figure in figures.values()})),
        "first": "Spar" if chosen.spar else "not Spar but a second copy of the peer (a control)",
        "disturbance": disturbance, "others": others,
        **{name: value for name, value in vars(chosen).items() if name not in ("spar", "json")},
    }
    return figures, facts


def interrupted(*_):
    """Ends the driver on SIGTERM as an interrupt does, so that workers are ended too."""
    sys.exit(143)


def main():
    """Prints the table; 1 where a worker failed, 130 after an interrupt."""
    chosen = options()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, interrupted)
    try:
        figures, facts = measure(chosen)
    except WorkerFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; all workers are ended", file=sys.stderr)
        return 130
    cases = [CASES[name] for name in dict.fromkeys(chosen.cases)]
    rows = [report.row(case, figures["ours", case.ours], figures[case.role, case.peer])
            for case in cases]
    print(report.table(rows), report.notes(facts), sep="\n\n")
    if chosen.json:
        raw = {"facts": facts, "workers": list(figures.values()),
               "cases": [dict(zip(report.COLUMNS, row)) for row in rows]}
        chosen.json.write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
