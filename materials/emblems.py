"""The campaign's emblems: the rising sun, and one drawing for each of the five messages.

The drawings are the files in ``static/emblems``, so that pages, posters and the browser share one copy.
"""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "emblems"
SLUGS = ("bullying", "healthy-relationships", "knife-crime", "drugs-and-alcohol", "online-dangers")

_WHITE = 'stroke="#fff"'
_HORIZON = 'fill="#16233B"'


def emblem(slug: str, colour: str = "#fff") -> str:
    """The line drawing of one message as an SVG element, 44 by 44 units, decorative (hidden from readers).

    ``colour`` is any CSS colour for its strokes; "currentColor" takes that of the text around it.
    Raises KeyError for a slug that is no message.
    """
    if slug not in SLUGS:
        raise KeyError(f"{slug!r} has no emblem; there are: {', '.join(SLUGS)}")
    return _read(slug).replace(_WHITE, f'stroke="{colour}"')


def sun(horizon: str = "#16233B") -> str:
    """The campaign's rising sun as an SVG element, 124 by 78 units, with its own alternative text.

    A ray for each message, in its hue. ``horizon`` is any CSS colour for the line below, which is
    dark unless told: give "currentColor" where the ground may be dark.
    """
    return _read("sun").replace(_HORIZON, f'fill="{horizon}"')


@cache
def _read(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()
