"""The way to the database: transactions, and plain words for whatever can be wrong with it."""

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, exc, func, select, text

from data import connection
from data.connection import (
    DAMAGED,
    LOCKED,
    MISSING,
    NOT_PREPARED,
    ROOT,
    DatabaseUnavailable,
    address,
    begin_write,
    session,
)
from data.database import Bundle, prepare, readiness
from data.hubs import Hub, listed
from data.settings import SettingsError
from data.survey import Answer
from tests.conftest import Cluster


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines made from now on wait a tenth of a second for a lock."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)


@pytest.fixture
def holder(site_database: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection to the site's file."""
    other = sqlite3.connect(site_database, isolation_level=None)
    yield other
    other.close()


def test_a_block_that_ends_is_kept(each_database: Engine) -> None:
    with session() as opened:
        opened.add(Bundle(id=2, sha256="x", loaded_at=datetime(2026, 1, 2, tzinfo=UTC)))
    with session() as opened:
        assert opened.get(Bundle, 2) is not None


def test_a_block_that_raises_leaves_nothing(each_database: Engine) -> None:
    def deed() -> None:
        with session() as opened:
            opened.add(Bundle(id=2, sha256="x", loaded_at=datetime(2026, 1, 2, tzinfo=UTC)))
            opened.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        deed()
    with session() as opened:
        assert opened.get(Bundle, 2) is None


def test_rows_stay_readable_after_the_block(database: Engine) -> None:
    with session() as opened:
        bundle = opened.get_one(Bundle, 1)
    assert len(bundle.sha256) == 64


def test_moments_come_back_in_utc(each_database: Engine) -> None:
    summer_time = timezone(timedelta(hours=1))
    with session() as opened:
        opened.add(Bundle(id=2, sha256="x", loaded_at=datetime(2026, 7, 1, 0, 30, tzinfo=summer_time)))
    with session() as opened:
        moment = opened.get_one(Bundle, 2).loaded_at
    assert moment == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Engine) -> None:
    with pytest.raises(exc.StatementError, match="without a time zone"), session() as opened:
        opened.add(Bundle(id=2, sha256="x", loaded_at=datetime(2026, 1, 2)))  # noqa: DTZ001


def test_a_row_cannot_point_to_nothing(each_database: Engine) -> None:
    with pytest.raises(exc.IntegrityError), session() as opened:
        opened.add(Answer(response_id=999, question="a", code="b"))


def test_our_own_mistakes_do_not_pass_as_bad_luck(each_database: Engine) -> None:
    with pytest.raises(exc.DBAPIError), session() as opened:
        opened.execute(text("SELEC 1"))


