"""Rates with the interval that chance alone allows.

Byar's approximation for a Poisson count, and the exact (Garwood) limits below ten, where Byar's is poor. Both
as in the Public Health England technical guide "Confidence intervals" (2018).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

EXACT_BELOW = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """Offences per so many residents, with the lower and upper limit of its interval."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.value <= self.high:
            raise ValueError(f"a rate of {self.value} cannot lie between {self.low} and {self.high}")


def byar(count: int, population: int, per: float = 1000, confidence: float = 0.95) -> Rate:
    """The rate of `count` among `population`, per `per` people, with limits (exact below ten).

    Raises ValueError for a negative count, no population, or a confidence outside 0 to 1.
    """
    if population <= 0:
        raise ValueError("a rate needs residents")
    low, high = (exact_limits if count < EXACT_BELOW else byar_limits)(count, confidence)
    scale = per / population
    return Rate(count * scale, low * scale, high * scale)


def byar_limits(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """Byar's limits for a Poisson count. The lower is 0 where the approximation would fall below it."""
    z = NormalDist().inv_cdf(0.5 + _checked(count, confidence) / 2)
    low = _byar(count, -z) if count else 0.0
    return low, _byar(count + 1, z)


def _byar(count: int, z: float) -> float:
    return count * max(0.0, 1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3


def exact_limits(count: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact limits for a Poisson count.

    They are the means under which a count this high, or this low, has exactly half the remaining chance:
    the same numbers as the usual chi-square quantiles. Sums `count` terms, so meant for small counts.
    """
    tail = (1 - _checked(count, confidence)) / 2
    top = 2 * count + 20 - 4 * math.log(tail)
    low = _falling(lambda mean: _at_most(count - 1, mean), 1 - tail, top) if count else 0.0
    return low, _falling(lambda mean: _at_most(count, mean), tail, top)


def _at_most(count: int, mean: float) -> float:
    """The chance of `count` or fewer when `mean` are expected."""
    if mean == 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _falling(function: Callable[[float], float], target: float, top: float) -> float:
    """Where a falling function of 0 to `top` meets `target`, by halving until floats have no middle."""
    low, high = 0.0, top
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if function(middle) > target else (low, middle)
    return high


def _checked(count: int, confidence: float) -> float:
    if count < 0:
        raise ValueError("a count cannot be negative")
    if not 0 < confidence < 1:
        raise ValueError("confidence must lie between 0 and 1")
    return confidence
