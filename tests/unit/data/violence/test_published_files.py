"""The Met's own files, and every total once more by a path that shares no code with the reader."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from data import places
from data.violence import series
from data.violence.measures import Measure
from data.violence.months import Month
from data.violence.mps import read_mps

pytestmark = pytest.mark.raw

YEAR = [f"2025{month:02}" for month in range(4, 13)] + ["202601", "202602", "202603"]
NEWEST = "MPS Ward Level Crime 2024-03 to 2026-03.csv"
WITH = {"VIOLENCE WITH INJURY", "DEATH SERIOUS INJURY ILLEGAL DRIVING"}
WITHOUT = {"VIOLENCE WITHOUT INJURY", "STALKING AND HARASSMENT"}
EDITIONS = [
    "mps-ward-crime/MPS Ward Level Crime (Historical) 2010-04 to 2024-02.csv",
    "mps-ward-crime/MPS Ward Level Crime 2021-04 to 2023-03.csv",
    "mps-ward-crime/MPS Ward Level Crime 2022-12 to 2024-11.csv",
    "mps-ward-crime/MPS Ward Level Crime 2023-04 to 2025-03.csv",
    "mps-ward-crime/MPS Ward Level Crime 2024-03 to 2026-03.csv",
    "mps-borough-crime/MPS Borough Level Crime (Historical) 2010-04 to 2024-02.csv",
    "mps-borough-crime/MPS Borough Level Crime 2024-01 to 2025-12.csv",
    "mps-borough-crime/MPS Borough Level Crime 2024-03 to 2026-02.csv",
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if not row.get("LookUp_BoroughName", "").startswith("Aviation")]


def by_hand(rows: list[dict[str, str]], months: list[str], wanted) -> dict[str, int]:
    """Plain sums of the rows `wanted` takes, by ward code or borough name."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        if wanted(row["MajorText"].upper(), row["MinorText"].upper()):
            sums[row.get("WardCode") or row["BoroughName"]] += sum(int(row[month]) for month in months)
    return dict(sums)


def test_a_year_of_every_ward_is_the_plain_sum_of_its_rows(raw: Path, figures: Session) -> None:
    rows = rows_of(raw / "mps-ward-crime" / NEWEST)
    expected = by_hand(rows, YEAR, lambda major, minor: major.startswith("VIOLENCE"))
    years = series.all_wards(figures, Measure.VIOLENCE, Month(2026, 3))
    assert {year.area_code: year.count for year in years} == {
        ward.code: expected[ward.code] for ward in places.wards()
    }
    whole = series.twelve_months(figures, "E09000023", Measure.VIOLENCE, Month(2026, 3))
    assert whole.count == sum(expected[ward.code] for ward in places.wards()) == 9622


@pytest.mark.parametrize("name", EDITIONS)
def test_every_month_of_every_area_is_the_plain_sum_of_its_rows(raw: Path, name: str) -> None:
    file, rows = read_mps(raw / name), rows_of(raw / name)
    for measure, wanted in {
        Measure.VIOLENCE: lambda major, minor: major == "VIOLENCE AGAINST THE PERSON",
        Measure.WITH_INJURY: lambda major, minor: major.startswith("VIOLENCE") and minor in WITH,
        Measure.WITHOUT_INJURY: lambda major, minor: major.startswith("VIOLENCE") and minor in WITHOUT,
        Measure.HOMICIDE: lambda major, minor: minor == "HOMICIDE",
        Measure.ROBBERY: lambda major, minor: major == "ROBBERY",
        Measure.WEAPONS: lambda major, minor: major == "POSSESSION OF WEAPONS",
        Measure.SEXUAL: lambda major, minor: major == "SEXUAL OFFENCES",
    }.items():
        for place in {0, len(file.months) // 2, len(file.months) - 1}:
            month = str(file.months[place]).replace("-", "")
            expected = by_hand(rows, [month], wanted)
            assert {area: counts[place] for area, counts in file.counts[measure].items()} == {
                area: expected.get(area, 0) for area in file.areas
            }, (measure, month)


def test_the_stub_of_march_2024_is_set_aside(raw: Path) -> None:
    file = read_mps(raw / "mps-ward-crime" / NEWEST)
    assert file.stubs == {Month(2024, 3): 47}
    assert (str(file.months[0]), str(file.months[-1]), len(file.months)) == ("2024-04", "2026-03", 24)


def test_the_borough_series_comes_from_the_borough_file(raw: Path, figures: Session) -> None:
    path = raw / "mps-borough-crime" / "MPS Borough Level Crime 2024-03 to 2026-02.csv"
    expected = by_hand(rows_of(path), ["202602"], lambda major, minor: major.startswith("VIOLENCE"))[
        "Lewisham"
    ]
    point = series.series(figures, "E09000023", Measure.VIOLENCE, level="borough")[-1]
    assert (str(point.month), point.count) == ("2026-02", expected)


def test_old_wards_of_the_street_archive_are_not_a_ward_file(raw: Path) -> None:
    with pytest.raises(ValueError, match="not the columns"):
        read_mps(raw / "police-street" / "2024-01-metropolitan-street.csv")