def test_writers_that_read_first_wait_for_one_another(database: Engine) -> None:
    """Without begin_write, the second of two that read before writing fails at once on SQLite."""
    ready = threading.Barrier(6)
    failures: list[Exception] = []

    def add_one() -> None:
        ready.wait()
        try:
            for _ in range(10):
                with session() as opened:
                    begin_write(opened)
                    bundle = opened.get_one(Bundle, 1)
                    bundle.sha256 = str(int(bundle.sha256) + 1)
        except DatabaseUnavailable as error:
            failures.append(error)

    with session() as opened:
        opened.get_one(Bundle, 1).sha256 = "0"
    threads = [threading.Thread(target=add_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with session() as opened:
        assert opened.get_one(Bundle, 1).sha256 == "60"


def test_a_missing_file_is_said_and_not_made(tmp_path: Path, use_database: Callable[[str], None]) -> None:
    use_database(f"sqlite:///{tmp_path / 'site.db'}")
    with pytest.raises(DatabaseUnavailable, match=MISSING), session() as opened:
        listed(opened)
    assert readiness().detail == MISSING
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_not_prepared(tmp_path: Path, use_database: Callable[[str], None]) -> None:
    (tmp_path / "site.db").touch()
    use_database(f"sqlite:///{tmp_path / 'site.db'}")
    with pytest.raises(DatabaseUnavailable) as refused, session() as opened:
        listed(opened)
    assert str(refused.value) == NOT_PREPARED


@pytest.mark.parametrize("damage", ["header", "pages"])
def test_a_damaged_file_is_said(damage: str, site_database: Path, caplog: pytest.LogCaptureFixture) -> None:
    whole = site_database.read_bytes()
    noise = bytes(range(256)) * 16
    site_database.write_bytes(noise + whole[4096:] if damage == "header" else whole[:4096] + noise * 200)
    for query in (prepare, count_hubs):
        with pytest.raises(DatabaseUnavailable) as refused:
            query()
        assert str(refused.value) == DAMAGED
    with caplog.at_level(logging.WARNING):
        state = readiness()
    assert (state.ready, state.detail) == (False, DAMAGED)
    assert "Traceback" not in caplog.text


def count_hubs() -> int:
    with session() as opened:
        return opened.scalar(select(func.count()).select_from(Hub)) or 0


def test_a_file_that_another_program_is_writing_can_still_be_read(
    impatient: None, holder: sqlite3.Connection
) -> None:
    holder.execute("BEGIN IMMEDIATE")
    assert count_hubs() > 0
    with pytest.raises(DatabaseUnavailable) as refused, session() as opened:
        begin_write(opened)
    assert str(refused.value) == LOCKED
    assert readiness().detail == LOCKED
    holder.execute("ROLLBACK")
    assert readiness().ready


def test_a_file_locked_against_reading_is_said(impatient: None, holder: sqlite3.Connection) -> None:
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("UPDATE bundle SET id = id")
    for query in (count_hubs, prepare):
        with pytest.raises(DatabaseUnavailable) as refused:
            query()
        assert str(refused.value) == LOCKED
    assert readiness().detail == LOCKED


def test_a_file_removed_under_a_running_site_is_noticed_and_its_return_too(site_database: Path) -> None:
    assert count_hubs() > 0
    kept = site_database.with_name("kept.db")
    shutil.move(site_database, kept)
    with pytest.raises(DatabaseUnavailable) as refused:
        count_hubs()
    assert str(refused.value) == MISSING
    shutil.move(kept, site_database)
    assert count_hubs() > 0


def test_a_file_restored_under_a_running_site_is_used(site_database: Path) -> None:
    assert count_hubs() > 0
    backup = site_database.with_name("backup.db")
    shutil.copyfile(site_database, backup)
    changed = sqlite3.connect(backup)
    changed.execute("DELETE FROM hub")
    changed.commit()
    changed.close()
    backup.replace(site_database)
    assert count_hubs() == 0


def test_a_server_that_is_not_there_is_said_without_its_password(use_database: Callable[[str], None]) -> None:
    use_database("postgresql://site:very-secret@127.0.0.1:1/site")
    for query in (count_hubs, prepare):
        with pytest.raises(DatabaseUnavailable) as refused:
            query()
        assert str(refused.value) == "The database server does not answer."
    assert readiness().detail == "The database server does not answer."


def test_a_server_that_comes_back_is_used_again(
    postgres: Cluster, filled_name: str, use_database: Callable[[str], None]
) -> None:
    use_database(postgres.url(postgres.create(template=filled_name)))
    before = count_hubs()
    postgres.stop()
    try:
        with pytest.raises(DatabaseUnavailable):
            count_hubs()
        assert not readiness().ready
    finally:
        postgres.start()
    assert count_hubs() == before
    assert readiness().ready


def test_a_server_that_restarts_between_two_queries_is_not_noticed(
    postgres: Cluster, filled_name: str, use_database: Callable[[str], None]
) -> None:
    use_database(postgres.url(postgres.create(template=filled_name)))
    before = count_hubs()
    postgres.stop()
    postgres.start()
    assert count_hubs() == before


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgres://a:b@host/site", "postgresql+psycopg://a:b@host/site"),
        ("postgresql://a:b@host/site", "postgresql+psycopg://a:b@host/site"),
        ("sqlite:////srv/site.db", "sqlite:////srv/site.db"),
        ("sqlite:///var/site.db", f"sqlite:///{ROOT}/var/site.db"),
    ],
)
def test_addresses(given: str, meant: str) -> None:
    assert address(given).render_as_string(hide_password=False) == meant


@pytest.mark.parametrize("given", ["sqlite://", "sqlite:///:memory:", "mysql://host/site", "postgres"])
def test_databases_the_site_does_not_run_on(given: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL"):
        address(given)
