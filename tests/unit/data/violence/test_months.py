from datetime import date

import pytest

from data.violence.months import Month, MonthError


@pytest.mark.parametrize("text", ["202403", "2024-03"])
def test_reads_both_ways_of_writing_a_month(text: str) -> None:
    assert Month.parse(text) == Month(2024, 3)


@pytest.mark.parametrize(
    "text", ["", "2024", "202413", "202400", "2024-3", "24-03", "202403 ", "２０２４０３", "189901"]
)
def test_refuses_what_is_not_a_month(text: str) -> None:
    with pytest.raises(MonthError):
        Month.parse(text)


def test_is_written_for_files_and_for_people() -> None:
    month = Month(2024, 3)
    assert (str(month), month.label, month.first_day) == ("2024-03", "March 2024", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("steps", "expected"),
    [(0, "2024-03"), (9, "2024-12"), (10, "2025-01"), (-3, "2023-12"), (-15, "2022-12")],
)
def test_shifts_across_years(steps: int, expected: str) -> None:
    assert str(Month(2024, 3).shift(steps)) == expected


def test_until_holds_both_ends() -> None:
    assert [str(month) for month in Month(2023, 11).until(Month(2024, 2))] == [
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    ]
    assert Month(2024, 2).until(Month(2024, 1)) == ()


def test_sorts_in_time_and_so_does_its_text() -> None:
    months = [Month(2024, 10), Month(2023, 12), Month(2024, 2)]
    assert (
        sorted(map(str, months))
        == [str(month) for month in sorted(months)]
        == ["2023-12", "2024-02", "2024-10"]
    )
