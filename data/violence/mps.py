"""Reader of the Metropolitan Police's recorded-crime files, by ward or by borough.

The files are the "MPS Ward Level Crime" and "MPS Borough Level Crime" CSVs of the London Datastore: one row
for an area and an offence, one column for a month. A file is taken whole or not at all: the first thing
wrong stops it with the row and column a person would look at in a spreadsheet. One fault no reader can see is a
file cut inside its very last number: some of the publisher's own end without a line ending.
"""

import csv
import hashlib
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data.violence.measures import Measure, UnknownOffence, measures_of
from data.violence.months import Month, MonthError
from geo.wards import WardCode, WardCodeError

WARD, BOROUGH = "ward", "borough"

_COLUMNS = {
    WARD: {"MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName"},
    BOROUGH: {"MajorText", "MinorText", "BoroughName"},
}
_AREA = {WARD: "WardCode", BOROUGH: "BoroughName"}
_BOROUGH = {WARD: "LookUp_BoroughName", BOROUGH: "BoroughName"}
_NOT_BOROUGHS = ("AVIATION SECURITY", "LONDON HEATHROW AND LONDON CITY AIRPORTS")
_EVERYWHERE = (Measure.WITH_INJURY, Measure.WITHOUT_INJURY)
_LONGEST_COUNT = 7
_ROLLING_MONTHS = 24
_LONGEST_ROLLING = 36


class MpsError(ValueError):
    """A file that cannot be trusted; the message names the file and, where there is one, row and column."""


@dataclass(frozen=True)
class MpsFile:
    """One edition, checked and added up into our measures.

    `areas` are ward codes or, in a borough file, borough names (those files carry no codes). `months` are
    the complete months in order and `stubs` those set aside with what they held for all London.
    `counts[measure][area]` has one number for each of `months`. A measure is missing only when the file
    does not know any of its labels; a known measure has a number, perhaps zero, for every area.
    `boroughs` gives the borough each ward is in.
    """

    name: str
    sha256: str
    level: str
    months: tuple[Month, ...]
    stubs: Mapping[Month, int]
    areas: tuple[str, ...]
    boroughs: Mapping[str, str]
    counts: Mapping[Measure, Mapping[str, tuple[int, ...]]]

    @property
    def historical(self) -> bool:
        """Whether this is the long file of earlier years rather than the rolling one of about two."""
        return len(self.months) > _LONGEST_ROLLING

    @property
    def title(self) -> str:
        """Level and span. The publisher gives every month's download the same file name, so that cannot serve."""
        span = sorted((*self.months, *self.stubs))
        kind = " (Historical)" if self.historical else ""
        return f"MPS {self.level.title()} Level Crime{kind} {span[0]} to {span[-1]}"

    @property
    def slug(self) -> str:
        """The title in small letters and hyphens, such as mps-ward-level-crime-2024-03-to-2026-03."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")

    @property
    def as_at(self) -> Month:
        """The month the file speaks from, by which editions are told newer from older.

        A rolling file speaks from its last month. A Historical file is published afresh beside each rolling
        file and ends where that file's 24 months begin, so it speaks from two years after its own end.
        """
        return self.months[-1].shift(_ROLLING_MONTHS if self.historical else 0)


@dataclass(frozen=True)
class _Layout:
    """Where things stand in one file's columns."""

    level: str
    header: Sequence[str]
    months: tuple[Month, ...]
    month_at: slice
    major: int
    minor: int
    area: int
    borough: int


def read_mps(path: Path) -> MpsFile:
    """Read one file of either level. Raises MpsError, naming row and column, and then gives nothing."""
    raw = path.read_bytes()
    try:
        return _read(path.name, raw)
    except MpsError as error:
        raise MpsError(f"{path.name}: {error}") from None


def _read(name: str, raw: bytes) -> MpsFile:
    rows = _rows(raw)
    layout = _layout(next(rows))
    totals = [0] * len(layout.months)
    seen: dict[tuple[str, str, str], int] = {}
    boroughs: dict[str, str] = {}
    sums: dict[Measure, dict[str, list[int]]] = {}

    for number, row in enumerate(rows, start=2):
        counts = _counts(layout, row, number)
        totals = list(map(int.__add__, totals, counts))
        borough = row[layout.borough].strip()
        if borough.upper().startswith(_NOT_BOROUGHS):
            continue
        area = _area(layout, row, number)
        if boroughs.setdefault(area, borough) != borough:
            raise _at(
                number, layout.header[layout.borough], f"{area} is in {boroughs[area]} above, {borough} here"
            )
        offence = (area, row[layout.major].strip().upper(), row[layout.minor].strip().upper())
        if offence in seen:
            raise MpsError(f"row {number} says again what row {seen[offence]} said: {', '.join(offence)}")
        seen[offence] = number
        try:
            measures = measures_of(*offence[1:])
        except UnknownOffence as error:
            raise _at(number, "MinorText", str(error)) from None
        for measure in measures:
            so_far = sums.setdefault(measure, {}).get(area)
            sums[measure][area] = counts if so_far is None else list(map(int.__add__, so_far, counts))

    areas = tuple(sorted(boroughs))
    _complete(areas, sums)
    whole, stubs = _split_stubs(layout.months, totals)
    return MpsFile(
        name=name,
        sha256=hashlib.sha256(raw).hexdigest(),
        level=layout.level,
        months=tuple(layout.months[place] for place in whole),
        stubs=stubs,
        areas=areas,
        boroughs=boroughs,
        counts={
            measure: {area: _pick(by_area.get(area), whole) for area in areas}
            for measure, by_area in sorted(sums.items())
        },
    )


