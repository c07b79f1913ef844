"""Every page in the registry runs without an error and shows its heading."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

import content
from tests.pages.conftest import html_of

KEYS = [page.key for page in content.load().pages]
OWN_BANNER = {message.slug for message in content.load().messages}


@pytest.mark.parametrize("key", KEYS)
def test_page_shows_its_heading_and_no_error(visit: Callable[..., AppTest], key: str) -> None:
    app = visit(key)
    assert not app.exception
    shown = html_of(app)
    assert "Something went wrong" not in shown
    heading = content.load().page(key).heading
    if key in OWN_BANNER:
        assert re.findall(r"<h1>(.*?)</h1>", shown) == [heading]
    else:
        assert [title.value for title in app.title] == [heading]


def test_registry_files_exist_and_are_all_registered() -> None:
    from tests.running import ROOT

    registered = {page.file for page in content.load().pages}
    on_disk = {
        str(path.relative_to(ROOT / "pages"))
        for path in (ROOT / "pages").rglob("*.py")
        if "ui" not in path.parts and path.name not in {"__init__.py", "shell.py"}
    }
    assert registered == on_disk
