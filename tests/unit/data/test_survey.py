"""Survey answers: kept whole or not at all, exactly once, and found by their receipt."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from sqlalchemy import Engine, func, select

from data import clock, secret
from data.base import Base
from data.connection import ROOT, session
from data.survey import Answer, Receipt, Response, SurveyError, find, purge, submit
from tests.questionnaires import questionnaire

ANSWERS = {"after_dark": "bit_unsafe", "by_day": None, "know_where": "no"}
GIVEN = {"after_dark": "bit_unsafe", "know_where": "no"}

DIES_BEFORE_THE_END = """
import os, signal
from data.connection import session
from data.survey import submit
from tests.questionnaires import questionnaire
with session() as opened:
    submit(opened, questionnaire(), {"by_day": "very_safe"}, "one form")
    opened.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
DIES_AFTER_THE_END = """
import os, signal, sys
from data.connection import session
from data.survey import submit
from tests.questionnaires import questionnaire
with session() as opened:
    receipt = submit(opened, questionnaire(), {"by_day": "very_safe"}, "one form")
print(receipt.code, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def send(answers: dict[str, str | None] = ANSWERS, key: str = "one form") -> Receipt:
    with session() as opened:
        return submit(opened, questionnaire(), answers, key)


def kept() -> int:
    with session() as opened:
        return opened.scalar(select(func.count()).select_from(Response)) or 0


def answers_of(code: str) -> dict[str, str] | None:
    with session() as opened:
        found = find(opened, code)
        return None if found is None else {answer.question: answer.code for answer in found.answers}


def test_answers_are_kept_and_found_by_the_receipt(each_database: Engine) -> None:
    receipt = send()
    assert answers_of(receipt.code) == GIVEN
    assert kept() == 1


def test_of_the_time_only_the_day_in_london_is_kept(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    receipt = send()
    with session() as opened:
        found = find(opened, receipt.code)
        assert found is not None
        assert found.received_on == date(2026, 7, 1)
        assert (found.questionnaire, found.version, found.stratum) == ("safer-spaces", "2026.1", "open")
        assert {column.name for column in Response.__table__.columns if "_at" in column.name} == set()


def test_the_same_form_twice_is_kept_once_with_one_receipt(each_database: Engine) -> None:
    first = send()
    again = send({"by_day": "very_safe"})
    assert again == first
    assert kept() == 1
    assert answers_of(first.code) == GIVEN


def test_the_same_form_many_times_at_once_is_kept_once_with_one_receipt(each_database: Engine) -> None:
    together = threading.Barrier(8)
    receipts: list[Receipt] = []
    troubles: list[Exception] = []

    def press() -> None:
        together.wait()
        try:
            receipts.append(send())
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    assert kept() == 1
    assert answers_of(receipts[0].code) == GIVEN


def test_different_forms_at_once_are_all_kept(each_database: Engine) -> None:
    together = threading.Barrier(8)
    receipts: list[Receipt] = []

    def press(key: str) -> None:
        together.wait()
        receipts.append(send(key=key))

    threads = [threading.Thread(target=press, args=(f"form {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(receipts)) == kept() == 8


def run_killed(program: str) -> str:
    """Run a program that kills itself; what it said before."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return done.stdout.strip()


def test_killed_before_the_receipt_nothing_is_kept_and_a_retry_is(each_database: Engine) -> None:
    assert run_killed(DIES_BEFORE_THE_END) == ""
    assert kept() == 0
    receipt = send({"by_day": "very_safe"})
    assert answers_of(receipt.code) == {"by_day": "very_safe"}
    assert kept() == 1


def test_killed_after_the_receipt_it_is_found_and_a_retry_gives_it_again(each_database: Engine) -> None:
    code = run_killed(DIES_AFTER_THE_END)
    assert answers_of(code) == {"by_day": "very_safe"}
    assert send({"by_day": "very_safe"}) == Receipt(code)
    assert kept() == 1


def test_the_same_key_on_another_questionnaire_is_another_form(database: Engine) -> None:
    first = send()
    with session() as opened:
        second = submit(opened, questionnaire("other"), ANSWERS, "one form")
    assert first != second
    assert kept() == 2


