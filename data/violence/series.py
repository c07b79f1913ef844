"""Asking the stored editions: a series, a year, what was revised, what was not placed in any ward.

Where several editions hold a month, the newest says how many; the others stay to show what was revised. At
ward level the borough means the sum of its wards. The borough's own file is another series, asked for by
level, because since March 2024 it holds offences that are placed in the borough but in no ward.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import places
from data.violence.measures import DESCRIPTIONS, Measure
from data.violence.months import Month
from data.violence.mps import BOROUGH, WARD
from data.violence.rates import byar
from data.violence.tables import Edition, MonthlyCount

BREAK = Month(2024, 3)
BREAK_REASON = (
    "In March 2024 the Met changed its recording system, and offences are now placed where they happened. "
    "Counts before and after cannot be compared with full confidence."
)
FEWEST = 10
YEAR = 12

Comparison = Literal["lower", "similar", "higher"]


class NoFigures(LookupError):
    """No edition, or not enough complete months, for what was asked."""


class NotShown(LookupError):
    """The figure exists but could point at people, so it is not shown; the message says why in plain words."""


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """Offences recorded in a month, and the title of the edition that says so: the newest, where wards differ."""

    month: Month
    count: int
    edition: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What one edition said about a month; `as_at` is the month that edition speaks from."""

    edition: str
    as_at: Month
    count: int


