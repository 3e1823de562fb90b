"""How the classes of pixels were told, by scikit-learn.

For each case `masks` and `choices` [pictures, height, width], uint8, with 255 in masks for what is
ignored; `counts` [classes, classes], int64, the confusion matrix of all pictures together; `iou`
[classes], the intersection over union of each class, -1 of one that no pixel is of and none was
told to be; `means` [3]: the mean of the others, the part of pixels told right, and the mean over
the classes that pixels are of, of the part of their pixels told right.
"""

import numpy
import sklearn
import torch
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    confusion_matrix,
    jaccard_score,
)

import fixture

IGNORED = 255
# Classes, pictures, height, width; the classes of no pixel, those never told; the parts of pixels
# that are ignored, and that are told by chance.
CASES = {
    "voc": (21, 3, 16, 20, [7, 20], [20, 3], 0.1, 0.4),
    "told_alone": (4, 2, 9, 7, [2], [], 0.2, 0.9),
    "nothing_right": (3, 1, 8, 8, [], [], 0.3, 1.0),
    "all_right": (5, 1, 8, 8, [4], [4], 0.5, 0.0),
    "unequal": (19, 2, 24, 24, [], [18], 0.02, 0.2),
}


def drawn(generator, classes, shape, without, unequal=False):
    """Random classes, none of `without`; with `unequal` the later, the rarer."""
    there = torch.tensor([label for label in range(classes) if label not in without])
    weights = torch.arange(len(there), 0, -1.0) ** (4 if unequal else 0)
    count = int(numpy.prod(shape))
    places = torch.multinomial(weights, count, replacement=True, generator=generator)
    return there[places].reshape(shape)


def scores(truth, told, classes):
    """`counts`, `iou` and `means` of the pixels that are not ignored."""
    labels = list(range(classes))
    counts = confusion_matrix(truth, told, labels=labels)
    iou = jaccard_score(truth, told, labels=labels, average=None, zero_division=0)
    union = counts.sum(0) + counts.sum(1) - counts.diagonal()
    known = union > 0
    by_counts = counts.diagonal()[known] / union[known]
    assert abs(by_counts - iou[known]).max() < 1e-15
    present = [label for label in labels if known[label]]
    mean = jaccard_score(truth, told, labels=present, average="macro", zero_division=0)
    # Of the classes that pixels are of alone: scikit-learn leaves the others out, with a warning.
    recall = counts.diagonal()[counts.sum(1) > 0] / counts.sum(1)[counts.sum(1) > 0]
    balanced = balanced_accuracy_score(truth, told)
    assert abs(balanced - recall.mean()) < 1e-15
    return counts, numpy.where(known, iou, -1), [mean, accuracy_score(truth, told), balanced]


def main():
    """Writes the fixture."""
    data = fixture.Fixture()
    for number, (name, case) in enumerate(CASES.items()):
        classes, *shape, absent, untold, ignored, chance = case
        generator = fixture.generator(60 + number)
        masks = drawn(generator, classes, shape, absent, unequal=name == "unequal")
        guesses = drawn(generator, classes, shape, untold)
        if name == "nothing_right":
            guesses = (masks + 1) % classes
        is_guessed = torch.rand(shape, generator=generator) < chance
        is_guessed |= torch.isin(masks, torch.tensor(untold, dtype=torch.int64))
        choices = torch.where(is_guessed, guesses, masks)
        masks[torch.rand(shape, generator=generator) < ignored] = IGNORED
        judged = masks != IGNORED
        counts, iou, means = scores(masks[judged].numpy(), choices[judged].numpy(), classes)
        data.add(
            name, masks=masks.to(torch.uint8), choices=choices.to(torch.uint8),
            counts=torch.tensor(counts), iou=torch.tensor(iou),
            means=torch.tensor(means, dtype=torch.float64))
        data.describe(name, classes=classes)
    data.describe("references", sklearn=sklearn.__version__)
    data.write()


if __name__ == "__main__":
    main()
