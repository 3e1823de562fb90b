"""What every peer trains: the network, its optimizer and one fixed batch."""

import torch
from torch.nn import functional

from network import ResNet56

STEP_SIZE = 0.5 / 255
CLEAN_WEIGHT = LESSON_WEIGHT = 0.5
DTYPES = {"fp32": torch.float32, "bf16": torch.float32, "fp64": torch.float64}


class Trainee:
    """A network with SGD (.1, .9, Nesterov, 5e-4) and a fixed random batch.

    `precision` is fp32, fp64, or bf16: float32 weights and autocast passes whose features at the
    cut are float32, so that a move of them is not rounded away. Attack steps are of `STEP_SIZE`,
    or of `relative_step` times the features' root mean square.
    """

    def __init__(self, batch=128, precision="fp32", channels_last=False, optimizer="fused",
                 relative_step=None):
        torch.manual_seed(3)
        self.relative_step = relative_step
        self.dtype = DTYPES[precision]
        self.half = precision == "bf16"
        layout = torch.channels_last if channels_last else torch.contiguous_format
        self.network = ResNet56().to(self.dtype).to(memory_format=layout)
        images = torch.rand(batch, 3, 32, 32, dtype=self.dtype)
        self.images = images.contiguous(memory_format=layout)
        self.labels = torch.randint(0, 10, (batch,))
        kinds = {"fused": {"fused": True}, "foreach": {"foreach": True}, "loop": {}}
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=5e-4,
            **kinds[optimizer],
        )

    def autocast(self):
        """One pass in the precision asked for."""
        return torch.autocast("cpu", torch.bfloat16, enabled=self.half)

    def plain_loss(self):
        """The batch's loss, by one pass through the whole network."""
        with self.autocast():
            logits = self.network(self.images)
        return functional.cross_entropy(logits.to(self.dtype), self.labels)

    def features(self, tracks=True):
        """The batch's features at the cut."""
        with self.autocast():
            return self.network.head(self.images, tracks).to(self.dtype)

    def loss(self, features, tracks=True):
        """The loss of features at the cut, by a pass through the tail."""
        with self.autocast():
            logits = self.network.tail(features, tracks)
        return functional.cross_entropy(logits.to(self.dtype), self.labels)

    def step_length(self, features):
        """The attack's step: a constant, or a part of the clean features' root mean square."""
        if self.relative_step is None:
            return STEP_SIZE
        return self.relative_step * features.detach().square().mean().sqrt().item()

    def slopes(self, features):
        """The loss's gradient at `features` alone: no weight gradients, no running averages."""
        leaf = features.detach().requires_grad_()
        (slopes,) = torch.autograd.grad(self.loss(leaf, tracks=False), leaf)
        return slopes


def moved(features, slopes, length):
    """`features` one attack step of `length` uphill, without a graph."""
    return torch.add(features.detach(), slopes.sign(), alpha=length)
