"""From the two compiled lists, of places and of helplines, to the rows that may be public.

The lists carry working notes: doubts, file references, what was not found. This module decides what each note
forbids, drops every inside word, and says the rest in plain ones. The plain cautions stand in `cautions.csv`
beside it, so that changing one takes no Python.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Row = Mapping[str, str]

VENUE_COLUMNS = (
    "name",
    "kind",
    "operator",
    "address",
    "postcode",
    "latitude",
    "longitude",
    "phone",
    "website",
    "audience",
    "open_hours_text",
    "accessibility",
    "source_url_or_repo",
    "source_date",
    "note",
)

LISTED_COLUMNS = ("name", "number_text_url", "hours", "source", "confidence")

HUB_COLUMNS = (
    "id",
    "name",
    "kind",
    "operator",
    "address",
    "postcode",
    "latitude",
    "longitude",
    "ward_code",
    "phone",
    "phone_note",
    "website",
    "audience",
    "hours_text",
    "always_open",
    "access_text",
    "walk_in",
    "caution",
    "source",
    "source_date",
)

HELPLINE_COLUMNS = (
    "key",
    "name",
    "call",
    "tel",
    "text",
    "sms",
    "email",
    "web",
    "url",
    "address",
    "hours",
    "source",
)

HELPLINE_KEYS = {
    "Emergency services": "emergency",
    "Emergency text relay for deaf or speech-impaired people": "emergency-text",
    "Police non-emergency": "police-101",
    "Lewisham Police Station front counter": "police-counter",
    "NHS 111": "nhs-111",
    "Crimestoppers": "crimestoppers",
    "Fearless (Crimestoppers for young people)": "fearless",
    "Lewisham MASH (children's social care front door)": "mash",
    "Lewisham emergency duty team": "emergency-duty-team",
    "Athena (Refuge, Lewisham)": "athena",
    "National Domestic Abuse Helpline (Refuge)": "domestic-abuse",
    "Lewisham CAMHS": "camhs",
    "Childline": "childline",
    "NSPCC helpline": "nspcc",
    "Samaritans": "samaritans",
    "Shout": "shout",
    "Papyrus HOPELINE247": "papyrus",
    "CALM": "calm",
    "YoungMinds Parents Helpline": "youngminds-parents",
    "FRANK": "frank",
    "CEOP Safety Centre": "ceop",
    "National Bullying Helpline": "national-bullying",
    "Anti-Bullying Alliance": "anti-bullying-alliance",
    "Victim Support": "victim-support",
    "Galop (LGBT+ abuse and violence)": "galop",
    "Switchboard LGBTQ+": "switchboard",
    "Muslim Youth Helpline": "muslim-youth",
    "Ben Kinsella Trust": "ben-kinsella",
}

_STOP_WORDS = ("CLOSED", "UNAVAILABLE", "UNCERTAIN", "HISTORIC")
_FORBIDS = (
    "before publishing",
    "do not list",
    "do not send",
    "confirm it runs",
    "confirm it still runs",
    "confirm it exists",
)
_DOUBTS = re.compile(r"confirm|inference|inferred|unknown|may be|may have", re.IGNORECASE)
_CONFIRMED = ("confirmed", "number confirmed", "website confirmed")
_NOT_WALK_IN = ("by referral", "not a drop-in")
_COMPILED_PLACES = "Compiled list of public places"
_COMPILED_HELPLINES = "Compiled list of public helplines"
_OLD = "2023"
_ORGANISATIONS = ("LibrariesHacked",)
_PHONE = re.compile(r"\b(?:0\d{2,4}(?: ?\d{2,4}){1,4}|116 ?\d{3}|999|111|101)\b")
_WEB = re.compile(r"(?:[a-z0-9-]+\.)+(?:org\.uk|police\.uk|nhs\.uk|com|org|net)(?:/[\w./-]*)?")
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\.\w+")
_TEXT = re.compile(r"text (?:[A-Z]+ to )?(\d{3,6})\b")


class CompiledError(ValueError):
    """A row of a compiled list that cannot be made public as it stands; the message names it."""


@dataclass(frozen=True)
class LeftOut:
    """A row that is not published, and why."""

    name: str
    reason: str


def hub_or_reason(venue: Row) -> dict[str, str] | LeftOut:
    """A row of hubs.csv from one of the venue list, or why it must stay out. `ward_code` is left blank.

    Raises CompiledError when the note holds a doubt for which cautions.csv has no plain sentence.
    """
    name, note = venue["name"], venue["note"]
    reason = _kept_out(venue)
    if reason:
        return LeftOut(name, reason)
    caution = _caution(venue)
    if not caution and _DOUBTS.search(note):
        raise CompiledError(
            f"{name}: the note has a doubt that cautions.csv does not put in plain words: {note}"
        )
    phone, phone_note = _phone(venue["phone"])
    hours = _hub_hours(venue["open_hours_text"])
    return {
        "id": slug(name),
        "name": name,
        "kind": "other" if venue["kind"] == "safe_haven" else venue["kind"],
        "operator": _operator(venue["operator"]),
        "address": venue["address"],
        "postcode": venue["postcode"],
        "latitude": f"{float(venue['latitude']):.6f}",
        "longitude": f"{float(venue['longitude']):.6f}",
        "ward_code": "",
        "phone": phone,
        "phone_note": phone_note,
        "website": "" if "web address inferred" in note else venue["website"],
        "audience": _sentence(_without_brackets(venue["audience"], "by referral", "earlier listing")),
        "hours_text": hours,
        "always_open": _flag("24 hours" in hours),
        "access_text": _sentence(
            venue["accessibility"].replace("2013 opening notice:", "When it opened in 2013:")
        ),
        "walk_in": _flag(not any(words in note for words in _NOT_WALK_IN)),
        "caution": caution,
        "source": _sources(venue["source_url_or_repo"]) or _COMPILED_PLACES,
        "source_date": venue["source_date"],
    }


def helpline_or_reason(listed: Row) -> dict[str, str] | LeftOut:
    """A row of helplines.csv from one of the compiled list, or why it must stay out.

    Opening times are kept only where the whole entry is confirmed, not just its number or website. Raises
    CompiledError for a confirmed helpline that has no key or no way to reach it.
    """
    name, confidence = listed["name"], listed["confidence"]
    if not confidence.startswith(_CONFIRMED):
        return LeftOut(name, "not confirmed")
    if name not in HELPLINE_KEYS:
        raise CompiledError(f"{name}: confirmed, but it has no key")
    contact = _contact(listed["number_text_url"])
    if not any(contact.values()):
        raise CompiledError(f"{name}: no way to reach it in {listed['number_text_url']!r}")
    return {
        "key": HELPLINE_KEYS[name],
        "name": name,
        **contact,
        "hours": plain_hours(listed["hours"]) if confidence.startswith("confirmed") else "",
        "source": _sources(listed["source"]) or _COMPILED_HELPLINES,
    }


def slug(name: str) -> str:
    """Lower-case letters, digits and single hyphens: stable as long as the name is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("&", " and ")).strip("-")


