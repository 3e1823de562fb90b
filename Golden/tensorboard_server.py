"""Starts `tensorboard` on a run and asks it over HTTP what it shows."""

import contextlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request


@contextlib.contextmanager
def tensorboard(run):
    """The address of a `tensorboard` that shows `run`, and the file it prints to."""
    with tempfile.NamedTemporaryFile("w+", suffix=".txt") as output:
        command = [sys.executable, "-m", "tensorboard.main", "--logdir", str(run), "--port", "0"]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield address(process, output.name), output.name
        finally:
            process.terminate()
            process.wait()


def address(process, output):
    """Waits until the server says where it listens."""
    for _ in range(1200):
        text = pathlib.Path(output).read_text("utf-8")
        if found := re.search(r"http://\S+", text):
            return found.group().rstrip("/")
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"tensorboard does not start:\n{text}")


def asked(place, path, **query):
    """What the server answers, as JSON."""
    url = f"{place}/data/plugin/{path}?{urllib.parse.urlencode(query)}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        return json.load(answer)


def waited(place, path):
    """The tags of the run, once the server has read it."""
    for _ in range(300):
        if tags := asked(place, path).get("."):
            return tags
        time.sleep(0.2)
    return {}


def served(run, events):
    """Yields what the server shows other than `events`, and prints what it shows."""
    known = events.Tags()
    with tensorboard(run) as (place, output):
        expected = {
            "scalars": known["scalars"],
            "images": known["images"],
            "histograms": known["histograms"],
            "text": known["tensors"],
        }
        for plugin, tags in expected.items():
            shown = waited(place, f"{plugin}/tags") if tags else []
            if sorted(shown) != sorted(tags):
                yield f"tensorboard's {plugin}: {sorted(shown)}, expected {sorted(tags)}"
            print(f"tensorboard shows {len(shown)} {plugin}: {', '.join(sorted(shown)[:8])} ...")
        for tag in known["scalars"]:
            points = [point[1:] for point in asked(place, "scalars/scalars", run=".", tag=tag)]
            if points != [[event.step, event.value] for event in events.Scalars(tag)]:
                yield f"tensorboard shows {tag} as {points}"
        lines = pathlib.Path(output).read_text("utf-8").splitlines()
    print("tensorboard printed:", *(line for line in lines if line.strip()), sep="\n  ")
