"""Posters from any text at all: always one page, never a mistake of Typst's."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from materials.poster import PosterHelp, PosterPlace, poster

anything = st.text(min_size=1, max_size=300).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(anything, anything, anything, st.sampled_from(["a4", "a3"]))
def test_any_text_makes_one_page(name: str, detail: str, headline: str, size: str) -> None:
    words = SimpleNamespace(headline=headline, lines=(detail, name, headline), call=detail)
    message = SimpleNamespace(slug="knife-crime", title=name, hue="#2F5D8A", poster=words)
    places, lines = [PosterPlace(name, detail, name)] * 3, [PosterHelp(name, detail, headline)] * 6
    pdf = poster(
        message,
        places,
        lines,
        finder_url="https://stop.example/find",
        place_label=name,
        checked_on=date(2026, 11, 21),
        size=size,
    )
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
