"""Series, years and comparisons, on the committed bundle and on small made-up editions."""

import itertools

import pytest
from sqlalchemy.orm import Session

from data import places
from data.violence import series
from data.violence.measures import Measure
from data.violence.months import Month
from data.violence.series import NoFigures, NotShown
from data.violence.tables import Edition, MonthlyCount

LEWISHAM, RUSHEY_GREEN, LEWISHAM_CENTRAL = "E09000023", "E05013730", "E05013727"
MARCH = Month(2026, 3)


def add_edition(
    session: Session,
    name: str,
    as_at: Month,
    months: list[Month],
    count: int,
    **odd: int,
) -> None:
    """An edition with the same count for every area, month and measure, but for the areas in `odd`."""
    edition = Edition(
        slug=name, level="ward", title=name, publisher="p", licence="l", source_url="u", sha256=name, note="",
        first_month=str(months[0]), last_month=str(months[-1]), as_at=str(as_at),
    )  # fmt: skip
    edition.counts = [
        MonthlyCount(area_code=code, measure=measure.value, month=str(month), count=odd.get(code, count))
        for code in (ward.code for ward in places.wards())
        for measure in Measure
        for month in months
        if odd.get(code, count) >= 0
    ]
    session.add(edition)
    session.flush()


def test_the_reference_year_of_lewisham(figures: Session) -> None:
    year = series.twelve_months(figures, LEWISHAM, Measure.VIOLENCE)
    assert (year.count, year.residents) == (9622, 300_532)
    assert (round(year.rate, 2), round(year.low, 2), round(year.high, 2)) == (32.02, 31.38, 32.66)
    assert (str(year.first_month), str(year.last_month)) == ("2025-04", "2026-03")
    assert year.edition == "MPS Ward Level Crime 2024-03 to 2026-03"
    assert year.editions == (year.edition,)
    assert (year.area_name, year.comparison) == ("Lewisham", None)


def test_the_reference_years_of_two_wards(figures: Session) -> None:
    assert series.twelve_months(figures, RUSHEY_GREEN, Measure.VIOLENCE, MARCH).count == 954
    central = series.twelve_months(figures, LEWISHAM_CENTRAL, Measure.VIOLENCE, MARCH)
    assert (central.count, central.residents, central.comparison) == (551, 8198, "higher")


def test_every_ward_is_there_by_name_and_they_add_up(figures: Session) -> None:
    years = series.all_wards(figures, Measure.VIOLENCE)
    assert [year.area_name for year in years] == sorted(ward.name for ward in places.wards())
    assert sum(year.count for year in years) == 9622
    assert years[16] == series.twelve_months(figures, years[16].area_code, Measure.VIOLENCE)


def test_a_ward_is_compared_by_its_whole_interval(figures: Session) -> None:
    whole = series.twelve_months(figures, LEWISHAM, Measure.VIOLENCE).rate
    told = set()
    for year in series.all_wards(figures, Measure.VIOLENCE):
        told.add(year.comparison)
        assert (year.comparison == "higher") == (year.low > whole)
        assert (year.comparison == "lower") == (year.high < whole)
    assert told == {"lower", "similar", "higher"}


def test_sixteen_years_without_a_hole(figures: Session) -> None:
    points = series.series(figures, LEWISHAM, Measure.VIOLENCE)
    assert [point.month for point in points] == list(Month(2010, 4).until(MARCH))


def test_the_average_since_the_break_is_the_published_one(figures: Session) -> None:
    recent = [
        p.count for p in series.series(figures, LEWISHAM, Measure.VIOLENCE) if p.month >= Month(2024, 4)
    ]
    assert len(recent) == 24
    assert sum(recent) / 24 == pytest.approx(769.5417, abs=1e-4)
    moves = [abs(later - earlier) for earlier, later in itertools.pairwise(recent)]
    assert sum(moves) / 23 == pytest.approx(50.9130, abs=1e-4)


def test_the_stub_month_comes_from_an_older_edition(figures: Session) -> None:
    march = next(p for p in series.series(figures, LEWISHAM, Measure.VIOLENCE) if p.month == series.BREAK)
    assert march.count == 710
    assert march.edition == "MPS Ward Level Crime 2023-04 to 2025-03"


