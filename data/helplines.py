"""Who to ring, text or visit: confirmed facts from the bundle joined with plain words from the content."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import content
from data.places import PUBLISHED


class HelplineError(ValueError):
    """The words and the facts do not fit together: a mistake to mend before the site may start."""


@dataclass(frozen=True)
class Helpline:
    """A helpline as a person meets it.

    `call` is what to show for ringing and `tel` the digits to dial; `text` says how to text and `sms` where
    to; `web` is an address as written and `url` as followed. `hours` is None where no opening times are
    confirmed. `verified_on` is the day somebody last checked the contact, `source` where it came from.
    """

    key: str
    name: str
    what_for: str
    who: str
    urgent: bool
    groups: tuple[str, ...]
    call: str | None
    tel: str | None
    text: str | None
    sms: str | None
    email: str | None
    web: str | None
    url: str | None
    address: str | None
    hours: str | None
    verified_on: date
    source: str

    def __post_init__(self) -> None:
        if not (self.tel or self.sms or self.url or self.address):
            raise HelplineError(f"{self.key}: there is no way to reach it")
        if self.tel and not self.tel.isdecimal():
            raise HelplineError(f"{self.key}: {self.tel!r} cannot be dialled")


@cache
def helplines() -> tuple[Helpline, ...]:
    """Every helpline that has both words and a confirmed contact, in the order of the content file.

    A contact without words is not shown. Raises HelplineError for words without a confirmed contact.
    """
    facts = _facts()
    words = content.load().helpline_words
    missing = sorted(words.keys() - facts.keys())
    if missing:
        raise HelplineError(f"no confirmed contact for: {', '.join(missing)}")
    return tuple(_joined(words[key], facts[key]) for key in words)


def helpline(key: str) -> Helpline:
    """One helpline. Raises KeyError."""
    return _by_key()[key]


def in_group(group: str) -> tuple[Helpline, ...]:
    """The helplines for one kind of trouble, such as "bullying"; none for a group nobody is in."""
    return tuple(found for found in helplines() if group in found.groups)


@cache
def _by_key() -> dict[str, Helpline]:
    return {found.key: found for found in helplines()}


def _facts() -> dict[str, dict[str, str]]:
    with (PUBLISHED / "helplines.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def _joined(words: content.HelplineWords, facts: dict[str, str]) -> Helpline:
    return Helpline(
        key=words.key,
        name=words.name,
        what_for=words.what_for,
        who=words.who,
        urgent=words.urgent,
        groups=words.groups,
        call=facts["call"] or None,
        tel=facts["tel"] or None,
        text=facts["text"] or None,
        sms=facts["sms"] or None,
        email=facts["email"] or None,
        web=facts["web"] or None,
        url=facts["url"] or None,
        address=facts["address"] or None,
        hours=facts["hours"] or None,
        verified_on=words.verified_on,
        source=facts["source"],
    )


def by_section(sections: Iterable[str]) -> dict[str, tuple[Helpline, ...]]:
    """The helplines under each section of a page, where a section's id is the name of a group; each stands only once,
    under the first section that it fits."""
    left = list(helplines())
    found = {}
    for section in sections:
        found[section] = tuple(line for line in left if section in line.groups)
        left = [line for line in left if section not in line.groups]
    return found
