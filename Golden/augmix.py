"""Writes augmix.safetensors: a step of AugMix's training (Hendrycks et al., 2020, arXiv 1912.02781).

All float64, on TinyNet. In the order of the authors' script: pictures and views of them go through the
network as one batch, behind each other; the loss is the cross entropy of the pictures and 12 times the
mean over all of their Kullback-Leibler divergences from the mean of all, which is kept above 1e-7.

initial.<name>; images, view.0 ... view.2 [6, 3, 7, 6] in 0...1; labels [6]
<count>.loss.clean, .loss.divergence, .gradient.<parameter>, .buffer.<name>   with 1, 2, 3 views
far.logits [3, 4, 5], far.divergence, far.gradient: of logits so far apart that 1e-7 has a say
"""

import torch
import torch.nn.functional as F

from fixture import Fixture, generator
from models import TinyNet, copied, randomize

WEIGHT = 12
random = generator(20261126)
fixture = Fixture()


def divergence(logits):
    """The Jensen-Shannon divergence of several logits, each [N, classes]."""
    parts = [F.softmax(some, dim=1) for some in logits]
    mixture = torch.clamp(sum(parts) / len(parts), 1e-7, 1).log()
    return sum(F.kl_div(mixture, part, reduction="batchmean") for part in parts) / len(parts)


if __name__ == "__main__":
    model = randomize(TinyNet().double(), random)
    initial = copied(model.state_dict())
    names = ("images", "view.0", "view.1", "view.2")
    given = {
        name: torch.rand([6, 3, 7, 6], generator=random, dtype=torch.float64) for name in names
    }
    labels = torch.randint(0, 5, [6], generator=random)
    fixture.put_all("initial", initial)
    fixture.describe("augmix", weight=WEIGHT)
    for name, tensor in {**given, "labels": labels}.items():
        fixture.put(name, tensor)
    for count in (1, 2, 3):
        model.load_state_dict(initial)
        model.train()
        model.zero_grad()
        together = torch.cat([given[name] for name in names[: count + 1]])
        logits = torch.split(model(together), len(labels))
        losses = {"clean": F.cross_entropy(logits[0], labels), "divergence": divergence(logits)}
        (losses["clean"] + WEIGHT * losses["divergence"]).backward()
        fixture.put_all(f"{count}.loss", losses)
        gradients = {name: p.grad for name, p in model.named_parameters()}
        fixture.put_all(f"{count}.gradient", gradients)
        fixture.put_all(f"{count}.buffer", dict(model.named_buffers()))
    far = 20 * torch.randn([3, 4, 5], generator=random, dtype=torch.float64)
    leaf = far.clone().requires_grad_()
    value = divergence(list(leaf))
    value.backward()
    fixture.put_all("far", {"logits": far, "divergence": value, "gradient": leaf.grad})
    fixture.write()
