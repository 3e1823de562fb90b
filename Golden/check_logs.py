"""Reads a run's files back with the tools that people use, and compares them with each other.

usage: Golden/check_logs.py RUN [--serve]

TensorBoard reads the events, json and pandas metrics.jsonl, csv and pandas metrics.csv, safetensors
the checkpoints. Numbers must be the same at the same steps, pictures must decode, histograms must
add up, the recipe must be the run's. --serve also starts `tensorboard` on the run and asks it over
HTTP what it shows. Ends with 1 and a line for each thing that is wrong.

Needs tensorboard, pillow, safetensors, torch and pandas.
"""

import csv
import io
import json
import pathlib
import sys

import numpy
import pandas
import safetensors
import safetensors.torch
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard_server import served

COLUMNS = {
    "epoch": ("epoch",),
    "step": ("step",),
    "loss": ("loss",),
    "validation_loss": ("validation", "loss"),
    "seconds": ("time", "training"),
    "wait_seconds": ("time", "wait"),
}
CLASSES = {name: ("validation", name) for name in ("top1", "top5")}
PIXELS = {name: ("validation", "pixels", key)
          for name, key in (("mean_iou", "meanIoU"), ("pixel_accuracy", "accuracy"))}


def at(entry, path):
    """The value at a path of keys; None where one of them has null."""
    for key in path:
        entry = None if entry is None else entry[key]
    return entry


def numbers_of(entry):
    """What TensorBoard should show of a line of the log, by tag."""
    kind = entry["kind"]
    if kind == "step":
        found = {f"train/{key}": entry[key] for key in ("loss", "learningRate", "gradientNorm")}
        found["train/passes"] = entry["passes"]["plainSteps"]
        found |= {f"train/losses/{part}": value for part, value in entry["losses"].items()}
        for lesson, move in (entry["moves"] or {}).items():
            keys = move.keys() - {"ownNorms", "warns"}
            found |= {f"train/moves/{lesson}/{key}": move[key] for key in keys}
        return found | {f"time/{key}": entry["time"][key] for key in ("step", "wait")}
    if kind == "epoch":
        found = {f"epoch/time/{key}": value for key, value in entry["time"].items()}
        scores = {"validation": entry["validation"]}
        found["epoch/loss"] = entry["loss"]
    elif kind == "validation":
        found, scores = {}, {"validation": entry["validation"]}
    else:
        found, scores = {}, {f"test/{name}": value for name, value in entry["last"].items()}
        scores |= {f"testOfBest/{name}": value for name, value in (entry["best"] or {}).items()}
    for group, value in scores.items():
        value = value or {}
        found |= {f"{group}/{k}": value.get(k) for k in ("top1", "top5", "loss")}
        pixels = value.get("pixels") or {}
        found |= {f"{group}/{k}": pixels.get(k) for k in ("meanIoU", "accuracy", "meanAccuracy")}
    return found


def check_scalars(events, lines):
    """Every number of the log is TensorBoard's, and TensorBoard has no other."""
    expected = {}
    for entry in lines:
        for tag, value in numbers_of(entry).items():
            if value is not None:
                expected.setdefault(tag, []).append((entry["step"], float(numpy.float32(value))))
    tags = set(events.Tags()["scalars"]) - {"time/picturesPerSecond"}
    if tags != set(expected):
        yield f"scalars differ from the log's numbers: {sorted(tags ^ set(expected))}"
    for tag in tags & set(expected):
        if [(event.step, event.value) for event in events.Scalars(tag)] != expected[tag]:
            yield f"{tag} differs from metrics.jsonl"
    print(f"scalars: {len(tags)} tags, {sum(map(len, expected.values()))} numbers, as in the log")


def check_shown(events, run):
    """Pictures decode, histograms add up, the text is the recipe."""
    for tag in events.Tags()["images"]:
        for event in events.Images(tag):
            picture = Image.open(io.BytesIO(event.encoded_image_string))
            picture.load()
            if picture.size != (event.width, event.height):
                yield f"{tag} of step {event.step} is {picture.size}"
            print(f"picture: {tag} of step {event.step}, {picture.mode} {picture.size}")
    for tag in events.Tags()["histograms"]:
        for event in events.Histograms(tag):
            value = event.histogram_value
            if sum(value.bucket) != value.num or len(value.bucket) != len(value.bucket_limit):
                yield f"{tag} of step {event.step} does not add up"
            rms = (value.sum_squares / value.num) ** 0.5
            print(f"histogram: {tag} of step {event.step}, {value.num:.0f} values, rms {rms:.4g}")
    text = events.Tensors("recipe/text_summary")[0].tensor_proto.string_val[0].decode()
    if text != f"```yaml\n{(run / 'recipe.yaml').read_text(encoding='utf-8')}```\n":
        yield "the recipe among the events is not recipe.yaml"


