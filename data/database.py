"""Making the database ready (tables, published figures, places) and asking whether it is.

The way to it (`engine`, `session`, `DatabaseUnavailable`) is in data/connection.py and can be had from here too.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Integer, String, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data import clock, hubs, secret
from data.base import Base, Moment
from data.connection import (
    NOT_PREPARED,
    DatabaseUnavailable,
    address,
    begin_write,
    engine,
    plainly,
    session,
)
from data.resource import PUBLISHED
from data.violence import store
from data.violence.tables import Edition

__all__ = [
    "Bundle",
    "DatabaseUnavailable",
    "Prepared",
    "Readiness",
    "begin_write",
    "engine",
    "prepare",
    "readiness",
    "session",
]

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")
WAIT_SECONDS = 120
"""How long a starting process waits while another one prepares the same database."""
PREPARE_LOCK = 0x5354564E
"""The number of the PostgreSQL advisory lock that a preparing process holds."""
NEWER = "The database was made by a newer version of this site."


class Bundle(Base):
    """Which bundle of published figures and places the database was filled from: one row."""

    __tablename__ = "bundle"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Moment)


@dataclass(frozen=True)
class Prepared:
    """What `prepare` did: nothing, when an earlier start or another process had done it."""

    migrated: bool
    seeded: bool


@dataclass(frozen=True)
class Readiness:
    """Whether the site can do its work, part by part; `detail` is a plain sentence for an operator."""

    database: bool
    figures: bool
    hubs: bool
    detail: str

    @property
    def ready(self) -> bool:
        """True when nothing is missing."""
        return self.database and self.figures and self.hubs


def prepare(url: str | None = None) -> Prepared:
    """Bring tables, figures and places up to date; a SQLite file that is missing is made.

    Any number of processes may do this at once: one works, the others wait and find it done. All is one transaction, so
    that a process killed on the way leaves nothing half made. Raises DatabaseUnavailable, and StoreError or ValueError
    when the bundle itself is broken.
    """
    target = address(url)
    with plainly():
        if target.get_backend_name() == "sqlite":
            path = Path(str(target.database))
            if path.exists() and _up_to_date(url):
                return Prepared(migrated=False, seeded=False)
            with _alone_with(path):
                return _work(url)
        if _up_to_date(url):
            return Prepared(migrated=False, seeded=False)
        return _work(url)


def _up_to_date(url: str | None) -> bool:
    with Session(engine(url)) as opened:
        if _revision(opened.connection()) != _head() or secret.missing(opened):
            return False
        return opened.scalar(select(Bundle.sha256)) == bundle_fingerprint(PUBLISHED)


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """Hold the lock beside a SQLite file, and have the file there in WAL mode.

    The lock is a SQLite lock too: the system takes it back if we are killed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(f"The folder for the database cannot be made: {error.strerror}.") from error
    lock = sqlite3.connect(path.with_name(f"{path.name}.lock"), timeout=WAIT_SECONDS, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
        path.touch(mode=0o600)  # answers and password hashes are nobody else's to read
        database = sqlite3.connect(path)
        database.execute("PRAGMA journal_mode = WAL")
        database.close()
        yield
    finally:
        lock.close()


def _work(url: str | None) -> Prepared:
    with engine(url).connect() as connection:
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({PREPARE_LOCK})")
            migrated = _revision(connection) != _head()
            if migrated:
                _upgrade(connection)
            return Prepared(migrated, seeded=_seed(connection))


def _seed(connection: Connection) -> bool:
    """Make the keys that are missing, and fill in the bundle unless it is there already; whether it was filled in."""
    with Session(connection) as opened:
        secret.make_missing(opened)
        loaded = opened.get(Bundle, 1)
        fingerprint = bundle_fingerprint(PUBLISHED)
        if loaded is not None and loaded.sha256 == fingerprint:
            return False
        store.import_published(opened, PUBLISHED)
        hubs.load_published(opened, hubs.read_published(PUBLISHED / "hubs.csv"))
        opened.merge(Bundle(id=1, sha256=fingerprint, loaded_at=clock.now()))
        opened.flush()
        return True


def bundle_fingerprint(folder: Path) -> str:
    """SHA-256 over the names and bytes of every file of the bundle."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    scripts = ScriptDirectory.from_config(_config())
    held = _revision(connection)
    if held is not None and held not in {script.revision for script in scripts.walk_revisions()}:
        raise DatabaseUnavailable(NEWER)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def readiness(url: str | None = None) -> Readiness:
    """Ask the database whether it can be read and written and holds figures and places. Never raises."""
    try:
        with session(url) as opened:
            if _revision(opened.connection()) != _head():
                return Readiness(database=False, figures=False, hubs=False, detail=NOT_PREPARED)
        with session(url) as opened:
            begin_write(opened)
            figures = bool(opened.scalar(select(exists().select_from(Edition))))
            places = bool(opened.scalar(select(exists().where(hubs.Hub.withdrawn_on.is_(None)))))
    except DatabaseUnavailable as error:
        return Readiness(database=False, figures=False, hubs=False, detail=str(error))
    except Exception:
        log.exception("the database could not be asked")
        return Readiness(database=False, figures=False, hubs=False, detail="The database could not be asked.")
    missing = [words for words, there in (("published figures", figures), ("places", places)) if not there]
    detail = f"The database holds no {' and no '.join(missing)}." if missing else "All is well."
    return Readiness(database=True, figures=figures, hubs=places, detail=detail)
