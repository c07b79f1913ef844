"""The survey: skip anything, saved in one go, a receipt that the database knows."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

import content
from data import survey
from data.database import session
from tests.pages.conftest import html_of


def responses() -> int:
    with session() as db:
        return db.scalar(select(func.count()).select_from(survey.Response)) or 0


def send(app: AppTest) -> AppTest:
    return app.button[-1].click().run()


def test_answers_are_kept_and_the_receipt_finds_them(visit: Callable[..., AppTest]) -> None:
    before = responses()
    app = visit("survey")
    first, _, third = content.load().survey.questions
    app.radio[0].set_value(first.options[1].code)
    app.radio[2].set_value(third.options[0].code)
    app = send(app)
    code = app.session_state["receipt"]
    assert code in html_of(app)
    assert responses() == before + 1
    with session() as db:
        found = survey.find(db, code)
        assert found is not None
        assert {answer.question: answer.code for answer in found.answers} == {
            first.id: first.options[1].code,
            third.id: third.options[0].code,
        }


def test_nothing_answered_is_refused_kindly_and_nothing_stored(visit: Callable[..., AppTest]) -> None:
    before = responses()
    app = send(visit("survey"))
    from markupsafe import escape

    assert str(escape(content.load().say("survey.empty"))) in html_of(app)
    assert responses() == before


def test_the_questions_can_all_be_skipped(visit: Callable[..., AppTest]) -> None:
    app = visit("survey")
    assert [radio.label for radio in app.radio] == [
        question.text for question in content.load().survey.questions
    ]
    for radio in app.radio:
        assert radio.value is None
        assert "Skip this question" in radio.options
