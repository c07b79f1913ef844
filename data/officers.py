"""Partnership officers: their local accounts, how they prove who they are, and their sessions.

Passwords are kept as argon2id hashes and session tokens as SHA-256 hashes, so that reading the database lets nobody in.
"""

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    bindparam,
    delete,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from data import audit, clock, secret
from data.base import Base, Moment
from data.connection import begin_write

USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,39}")
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
# Long enough to pass the length rule, and among the first that anybody would try.
COMMON_PASSWORDS = frozenset(Path(__file__).with_name("common_passwords.txt").read_text().split())
FREE_TRIES = 5
"""Wrong passwords in a row before the account locks."""
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
TRIES_FORGOTTEN = timedelta(days=1)
SESSION_LIFE = timedelta(hours=8)
IDLE_LIFE = timedelta(minutes=30)
NOTED_EVERY = timedelta(minutes=1)
SIGN_IN_FORM = "sign-in form"
"""Who acts in the audit log where nobody has proved who they are."""

_hasher = PasswordHasher()
# Checked for names that do not exist, so that the time an answer takes does not tell who does.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


class Role(StrEnum):
    """What an officer may do."""

    EDITOR = "editor"
    OFFICER = "officer"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ADMINISTRATOR = "administrator"


class OfficerError(ValueError):
    """An account that cannot be made or changed as asked. The message is a sentence for the person who asked."""


