"""Two-sided quantiles of Student's t distribution, from scipy.

`quantiles.<percent>` [200]: the t within which that part lies, for 1 to 200 degrees of freedom, and
`parts` [200, 6]: the part that lies within each of `points`. mpmath checks scipy to 30 digits.
"""

import mpmath
import numpy
import scipy
import scipy.stats
import torch

import fixture

DEGREES = numpy.arange(1, 201)
POINTS = numpy.array([0.1, 0.5, 1.0, 2.0, 5.0, 30.0])


def exact_part(degrees, t):
    """The part within `t`, by the incomplete beta function in 30 digits."""
    mpmath.mp.dps = 30
    x = mpmath.mpf(degrees) / (degrees + mpmath.mpf(t) ** 2)
    return 1 - mpmath.betainc(mpmath.mpf(degrees) / 2, mpmath.mpf("0.5"), 0, x, regularized=True)


def main():
    """Writes the fixture."""
    data = fixture.Fixture()
    for percent in (50, 95, 99):
        values = scipy.stats.t.ppf(0.5 + percent / 200, DEGREES)
        for degrees in (1, 2, 3, 4, 9, 10, 57, 200):
            part = exact_part(degrees, values[degrees - 1])
            assert abs(part - percent / 100) < 1e-14, (degrees, part)
        data.put(f"quantiles.{percent}", torch.tensor(values))
    parts = [[float(exact_part(int(n), t)) for t in POINTS] for n in DEGREES]
    data.put("points", torch.tensor(POINTS))
    data.put("parts", torch.tensor(parts, dtype=torch.float64))
    data.describe("references", scipy=scipy.__version__, mpmath=mpmath.__version__)
    data.write()


if __name__ == "__main__":
    main()
