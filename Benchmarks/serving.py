"""The worker's side of the protocol: one piece of work for each line `step` on standard input.

Source of the protocol: README.md, "A worker".
"""

import argparse
import json
import resource
import sys
import time

import torch

WARM_UP_STEPS = 3


def options(step, orders):
    """The command line that every worker understands, and what this one refuses of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", choices=[step], default=step)
    parser.add_argument("--attack-steps", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--relative-step", type=float,
                        help="an attack step's part of the features' root mean square")
    parser.add_argument("--order", choices=orders, default=orders[0])
    parser.add_argument("--channels-last", action="store_true")
    parser.add_argument("--optimizer", choices=["fused", "foreach", "loop"], default="fused")
    parser.add_argument("--own-functions", action="store_true",
                        help="the attack also makes weight gradients, as the authors' does")
    chosen = parser.parse_args()
    if chosen.own_functions and "authors" not in orders:
        parser.error("--own-functions is for the authors' order")
    if step == "afan" and chosen.attack_steps < 1:
        parser.error(f"--attack-steps is {chosen.attack_steps}; an attack takes at least 1")
    return chosen


def allocator():
    """The name of the allocator that this process runs with."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        text = maps.read()
    return next((name for name in ("tcmalloc", "jemalloc") if name in text), "glibc")


def say(**message):
    """One line of the protocol."""
    print(json.dumps(message), flush=True)


def serve(step, make_step, orders=("loop",)):
    """Runs a worker; `make_step(trainee, options)` gives the function that does one step."""
    chosen = options(step, list(orders))
    from training import Trainee

    torch.set_num_threads(chosen.threads)
    trainee = Trainee(chosen.batch, chosen.precision, chosen.channels_last, chosen.optimizer,
                      chosen.relative_step)
    serve_work(make_step(trainee, chosen), WARM_UP_STEPS)


def serve_work(work, warm_ups, **told):
    """Does `work` as often as it is asked for; `told` is what is known of it beforehand."""
    for _ in range(warm_ups):
        work()
    say(ready=True, allocator=allocator(), threads=torch.get_num_threads(),
        torch=torch.__version__, **told)
    for line in sys.stdin:
        if not answered(line.strip(), work):
            return


def answered(command, work):
    """Does what one line asks; false when it asks to quit."""
    if command == "step":
        start, spent = time.perf_counter(), time.process_time()
        work()
        say(seconds=time.perf_counter() - start, processor_seconds=time.process_time() - spent)
    elif command == "peak":
        say(peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    elif command == "quit":
        return False
    elif command:
        sys.exit(f"unknown command {command!r}; known are step, peak and quit")
    return True
