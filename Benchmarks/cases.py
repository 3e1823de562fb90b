"""What is compared with what, and how many passes each order of work makes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """One kind of step: `order` is plain, authors, own (the authors' functions) or savings.

    `precision` is the run's where it is empty. A `relative_step` is a part of the features' root
    mean square; otherwise attack steps are of 0.5/255.
    """

    order: str
    attack_steps: int = 0
    precision: str = ""
    relative_step: float | None = None

    def arguments(self, precision):
        """The protocol's arguments for this step, in a run of `precision`."""
        words = ["--precision", self.precision or precision]
        if self.order == "plain":
            return ["--step", "plain", *words]
        if self.relative_step is not None:
            words += ["--relative-step", str(self.relative_step)]
        return ["--step", "afan", "--attack-steps", str(self.attack_steps), *words]

    @property
    def plain_steps(self):
        """The work in plain steps, each pass forward or back to inputs or weights a third of one.

        A pass through the tail costs its share of the network's multiply-adds.
        """
        tail, attack = tail_share(), self.attack_steps
        separate_head = (1 - tail) / 3
        return {
            "plain": 1,
            "savings": 1 + tail + (attack - 1) * 2 * tail / 3,
            "authors": separate_head + attack * 2 * tail / 3 + tail + 1,
            "own": separate_head + attack * tail + tail + 1,
        }[self.order]


@dataclass(frozen=True)
class Case:
    """Spar's work against a peer's, or against other work of its own (`role` is ours).

    `target` is the ratio of times that Spar keeps to.
    """

    name: str
    ours: Work
    peer: Work
    target: float | None = None
    role: str = "peer"


SCRIPTS = {
    "plain": ["plain.py"],
    "authors": ["authors_order.py"],
    "own": ["authors_order.py", "--own-functions"],
    "savings": ["same_savings.py"],
}


def tail_share():
    """The share of ResNet-56's multiply-adds that lies behind stage 1."""

    def stage(width_in, width, side):
        return 9 * side * side * width * (width_in + 17 * width)

    head = 9 * 32 * 32 * 3 * 16 + stage(16, 16, 32)
    tail = stage(16, 32, 16) + stage(32, 64, 8) + 64 * 10
    return tail / (head + tail)


PLAIN, PGD1 = Work("plain"), Work("savings", 1)
# Of moves of 0.5/255 under half survive the rounding to bfloat16, of these over 99 %.
BF16_PGD1 = Work("savings", 1, "bf16", 0.02)

CASES = {
    "plain": Case("plain step, PyTorch eager", PLAIN, PLAIN, 0.88),
    "pgd1-authors": Case("PGD-1, authors' order", PGD1, Work("authors", 1), 0.62),
    "pgd5-authors": Case("PGD-5, authors' order", Work("savings", 5), Work("authors", 5), 0.72),
    "pgd1-savings": Case("PGD-1, same savings", Work("savings", 1), Work("savings", 1), 1.02),
    "pgd5-savings": Case("PGD-5, same savings", Work("savings", 5), Work("savings", 5), 1.02),
    "pgd1-own": Case("PGD-1, authors' own functions", Work("savings", 1), Work("own", 1)),
    "pgd5-own": Case("PGD-5, authors' own functions", Work("savings", 5), Work("own", 5)),
    "pgd1-plain": Case("PGD-1, Spar's plain step", PGD1, PLAIN,
                       round(1.05 * PGD1.plain_steps, 2), role="ours"),
    "bf16-plain": Case("bf16: plain step, PyTorch eager", Work("plain", 0, "bf16"),
                       Work("plain", 0, "bf16")),
    "bf16-pgd1-authors": Case("bf16: PGD-1, authors' order", BF16_PGD1,
                              Work("authors", 1, "bf16", 0.02), 0.85),
    "bf16-pgd1-fp32": Case("bf16: PGD-1, authors' order in fp32", BF16_PGD1,
                           Work("authors", 1, "fp32", 0.02), 0.45),
}
DEFAULT_CASES = [name for name, case in CASES.items() if case.target]


def balanced_orders(count):
    """Orders of `range(count)` in which each item follows every other equally often.

    Source: Williams, 1949. As many orders as items, or twice as many for an odd number.
    """
    zigzag = [0]
    for index in range(1, count):
        zigzag.append((index + 1) // 2 if index % 2 else count - index // 2)
    orders = [[(item + shift) % count for item in zigzag] for shift in range(count)]
    return orders if count % 2 == 0 else orders + [order[::-1] for order in orders]