def test_before_the_break_the_restated_history_is_the_newest(figures: Session) -> None:
    before = [p for p in series.series(figures, LEWISHAM, Measure.VIOLENCE) if p.month < series.BREAK]
    assert {p.edition for p in before} == {"MPS Ward Level Crime (Historical) 2010-04 to 2024-02"}


def test_a_revision_is_kept_and_shown_newest_first(figures: Session) -> None:
    found = series.revisions(figures, LEWISHAM, Measure.VIOLENCE, Month(2024, 10))
    assert [(str(each.as_at), each.count) for each in found] == [
        ("2026-03", 775),
        ("2025-03", 780),
        ("2024-11", 779),
    ]


def test_the_borough_file_is_another_series(figures: Session) -> None:
    own = {p.month: p.count for p in series.series(figures, LEWISHAM, Measure.VIOLENCE, level="borough")}
    wards = {p.month: p.count for p in series.series(figures, LEWISHAM, Measure.VIOLENCE)}
    assert max(own) == Month(2026, 2)
    assert own[Month(2024, 8)] > wards[Month(2024, 8)]


def test_the_share_not_placed(figures: Session) -> None:
    own = {p.month: p.count for p in series.series(figures, LEWISHAM, Measure.VIOLENCE, level="borough")}
    wards = {p.month: p.count for p in series.series(figures, LEWISHAM, Measure.VIOLENCE)}
    months = Month(2025, 3).until(Month(2026, 2))
    expected = 1 - sum(wards[month] for month in months) / sum(own[month] for month in months)
    found = series.not_placed(figures, Measure.VIOLENCE, months[0], months[-1])
    assert found.share == pytest.approx(expected)
    assert (found.first_month, found.last_month) == (Month(2025, 3), Month(2026, 2))
    assert found.edition == "MPS Borough Level Crime 2024-03 to 2026-02"
    assert 0.001 < expected < 0.044


def test_the_share_not_placed_needs_both_files(figures: Session) -> None:
    with pytest.raises(NoFigures, match="March 2026"):
        series.not_placed(figures, Measure.VIOLENCE, Month(2025, 4), MARCH)


def test_the_newest_edition_wins_whatever_order_they_came_in(empty: Session) -> None:
    months = list(Month(2025, 1).until(Month(2025, 12)))
    add_edition(empty, "newer", Month(2026, 3), months, 20)
    add_edition(empty, "older", Month(2026, 1), months, 10)
    ward = places.wards()[0].code
    assert {(p.count, p.edition) for p in series.series(empty, ward, Measure.VIOLENCE)} == {(20, "newer")}


def test_an_area_missing_from_the_newest_edition_does_not_become_zero(empty: Session) -> None:
    months = list(Month(2025, 1).until(Month(2025, 12)))
    add_edition(empty, "only", Month(2026, 3), months, 20, E05013714=-1)
    with pytest.raises(NoFigures):
        series.series(empty, LEWISHAM, Measure.VIOLENCE)
    with pytest.raises(NoFigures, match="January 2025"):
        series.twelve_months(empty, LEWISHAM, Measure.VIOLENCE)


def test_a_year_needs_all_twelve_months(empty: Session) -> None:
    add_edition(empty, "short", Month(2026, 3), list(Month(2025, 5).until(MARCH)), 20)
    with pytest.raises(NoFigures, match="April 2025"):
        series.twelve_months(empty, LEWISHAM, Measure.VIOLENCE, MARCH)


def test_nothing_held_is_said_so(empty: Session) -> None:
    for ask in (series.series, series.twelve_months):
        with pytest.raises(NoFigures):
            ask(empty, LEWISHAM, Measure.VIOLENCE)
    with pytest.raises(NoFigures):
        series.revisions(empty, LEWISHAM, Measure.VIOLENCE, MARCH)


@pytest.mark.parametrize("code", ["E09000001", "E05000449", "", "Lewisham"])
def test_an_unknown_area_is_refused(figures: Session, code: str) -> None:
    with pytest.raises(places.UnknownArea):
        series.twelve_months(figures, code, Measure.VIOLENCE)


