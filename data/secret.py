"""Random keys that stay in the database, one for each purpose, and never leave the server."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data import clock
from data.base import Base, Moment

PURPOSES = ("receipt", "sign-in")


class Secret(Base):
    """A key of 256 random bits, as hexadecimal."""

    __tablename__ = "secret"

    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)


def missing(session: Session) -> set[str]:
    """The purposes that have no key yet."""
    return set(PURPOSES) - set(session.scalars(select(Secret.purpose)))


def make_missing(session: Session) -> None:
    """Make the key of every purpose that has none yet. A key, once made, stays."""
    for purpose in sorted(missing(session)):
        session.add(Secret(purpose=purpose, value=secrets.token_hex(32), created_at=clock.now()))
    session.flush()


def sign(session: Session, purpose: str, *parts: str) -> bytes:
    """HMAC-SHA-256 of some text under the key of a purpose. Raises LookupError when the purpose has no key."""
    key = session.get(Secret, purpose)
    if key is None:
        raise LookupError(f"no key for {purpose}")
    return hmac.digest(
        bytes.fromhex(key.value), "\x1f".join(parts).encode("utf-8", "surrogatepass"), "sha256"
    )
