"""Who did what to which record, when: a log that only grows.

Triggers in the database itself refuse to change or remove a line (see the first migration), whoever asks.
"""

from datetime import datetime

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from data import clock
from data.base import Base, Moment


class AuditEvent(Base):
    """One line. `actor` is an officer's user name, "command line" or "sign-in form"; `action` is like "officer.add"."""

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(Text)


def record(session: Session, actor: str, action: str, subject: str, detail: str = "") -> AuditEvent:
    """Add a line, in the same transaction as the deed itself: both are kept or neither is."""
    event = AuditEvent(at=clock.now(), actor=actor, action=action, subject=subject, detail=detail)
    session.add(event)
    session.flush()
    return event
