"""Trends: the published figure, in a sentence and in the table, never a rank."""

from __future__ import annotations

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

import content
from data import places
from tests.pages.conftest import html_of


def test_the_borough_figure_is_the_published_one(visit: Callable[..., AppTest]) -> None:
    shown = html_of(visit("trends"))
    assert "9,622" in shown
    assert "32.02" in shown
    assert "31.38 to 32.66" in shown
    assert "Metropolitan Police" in shown


def test_a_ward_is_compared_with_the_borough_by_interval(visit: Callable[..., AppTest]) -> None:
    app = visit("trends", ward="Rushey Green")
    said = re.search(r'<p class="say">(.*?)</p>\s*<p[^>]*>(.*?)</p>', html_of(app), re.DOTALL)
    assert said
    assert "Rushey Green" in said[1]
    assert content.load().say("trends.higher") in said[1]
    assert said[2].startswith("954 offences recorded from April 2025 to March 2026")


def test_the_table_holds_every_ward_in_alphabetical_order(visit: Callable[..., AppTest]) -> None:
    table = html_of(visit("trends")).split("<tbody>")[1]
    names = [name.replace("&#39;", "'") for name in re.findall(r'<th scope="row">(.*?)</th>', table)]
    assert names == sorted(ward.name for ward in places.wards())
    assert len(names) == 19