class LockedOut(Exception):
    """Too many wrong passwords for a name, whether or not it exists; `until` says when it may be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"locked until {until:%H:%M}")
        self.until = until


class Officer(Base):
    """A local account."""

    __tablename__ = "officer"
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'officer', 'safeguarding_lead', 'administrator')", name="role"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SignInTries(Base):
    """Wrong passwords in a row for one name, existing or not, so that a lock does not tell which.

    The name is hashed under a key of this server, because people type passwords into the wrong field.
    """

    __tablename__ = "sign_in_tries"

    name_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    last_at: Mapped[datetime] = mapped_column(Moment, index=True)


# The row is locked by this on either database, whether it was there or not.
_TAKE_TURN = text(
    "INSERT INTO sign_in_tries (name_hash, failed, last_at) VALUES (:name_hash, 0, :last_at)"
    " ON CONFLICT (name_hash) DO UPDATE SET last_at = excluded.last_at"
).bindparams(bindparam("last_at", type_=Moment))


class OfficerSession(Base):
    """A signed-in browser. `csrf` goes into every form of the session and must come back with it."""

    __tablename__ = "officer_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


def add(session: Session, username: str, password: str, role: Role) -> Officer:
    """Make an account. Raises OfficerError when the name is taken or unusable or the password too weak."""
    name = _tidy(username)
    if not USERNAME.fullmatch(name):
        raise OfficerError(
            "A user name is 3 to 40 letters, digits, dots, hyphens or underscores, a letter first."
        )
    hashed = _hasher.hash(_acceptable(name, password))
    begin_write(session)
    if _named(session, name) is not None:
        raise OfficerError(f"There is already an officer {name}.")
    officer = Officer(username=name, password_hash=hashed, role=Role(role).value, created_at=clock.now())
    session.add(officer)
    session.flush()
    return officer


def everyone(session: Session) -> list[Officer]:
    """All accounts, by name."""
    return list(session.scalars(select(Officer).order_by(Officer.username)))


def disable(session: Session, username: str) -> Officer:
    """Shut an account and end its sessions. Raises OfficerError when there is none of that name."""
    begin_write(session)
    officer = _existing(session, username)
    officer.disabled = True
    _end_sessions(session, officer)
    return officer


def reset(session: Session, username: str, password: str) -> Officer:
    """Give an account a new password, open it again if it was locked or disabled, and end its sessions.

    Raises OfficerError when there is none of that name or the password is too weak.
    """
    begin_write(session)
    officer = _existing(session, username)
    officer.password_hash = _hasher.hash(_acceptable(officer.username, password))
    officer.disabled = False
    _forget_tries(session, officer)
    _end_sessions(session, officer)
    return officer


def verify(session: Session, username: str, password: str) -> Officer | None:
    """The officer, when name and password are right and the account is not disabled.

    From the fifth wrong password on, a name is locked for one minute, then two, four, up to an hour: LockedOut is raised,
    also for names that do not exist. A try is counted before it is checked, so that many at once get no more tries than
    one after another. Commits, before the slow check so that nobody waits for it, and after. A lock of an account that
    exists goes into the audit log with the try that sets it; names that do not exist are not written down.
    """
    name, now = _tidy(username), clock.now()
    begin_write(session)
    hashed_name = secret.sign(session, "sign-in", name).hex()
    session.execute(delete(SignInTries).where(SignInTries.last_at < now - TRIES_FORGOTTEN))
    session.execute(_TAKE_TURN, {"name_hash": hashed_name, "last_at": now})
    tries = session.get_one(SignInTries, hashed_name, populate_existing=True)
    if tries.locked_until is not None and now < tries.locked_until:
        raise LockedOut(tries.locked_until)
    tries.failed += 1
    tries.locked_until = _lock_after(tries.failed, now)
    officer = _named(session, name) if USERNAME.fullmatch(name) else None
    if officer is not None and tries.locked_until is not None:
        audit.record(session, SIGN_IN_FORM, "officer.lock", name, f"{tries.failed} tries in a row")
    session.commit()
    right = _matches(officer.password_hash if officer else _NOBODY, password)
    if officer is None or officer.disabled or not right:
        return None
    _forget_tries(session, officer)
    if _hasher.check_needs_rehash(officer.password_hash):
        officer.password_hash = _hasher.hash(_canonical(password))
    session.commit()
    return officer


def open_session(session: Session, officer: Officer) -> str:
    """Begin a session and give its token, which only the officer's browser keeps. Old sessions are cleared away.

    The sign-in goes into the audit log.
    """
    begin_write(session)
    now, token = clock.now(), secrets.token_urlsafe(32)
    session.execute(delete(OfficerSession).where(OfficerSession.expires_at <= now))
    session.add(
        OfficerSession(
            token_hash=_hash(token),
            officer_id=officer.id,
            csrf=secrets.token_urlsafe(32),
            created_at=now,
            last_seen_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    audit.record(session, officer.username, "officer.sign_in", officer.username)
    return token


def find_session(session: Session, token: str) -> OfficerSession | None:
    """The session of a token; None when unknown, ended, idle for 30 minutes or 8 hours old, or its officer is disabled.

    That it was seen is noted once a minute, in a transaction of its own so that the caller's reading keeps nobody waiting.
    """
    found, now = session.get(OfficerSession, _hash(token)), clock.now()
    if (
        found is None
        or found.officer.disabled
        or now >= min(found.expires_at, found.last_seen_at + IDLE_LIFE)
    ):
        return None
    if now - found.last_seen_at >= NOTED_EVERY:
        session.commit()
        session.execute(
            update(OfficerSession)
            .where(OfficerSession.token_hash == found.token_hash)
            .values(last_seen_at=now)
        )
        session.commit()
    return found


def close_session(session: Session, token: str) -> None:
    """End a session, and note the sign-out in the audit log. An unknown token is as good as ended."""
    ended = delete(OfficerSession).where(OfficerSession.token_hash == _hash(token))
    officer_id = session.scalar(ended.returning(OfficerSession.officer_id))
    if officer_id is not None:
        username = session.get_one(Officer, officer_id).username
        audit.record(session, username, "officer.sign_out", username)


def _tidy(username: str) -> str:
    return username.strip().lower()


def _named(session: Session, name: str) -> Officer | None:
    return session.scalar(select(Officer).where(Officer.username == name))


def _existing(session: Session, username: str) -> Officer:
    officer = _named(session, _tidy(username)) if USERNAME.fullmatch(_tidy(username)) else None
    if officer is None:
        raise OfficerError(f"There is no officer {username}.")
    return officer


def _end_sessions(session: Session, officer: Officer) -> None:
    session.execute(delete(OfficerSession).where(OfficerSession.officer_id == officer.id))
    session.flush()


def _acceptable(name: str, password: str) -> bytes:
    """The password as it is hashed. Raises OfficerError when it is too weak."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST_PASSWORD:
        raise OfficerError(
            f"The password needs at least {SHORTEST_PASSWORD} characters. A few random words do well."
        )
    if len(plain) > LONGEST_PASSWORD:
        raise OfficerError(f"The password can have at most {LONGEST_PASSWORD} characters.")
    if plain.casefold() in COMMON_PASSWORDS or len(set(plain.casefold())) < 4:
        raise OfficerError("That password is among the first that anybody would try.")
    if name in plain.casefold():
        raise OfficerError("The password must not hold the user name.")
    return _canonical(password)


def _canonical(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, _canonical(password[: 2 * LONGEST_PASSWORD]))
    except VerifyMismatchError:
        return False


def _lock_after(failures: int, now: datetime) -> datetime | None:
    if failures < FREE_TRIES:
        return None
    doublings = min(failures - FREE_TRIES, 10)  # an hour is reached long before
    return now + min(FIRST_LOCK * 2**doublings, LONGEST_LOCK)


def _forget_tries(session: Session, officer: Officer) -> None:
    hashed_name = secret.sign(session, "sign-in", officer.username).hex()
    session.execute(delete(SignInTries).where(SignInTries.name_hash == hashed_name))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
