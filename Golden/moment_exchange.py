"""Writes moment_exchange.safetensors: a step of moment exchange (Li et al., 2021, arXiv 2002.11102).

All float64, on TinyNet. Features behind `stem` are normalized by their own moments and given those of
another picture, with gradients through both, as in the authors' code; the loss is
`own_share L(y) + (1 - own_share) L(other y)`. The order of partners is the one that Spar draws from
`Seed(2)` (seeds.py): after a number for the probability, which is 1.

initial.<name>; images [6, 3, 7, 6] in 0...1; labels [6]; partners [6], int64
<statistics>.loss, <statistics>.gradient.<parameter>   position, sample
"""

import torch
import torch.nn.functional as F

from afan_reference import moments
from fixture import Fixture, generator
from models import TinyNet, randomize, run
from seeds import Seed, permutation

OWN_SHARE = 0.7
OVER = {"position": (1,), "sample": (2, 3)}  # over the batch as well, all pictures have the same
random = generator(20261122)
fixture = Fixture()


if __name__ == "__main__":
    model = randomize(TinyNet().double(), random)
    images = torch.rand([6, 3, 7, 6], generator=random, dtype=torch.float64)
    labels = torch.randint(0, 5, [6], generator=random)
    draws = (Seed(2) / "moments").draws()
    draws(2)  # the number that the probability is held against
    partners = torch.tensor(permutation(6, draws))
    fixture.put_all("initial", model.state_dict())
    fixture.describe("exchange", own_share=OWN_SHARE)
    for name, tensor in {"images": images, "labels": labels, "partners": partners}.items():
        fixture.put(name, tensor)
    model.train()
    for statistics, over in OVER.items():
        model.zero_grad()
        maps = run(model, images, until="stem")
        mean, deviation = moments(maps, over)
        new_mean, new_deviation = moments(maps[partners], over)
        logits = run(model, (maps - mean) / deviation * new_deviation + new_mean, after="stem")
        own, other = F.cross_entropy(logits, labels), F.cross_entropy(logits, labels[partners])
        loss = OWN_SHARE * own + (1 - OWN_SHARE) * other
        loss.backward()
        fixture.put(f"{statistics}.loss", loss)
        named = {f"gradient.{name}": p.grad for name, p in model.named_parameters()}
        fixture.put_all(statistics, named)
    fixture.write()
