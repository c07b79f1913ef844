"""The places of the borough: wards, postcodes and residents, read from the bundle and kept in memory.

Nothing here needs the database, so a postcode search works on a bad day too. The borough itself is whatever
the bundle was built for.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import geopandas

from data.resource import PUBLISHED
from geo.postcode import Postcode
from geo.wards import WardCode, read_wards

Band = tuple[int, int | None]


class UnknownArea(LookupError):
    """The code is neither the borough's nor one of its wards'."""


@dataclass(frozen=True)
class Area:
    """An area with a GSS code."""

    code: str
    name: str


@dataclass(frozen=True)
class Ward(Area):
    """A ward, its residents at Census 2021, and the publisher's label point (degrees, EPSG:4326)."""

    residents: int
    lat: float
    lon: float

    def __post_init__(self) -> None:
        WardCode(self.code)
        if self.residents <= 0:
            raise ValueError(f"{self.name} has no residents")


@dataclass(frozen=True)
class PostcodeRecord:
    """A postcode of the borough: its ward and the centre of its output area, a street or two away at most.

    `retired` is the month it went out of use, YYYY-MM, or None.
    """

    postcode: str
    ward_code: str
    lat: float
    lon: float
    retired: str | None


def borough() -> Area:
    """The borough the bundle was built for."""
    about = _features()[0]["properties"]
    return Area(about["borough_code"], about["borough"])


@cache
def wards() -> tuple[Ward, ...]:
    """Every ward, by name."""
    found = []
    for feature in _features():
        about = feature["properties"]
        residents = sum(_population()[about["code"]].values())
        found.append(Ward(about["code"], about["name"], residents, about["lat"], about["lon"]))
    return tuple(sorted(found, key=lambda ward: ward.name))


def ward(code: str) -> Ward:
    """One ward. Raises UnknownArea."""
    for found in wards():
        if found.code == code:
            return found
    raise UnknownArea(code)


def area(code: str) -> Area:
    """The borough or one of its wards. Raises UnknownArea."""
    return borough() if code == borough().code else ward(code)


def boundaries() -> geopandas.GeoDataFrame:
    """Ward shapes with columns code, name, geometry (EPSG:4326), by name. The frame is yours to change."""
    return _boundaries().copy()


def find(postcode: Postcode) -> PostcodeRecord | None:
    """The record of a postcode, retired ones too; None when it is not one of the borough's."""
    return _postcodes().get(postcode.full)


def residents(area_code: str, ages: Band | None = None) -> int:
    """How many people live in the borough or a ward (Census 2021), all or of some ages.

    `ages` is first and last year, both included, such as (10, 17), or (85, None) for 85 and over. The bundle
    holds age bands: raises ValueError when the years do not start and end with a band, UnknownArea for a code.
    """
    bands = _bands(area_code)
    if ages is None:
        return sum(bands.values())
    first, last = ages
    within = {band: number for band, number in bands.items() if _inside(band, first, last)}
    if not within or min(within)[0] != first or max(within, key=lambda band: band[0])[1] != last:
        raise ValueError(f"ages {first} to {last} do not start and end with an age band")
    return sum(within.values())


def _inside(band: Band, first: int, last: int | None) -> bool:
    start, end = band
    return first <= start and (last is None or (end is not None and end <= last))


def _bands(area_code: str) -> Mapping[Band, int]:
    if area_code != borough().code:
        return _population()[ward(area_code).code]
    total: dict[Band, int] = {}
    for bands in _population().values():
        for band, number in bands.items():
            total[band] = total.get(band, 0) + number
    return total


@cache
def _features() -> list[dict[str, Any]]:
    return json.loads((PUBLISHED / "wards.geojson").read_text(encoding="utf-8"))["features"]


@cache
def _boundaries() -> geopandas.GeoDataFrame:
    return read_wards(PUBLISHED / "wards.geojson")


@cache
def _population() -> dict[str, dict[Band, int]]:
    found: dict[str, dict[Band, int]] = {}
    for row in _rows("population.csv"):
        found.setdefault(row["ward_code"], {})[_band(row["age_band"])] = int(row["residents"])
    return found


def _band(text: str) -> Band:
    first, _, last = text.removesuffix("+").partition("-")
    return int(first), int(last) if last else None


@cache
def _postcodes() -> dict[str, PostcodeRecord]:
    return {
        row["postcode"]: PostcodeRecord(
            row["postcode"], row["ward_code"], float(row["lat"]), float(row["lon"]), row["retired"] or None
        )
        for row in _rows("postcodes.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