def _rows(raw: bytes) -> Iterator[list[str]]:
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise MpsError("this is a web page, not a CSV file: download it again")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise MpsError(f"row {row}: the text is not UTF-8") from None
    if not text.strip():
        raise MpsError("the file is empty")
    return _strict(csv.reader(io.StringIO(text, newline=""), strict=True))


def _strict(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number in itertools.count(1):
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise MpsError(f"row {number}: {error}") from None


def _layout(header: list[str]) -> _Layout:
    texts = [name for name in header if not name[:1].isdigit()]
    if len(texts) != len(set(texts)):
        raise MpsError("row 1: a column is there twice")
    level = next((level for level, names in _COLUMNS.items() if set(texts) == names), None)
    if level is None:
        raise MpsError(
            f"row 1: these are not the columns of a ward or borough file: {', '.join(texts)[:200]}"
        )
    start = len(texts)
    if [name for name in header[:start] if name in texts] != header[:start]:
        raise MpsError("row 1: the months must stand together after the other columns")
    return _Layout(
        level=level,
        header=header,
        months=_months(header, start),
        month_at=slice(start, None),
        major=header.index("MajorText"),
        minor=header.index("MinorText"),
        area=header.index(_AREA[level]),
        borough=header.index(_BOROUGH[level]),
    )


def _months(header: Sequence[str], start: int) -> tuple[Month, ...]:
    months: list[Month] = []
    for name in header[start:]:
        try:
            month = Month.parse(name)
        except MonthError as error:
            raise _at(1, name, str(error)) from None
        if months and month != months[-1].shift(1):
            raise _at(1, name, f"the month after {months[-1]} should come here")
        months.append(month)
    if not months:
        raise MpsError("row 1: there are no months")
    return tuple(months)


def _counts(layout: _Layout, row: list[str], number: int) -> list[int]:
    if len(row) != len(layout.header):
        raise MpsError(
            f"row {number} has {len(row)} columns where there should be {len(layout.header)}: "
            "the file may have been cut short"
        )
    cells = row[layout.month_at]
    joined = "".join(cells)
    if not (
        joined.isascii() and joined.isdecimal() and all(cells) and max(map(len, cells)) <= _LONGEST_COUNT
    ):
        place, cell = next(
            (place, cell)
            for place, cell in enumerate(cells)
            if not (cell.isascii() and cell.isdecimal() and len(cell) <= _LONGEST_COUNT)
        )
        raise _at(number, layout.header[layout.month_at][place], f"{cell[:40]!r} is not a count")
    return list(map(int, cells))


def _area(layout: _Layout, row: list[str], number: int) -> str:
    area = row[layout.area].strip()
    try:
        return WardCode(area).code if layout.level == WARD else area
    except WardCodeError as error:
        raise _at(number, "WardCode", str(error)) from None


def _complete(areas: Sequence[str], sums: Mapping[Measure, Mapping[str, list[int]]]) -> None:
    """Every ward and borough has violence with and without injury in any year: without a row, the file is cut."""
    if Measure.VIOLENCE not in sums:
        raise MpsError("there is no violence against the person in this file")
    for measure in _EVERYWHERE:
        without = [area for area in areas if area not in sums.get(measure, ())]
        if without:
            raise MpsError(
                f"no {measure.label.lower()} for {', '.join(without[:5])}: the file may have been cut short"
            )


def _split_stubs(months: Sequence[Month], totals: Sequence[int]) -> tuple[list[int], dict[Month, int]]:
    """Places of the complete months, and the stubs: months below half of the file's median month."""
    half = median(totals) / 2
    whole = [place for place, total in enumerate(totals) if total >= half]
    stubs = {months[place]: total for place, total in enumerate(totals) if total < half}
    return whole, stubs


def _pick(counts: list[int] | None, places: Sequence[int]) -> tuple[int, ...]:
    return tuple(counts[place] for place in places) if counts else (0,) * len(places)


def _at(row: int, column: str, reason: str) -> MpsError:
    return MpsError(f"row {row}, column {column}: {reason}")
