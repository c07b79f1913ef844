"""From what a person typed to the places near them.

A postcode becomes a start (a point and a ward) or a kind sentence that says why not; places come from the database, or
from the bundled list when it is away, and say which.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import content
from data import clock, hubs, places
from data.database import DatabaseUnavailable, session
from data.hubs import HubView, Kind
from data.places import Ward
from geo.postcode import Postcode, PostcodeError

NEAREST = 10
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Start:
    """Where a search starts: a Lewisham postcode. `retired` says when it went out of use ("June 2005"), or is empty."""

    postcode: str
    ward_code: str
    lat: float
    lon: float
    retired: str = ""


@dataclass(frozen=True)
class Listing:
    """The places there are; `from_bundle` when the database was away and the bundled list stands in."""

    hubs: tuple[HubView, ...]
    from_bundle: bool


class NotHere(ValueError):
    """A well-formed postcode that is not in Lewisham."""

    def __init__(self, postcode: Postcode) -> None:
        super().__init__(postcode.full)
        self.postcode = postcode


def locate(typed: str) -> Start:
    """Where a typed postcode is.

    Raises PostcodeError when it is no postcode, NotHere when it is one but not of Lewisham.
    """
    postcode = Postcode.parse(typed)
    record = places.find(postcode)
    if record is None:
        raise NotHere(postcode)
    return Start(record.postcode, record.ward_code, record.lat, record.lon, retired_words(record.retired))


def can_place(typed: str) -> bool:
    """Whether what was typed is a postcode that a search can start from."""
    try:
        locate(typed)
    except (PostcodeError, NotHere):
        return False
    return True


def retired_words(month: str | None) -> str:
    """ "2005-06" as "June 2005"; empty for a postcode in use."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}" if month else ""


def explain(error: PostcodeError | NotHere) -> str:
    """A kind sentence with a way on, for each way that `locate` can fail."""
    if isinstance(error, NotHere):
        return content.load().say("postcode.outside", postcode=error.postcode.full)
    return content.load().say(f"postcode.{error.reason}")


def places_now() -> Listing:
    """Every place to show today."""
    try:
        with session() as db:
            return Listing(tuple(hubs.listed(db)), from_bundle=False)
    except DatabaseUnavailable as error:
        log.warning("places from the bundle: %s", error)
        return Listing(tuple(hubs.published_fallback()), from_bundle=True)


@dataclass(frozen=True)
class Result:
    """A place found, and the metres to walk there where a start is known."""

    hub: HubView
    metres: float | None = None

    @property
    def kind(self) -> Kind:
        """What sort of place it is, in words and marks."""
        return hubs.KINDS[self.hub.kind]

    @property
    def ward_name(self) -> str:
        """The ward it stands in; empty outside the borough."""
        return places.ward(self.hub.ward_code).name if self.hub.ward_code else ""


@dataclass(frozen=True)
class Search:
    """What a search answers, in words and places.

    `problem` says why a postcode could not be placed; then every place is listed. `results` are places anybody can walk
    into; `by_referral` the others, listed only with every place.
    """

    heading: str
    note: str
    problem: str
    notices: tuple[str, ...]
    results: tuple[Result, ...]
    by_referral: tuple[Result, ...]
    start: Start | None = None
    ward: Ward | None = None

    @property
    def everything(self) -> bool:
        """Whether every place is listed, not a choice of them."""
        return self.start is None and self.ward is None


def search(near: str, ward_code: str, limit: int = NEAREST) -> Search:
    """The places nearest to a typed postcode, or those of a ward, or all of them.

    A postcode goes before a ward. Raises places.UnknownArea for a ward code that is not one of ours.
    """
    words = content.load()
    listing = places_now()
    start, problem = None, ""
    if near.strip():
        try:
            start = locate(near)
        except (PostcodeError, NotHere) as error:
            problem = explain(error)
    ward = places.ward(ward_code) if ward_code and not near.strip() else None
    open_to_all = walk_in(listing.hubs)
    if start:
        heading, note = f"Nearest to {start.postcode}", words.say("find.distance_note")
        found = hubs.nearest(open_to_all, start.lat, start.lon, limit)
        results = [Result(each.hub, each.metres) for each in found]
    else:
        chosen = hubs.in_ward(open_to_all, ward.code) if ward else open_to_all
        heading = f"Places in {ward.name}" if ward else "Every place we list"
        note = words.say("find.intro") if chosen else words.say("find.none")
        results = [Result(hub) for hub in chosen]
    others = [Result(hub) for hub in listing.hubs if not hub.walk_in] if not (start or ward) else []
    return Search(heading, note, problem, notices(listing, start), tuple(results), tuple(others), start, ward)


def notices(listing: Listing, start: Start | None) -> tuple[str, ...]:
    """What a reader must know before the list: an old list, no confirmed place yet, a retired postcode."""
    words = content.load()
    said = []
    if listing.from_bundle:
        said.append(words.say("offline.hubs"))
    on = clock.today()
    if not any(hub.assurance(on) == "confirmed" for hub in listing.hubs):
        said.append(words.say("hub.no_confirmed_yet"))
    if start and start.retired:
        said.append(words.say("postcode.retired", postcode=start.postcode, when=start.retired))
    return tuple(said)


def walk_in(listed: Sequence[HubView]) -> list[HubView]:
    """Places that anybody can walk into."""
    return [hub for hub in listed if hub.walk_in]
