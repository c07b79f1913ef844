"""Streamlit's own test runner over the real shell, a real database and real content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import content
from tests.running import ROOT


@pytest.fixture
def visit(site_database: Path) -> Callable[..., AppTest]:
    """Open a page by key, with query parameters: visit("find", near="SE6 4RU")."""

    def open_page(key: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=30)
        page = content.load().page(key)
        if page.path:
            app.run()  # the runner learns the pages' addresses from a first run
            app.switch_page(page.file)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return open_page


def html_of(app: AppTest) -> str:
    """All HTML that the page put out, joined."""
    return "\n".join(element.proto.body for element in app.get("html"))
