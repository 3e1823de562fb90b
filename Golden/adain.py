"""Writes adain.safetensors: pictures drawn in the style of others (Huang and Belongie, 2017).

The two sequences are laid out as in the usual PyTorch code, whose files are `vgg_normalised.pth` (of
which the first 31 layers are used) and `decoder.pth`; here of width 4 rather than 64, float64.

encoder.<name>, decoder.<name>; contents, styles [2, 3, 27, 22] in 0...1
features, styled (strength 0.5), whole (strength 1)
"""

import torch
from torch import nn

from afan_reference import moments
from fixture import Fixture, generator

WIDTH = 4
random = generator(20261123)
fixture = Fixture()


def padded(channels_in, channels):
    """Layers of a 3x3 convolution."""
    return [nn.ReflectionPad2d(1), nn.Conv2d(channels_in, channels, 3), nn.ReLU()]


def encoder(w):
    """VGG-19 up to relu4_1, behind a convolution of the colours."""
    pool = nn.MaxPool2d(2, 2, 0, ceil_mode=True)
    return nn.Sequential(
        nn.Conv2d(3, 3, 1), *padded(3, w), *padded(w, w), pool,
        *padded(w, 2 * w), *padded(2 * w, 2 * w), pool,
        *padded(2 * w, 4 * w), *padded(4 * w, 4 * w), *padded(4 * w, 4 * w), *padded(4 * w, 4 * w),
        pool, *padded(4 * w, 8 * w),
    )


def decoder(w):
    """The way back, without a last activation."""
    double = nn.Upsample(scale_factor=2, mode="nearest")
    return nn.Sequential(
        *padded(8 * w, 4 * w), double,
        *padded(4 * w, 4 * w), *padded(4 * w, 4 * w), *padded(4 * w, 4 * w), *padded(4 * w, 2 * w),
        double, *padded(2 * w, 2 * w), *padded(2 * w, w), double, *padded(w, w), *padded(w, 3)[:-1],
    )


if __name__ == "__main__":
    networks = {"encoder": encoder(WIDTH).double(), "decoder": decoder(WIDTH).double()}
    with torch.no_grad():
        for name, network in networks.items():
            for parameter in network.parameters():
                deviation = (2 / parameter[0].numel()) ** 0.5 if parameter.dim() > 1 else 0.1
                parameter.normal_(0, deviation, generator=random)
            fixture.put_all(name, network.state_dict())
        shape = [2, 3, 27, 22]
        contents, styles = torch.rand([2, *shape], generator=random, dtype=torch.float64)
        features, other = networks["encoder"](contents), networks["encoder"](styles)
        mean, deviation = moments(features, (2, 3))
        new_mean, new_deviation = moments(other, (2, 3))
        exchanged = (features - mean) / deviation * new_deviation + new_mean
        fixture.put_all("pictures", {"contents": contents, "styles": styles})
        fixture.put("features", features)
        fixture.put("styled", networks["decoder"](0.5 * exchanged + 0.5 * features))
        fixture.put("whole", networks["decoder"](exchanged))
    fixture.write()
