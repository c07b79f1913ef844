"""The way to the database: engines, transactions, and plain words when it cannot be reached.

SQLite (a file, in WAL mode) or PostgreSQL: the same code, tables and migrations. Whatever keeps a query from being done
comes out as DatabaseUnavailable with a sentence that an operator can act on.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    exc,
    make_url,
    text,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from data.settings import SettingsError, settings

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
BUSY_SECONDS = 5
"""How long a query waits for a lock, for a free connection or for a server to answer before it gives up."""

NOT_PREPARED = "The database is not prepared yet: run `python -m data init`."
MISSING = "The database file is missing or cannot be opened."
LOCKED = "The database is locked by another program."
DAMAGED = "The database file is damaged."
# By the beginning of SQLite's name for the error: https://www.sqlite.org/rescode.html
SQLITE_SENTENCES = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_CANTOPEN": MISSING,
    "SQLITE_PERM": MISSING,
    "SQLITE_NOTADB": DAMAGED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_READONLY": "The database file cannot be written.",
    "SQLITE_IOERR": "The database file cannot be read or written.",
    "SQLITE_FULL": "The disk is full.",
}


class DatabaseUnavailable(RuntimeError):
    """A query could not be done. The message is a plain sentence and holds no secret."""


def address(url: str | None = None) -> URL:
    """A database's address with its driver named and a SQLite path made absolute. Default: the setting DATABASE_URL.

    Raises SettingsError for a database that this site does not run on, SQLite in memory among them.
    """
    try:
        given = make_url(url or settings().database_url)
    except exc.ArgumentError as error:
        raise SettingsError("DATABASE_URL is not an address") from error
    kind = given.drivername.split("+")[0]
    if kind in {"postgresql", "postgres"}:
        return given.set(drivername="postgresql+psycopg")
    if kind != "sqlite" or given.database in {None, "", ":memory:"}:
        raise SettingsError("DATABASE_URL must name a SQLite file or a PostgreSQL database")
    return given.set(database=str(ROOT / str(given.database)))


def engine(url: str | None = None) -> Engine:
    """The engine for a database, made once per address. It connects at the first query, not here.

    A SQLite file is never made by a query: only `data.database.prepare` makes one.
    """
    return _engine(address(url))


@cache
def _engine(target: URL) -> Engine:
    if target.get_backend_name() == "sqlite":
        return _sqlite(Path(str(target.database)))
    return create_engine(
        target,
        hide_parameters=True,  # what people write has no place in a log
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=BUSY_SECONDS,
        connect_args={
            "connect_timeout": BUSY_SECONDS,
            "options": f"-c statement_timeout=15s -c lock_timeout={BUSY_SECONDS}s -c timezone=UTC",
            "tcp_user_timeout": 2 * BUSY_SECONDS * 1000,
        },
    )


def _sqlite(path: Path) -> Engine:
    made = create_engine(
        f"sqlite:///file:{quote(str(path))}?mode=rw&uri=true",
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS},
        pool_timeout=BUSY_SECONDS,
    )

    def identity() -> tuple[int, int] | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @event.listens_for(made, "connect")
    def configure(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
        # The driver's own way of opening transactions would tear a migration apart; `begin` below opens them.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        entry.info["file"] = identity()

    @event.listens_for(made, "checkout")
    def same_file(connection: object, entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
        # A connection kept from before the file was removed or restored would write into the void.
        if entry.info["file"] != identity():
            raise exc.DisconnectionError("the database file was replaced")

    @event.listens_for(made, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))

    return made


@contextmanager
def session(url: str | None = None) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises.

    Only after the block has ended may a person be told that something is saved. Rows stay readable afterwards.
    Raises DatabaseUnavailable.
    """
    with plainly(), Session(engine(url), expire_on_commit=False) as opened:
        yield opened
        opened.commit()


def begin_write(opened: Session) -> None:
    """Wait for the right to write now, before the first read of a transaction that goes on to write.

    SQLite refuses a write at once, without waiting, when another process wrote since this transaction's first read.
    """
    opened.execute(text("UPDATE bundle SET id = id WHERE 1 = 0"))


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the drivers raise when they cannot do a query into DatabaseUnavailable; let our own mistakes through."""
    try:
        yield
    except (exc.SQLAlchemyError, sqlite3.Error) as error:
        reason = _reason(error)
        if reason is None:
            raise
        log.warning("%s (%s)", reason, type(error).__name__)
        raise DatabaseUnavailable(reason) from error


def _reason(error: Exception) -> str | None:
    cause = getattr(error, "orig", error)
    if "no such table" in str(cause) or type(cause).__name__ == "UndefinedTable":
        return NOT_PREPARED
    if isinstance(cause, sqlite3.Error):
        name: str = getattr(cause, "sqlite_errorname", "")
        return next((words for start, words in SQLITE_SENTENCES.items() if name.startswith(start)), None)
    if isinstance(error, exc.OperationalError | exc.InterfaceError):
        return "The database server does not answer."
    if isinstance(error, exc.TimeoutError):
        return "The database is too busy."
    if isinstance(error, exc.DisconnectionError | exc.InvalidRequestError) and "replaced" in str(error):
        return MISSING
    return None
