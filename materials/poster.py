"""Posters to hang up: one message, the nearest places, who to call, as an A4 or A3 PDF.

Typst draws them from poster.typ. Every word goes in as data, so no text can be taken for markup.
The PDF is tagged (PDF/UA-1), carries its fonts, and the same arguments give the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

import segno
import typst

from materials.emblems import emblem, sun
from materials.fonts import advances, font_folder
from materials.html import long_date

if TYPE_CHECKING:
    from content import Message

Size = Literal["a4", "a3"]

TEMPLATE = Path(__file__).with_name("poster.typ")
MOST_PLACES = 3
MOST_HELPLINES = 6

_INK = "#16233B"
_ZERO_WIDTH_SPACE = "\u200b"
_LONGEST_WORD = 9.0  # ems; a longer word may be broken, so that it never leaves its column


class PosterError(ValueError):
    """The poster cannot be made from these arguments; the message says why."""


@dataclass(frozen=True)
class PosterPlace:
    """A place on a poster: its name, where and how far, and how far it can be trusted, all in words."""

    name: str
    detail: str
    assurance_line: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise PosterError("A place on a poster needs a name.")
        if not self.assurance_line.strip():
            raise PosterError(f"Say on the poster whether {self.name} is confirmed or only listed.")


@dataclass(frozen=True)
class PosterHelp:
    """A helpline on a poster: whose it is, what to dial, text or open, and when (hours may be blank)."""

    name: str
    contact: str
    hours: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.contact.strip():
            raise PosterError("A helpline on a poster needs a name and a number or address.")


def poster(
    message: Message,
    places: Sequence[PosterPlace],
    helplines: Sequence[PosterHelp],
    *,
    finder_url: str,
    place_label: str | None,
    checked_on: date,
    size: Size = "a4",
) -> bytes:
    """One page of PDF. The first three places and the first six helplines are shown.

    `finder_url` is the whole address that the QR code opens; `place_label` says where the places are near
    ("SE6 4RU"), or None. Long names are cut at a word and set smaller until they fit; characters that the
    fonts cannot draw are left out. Raises PosterError, and FontError where the typeface is missing.
    """
    if size not in ("a4", "a3"):
        raise PosterError(f"A poster is a4 or a3, not {size!r}.")
    address = urlsplit(finder_url)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise PosterError(f"The finder's address must be a whole web address, not {finder_url!r}.")
    folder = font_folder()
    words: dict[str, object] = {
        "size": size,
        "hue": message.hue,
        "title": _shown(message.title, 30, folder),
        "headline": _shown(message.poster.headline, 45, folder),
        "lines": [_shown(line, 55, folder) for line in message.poster.lines],
        "call": _shown(message.poster.call, 45, folder),
        "places": [_place(place, folder) for place in places[:MOST_PLACES]],
        "near": _shown(place_label or "", 20, folder),
        "helplines": [_help(line, folder) for line in helplines[:MOST_HELPLINES]],
        "url": finder_url,
        "address": _shown(_spoken(finder_url), 60, folder),
        "sources": _shown(f"{address.netloc}/data-sources", 40, folder),
        "checked": long_date(checked_on),
        "emblem": emblem(message.slug, _INK),
        "white_emblem": emblem(message.slug),
        "sun": sun(horizon="#fff"),
        "qr": _qr(finder_url),
    }
    return _typeset(words, checked_on, folder)


def _place(place: PosterPlace, folder: Path) -> dict[str, str]:
    limits = {"name": 70, "detail": 75, "assurance_line": 65}
    return {field: _shown(text, limits[field], folder) for field, text in asdict(place).items()}


def _help(line: PosterHelp, folder: Path) -> dict[str, str]:
    limits = {"name": 32, "contact": 22, "hours": 32}
    return {field: _shown(text, limits[field], folder) for field, text in asdict(line).items()}


def _typeset(words: dict[str, object], checked_on: date, folder: Path) -> bytes:
    """Run Typst on the template. The date stands in for the clock, which would change the bytes."""
    try:
        pdf = typst.compile(
            str(TEMPLATE),
            root=str(TEMPLATE.parent),
            font_paths=_fonts(folder),
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"poster": json.dumps(words)},
            timestamp=datetime.combine(checked_on, time(), UTC),
        )
    except typst.TypstError as why:
        raise PosterError(f"The poster could not be set: {why.message}") from why
    if not isinstance(pdf, bytes):
        raise PosterError("The poster ran over one page.")
    return pdf


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _qr(url: str) -> str:
    """A QR code as SVG: medium error correction, with the quiet zone the standard asks for."""
    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError as why:
        raise PosterError(f"The finder's address is too long for a QR code: {len(url)} characters.") from why
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, dark=_INK, light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def _spoken(url: str) -> str:
    """A web address as people read it out: no scheme, no www, no closing slash."""
    return unquote(re.sub(r"^https?://(www\.)?", "", url).rstrip("/"))


def _shown(text: str, room: float, folder: Path) -> str:
    """Text as the poster can show it: one line, nothing invisible, cut at a word, long words breakable.

    `room` is in ems, about two characters each. Control and direction-changing characters are left out. A
    letter the fonts lack becomes its plain form or a question mark; a picture they lack is left out. Where
    nothing remains of a text, a question mark stands for it.
    """
    widths = advances(folder)
    kept = "".join(_drawn(character, widths) for character in unicodedata.normalize("NFC", text))
    line = " ".join(kept.split()) or ("?" if text.strip() else "")
    end = _reach(line, room, widths)
    if end < len(line):
        cut = line[:end]
        line = (cut.rpartition(" ")[0] if " " in cut[end // 2 :] else cut).rstrip(" ,;:-") + "…"
    return " ".join(_breakable(word, widths) for word in line.split(" "))


def _reach(text: str, room: float, widths: dict[int, float]) -> int:
    """How many characters of a text go into so many ems."""
    for count, edge in enumerate(accumulate(widths[ord(character)] for character in text)):
        if edge > room:
            return count
    return len(text)


def _breakable(word: str, widths: dict[int, float]) -> str:
    """A word that may be broken before it grows longer than any column, at a point or a slash if it can be."""
    pieces = []
    while word:
        end = _reach(word, _LONGEST_WORD, widths)
        if end < len(word):
            end = max((place.end() for place in re.finditer(r"[/.?&=@_-]", word[:end])), default=end)
        pieces.append(word[:end])
        word = word[end:]
    return _ZERO_WIDTH_SPACE.join(pieces)


def _drawn(character: str, widths: dict[int, float]) -> str:
    """What stands for one character: itself, its plain form, "?", a space or nothing."""
    category = unicodedata.category(character)
    if character.isspace() or category == "Cc":
        return " "
    if category in ("Cf", "Co", "Cs", "Cn"):
        return ""
    if ord(character) in widths:
        return character
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if ord(c) in widths)
    return plain or ("?" if category[0] in "LN" else "")
