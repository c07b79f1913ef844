"""The posters' typeface: Source Sans, taken from the installed streamlit package and cut to three fixed weights.

Streamlit ships it as one variable web font (SIL Open Font Licence 1.1). Typst wants plain fonts, so Regular,
SemiBold and Bold are made once and kept in a cache folder, under a name of their own as the licence asks.
They hold the Latin letters; leaving the rest out first makes this seven times as fast.
"""

from __future__ import annotations

import hashlib
import io
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib.instancer import instantiateVariableFont

FAMILY = "Poster Sans"
WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}
CACHE = Path(__file__).resolve().parent.parent / "var" / "fonts"

_PATTERN = "static/static/media/SourceSansVF-Upright*.woff2"
_LETTERS = (
    range(0x20, 0x250),  # Latin
    range(0x300, 0x370),  # accents
    range(0x1E00, 0x1F00),  # Latin with more accents
    range(0x2000, 0x2070),  # dashes, quotation marks, spaces
    range(0x20A0, 0x20C0),  # currencies
    (0x2190, 0x2192, 0x2713),  # arrows and a tick
)
_NAME_IDS_KEPT = {0, 7, 8, 9, 11, 13, 14}  # copyright, trade mark, makers, licence


class FontError(RuntimeError):
    """The typeface cannot be found or read; the message says what was looked for and what to do."""


@cache
def font_folder(cache: Path = CACHE, package: str = "streamlit") -> Path:
    """The folder that holds the three fonts, made under `cache` if they are not there yet.

    Where `cache` cannot be written, a temporary folder is used for this process. Two processes may
    make the fonts at once: each writes aside and moves its own into place, and both are the same bytes.
    Raises FontError.
    """
    source = _find(package)
    folder = cache / hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    if all((folder / f"{style}.ttf").is_file() for style in WEIGHTS):
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="poster-fonts-"))
    letters = _letters(source)
    for style, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory(dir=folder) as aside:
            made = Path(aside) / "font"
            _cut(letters, style, weight).save(made)
            made.replace(folder / f"{style}.ttf")
    return folder


@cache
def advances(folder: Path) -> dict[int, float]:
    """How wide each character that the fonts can draw is, in ems of the Bold: code point to width."""
    with TTFont(folder / "Bold.ttf") as font:
        widths = font["hmtx"].metrics
        return {
            code: widths[glyph][0] / font["head"].unitsPerEm for code, glyph in font.getBestCmap().items()
        }


def _find(package: str) -> Path:
    """The variable font's file, found without importing the package (materials stay free of Streamlit)."""
    spec = find_spec(package)
    home = Path(spec.origin).parent if spec and spec.origin else None
    found = sorted(home.glob(_PATTERN)) if home else []
    if not found:
        raise FontError(
            f"The posters' typeface, Source Sans, is missing: no {_PATTERN} in "
            f"{home or f'a package called {package} (it is not installed)'}. "
            "Install what requirements.txt pins, or mend the pattern in materials/fonts.py."
        )
    return found[0]


def _letters(source: Path) -> bytes:
    """The variable font with the letters we need only, as a plain font file."""
    options = Options(layout_features=["ccmp", "kern", "liga", "locl", "mark", "mkmk"], name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for block in _LETTERS for code in block])
    plain = io.BytesIO()
    try:
        with TTFont(source, recalcTimestamp=False) as font:
            subsetter.subset(font)
            font.flavor = None
            font.save(plain)
    except (TTLibError, KeyError, ValueError, ImportError) as why:
        raise FontError(f"The posters' typeface cannot be read from {source}: {why}") from why
    return plain.getvalue()


def _cut(letters: bytes, style: str, weight: int) -> TTFont:
    """One fixed weight of the variable font, renamed."""
    font = TTFont(io.BytesIO(letters), recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font["OS/2"].usWeightClass = weight
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in _NAME_IDS_KEPT]
    compact = f"{FAMILY}-{style}".replace(" ", "")
    texts = {1: f"{FAMILY} {style}", 2: "Regular", 3: compact, 4: f"{FAMILY} {style}", 6: compact}
    for name_id, text in {**texts, 16: FAMILY, 17: style}.items():
        names.setName(text, name_id, 3, 1, 0x409)
    return font
