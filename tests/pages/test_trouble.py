"""When the database is away, or a page fails: kind words and help numbers, no traceback, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

import content
from pages.ui.trouble import on_script_error
from tests.pages.conftest import html_of
from tests.running import ROOT


@pytest.fixture
def away(use_database: Callable[[str], None], tmp_path: Path) -> None:
    """A database that is no database."""
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is not a database" * 100)
    use_database(f"sqlite:///{path}")


def visit(key: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "shell.py"), default_timeout=30)
    app.run()
    app.switch_page(content.load().page(key).file)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("key", ["help", "bullying", "about", "questions", "privacy", "schools", "messages"])
def test_words_need_no_database(key: str) -> None:
    app = visit(key)
    assert not app.exception
    assert str(escape(content.load().say("error.database"))) not in html_of(app)


@pytest.mark.usefixtures("away")
def test_places_come_from_the_last_published_list() -> None:
    shown = html_of(visit("find", near="SE6 4RU"))
    assert "Catford Library" in shown
    assert str(escape(content.load().say("offline.hubs"))) in shown


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("key", ["trends", "officers"])
def test_a_page_that_needs_it_says_so_in_one_sentence(key: str) -> None:
    app = visit(key)
    assert not app.exception
    if key == "trends":
        assert str(escape(content.load().say("error.database"))) in html_of(app)
    assert "sqlite" not in html_of(app).lower()


@pytest.mark.usefixtures("away")
def test_answers_that_cannot_be_saved_stay_on_the_page() -> None:
    app = visit("survey")
    first = content.load().survey.questions[0]
    app.radio[0].set_value(first.options[1].code)
    app.button[-1].click().run()
    assert not app.exception
    assert str(escape(content.load().say("survey.not_saved"))) in html_of(app)
    assert app.radio[0].value == first.options[1].code
    assert "receipt" not in app.session_state


def test_a_failing_page_shows_a_reference_and_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    def script() -> None:
        from pages.ui.trouble import on_script_error

        on_script_error(ValueError("secret detail"))

    app = AppTest.from_function(script).run()
    shown = html_of(app)
    assert "Something went wrong on our side" in shown
    assert "secret detail" not in shown
    assert "999" in shown
    assert "secret detail" in caplog.text
    assert on_script_error.__doc__
