"""Answers to a questionnaire: kept whole or not at all, once, without anything that tells who gave them.

A form carries a random key made when it was opened. The same key again (a double click, a retry after a lost signal, a
second tab) finds the first answer and gives the same receipt. The receipt's code is worked out from the key and a secret
of this server, so the code itself is never stored.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from data import clock, secret
from data.base import Base
from data.connection import begin_write
from data.violence.months import Month

if TYPE_CHECKING:
    from content import Questionnaire

OPEN = "open"
"""The stratum of answers given through the open link."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to misread. https://www.crockford.com/base32.html"""
CODE_LENGTH = 10
LONGEST_KEY = 200
KEPT_MONTHS = 36
"""How long answers are kept, to the day, before `purge` deletes them; the privacy page says so."""

Reason = Literal["empty", "question", "choice", "key"]


class SurveyError(ValueError):
    """Answers that cannot be kept.

    `reason`: "empty" (every question skipped), "question" or "choice" (one that the form does not offer; `question` is
    the id of the question at fault) or "key" (the form came without a usable key).
    """

    def __init__(self, reason: Reason, question: str = "") -> None:
        super().__init__(f"{reason}: {question}" if question else reason)
        self.reason: Reason = reason
        self.question = question


class Response(Base):
    """One person's answers to one version of a questionnaire. Of the time, only the day in London is kept."""

    __tablename__ = "response"
    __table_args__ = (Index("ix_response_questionnaire", "questionnaire", "version"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(20))
    received_on: Mapped[date]
    stratum: Mapped[str] = mapped_column(String(40))
    idempotency_key: Mapped[str] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str] = mapped_column(String(64), unique=True)

    answers: Mapped[list[Answer]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class Answer(Base):
    """The choice made at one question. A question that was skipped has no row."""

    __tablename__ = "answer"

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(80), primary_key=True)
    code: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True)
class Receipt:
    """What a person keeps: a code like "7ZK3M-0QW9X"."""

    code: str


def submit(
    session: Session,
    questionnaire: Questionnaire,
    answers: Mapping[str, str | None],
    key: str,
    stratum: str = OPEN,
) -> Receipt:
    """Keep the answers (question id to choice code, None for skipped) given on the form with this key.

    The receipt may be shown once the session's block has ended. The same key again gives the same receipt and changes
    nothing. Raises SurveyError, then having stored nothing.
    """
    chosen = check(questionnaire, answers)
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY:
        raise SurveyError("key")
    begin_write(session)
    hashed = _hash_key(questionnaire.id, key)
    first = _response(session, hashed)
    if first is None:
        try:
            with session.begin_nested():
                code = next(code for code in _codes(session, hashed) if find(session, code) is None)
                first = Response(
                    questionnaire=questionnaire.id,
                    version=questionnaire.version,
                    received_on=clock.today(),
                    stratum=stratum,
                    idempotency_key=hashed,
                    receipt_hash=_hash_code(session, code),
                    answers=[Answer(question=question, code=choice) for question, choice in chosen.items()],
                )
                session.add(first)
            return Receipt(code)
        except IntegrityError:
            # On PostgreSQL the same form can arrive twice at once; the other one won.
            first = _response(session, hashed)
            if first is None:
                raise
    return Receipt(
        next(code for code in _codes(session, hashed) if _hash_code(session, code) == first.receipt_hash)
    )


def check(questionnaire: Questionnaire, answers: Mapping[str, str | None]) -> dict[str, str]:
    """The answers that were given, without the skipped ones. Raises SurveyError for any that the form does not offer."""
    choices = {
        question.id: {option.code for option in question.options} for question in questionnaire.questions
    }
    for question, choice in answers.items():
        if question not in choices:
            raise SurveyError("question", str(question))
        if choice is not None and not (isinstance(choice, str) and choice in choices[question]):
            raise SurveyError("choice", question)
    given = {question: choice for question, choice in answers.items() if choice is not None}
    if not given:
        raise SurveyError("empty")
    return given


def find(session: Session, code: str) -> Response | None:
    """The response a receipt belongs to, or None. Spaces, hyphens, case and O for 0, I or L for 1 do not matter."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    typed = typed.translate(str.maketrans("OIL", "011"))
    return session.scalar(
        select(Response).where(Response.receipt_hash == _hash_code(session, _grouped(typed)))
    )


def delete_by_receipt(session: Session, code: str) -> bool:
    """Delete the answers that a receipt belongs to, as the person who holds it may ask. False when there are none."""
    begin_write(session)
    found = find(session, code)
    if found is None:
        return False
    session.delete(found)
    return True


def purge(session: Session, today: date) -> int:
    """Delete every response received on the same day KEPT_MONTHS ago or earlier; how many there were.

    Where that month has no such day (29 February), its last day stands in.
    """
    begin_write(session)
    month = Month(today.year, today.month).shift(-KEPT_MONTHS)
    _, length = monthrange(month.year, month.number)
    old = Response.received_on <= date(month.year, month.number, min(today.day, length))
    number = session.scalar(select(func.count()).select_from(Response).where(old)) or 0
    session.execute(delete(Response).where(old))
    return number


def _response(session: Session, hashed: str) -> Response | None:
    return session.scalar(select(Response).where(Response.idempotency_key == hashed))


def _hash_key(questionnaire_id: str, key: str) -> str:
    return hashlib.sha256(f"{questionnaire_id}\n{key}".encode("utf-8", "surrogatepass")).hexdigest()


def _hash_code(session: Session, code: str) -> str:
    return secret.sign(session, "receipt", "hash", code).hex()


def _codes(session: Session, hashed: str) -> Iterator[str]:
    """The codes that belong to a form's key, in order: the second serves if another response has the first already."""
    for attempt in count():
        number = int.from_bytes(secret.sign(session, "receipt", "code", hashed, str(attempt)))
        yield _grouped("".join(ALPHABET[number >> (5 * place) & 31] for place in range(CODE_LENGTH)))


def _grouped(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"
