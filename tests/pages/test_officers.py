"""The officers' screen shows nothing to anybody without a live session."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import html_of


def test_nobody_is_shown_only_the_way_in(visit: Callable[..., AppTest]) -> None:
    shown = html_of(visit("officers"))
    assert "/officers/sign-in" in shown
    assert "Survey answers kept" not in shown