@dataclass(frozen=True, slots=True)
class TwelveMonths:
    """A year of one measure in one area, with its rate per 1,000 residents and 95% interval.

    `editions` are the titles of all editions that the twelve months are taken from, newest first. `comparison`
    says where the whole interval lies against the rate of the borough's wards together; None for the borough itself.
    """

    area_code: str
    area_name: str
    measure: Measure
    count: int
    residents: int
    rate: float
    low: float
    high: float
    first_month: Month
    last_month: Month
    editions: tuple[str, ...]
    comparison: Comparison | None

    @property
    def edition(self) -> str:
        """The title of the newest edition among the twelve months."""
        return self.editions[0]


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """The share, 0 to 1, of the borough file's offences in some months that no ward of the ward files holds.

    A little under 0 can happen, when the two files are of different dates. `edition` is the title of the newest edition
    of the borough's file among these months.
    """

    share: float
    first_month: Month
    last_month: Month
    edition: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A count, and the title and the rank of the edition that it is taken from; a newer edition ranks higher."""

    count: int
    edition: str
    rank: tuple[str, int]


_Months = Mapping[Month, Mapping[str, _Cell]]
_RANK = Edition.as_at, Edition.id
"""Of two editions that hold the same month the later one wins: by the month it speaks from, then by when it was loaded."""


def series(session: Session, area: str, measure: Measure, level: str = WARD) -> list[MonthPoint]:
    """Every month held for an area, in order, newest edition first where several hold it.

    Months that no edition holds complete are not there. Raises NotShown for single months of a ward other
    than of all violence, NoFigures when there are none, places.UnknownArea for a code.
    """
    place = places.area(area)
    codes = _codes_by_month(area, measure, level)
    held = _held(session, level, codes, measure)
    points = [_together(month, cells, codes) for month, cells in held.items() if cells.keys() >= set(codes)]
    if not points:
        raise NoFigures(f"{measure.label} in {place.name}: no figures are held")
    return points


def revisions(
    session: Session, area: str, measure: Measure, month: Month, level: str = WARD
) -> list[Revision]:
    """What each edition said about one month of an area, newest first. Raises as `series` does."""
    codes = _codes_by_month(area, measure, level)
    found = session.execute(
        select(Edition.title, Edition.as_at, func.sum(MonthlyCount.count))
        .join(MonthlyCount.edition)
        .where(
            Edition.level == level,
            MonthlyCount.area_code.in_(codes),
            MonthlyCount.measure == measure.value,
            MonthlyCount.month == str(month),
        )
        .group_by(Edition.id, Edition.title, Edition.as_at)
        .having(func.count() == len(codes))
        .order_by(*(column.desc() for column in _RANK))
    ).all()
    if not found:
        raise NoFigures(f"{measure.label}: no figures are held for {month.label}")
    return [Revision(title, Month.parse(as_at), int(count)) for title, as_at, count in found]


def twelve_months(session: Session, area: str, measure: Measure, end: Month | None = None) -> TwelveMonths:
    """The twelve months to `end`, or to the newest month held, from the ward files.

    Raises NoFigures unless all twelve months are held complete for every ward, NotShown for a figure that is
    too small or too close to people, places.UnknownArea for a code.
    """
    place = places.area(area)
    ward = place != places.borough()
    if ward and not DESCRIPTIONS[measure].ward:
        raise NotShown(f"{measure.label} is shown for the whole borough only, out of respect for families.")
    if not DESCRIPTIONS[measure].ward:
        return _year(_year_held(session, BOROUGH, measure, end), measure, place, (place.code,), None)
    held = _year_held(session, WARD, measure, end)
    whole = _whole(held, measure)
    if not ward:
        return whole
    found = _year(held, measure, place, (area,), whole)
    if not _may_be_shown(found):
        raise NotShown(f"{measure.label} in {place.name} were fewer than {FEWEST} in these twelve months.")
    return found


def all_wards(session: Session, measure: Measure, end: Month | None = None) -> tuple[TwelveMonths, ...]:
    """The same twelve months for every ward, by name.

    A ward with too few offences to show is not in the answer: the caller says so where one is missing. Raises
    as `twelve_months` does.
    """
    if not DESCRIPTIONS[measure].ward:
        raise NotShown(f"{measure.label} is shown for the whole borough only, out of respect for families.")
    held = _year_held(session, WARD, measure, end)
    whole = _whole(held, measure)
    found = (_year(held, measure, ward, (ward.code,), whole) for ward in places.wards())
    return tuple(year for year in found if _may_be_shown(year))


def not_placed(session: Session, measure: Measure, first: Month, last: Month) -> NotPlaced:
    """What no ward of the ward files holds of the borough file's offences in these months.

    Raises NoFigures unless both files hold every month.
    """
    borough, wards = (_cells(session, level, measure, first, last) for level in (BOROUGH, WARD))
    recorded, placed = (sum(cell.count for cell in cells) for cells in (borough, wards))
    if recorded == 0:
        raise NoFigures(f"{measure.label}: none recorded in the borough in these months")
    return NotPlaced(1 - placed / recorded, first, last, _titles(borough)[0])


def _cells(session: Session, level: str, measure: Measure, first: Month, last: Month) -> list[_Cell]:
    """Every cell of the borough in these months. Raises NoFigures when one is not held."""
    codes = _codes(places.borough().code, level)
    held = _held(session, level, codes, measure, first=first, last=last)
    _need(held, codes, first.until(last), measure)
    return [cell for cells in held.values() for cell in cells.values()]


def _codes_by_month(area: str, measure: Measure, level: str) -> tuple[str, ...]:
    """The areas to add up for single months. Raises NotShown where these could point at people."""
    if level == WARD and places.area(area) != places.borough() and not DESCRIPTIONS[measure].ward_months:
        raise NotShown(f"{measure.label} in one ward and one month are too few to say anything by.")
    return _codes(area, level)


def _codes(area: str, level: str) -> tuple[str, ...]:
    """The areas to add up: every ward for the borough at ward level, else the area itself."""
    place = places.area(area)
    if level == WARD and place == places.borough():
        return tuple(ward.code for ward in places.wards())
    return (area,)


def _held(
    session: Session,
    level: str,
    codes: Sequence[str],
    measure: Measure,
    *,
    first: Month | None = None,
    last: Month | None = None,
) -> _Months:
    """Month by month and area by area what the newest edition says, in order of time."""
    asked = (
        select(MonthlyCount.month, MonthlyCount.area_code, MonthlyCount.count, Edition.title, *_RANK)
        .join(MonthlyCount.edition)
        .where(
            Edition.level == level, MonthlyCount.area_code.in_(codes), MonthlyCount.measure == measure.value
        )
        .order_by(MonthlyCount.month, *_RANK)
    )
    if first is not None:
        asked = asked.where(MonthlyCount.month >= str(first))
    if last is not None:
        asked = asked.where(MonthlyCount.month <= str(last))
    held: dict[str, dict[str, _Cell]] = {}
    for month, area, count, title, as_at, loaded in session.execute(asked):
        held.setdefault(month, {})[area] = _Cell(count, title, (as_at, loaded))
    return {Month.parse(month): cells for month, cells in held.items()}


def _year_held(session: Session, level: str, measure: Measure, end: Month | None) -> _Months:
    """Twelve complete months to `end`, each with every area of the level."""
    codes = _codes(places.borough().code, level)
    if end is None:
        newest = session.scalar(
            select(func.max(MonthlyCount.month))
            .join(MonthlyCount.edition)
            .where(
                Edition.level == level,
                MonthlyCount.area_code.in_(codes),
                MonthlyCount.measure == measure.value,
            )
        )
        if newest is None:
            raise NoFigures(f"{measure.label}: no figures are held")
        end = Month.parse(newest)
    start = end.shift(1 - YEAR)
    held = _held(session, level, codes, measure, first=start, last=end)
    _need(held, codes, start.until(end), measure)
    return held


def _need(held: _Months, codes: Iterable[str], months: Sequence[Month], measure: Measure) -> None:
    needed = set(codes)
    for month in months:
        if month not in held or not held[month].keys() >= needed:
            raise NoFigures(f"{measure.label}: {month.label} is not held complete")


def _together(month: Month, cells: Mapping[str, _Cell], codes: Sequence[str]) -> MonthPoint:
    chosen = [cells[code] for code in codes]
    return MonthPoint(month, sum(cell.count for cell in chosen), _titles(chosen)[0])


def _titles(cells: Iterable[_Cell]) -> tuple[str, ...]:
    """The titles of the editions of these cells, newest first, each once."""
    found = {cell.rank: cell.edition for cell in cells}
    return tuple(dict.fromkeys(found[rank] for rank in sorted(found, reverse=True)))


def _whole(held: _Months, measure: Measure) -> TwelveMonths:
    place = places.borough()
    return _year(held, measure, place, _codes(place.code, WARD), None)


def _year(
    held: _Months, measure: Measure, place: places.Area, codes: Sequence[str], whole: TwelveMonths | None
) -> TwelveMonths:
    months = sorted(held)
    cells = [held[month][code] for month in months for code in codes]
    count, residents = sum(cell.count for cell in cells), places.residents(place.code)
    rate = byar(count, residents)
    return TwelveMonths(
        area_code=place.code,
        area_name=place.name,
        measure=measure,
        count=count,
        residents=residents,
        rate=rate.value,
        low=rate.low,
        high=rate.high,
        first_month=months[0],
        last_month=months[-1],
        editions=_titles(cells),
        comparison=None if whole is None else _compare(rate.low, rate.high, whole.rate),
    )


def _compare(low: float, high: float, against: float) -> Comparison:
    if high < against:
        return "lower"
    return "higher" if low > against else "similar"


def _may_be_shown(year: TwelveMonths) -> bool:
    return DESCRIPTIONS[year.measure].ward_months or year.count >= FEWEST
