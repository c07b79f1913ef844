"""Survey submits: whatever arrives, a response is kept whole with its receipt, or nothing is kept."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from data.connection import session
from data.survey import Answer, Response, SurveyError, find, submit
from tests.questionnaires import CHOICES, questionnaire

ODD = st.one_of(st.none(), st.text(), st.integers(), st.lists(st.text(), max_size=2), st.booleans())
OFFERED = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from([None, *codes]) for name, codes in CHOICES.items()}
)
ANY = st.one_of(
    OFFERED,
    st.dictionaries(st.one_of(st.sampled_from(list(CHOICES)), st.text()), ODD, max_size=5),
    st.builds(lambda good, bad: {**good, **bad}, OFFERED, st.dictionaries(st.text(), ODD, max_size=1)),
)
KEYS = st.one_of(st.text(max_size=220), st.sampled_from(["same", "again"]))


def rows() -> tuple[int, int]:
    with session() as opened:
        return tuple(
            opened.scalar(select(func.count()).select_from(table)) or 0 for table in (Response, Answer)
        )


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(answers=ANY, key=KEYS)
def test_nothing_is_ever_half_kept(each_database: Engine, answers: dict[str, Any], key: str) -> None:
    responses, given_before = rows()
    try:
        with session() as opened:
            receipt = submit(opened, questionnaire(), answers, key)
    except SurveyError:
        assert rows() == (responses, given_before)
        return
    wanted = {question: code for question, code in answers.items() if code is not None}
    assert wanted
    assert all(code in CHOICES[question] for question, code in wanted.items())
    with session() as opened:
        found = find(opened, receipt.code)
        assert found is not None
        held = {answer.question: answer.code for answer in found.answers}
        assert opened.scalar(select(func.count()).where(Response.receipt_hash == found.receipt_hash)) == 1
    responses_after, given_after = rows()
    assert responses_after - responses in {0, 1}
    assert given_after - given_before == (len(wanted) if responses_after > responses else 0)
    assert held == wanted or responses_after == responses


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.text(min_size=1, max_size=200), answers=OFFERED.filter(lambda found: any(found.values())))
def test_a_retry_always_gives_the_same_receipt(
    each_database: Engine, key: str, answers: dict[str, Any]
) -> None:
    def send() -> str:
        with session() as opened:
            return submit(opened, questionnaire(), answers, key).code

    assert send() == send()
