"""The finder: from a postcode or a ward to places, and a kind sentence for everything else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import content
from tests.pages.conftest import html_of


def test_a_postcode_gives_the_nearest_places_first(visit: Callable[..., AppTest]) -> None:
    app = visit("find", near="SE6 4RU")
    shown = html_of(app)
    assert "Nearest to SE6 4RU" in shown
    names = re.findall(r'<h3><a href="/plain/hub/[^"]+">(.*?)</a>', shown)
    assert names[0] == "Catford Library"  # it stands beside the town hall, whose postcode this is
    assert len(names) == 10
    minutes = [int(each) for each in re.findall(r"(\d+) minutes&#39; walk", shown)]
    assert minutes == sorted(minutes)
    assert len(minutes) == 10


@pytest.mark.parametrize("typed", [" se64ru ", "SE6  4RU", "se6 4ru", "Se64Ru"])
def test_odd_spaces_and_case_are_understood(visit: Callable[..., AppTest], typed: str) -> None:
    assert "Nearest to SE6 4RU" in html_of(visit("find", near=typed))


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [("banana", "postcode.nonsense"), ("SE6", "postcode.partial"), ("SW1A 1AA", "postcode.outside")],
)
def test_what_cannot_be_placed_is_said_kindly_with_a_way_on(
    visit: Callable[..., AppTest], typed: str, phrase: str
) -> None:
    app = visit("find", near=typed)
    values = {"postcode": typed} if phrase == "postcode.outside" else {}
    from markupsafe import escape

    assert str(escape(content.load().say(phrase, **values))) in html_of(app)
    assert "Every place we list" in html_of(app)
    assert [box.label for box in app.selectbox] == ["Or choose a ward"]


def test_a_retired_postcode_still_finds_places_and_says_so(visit: Callable[..., AppTest]) -> None:
    from data import places
    from data.finder import retired_words

    record = next(each for each in places._postcodes().values() if each.retired)
    shown = html_of(visit("find", near=record.postcode))
    assert f"Nearest to {record.postcode}" in shown
    assert retired_words(record.retired) in shown


def test_no_place_is_called_a_hub_before_an_officer_confirmed_it(visit: Callable[..., AppTest]) -> None:
    shown = html_of(visit("find"))
    assert 'class="small assure"' not in shown

    assert "has not yet confirmed any place here as a trusted adult hub" in shown


def test_choosing_a_ward_lists_its_places_only(visit: Callable[..., AppTest]) -> None:
    app = visit("find")
    app.selectbox[0].set_value("E05013730").run()
    shown = html_of(app)
    assert "Places in Rushey Green" in shown
    assert "Catford Library" in shown
    assert "Horniman" not in shown
