"""A year of figures in words: each number says which file and which months it is taken from."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from data import figures
from data.connection import session
from data.violence.measures import Measure
from data.violence.months import Month
from data.violence.tables import Edition

WARD_FILE, BOROUGH_FILE = (
    "MPS Ward Level Crime 2024-03 to 2026-03",
    "MPS Borough Level Crime 2024-03 to 2026-02",
)


@pytest.fixture
def opened(database: Engine) -> Iterator[Session]:
    with session() as opened:
        yield opened


def said(shown: figures.Picture) -> dict[str, dict[str, str]]:
    """Each phrase that `limits` uses, with what it fills in."""
    used: dict[str, Any] = {}
    words = SimpleNamespace(say=lambda key, **values: (used.setdefault(key, values) and key) or key)
    figures.limits(words, shown)  # type: ignore[arg-type]
    return used


def test_the_share_not_placed_says_which_months_it_covers(opened: Session) -> None:
    shown = figures.picture(opened, Measure.VIOLENCE)
    assert shown.not_placed is not None
    assert (shown.not_placed.first_month, shown.not_placed.last_month) == (Month(2025, 4), Month(2026, 2))
    assert said(shown)["trends.limits.not_placed"] == {
        "share": f"{shown.not_placed.share:.1%}",
        "first": "April 2025",
        "last": "February 2026",
    }


def test_the_source_names_every_file_that_is_used(opened: Session) -> None:
    shown = figures.picture(opened, Measure.VIOLENCE)
    assert WARD_FILE in shown.source
    assert BOROUGH_FILE in shown.source
    older = replace(
        shown, borough=replace(shown.borough, editions=(WARD_FILE, "an older file")), not_placed=None
    )
    assert f"{WARD_FILE} and an older file;" in older.source
    assert BOROUGH_FILE not in older.source


def test_a_share_that_cannot_be_known_is_left_out(opened: Session) -> None:
    opened.execute(delete(Edition).where(Edition.level == "borough"))
    shown = figures.picture(opened, Measure.VIOLENCE)
    assert shown.not_placed is None
    assert "trends.limits.not_placed" not in said(shown)


def test_a_share_below_nothing_is_shown_as_nothing(opened: Session) -> None:
    shown = figures.picture(opened, Measure.VIOLENCE)
    assert shown.not_placed is not None
    below = replace(shown, not_placed=replace(shown.not_placed, share=-0.001))
    assert said(below)["trends.limits.not_placed"]["share"] == "0.0%"