def test_homicide_is_never_shown_for_a_ward(figures: Session) -> None:
    with pytest.raises(NotShown):
        series.twelve_months(figures, RUSHEY_GREEN, Measure.HOMICIDE)
    with pytest.raises(NotShown):
        series.all_wards(figures, Measure.HOMICIDE)
    with pytest.raises(NotShown):
        series.series(figures, RUSHEY_GREEN, Measure.HOMICIDE)
    whole = series.twelve_months(figures, LEWISHAM, Measure.HOMICIDE)
    assert (whole.comparison, str(whole.last_month)) == (None, "2026-02")


def test_single_months_of_a_ward_are_shown_for_all_violence_only(figures: Session) -> None:
    assert series.series(figures, RUSHEY_GREEN, Measure.VIOLENCE)
    with pytest.raises(NotShown):
        series.series(figures, RUSHEY_GREEN, Measure.ROBBERY)
    assert series.series(figures, LEWISHAM, Measure.ROBBERY)


def test_fewer_than_ten_in_a_ward_are_not_shown(empty: Session) -> None:
    months = list(Month(2025, 1).until(Month(2025, 11)))
    few, enough = places.wards()[0].code, places.wards()[1].code
    add_edition(empty, "rest", Month(2025, 11), months, 1, **{few: 0, enough: 0})
    add_edition(empty, "december", Month(2025, 12), [Month(2025, 12)], 1, **{few: 9, enough: 10})
    with pytest.raises(NotShown, match="fewer than 10"):
        series.twelve_months(empty, few, Measure.ROBBERY)
    assert series.twelve_months(empty, enough, Measure.ROBBERY).count == 10
    assert series.twelve_months(empty, few, Measure.VIOLENCE).count == 9
    assert few not in {year.area_code for year in series.all_wards(empty, Measure.ROBBERY)}
    assert len(series.all_wards(empty, Measure.ROBBERY)) == 18


def test_a_year_names_every_edition_it_is_taken_from(figures: Session) -> None:
    year = series.twelve_months(figures, LEWISHAM, Measure.VIOLENCE, Month(2024, 6))
    assert year.editions == (
        "MPS Ward Level Crime 2024-03 to 2026-03",
        "MPS Ward Level Crime (Historical) 2010-04 to 2024-02",
        "MPS Ward Level Crime 2023-04 to 2025-03",
    )


def test_the_editions_are_those_of_every_ward_and_month(empty: Session) -> None:
    months = list(Month(2025, 1).until(Month(2025, 12)))
    first, other = places.wards()[0].code, places.wards()[1].code
    add_edition(empty, "older", Month(2026, 1), months, 10)
    add_edition(empty, "newer", Month(2026, 3), months[:1], 20, **{first: -1})
    assert series.twelve_months(empty, LEWISHAM, Measure.VIOLENCE).editions == ("newer", "older")
    assert series.twelve_months(empty, first, Measure.VIOLENCE).editions == ("older",)
    assert series.twelve_months(empty, other, Measure.VIOLENCE).edition == "newer"
    assert series.series(empty, LEWISHAM, Measure.VIOLENCE)[0].edition == "newer"


def test_of_two_editions_of_one_month_the_later_loaded_wins(empty: Session) -> None:
    months = list(Month(2025, 1).until(Month(2025, 12)))
    add_edition(empty, "first", Month(2026, 1), months, 10)
    add_edition(empty, "again", Month(2026, 1), months[:6], 20)
    ward = places.wards()[0].code
    assert [p.count for p in series.series(empty, ward, Measure.VIOLENCE)] == [20] * 6 + [10] * 6
    said = series.revisions(empty, ward, Measure.VIOLENCE, months[0])
    assert [each.edition for each in said] == ["again", "first"]


def test_revisions_keep_the_rule_of_small_numbers(figures: Session) -> None:
    with pytest.raises(NotShown):
        series.revisions(figures, RUSHEY_GREEN, Measure.ROBBERY, Month(2024, 10))
    assert series.revisions(figures, RUSHEY_GREEN, Measure.VIOLENCE, Month(2024, 10))
    assert series.revisions(figures, LEWISHAM, Measure.ROBBERY, Month(2024, 10))
