"""A place as people read it: its kind, how far, whether it is open, and how far it can be trusted, in words.

Takes plain rows (anything shaped like `Place`), so that pages, plain pages and posters say the same of the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol
from urllib.parse import urlsplit

from content import Content
from geo.distance import walk_minutes
from materials.html import long_date


class Place(Protocol):
    """What a place must tell of itself. `assurance` is "listed", "confirmed" or "lapsed"."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def always_open(self) -> bool: ...
    @property
    def walk_in(self) -> bool: ...
    @property
    def caution(self) -> str: ...
    @property
    def hours_text(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def source_date(self) -> str: ...
    @property
    def confirmed_on(self) -> date | None: ...

    def assurance(self, today: date) -> str: ...


class Kind(Protocol):
    """A sort of place: its name in words, and the letter and shape that mark it."""

    @property
    def label(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def shape(self) -> str: ...


class Found(Protocol):
    """A place found: what it is, where, and the metres to walk there, None where no start is known."""

    @property
    def hub(self) -> Place: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def ward_name(self) -> str: ...
    @property
    def metres(self) -> float | None: ...


@dataclass(frozen=True)
class Card:
    """One line of a list of places, in words."""

    id: str
    href: str
    name: str
    kind: str
    letter: str
    shape: str
    address: str
    ward: str
    distance: str
    hours: str
    always_open: bool
    walk_in: bool
    referral: str
    confirmed: bool
    assurance: str
    caution: str
    known_hours: str
    phone: str
    tel: str
    website: str
    site: str


@dataclass(frozen=True)
class Source:
    """Where a listing comes from; `href` is empty when there is no page to point to."""

    label: str
    href: str


def month_words(text: str) -> str:
    """ "2025-12" as "December 2025"; "2025" and anything else as it is."""
    try:
        return f"{date.fromisoformat(f'{text}-01'):%B %Y}" if len(text) == 7 else text
    except ValueError:
        return text


def assurance_words(words: Content, place: Place, today: date) -> str:
    """The sentence that says how far a place can be trusted, with its date."""
    state = place.assurance(today)
    if state in {"confirmed", "lapsed"} and place.confirmed_on is not None:
        return words.say(f"hub.{state}", date=long_date(place.confirmed_on))
    if place.source_date:
        return words.say("hub.listed", date=month_words(place.source_date))
    return words.say("hub.listed_undated")


def distance_words(metres: float) -> str:
    """How far, as a walk: "6 minutes' walk, about 450 metres"."""
    minutes = walk_minutes(metres)
    walk = "1 minute's walk" if minutes == 1 else f"{minutes} minutes' walk"
    if metres >= 950:
        return f"{walk}, about {metres / 1000:.1f} km"
    return f"{walk}, about {max(50, round(metres / 50) * 50)} metres"


def card(words: Content, found: Found, today: date) -> Card:
    """Put a place into words. `tel` and `website` of the card are empty where there is nothing to ring or open."""
    place, kind = found.hub, found.kind
    digits = "".join(place.phone.split())
    return Card(
        id=place.id,
        href=f"/plain/hub/{place.id}",
        name=place.name,
        kind=kind.label,
        letter=kind.letter,
        shape=kind.shape,
        address=", ".join(part for part in (place.address, place.postcode) if part),
        ward=found.ward_name,
        distance=distance_words(found.metres) if found.metres is not None else "",
        hours=words.say("hub.always_open" if place.always_open else "hub.check_first"),
        always_open=place.always_open,
        walk_in=place.walk_in,
        referral=words.say("hub.referral"),
        confirmed=place.assurance(today) == "confirmed",
        assurance=assurance_words(words, place, today),
        caution=place.caution,
        known_hours="" if place.always_open else place.hours_text,
        phone=place.phone,
        tel=digits if digits.isdecimal() else "",
        website=place.website,
        site=urlsplit(place.website).netloc.removeprefix("www."),
    )


def sources(place: Place) -> tuple[Source, ...]:
    """A listing's sources, web addresses shown by their host."""
    found = []
    for part in place.source.split():
        host = urlsplit(part).netloc.removeprefix("www.")
        if not host:
            return (Source(place.source, ""),)
        found.append(Source(host, part))
    return tuple(dict.fromkeys(found))