def plain_hours(text: str) -> str:
    """Opening times as a person would say them: "Mon-Fri 9am-5pm" is "Monday to Friday, 9am to 5pm"."""
    text = re.sub(r"^24/7\b.*", "day and night, every day", text)
    text = re.sub(r"(\d[ap]m|midnight)-(\d+[ap]m|midnight)", r"\1 to \2", text)
    text = re.sub(r"(\d(?:[ap]m)?) daily", r"\1, every day", text).replace(
        "midnight daily", "midnight, every day"
    )
    text = text.replace("5pm to 9am weekdays, weekends", "5pm to 9am on weekdays, and all day at weekends")
    text = text.replace("at weekends, bank holidays", "at weekends and on bank holidays")
    text = re.sub(r"\bMon-Fri (?=\d)", "Monday to Friday, ", text)
    for short, long in _DAYS.items():
        text = re.sub(rf"\b{short}\b", long, text)
    text = re.sub(r"(?<=day)-(?=[A-Z]\w+day)", " to ", text)
    return _sentence(text)


_DAYS = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}


def _kept_out(venue: Row) -> str:
    note = venue["note"]
    for word in _STOP_WORDS:
        if word in note:
            return f"marked {word.lower()}"
    for words in _FORBIDS:
        if words in note:
            return f"to be checked first ({words})"
    if not (venue["latitude"] and venue["longitude"]):
        return "no place on the map: no postcode or coordinate was found"
    return ""