@pytest.mark.parametrize(
    ("answers", "reason", "question"),
    [
        ({}, "empty", ""),
        ({"after_dark": None, "by_day": None}, "empty", ""),
        ({"favourite_colour": "red"}, "question", "favourite_colour"),
        ({"after_dark": "very_safe", "favourite_colour": None}, "question", "favourite_colour"),
        ({"after_dark": "quite nice"}, "choice", "after_dark"),
        ({"after_dark": "very_safe", "know_where": "very_safe"}, "choice", "know_where"),
        ({"after_dark": ""}, "choice", "after_dark"),
        ({"after_dark": ["very_safe"]}, "choice", "after_dark"),
    ],
)
def test_answers_that_the_form_does_not_offer_are_refused_whole(
    database: Engine, answers: dict[str, str | None], reason: str, question: str
) -> None:
    with pytest.raises(SurveyError) as refused:
        send(answers)
    assert (refused.value.reason, refused.value.question) == (reason, question)
    assert kept() == 0


@pytest.mark.parametrize("key", ["", "x" * 201, None])
def test_a_form_without_a_usable_key_is_refused(database: Engine, key: str) -> None:
    with pytest.raises(SurveyError) as refused:
        send(key=key)
    assert refused.value.reason == "key"
    assert kept() == 0


def test_a_refused_form_can_be_sent_again_with_the_same_key(database: Engine) -> None:
    with pytest.raises(SurveyError):
        send({})
    assert answers_of(send().code) == GIVEN


def test_the_receipt_is_easy_to_read_out(database: Engine) -> None:
    code = send().code
    left, right = code.split("-")
    assert len(left) == len(right) == 5
    assert set(left + right) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code.replace('-', '  ')} "]
)
def test_a_receipt_is_found_however_it_is_typed(database: Engine, change: Callable[[str], str]) -> None:
    assert answers_of(change(send().code)) == GIVEN


def test_letters_taken_for_digits_do_not_matter(database: Engine) -> None:
    codes = (send(key=f"form {number}").code for number in range(1000))
    code = next(code for code in codes if "0" in code and "1" in code)
    assert answers_of(code.replace("0", "O").replace("1", "l")) == GIVEN


@pytest.mark.parametrize("code", ["", "-", "AAAAA-AAAAA", "7ZK3M", "\x00", "ﷺ", "\ud800", "A" * 10_000])
def test_any_other_code_finds_nothing(each_database: Engine, code: str) -> None:
    send()
    assert answers_of(code) is None


def test_neither_code_nor_key_is_in_the_database(each_database: Engine) -> None:
    receipt = send(key="a-key-nobody-guesses")
    with session() as opened:
        rows = chain.from_iterable(opened.execute(select(table)) for table in Base.metadata.sorted_tables)
        everything = json.dumps([[str(value) for value in row] for row in rows])
    assert receipt.code not in everything
    assert receipt.code.replace("-", "") not in everything
    assert "a-key-nobody-guesses" not in everything


def test_two_forms_never_share_a_receipt(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even when the first code of both is the same, as will happen once in a very long while."""
    sign = secret.sign

    def unlucky(opened: object, purpose: str, what: str, *parts: str) -> bytes:
        return bytes(32) if what == "code" and parts[-1] == "0" else sign(opened, purpose, what, *parts)

    monkeypatch.setattr(secret, "sign", unlucky)
    first, second = send(key="one"), send(key="two")
    assert first != second
    assert (send(key="one"), send(key="two")) == (first, second)
    assert kept() == 2


def test_answers_go_with_their_response(each_database: Engine) -> None:
    receipt = send()
    with session() as opened:
        opened.delete(find(opened, receipt.code))
    with session() as opened:
        assert opened.scalar(select(func.count()).select_from(Answer)) == 0


@pytest.mark.parametrize(
    ("today", "last_purged"),
    [
        (date(2026, 11, 21), date(2023, 11, 21)),
        (date(2028, 2, 29), date(2025, 2, 28)),
        (date(2027, 2, 28), date(2024, 2, 28)),
        (date(2027, 3, 1), date(2024, 3, 1)),
        (date(2027, 1, 31), date(2024, 1, 31)),
    ],
)
def test_answers_are_kept_thirty_six_months_to_the_day(
    database: Engine, today: date, last_purged: date
) -> None:
    days = [last_purged - timedelta(days=400), last_purged, last_purged + timedelta(days=1)]
    with session() as opened:
        for day in days:
            code = submit(opened, questionnaire(), ANSWERS, str(day)).code
            found = find(opened, code)
            assert found is not None
            found.received_on = day
    with session() as opened:
        assert purge(opened, today) == 2
    with session() as opened:
        assert opened.scalars(select(Response.received_on)).all() == [days[2]]
