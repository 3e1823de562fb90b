"""The driver's side of the protocol: a worker as a process that does one step when asked."""

import json
import os
import select
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 900


class WorkerFailed(Exception):
    """A worker died or answered nonsense; the text holds the end of its standard error."""


class Worker:
    """A running worker, started by `command` under `name`."""

    def __init__(self, name, command, environment):
        self.name, self.command = name, command
        self.errors = tempfile.TemporaryFile()
        try:
            # A session of its own: an interrupt from the terminal reaches the driver alone.
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=self.errors, start_new_session=True,
            )
        except OSError as error:
            raise WorkerFailed(f"{name} did not start: {error}") from error

    def ready(self):
        """Waits for the line that says the worker is warm, and keeps what it tells."""
        self.told = self.answer("ready")
        return self

    def ask(self, command, key):
        """Sends a line, and gives the value named `key` of the line that answers it."""
        return self.ask_all(command, key)[key]

    def ask_all(self, command, key):
        """Sends a line, and gives the line that answers it, which must have `key`."""
        try:
            self.process.stdin.write(command.encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise self.failure(f"takes no more input ({error})") from error
        return self.answer(key)

    def answer(self, key):
        """The next line, which must have `key`."""
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            raise self.failure(f"said nothing for {PATIENCE} s")
        line = self.process.stdout.readline()
        if not line:
            raise self.failure("ended")
        try:
            message = json.loads(line)
            message[key]
        except (ValueError, KeyError, TypeError) as error:
            raise self.failure(f"answered {line!r} where {key!r} was expected") from error
        return message

    def failure(self, what):
        """What happened to this worker, with its exit status and standard error."""
        self.end()
        self.errors.seek(0)
        text = self.errors.read().decode(errors="replace").strip()[-4000:]
        return WorkerFailed(
            f"worker {self.name!r} {what}; exit status {self.process.returncode}\n"
            f"command: {' '.join(self.command)}\nstandard error:\n{text or '(empty)'}"
        )

    def end(self, patience=5):
        """Ends the worker: by closing its input, then by SIGTERM, then by SIGKILL."""
        for stream in (self.process.stdin, None, None):
            try:
                if stream:
                    stream.close()
                self.process.wait(patience)
                return
            except subprocess.TimeoutExpired:
                self.process.terminate() if stream else self.process.kill()
            except OSError:
                continue

    def processor_seconds(self):
        """The processor time this worker's threads have taken so far."""
        total = 0
        for thread in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            try:
                total += int(thread.read_text(encoding="ascii").split()[0])
            except (OSError, IndexError):
                continue
        return total / 1e9


def environment(threads, spin, preload=None):
    """The environment of a worker: the same for all, but for the allocator put before Python."""
    values = {key: value for key, value in os.environ.items() if key != "LD_PRELOAD"}
    values |= {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    values |= {"PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("OMP_WAIT_POLICY", "GOMP_SPINCOUNT"):
        values.pop(name, None)
    if spin != "default":
        values["OMP_WAIT_POLICY"] = spin
    if preload:
        values["LD_PRELOAD"] = preload
    return values
