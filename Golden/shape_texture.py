"""Writes shape_texture.safetensors: a step of shape-texture debiased training (Li et al., 2021).

All float64, on TinyNet with one auxiliary branch, all of whose numbers differ from the main one's. In
the order of the authors' script: every picture is drawn in the style of another of its batch, clean
pictures are learned through the main norms, stylised ones through the auxiliary norms for two classes,
`0.8 L(own) + 0.2 L(other)`, and the mean over both halves is lowered. Two kinds of drawing:

adain      the networks of adain.safetensors, strength 0.5, kept in 0...1 and as large as the picture
features   behind `stem`: half of the exchange of moments over positions, styles as constants
grid       the same with pictures of [17, 12], their sides over the root of 2, by nearest pixels

initial.<name>; images [6, 3, 24, 17] in 0...1; labels [6]; styles [6], int64: the order that Spar draws
from `Seed(2)` (seeds.py)
<kind>.loss.clean, .loss.stylised, .gradient.<parameter>, .buffer.<name>
"""

import pathlib

import safetensors.torch
import torch
import torch.nn.functional as F

from adain import WIDTH, decoder, encoder
from advprop_reference import BranchedTinyNet
from afan_reference import moments
from fixture import Fixture, generator
from models import copied, randomize, run
from seeds import Seed, permutation

SHAPE_SHARE, STRENGTH = 0.8, 0.5
random = generator(20261124)
fixture = Fixture()


def trained(kind, network):
    """The encoder or decoder with the weights of adain.safetensors."""
    path = pathlib.Path(__file__).with_name("adain.safetensors")
    tensors = safetensors.torch.load_file(path)
    prefix = f"{kind}."
    network.double().load_state_dict(
        {name.removeprefix(prefix): t for name, t in tensors.items() if name.startswith(prefix)}
    )
    return network


def exchanged(features, others):
    """A part of the exchange of moments over positions."""
    mean, deviation = moments(features, (2, 3))
    new_mean, new_deviation = moments(others, (2, 3))
    whole = (features - mean) / deviation * new_deviation + new_mean
    return STRENGTH * whole + (1 - STRENGTH) * features


def drawn(images, styles):
    """Pictures in the style of others."""
    with torch.no_grad():
        first, last = trained("encoder", encoder(WIDTH)), trained("decoder", decoder(WIDTH))
        pictures = last(exchanged(first(images), first(images[styles])))
        return pictures[:, :, : images.shape[2], : images.shape[3]].clamp(0, 1)


def stylised(model, images, styles, kind):
    """The logits of the stylised half."""
    model.through(0)
    if kind == "adain":
        return model(drawn(images, styles))
    if kind == "grid":
        sides = [int(side / 2**0.5 + 0.5) for side in images.shape[2:]]
        images = F.interpolate(images, size=sides)
    maps = run(model, images, until="stem")
    return run(model, exchanged(maps, maps[styles].detach()), after="stem")


if __name__ == "__main__":
    model = randomize(BranchedTinyNet().double(), random)
    initial = copied(model.state_dict())
    images = torch.rand([6, 3, 24, 17], generator=random, dtype=torch.float64)
    labels = torch.randint(0, 5, [6], generator=random)
    styles = torch.tensor(permutation(6, (Seed(2) / "styles").draws()))
    fixture.put_all("initial", initial)
    for name, tensor in {"images": images, "labels": labels, "styles": styles}.items():
        fixture.put(name, tensor)
    for kind in ("adain", "features", "grid"):
        model.load_state_dict(initial)
        model.train()
        model.zero_grad()
        clean = F.cross_entropy(model.through(None)(images), labels)
        logits = stylised(model, images, styles, kind)
        own, other = F.cross_entropy(logits, labels), F.cross_entropy(logits, labels[styles])
        loss = SHAPE_SHARE * own + (1 - SHAPE_SHARE) * other
        (0.5 * clean + 0.5 * loss).backward()
        fixture.put_all(f"{kind}.loss", {"clean": clean, "stylised": loss})
        gradients = {name: p.grad for name, p in model.named_parameters()}
        fixture.put_all(f"{kind}.gradient", gradients)
        fixture.put_all(f"{kind}.buffer", dict(model.named_buffers()))
    fixture.write()