def check_moves(lines):
    """A move warns where its loss ratio or survival says so, and all moves have the same keys."""
    moves = [
        (entry["step"], lesson, move)
        for entry in lines
        if entry["kind"] == "step"
        for lesson, move in (entry["moves"] or {}).items()
    ]
    for step, lesson, move in moves:
        if set(move) != {"rms", "lossRatio", "accuracyLost", "survival", "ownNorms", "warns"}:
            yield f"step {step}: {lesson} has the keys {sorted(move)}"
        least = 0 if move["ownNorms"] else 1.05
        fair = least <= float(move["lossRatio"]) <= 4 and move["survival"] >= 0.95
        if move["warns"] == fair:
            yield f"step {step}: {lesson} warns: {move['warns']}, though {move}"
    print(f"moves: {len(moves)}, of which {sum(m['warns'] for _, _, m in moves)} warn")


def check_lines(path, lines):
    """Every line of a kind has the same keys, and pandas reads as many lines."""
    kinds = {}
    for entry in lines:
        kinds.setdefault(entry["kind"], set()).add(tuple(entry))
    yield from (f"lines of kind {k} have different keys" for k, v in kinds.items() if len(v) > 1)
    frame = pandas.read_json(path, lines=True)
    if len(frame) != len(lines):
        yield f"pandas reads {len(frame)} lines of {len(lines)}"
    counts = frame["kind"].value_counts().to_dict()
    print(f"metrics.jsonl: {counts}, pandas' columns {list(frame.columns)}")


def check_table(path, lines):
    """metrics.csv has the epochs of the log, as numbers; what is missing is empty."""
    epochs = [entry for entry in lines if entry["kind"] == "epoch"]
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tells_pixels = any("pixels" in (entry["validation"] or {}) for entry in epochs)
    columns = COLUMNS | (PIXELS if tells_pixels else CLASSES)
    expected = [{c: at(e, p) for c, p in columns.items()} for e in epochs]
    found = [{c: float(v) if v else None for c, v in row.items()} for row in rows]
    if found != expected:
        yield "metrics.csv differs from the epochs of metrics.jsonl"
    frame = pandas.read_csv(path)
    if any(kind == object for kind in frame.dtypes):
        yield f"pandas takes columns of metrics.csv for text: {frame.dtypes.to_dict()}"
    print(f"metrics.csv: {len(rows)} rows, {frame.dtypes.astype(str).to_dict()}")


def check_weights(run):
    """Every safetensors file opens, and all numbers in it are finite."""
    paths = [path for path in sorted(run.rglob("*.safetensors")) if not path.is_symlink()]
    for path in paths:
        tensors = safetensors.torch.load_file(path)
        with safetensors.safe_open(path, "pt") as file:
            metadata = file.metadata()
        bad = [name for name, tensor in tensors.items() if not tensor.isfinite().all()]
        yield from (f"{path}: {name} is not finite" for name in bad)
        count = sum(tensor.numel() for tensor in tensors.values())
        print(f"{path.relative_to(run)}: {len(tensors)} tensors, {count:,} numbers, {metadata}")
    if not paths:
        yield "there is no checkpoint"


def main(words):
    """Checks the run and prints what was found."""
    if not words or words[0] in ("-h", "--help") or words[1:] not in ([], ["--serve"]):
        print(__doc__)
        return 2
    run = pathlib.Path(words[0])
    lines = [json.loads(x) for x in (run / "metrics.jsonl").read_text("utf-8").splitlines()]
    events = EventAccumulator(str(run), size_guidance={"scalars": 0, "images": 0, "histograms": 0})
    events.Reload()
    problems = [*check_scalars(events, lines), *check_shown(events, run)]
    problems += check_moves(lines)
    problems += check_lines(run / "metrics.jsonl", lines)
    problems += check_table(run / "metrics.csv", lines)
    problems += check_weights(run)
    if len(words) > 1:
        problems += served(run, events)
    print("\n".join(problems) if problems else "all is the same")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