@cache
def _cautions() -> tuple[tuple[str, str], ...]:
    path = Path(__file__).with_name("cautions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["when_the_list_says"], row["we_say"]) for row in csv.DictReader(file))


def _caution(venue: Row) -> str:
    """The sentence for the first phrase of the note, the one about old opening times, and one about old entries."""
    found = [say for when, say in _cautions() if when in venue["note"]][:1]
    found += [say for when, say in _cautions() if when in venue["open_hours_text"]]
    year = venue["source_date"][:4]
    if year and year < _OLD:
        found.append(f"This entry is from {year}. Check before you go.")
    return " ".join(found)


def _operator(text: str) -> str:
    """Who runs it now; nobody where the list only knows of an earlier year."""
    if re.search(r"\(\d{4}\)", text):
        return ""
    text = re.sub(r"\([^)]*\)|;.*", "", text)
    return re.sub(r" since \d{4}-\d{2}|\s+$", "", text)


def _without_brackets(text: str, *words: str) -> str:
    return re.sub(rf"\s*\((?:{'|'.join(words)})\)", "", text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _hub_hours(text: str) -> str:
    text = text.removeprefix("2023 return: ").partition("; Christmas 2025 notice")[0]
    text = re.sub(r" h a week(?: \(\d+ staffed\))?", " hours a week", text)
    return plain_hours(text.replace("open part of", "open for part of each day,"))


def _phone(text: str) -> tuple[str, str]:
    """One number to ring, and the whole text when there is more to say.

    Several numbers with their own uses give no single number to press: only the text is kept.
    """
    numbers = _PHONE.findall(text)
    if not numbers:
        return "", text
    if text == numbers[0]:
        return text, ""
    return (numbers[0] if text.startswith(numbers[0]) else ""), text


def _contact(text: str) -> dict[str, str]:
    """The ways to reach a helpline, told apart."""
    found = dict.fromkeys(("call", "tel", "text", "sms", "email", "web", "url", "address"), "")
    if text.startswith("textphone"):
        return found | {
            "text": "Textphone 18000, text 999 if you have registered, or the 999 BSL app",
            "sms": "999",
        }
    for part in (part.strip() for part in re.split(r";| or ", text)):
        if texting := _TEXT.match(part):
            found |= {"text": _sentence(part), "sms": texting[1]}
        elif _EMAIL.fullmatch(part):
            found["email"] = part
        elif _WEB.fullmatch(part):
            found |= {"web": part, "url": f"https://{part}"}
        elif ringing := _PHONE.match(part):
            found |= {"call": part.partition(" (")[0], "tel": ringing[0].replace(" ", "")}
        else:
            found["address"] = part
    return found


def _sources(text: str) -> str:
    """The public web addresses among the sources, parted by spaces.

    Left out: notes on files, addresses with a name before an @, and code accounts of private people.
    """
    return " ".join(dict.fromkeys(filter(None, map(_source, text.split(" ; ")))))


def _source(text: str) -> str:
    text = text.strip()
    if github := re.match(r"github:([\w.-]+)/([\w.-]+)", text):
        return f"https://github.com/{github[1]}/{github[2]}" if github[1] in _ORGANISATIONS else ""
    web = re.search(r"https?://[^\s@]+(?=\s|$)", text)
    return web[0] if web else ""


def _flag(value: bool) -> str:
    return "true" if value else "false"
