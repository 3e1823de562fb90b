"""Spar's random numbers (Sources/Randomness/Seed.swift), for references that draw the same ones.

A seed is 64 bits. `Seed(2) / "start" / 0` is the place called "start", number 0, below it.
"""

import torch

BITS = (1 << 64) - 1
NUMBER_MARK = 0x6E756D6265725F5F


def scrambled(bits):
    """Spreads every bit over all (Stafford's mix 13)."""
    bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9 & BITS
    bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB & BITS
    return bits ^ (bits >> 31)


class Seed:
    """A place in the tree of random numbers."""

    def __init__(self, value):
        self.value = value

    def __truediv__(self, step):
        if isinstance(step, int):
            return Seed(scrambled((self.value + scrambled((step & BITS) ^ NUMBER_MARK)) & BITS))
        name = 0xCBF29CE484222325
        for byte in step.encode():
            name = (name ^ byte) * 0x100000001B3 & BITS
        return Seed(scrambled(self.value ^ scrambled(name)))

    def uniform(self, shape, low=0.0, high=1.0):
        """A float32 tensor of `shape`, as libtorch's CPU generator draws it."""
        generator = torch.Generator().manual_seed(self.value & 0xFFFFFFFF)
        return torch.empty(shape).uniform_(low, high, generator=generator)

    def draws(self):
        """A function whose calls give a whole number in 0..<bound each (SplitMix64)."""
        state = self.value

        def below(bound):
            nonlocal state
            state = (state + 0x9E3779B97F4A7C15) & BITS
            return (scrambled(state) * bound) >> 64

        return below


def permutation(count, draw):
    """The numbers 0..<count in an order drawn from all (Fisher and Yates, from the end)."""
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = draw(i + 1)
        order[i], order[j] = order[j], order[i]
    return order
