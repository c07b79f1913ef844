"""Rates and their limits, against numbers from outside."""

import math
from pathlib import Path

import pandas
import pytest

from data.violence.rates import Rate, byar, byar_limits, exact_limits


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # Published 95% limits of a Poisson mean (Ulm 1990, table 1; six digits from chi-square quantiles).
        (0, 0.0, 3.688879),
        (1, 0.025318, 5.571643),
        (2, 0.242209, 7.224688),
        (3, 0.618672, 8.767273),
        (5, 1.623486, 11.668332),
        (9, 4.115373, 17.084803),
        (10, 4.795389, 18.390356),
    ],
)
def test_exact_limits_are_the_published_ones(count: int, low: float, high: float) -> None:
    assert exact_limits(count) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("count", "confidence", "low", "high"),
    [
        (65, 0.95, 50.163188, 82.849139),
        (1045, 0.95, 982.593202, 1110.331213),
        (1, 0.95, 0.013072, 5.563756),
        (65, 0.998, 42.880261, 94.000291),
        (10, 0.998, 2.916318, 24.193725),
    ],
)
def test_byar_limits_are_those_of_the_public_health_indicators(
    count: int, confidence: float, low: float, high: float
) -> None:
    assert byar_limits(count, confidence) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.raw
def test_byar_limits_agree_with_every_row_of_the_published_test_data(raw: Path) -> None:
    table = pandas.read_excel(raw / "test-vectors" / "testdata_Byars_Wilson.xlsx")
    rows = table[table["method"] == "Byars"]
    assert len(rows) == 7
    for row in rows.itertuples():
        low, high = byar_limits(int(row.x), float(row.confidence.rstrip("%")) / 100)
        assert high == pytest.approx(row.uppercl, abs=1e-6)
        assert low == (0.0 if math.isnan(row.lowercl) else pytest.approx(row.lowercl, abs=1e-6))


@pytest.mark.raw
def test_rates_agree_with_the_published_crude_rates(raw: Path) -> None:
    table = pandas.read_csv(raw / "test-vectors" / "testdata_funnel_rate_dsr_inputs.csv")
    assert len(table) == 40
    for row in table.itertuples():
        assert byar(int(row.count), int(row.pop), per=100_000).value == pytest.approx(
            row.rate_crude_per_100000, abs=1e-6
        )


def test_the_reference_rate_of_lewisham() -> None:
    rate = byar(9622, 300_532)
    assert (round(rate.value, 2), round(rate.low, 2), round(rate.high, 2)) == (32.02, 31.38, 32.66)


@pytest.mark.parametrize(("count", "limits"), [(9, exact_limits), (10, byar_limits)])
def test_below_ten_the_limits_are_exact_and_from_ten_they_are_byars(count: int, limits) -> None:
    rate = byar(count, 1000)
    assert (rate.low, rate.high) == pytest.approx(limits(count), abs=1e-9)
    assert exact_limits(count)[0] != pytest.approx(byar_limits(count)[0], abs=1e-4)


def test_a_rate_is_per_so_many_people() -> None:
    thousand, hundred_thousand = byar(20, 4000), byar(20, 4000, per=100_000)
    assert thousand.value == 5.0
    assert hundred_thousand.high == pytest.approx(100 * thousand.high)


@pytest.mark.parametrize(
    ("count", "population", "confidence"), [(-1, 10, 0.95), (1, 0, 0.95), (1, 10, 1.0), (1, 10, 0.0)]
)
def test_nonsense_is_refused(count: int, population: int, confidence: float) -> None:
    with pytest.raises(ValueError):
        byar(count, population, confidence=confidence)


def test_a_rate_must_lie_within_its_limits() -> None:
    with pytest.raises(ValueError):
        Rate(5.0, 6.0, 7.0)
