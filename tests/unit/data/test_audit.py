"""The audit log only grows."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, exc, select, text

from data import audit, clock
from data.audit import AuditEvent
from data.connection import session


@pytest.fixture
def written(each_database: Engine, monkeypatch: pytest.MonkeyPatch) -> int:
    """The id of a line in the log."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    with session() as opened:
        return audit.record(opened, "sam", "hub.confirm", "a-library", "rang them").id


def lines() -> list[tuple[object, ...]]:
    with session() as opened:
        events = opened.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(line.at, line.actor, line.action, line.subject, line.detail) for line in events]


WRITTEN = (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "sam", "hub.confirm", "a-library", "rang them")


def test_a_line_says_who_did_what_to_what_and_when(written: int) -> None:
    assert lines() == [WRITTEN]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET actor = 'nobody'",
        "UPDATE audit_event SET detail = '' WHERE id = 1",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE id = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(written: int, change: str) -> None:
    with pytest.raises(exc.IntegrityError, match="only grows"), session() as opened:
        opened.execute(text(change))
    assert lines() == [WRITTEN]


def test_nor_does_it_let_a_line_be_written_over(written: int, each_database: Engine) -> None:
    over = {
        "sqlite": "INSERT OR REPLACE INTO audit_event VALUES (1, '2026-01-01', 'x', 'x', 'x', 'x')",
        "postgresql": "TRUNCATE audit_event",
    }[each_database.dialect.name]
    with pytest.raises(exc.IntegrityError, match="only grows"), session() as opened:
        opened.execute(text(over))
    assert lines() == [WRITTEN]


def test_nor_does_an_object_slip_through(written: int) -> None:
    with pytest.raises(exc.IntegrityError, match="only grows"), session() as opened:
        opened.get_one(AuditEvent, written).actor = "nobody"
    assert lines() == [WRITTEN]


def test_a_line_is_kept_only_with_its_deed(each_database: Engine) -> None:
    def deed() -> None:
        with session() as opened:
            audit.record(opened, "sam", "hub.confirm", "a-library")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    assert lines() == []
