"""Hubs: places where a trusted adult may be found, how far each can be trusted, and which are near.

A place is *listed* when only public sources name it, *confirmed* from the day an officer confirmed it until its review
date, and *lapsed* after that, by itself.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Literal

from sqlalchemy import CheckConstraint, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data import clock
from data.base import Base, Moment
from data.resource import PUBLISHED, PublishedError
from geo.distance import among_nearest, metres, walk_minutes, walking_metres

Assurance = Literal["listed", "confirmed", "lapsed"]
Shape = Literal["square", "circle", "diamond", "shield", "leaf"]


@dataclass(frozen=True)
class Kind:
    """What sort of place: its name in words, and the letter and shape that mark it on maps and lists."""

    label: str
    letter: str
    shape: Shape


KINDS = {
    "youth_club": Kind("Youth club", "Y", "square"),
    "community_centre": Kind("Community centre", "C", "square"),
    "library": Kind("Library", "L", "circle"),
    "advice": Kind("Advice and family support", "A", "circle"),
    "health": Kind("Hospital or health service", "H", "diamond"),
    "police": Kind("Police station", "P", "shield"),
    "safe_haven": Kind("Public building", "B", "square"),
    "adventure_playground": Kind("Adventure playground", "G", "leaf"),
    "leisure": Kind("Sports or leisure centre", "S", "leaf"),
    "other": Kind("Arts or other public place", "O", "circle"),
}


class Hub(Base):
    """A place. Empty text means "not known"; dates are days in London.

    `withdrawn_on` is the day a place vanished from the published list without ever being confirmed: kept, not shown.
    """

    __tablename__ = "hub"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="point"),
        CheckConstraint("(confirmed_on IS NULL) = (review_on IS NULL)", name="review"),
        CheckConstraint("review_on >= confirmed_on", name="review_after"),
        Index("ix_hub_ward_code", "ward_code"),
    )

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40))
    operator: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    postcode: Mapped[str] = mapped_column(String(8))
    latitude: Mapped[float]
    longitude: Mapped[float]
    ward_code: Mapped[str] = mapped_column(String(9))
    phone: Mapped[str] = mapped_column(Text)
    phone_note: Mapped[str] = mapped_column(Text)
    website: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    hours_text: Mapped[str] = mapped_column(Text)
    always_open: Mapped[bool]
    access_text: Mapped[str] = mapped_column(Text)
    walk_in: Mapped[bool]
    caution: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    source_date: Mapped[str] = mapped_column(String(10))
    confirmed_on: Mapped[date | None]
    review_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)

    def view(self) -> "HubView":
        """The place as a value that outlives the session."""
        return HubView(**{field.name: getattr(self, field.name) for field in fields(HubView)})


@dataclass(frozen=True, kw_only=True)
class HubView:
    """A place as it is shown. Latitude and longitude in degrees (WGS 84); empty text means "not known".

    Raises ValueError for a place without name, of unknown kind or with a point off the globe.
    """

    id: str
    name: str
    kind: str
    operator: str
    address: str
    postcode: str
    latitude: float
    longitude: float
    ward_code: str
    phone: str
    phone_note: str
    website: str
    audience: str
    hours_text: str
    always_open: bool
    access_text: str
    walk_in: bool
    caution: str
    source: str
    source_date: str
    confirmed_on: date | None = None
    review_on: date | None = None

    def __post_init__(self) -> None:
        if not self.id or not self.name:
            raise ValueError("a place needs an id and a name")
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: unknown kind {self.kind!r}")
        if not (-90 <= self.latitude <= 90 and -180 <= self.longitude <= 180):
            raise ValueError(f"{self.id}: {self.latitude}, {self.longitude} is no point on the globe")

    def assurance(self, today: date) -> Assurance:
        """How far the place can be trusted on a day. The review date itself still counts as confirmed."""
        if self.confirmed_on is None or self.review_on is None:
            return "listed"
        return "confirmed" if today <= self.review_on else "lapsed"


@dataclass(frozen=True)
class Found:
    """A place and the walk to it: an estimate along streets, 1.3 times the straight line, at 80 metres a minute."""

    hub: HubView
    metres: float
    minutes: int


def listed(session: Session) -> list[HubView]:
    """Every place to show, by name."""
    rows = session.scalars(select(Hub).where(Hub.withdrawn_on.is_(None)).order_by(Hub.name, Hub.id))
    return [hub.view() for hub in rows]


def nearest(hubs: Iterable[HubView], lat: float, lon: float, limit: int | None = None) -> list[Found]:
    """Places by the estimated walk from a point, nearest first, at most `limit` of them; equally far ones by id."""
    candidates = list(hubs)
    if limit is not None and 0 < limit < len(candidates):
        points = [(hub.latitude, hub.longitude) for hub in candidates]
        candidates = [candidates[index] for index in among_nearest(lat, lon, points, limit)]
    walks = [
        (walking_metres(metres(lat, lon, hub.latitude, hub.longitude)), hub.id, hub) for hub in candidates
    ]
    walks.sort(key=itemgetter(0, 1))
    return [Found(hub, walk, walk_minutes(walk)) for walk, _, hub in walks[:limit]]


def in_ward(hubs: Iterable[HubView], ward_code: str) -> list[HubView]:
    """Places inside a ward, in the order given."""
    return [hub for hub in hubs if hub.ward_code == ward_code]


def read_published(path: Path = PUBLISHED / "hubs.csv") -> tuple[HubView, ...]:
    """The places of the bundle's hubs.csv. Raises PublishedError that names the line of a mistake."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = []
        for row in rows:
            try:
                found.append(_from_row(row))
            except (KeyError, TypeError, ValueError) as error:
                raise PublishedError(path.name, f"line {rows.line_num}: {error}") from error
    return tuple(found)


def _from_row(row: dict[str, str]) -> HubView:
    values: dict[str, object] = {name: row[name] for name in _TEXTS}
    values |= {name: float(row[name]) for name in ("latitude", "longitude")}
    values |= {name: _YES_NO[row[name]] for name in ("always_open", "walk_in")}
    return HubView(**values)  # type: ignore[arg-type]


_TEXTS = tuple(field.name for field in fields(HubView) if field.type is str)
_YES_NO = {"true": True, "false": False}


@cache
def published_fallback() -> Sequence[HubView]:
    """The bundle's places by name, for when the database is away."""
    return sorted(read_published(), key=lambda hub: (hub.name, hub.id))


def load_published(session: Session, published: Iterable[HubView]) -> None:
    """Make the table agree with a published list of places.

    New places join it, known ones are brought up to date, and those no longer published are withdrawn. A place that an
    officer has confirmed keeps what it says.
    """
    known = {hub.id: hub for hub in session.scalars(select(Hub))}
    now = clock.now()
    for view in published:
        hub = known.pop(view.id, None)
        if hub is None:
            values = {field.name: getattr(view, field.name) for field in fields(HubView)}
            session.add(Hub(**values, created_at=now, updated_at=now))
        elif hub.confirmed_on is None and (hub.view() != view or hub.withdrawn_on is not None):
            for field in fields(HubView):
                setattr(hub, field.name, getattr(view, field.name))
            hub.withdrawn_on, hub.updated_at = None, now
    for hub in known.values():
        if hub.confirmed_on is None and hub.withdrawn_on is None:
            hub.withdrawn_on, hub.updated_at = clock.today(), now
