"""The emblems: well-formed, safe to put into a page, in the colour asked for, and the favicon drawn from its SVG."""

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typst
from PIL import Image, ImageChops

from materials.emblems import FOLDER, SLUGS, emblem, sun

STATIC = FOLDER.parent
DRAWINGS = [*sorted(FOLDER.glob("*.svg")), STATIC / "favicon.svg"]


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_is_plain_svg_that_fetches_nothing_and_runs_nothing(path: Path) -> None:
    tree = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in tree.iter()}
    assert tree.get("viewBox")
    assert tags <= {"svg", "g", "path", "circle", "rect"}
    assert not {
        name for element in tree.iter() for name in element.attrib if "href" in name or name[:2] == "on"
    }


def test_there_is_one_drawing_for_each_message_and_the_sun() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {*SLUGS, "sun", "sun-dark"}


@pytest.mark.parametrize("slug", SLUGS)
def test_an_emblem_is_hidden_from_screen_readers_and_takes_its_colour(slug: str) -> None:
    white, inked = emblem(slug), emblem(slug, "#16233B")
    assert 'aria-hidden="true"' in white
    assert white.startswith("<svg ")
    assert white.count('stroke="#fff"') == inked.count('stroke="#16233B"') == 1
    assert "#fff" not in inked


def test_a_slug_that_is_no_message_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match=r"\.\./favicon.*bullying"):
        emblem("../favicon")


def test_the_sun_speaks_for_itself_and_has_a_ray_for_each_message() -> None:
    assert 'role="img"' in sun()
    assert 'aria-label="A rising sun with five rays"' in sun()
    for hue in ("#6B4E9B", "#B2456E", "#2F5D8A", "#3C7A4B", "#A15C14"):
        assert sun().count(f'stroke="{hue}"') == 1


def test_the_suns_horizon_can_follow_a_dark_ground() -> None:
    assert 'fill="#16233B"' in sun()
    assert 'fill="currentColor"' in sun("currentColor")
    assert "#16233B" not in sun("currentColor")


def test_the_favicon_png_is_the_favicon_svg_drawn() -> None:
    page = (
        b'#set page(width: 64pt, height: 64pt, margin: 0pt, fill: none)\n#image("/favicon.svg", width: 64pt)'
    )
    drawn = typst.compile(page, root=str(STATIC), format="png", ppi=216)
    fresh = Image.open(io.BytesIO(drawn)).convert("RGBA")
    kept = Image.open(STATIC / "favicon.png").convert("RGBA")
    assert kept.size == fresh.size == (192, 192)
    assert max(high for _, high in ImageChops.difference(kept, fresh).getextrema()) <= 2
    assert kept.getpixel((96, 110))[:3] == (0xF4, 0xB7, 0x40)
