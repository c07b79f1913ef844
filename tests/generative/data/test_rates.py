"""What must hold for a rate of any count, any population and any confidence."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.violence.rates import byar, byar_limits, exact_limits

confidences = st.floats(0.5, 0.999)


def chance_of_at_most(count: int, mean: float) -> float:
    """By multiplying up, which the module itself does not do."""
    term = total = math.exp(-mean)
    for step in range(1, count + 1):
        term *= mean / step
        total += term
    return total


@given(st.integers(0, 60), confidences)
def test_exact_limits_leave_the_chance_they_promise(count: int, confidence: float) -> None:
    low, high = exact_limits(count, confidence)
    tail = (1 - confidence) / 2
    assert chance_of_at_most(count, high) == pytest.approx(tail, rel=1e-6)
    if count:
        assert 1 - chance_of_at_most(count - 1, low) == pytest.approx(tail, rel=1e-6)
    else:
        assert low == 0


@given(st.integers(10, 100_000), st.floats(0.8, 0.999))
def test_byar_is_close_to_exact_from_ten_on(count: int, confidence: float) -> None:
    low, high = byar_limits(count, confidence)
    assert low < count < high
    if count <= 200:
        assert (low, high) == pytest.approx(exact_limits(count, confidence), rel=0.02)


@given(st.integers(0, 100_000), st.integers(1, 10_000_000), confidences)
def test_the_rate_lies_within_its_limits(count: int, population: int, confidence: float) -> None:
    rate = byar(count, population, confidence=confidence)
    assert 0 <= rate.low <= rate.value <= rate.high
    assert rate.value == pytest.approx(1000 * count / population)


@given(st.integers(0, 5_000), st.integers(1, 1_000_000))
def test_more_offences_move_both_limits_up_even_where_the_method_changes(count: int, population: int) -> None:
    fewer, more = byar(count, population), byar(count + 1, population)
    assert fewer.low < more.low
    assert fewer.high < more.high


@given(st.integers(1, 5_000), st.floats(0.6, 0.98))
def test_more_confidence_is_a_wider_interval(count: int, confidence: float) -> None:
    narrow, wide = byar(count, 1000, confidence=confidence), byar(count, 1000, confidence=confidence + 0.01)
    assert wide.low < narrow.low
    assert narrow.high < wide.high
