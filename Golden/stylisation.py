"""Writes stylisation.safetensors: one step of training a decoder of styles, in float64.

Huang and Belongie (2017), equations 11 to 13: the encoder is as it came, a drawn picture should have
the features it was drawn of, and its style's means and deviations at every level.

vgg     VGG-19 up to relu4_1 and its decoder (adain.py) of width 2; levels are relu1_1 ... relu4_1
stage   TinyNet (models.py), as it is evaluated, up to layer1; levels are stem and layer1. The decoder
        is a convolution from 6 to 16 maps, pixels doubled, one of 16 to 16, and one to 3 channels

Keys, each after `<case>.`:

weights.encoder.<name>, weights.decoder.<name>
contents, styles [3, 3, 19, 18] in 0...1
drawn [3, 3, 19, 18], content [], style []: the picture, and what it is charged before weights
gradient.<name>: of content + 3 style, at the decoder's parameters
"""

import torch
import torch.nn.functional as F
from torch import nn

import adain
from afan_reference import moments
from fixture import Fixture, generator
from models import TinyNet, run

STYLE_WEIGHT = 3
random = generator(20261122)
fixture = Fixture()


def vgg_levels(encoder):
    """The outputs of the relus of which each is the first at its size."""
    return lambda pictures: [encoder[: last + 1](pictures) for last in (3, 10, 17, 30)]


def stage_levels(model):
    """What the stages behind the first leave, up to layer1."""
    return lambda pictures: [run(model, pictures, until=stage) for stage in ("stem", "layer1")]


def small_decoder():
    """The way back from 6 maps at half the size."""
    pad = nn.ReflectionPad2d(1)
    return nn.ModuleDict({"0": nn.Conv2d(6, 16, 3), "1": nn.Conv2d(16, 16, 3),
                          "2": nn.Conv2d(16, 3, 3)}), lambda layers, x: layers["2"](pad(
                              layers["1"](pad(F.interpolate(layers["0"](pad(x)).relu(),
                                                            scale_factor=2))).relu()))


def record(case, encoder, levels, decoder, decode):
    """One step on pictures that are drawn here."""
    contents, styles = torch.rand([2, 3, 3, 19, 18], generator=random, dtype=torch.float64)
    with torch.no_grad():
        wanted = [moments(level, (2, 3)) for level in levels(styles)]
        features = levels(contents)[-1]
        mean, deviation = moments(features, (2, 3))
        features = (features - mean) / deviation * wanted[-1][1] + wanted[-1][0]
    drawn = decode(decoder, features)[..., :19, :18]
    found = levels(drawn)
    content = F.mse_loss(found[-1], features)
    style = sum(
        F.mse_loss(own, right)
        for level, pair in zip(found, wanted)
        for own, right in zip(moments(level, (2, 3)), pair))
    (content + STYLE_WEIGHT * style).backward()
    for name, network in (("encoder", encoder), ("decoder", decoder)):
        fixture.put_all(f"{case}.weights.{name}", network.state_dict())
    fixture.add(case, contents=contents, styles=styles, drawn=drawn, content=content, style=style)
    fixture.put_all(
        f"{case}.gradient", {name: weight.grad for name, weight in decoder.named_parameters()})


def redrawn(network):
    """The same network in float64 with other weights and averages, which does not learn itself."""
    with torch.no_grad():
        for name, tensor in network.double().state_dict().items():
            if name.endswith("running_var"):
                tensor.uniform_(0.5, 1.5, generator=random)
            elif tensor.is_floating_point():
                deviation = (2 / tensor[0].numel()) ** 0.5 if tensor.dim() > 1 else 0.1
                tensor.normal_(1 if name.endswith("bn1.weight") else 0, deviation, generator=random)
    return network.eval()


if __name__ == "__main__":
    vgg = redrawn(adain.encoder(2)).requires_grad_(False)
    record("vgg", vgg, vgg_levels(vgg), redrawn(adain.decoder(2)), lambda layers, x: layers(x))
    tiny = redrawn(TinyNet()).requires_grad_(False)
    layers, decode = small_decoder()
    record("stage", tiny, stage_levels(tiny), redrawn(layers), decode)
    fixture.write()
