"""Making a database ready: once, whole, by one process of many; and asking whether it is ready."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, delete, func, inspect, select, text, update
from sqlalchemy.orm import Session

from data import audit, database, officers, secret, survey
from data.base import Base
from data.connection import ROOT, DatabaseUnavailable, engine, session
from data.database import NEWER, Bundle, Prepared, bundle_fingerprint, prepare, readiness
from data.hubs import Hub, read_published
from data.secret import Secret
from data.violence.tables import Edition, MonthlyCount

TABLES = (audit, officers, survey)  # imported so that Base knows every table
NOTHING = Prepared(migrated=False, seeded=False)
EVERYTHING = Prepared(migrated=True, seeded=True)

WORKER = """
import sys
from data.database import prepare
print("ready", flush=True)
sys.stdin.readline()
print(prepare(sys.argv[1]))
"""
KILLED = """
import os, signal, sys
from data import database, hubs
hubs.load_published = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
database.prepare(sys.argv[1])
"""


def contents() -> dict[str, int]:
    """How many rows each table that seeding fills has."""
    with session() as opened:
        return {
            table.__tablename__: opened.scalar(select(func.count()).select_from(table)) or 0
            for table in (Bundle, Edition, MonthlyCount, Hub, Secret)
        }


def bundle_says() -> dict[str, int]:
    """The same, by the bundle's own files."""
    package = json.loads((database.PUBLISHED / "datapackage.json").read_text(encoding="utf-8"))
    return {
        "bundle": 1,
        "edition": sum("edition" in resource for resource in package["resources"]),
        "hub": len(read_published()),
        "secret": 2,
    }


def test_the_first_start_does_everything_and_the_second_nothing(empty_url: str) -> None:
    assert prepare() == EVERYTHING
    found = contents()
    assert found.pop("monthly_count") > 20_000
    assert found == bundle_says()
    assert prepare() == NOTHING
    assert readiness().ready


def test_the_tables_are_what_the_models_say(each_database: Engine) -> None:
    with engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_models_checks_are_in_the_tables_too(each_database: Engine) -> None:
    found = inspect(engine())
    for table in Base.metadata.sorted_tables:
        declared = {check.name for check in table.constraints if type(check).__name__ == "CheckConstraint"}
        assert {check["name"] for check in found.get_check_constraints(table.name)} == declared


def test_sqlite_is_in_wal_mode_with_foreign_keys_and_full_durability(database: Engine) -> None:
    with engine().connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        ]
    assert found == ["wal", 1, 2, 5000]


def test_nobody_else_on_the_machine_can_read_the_file(tmp_path: Path) -> None:
    prepare(f"sqlite:///{tmp_path / 'site.db'}")
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("site.db*") if path.stat().st_size} == {0}


def test_processes_that_start_at_once_do_it_once(empty_url: str) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, empty_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    assert [worker.stdout.readline() for worker in workers if worker.stdout] == ["ready\n"] * 4
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    said = [worker.communicate(timeout=120) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4, said
    assert sorted(out.strip() for out, _ in said) == sorted([repr(EVERYTHING), *[repr(NOTHING)] * 3])
    found = contents()
    assert found.pop("monthly_count") > 20_000
    assert found == bundle_says()


def test_a_process_killed_on_the_way_leaves_nothing_half_made(empty_url: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, empty_url], cwd=ROOT, check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert inspect(engine()).get_table_names() == []
    assert prepare() == EVERYTHING
    assert readiness().ready


def other_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hubs_csv: str) -> None:
    """Let the site come with a bundle that has other places."""
    folder = tmp_path / "published"
    shutil.copytree(database.PUBLISHED, folder)
    (folder / "hubs.csv").write_text(hubs_csv, encoding="utf-8")
    monkeypatch.setattr(database, "PUBLISHED", folder)


def test_a_new_bundle_brings_places_up_to_date_and_doubles_nothing(
    each_database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents()
    with session() as opened:
        key = opened.get_one(Secret, "receipt").value
    header, first, second, *rest = (database.PUBLISHED / "hubs.csv").read_text(encoding="utf-8").splitlines()
    gone, renamed = first.split(",")[0], second.split(",")
    renamed[1] = "A New Name"
    other_bundle(tmp_path, monkeypatch, "\n".join([header, ",".join(renamed), *rest, ""]))

    assert prepare() == Prepared(migrated=False, seeded=True)
    assert prepare() == NOTHING
    assert contents() == before
    with session() as opened:
        assert opened.get_one(Hub, renamed[0]).name == "A New Name"
        assert opened.get_one(Hub, gone).withdrawn_on is not None
        assert opened.get_one(Secret, "receipt").value == key


def test_nobody_else_writes_from_the_first_look_on(
    site_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise SQLite would fail the preparing at once when the site in use writes at the same time."""
    other_bundle(tmp_path, monkeypatch, (database.PUBLISHED / "hubs.csv").read_text(encoding="utf-8") + "\n")
    refused: list[str] = []

    def look(opened: Session) -> None:
        with closing(sqlite3.connect(site_database, timeout=0)) as other:
            try:
                other.execute("UPDATE hub SET name = 'mine'")
            except sqlite3.OperationalError as error:
                refused.append(str(error))

    monkeypatch.setattr(secret, "make_missing", look)
    assert prepare().seeded
    assert refused == ["database is locked"]


def test_a_broken_bundle_stops_the_start_and_leaves_nothing(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text_of = (database.PUBLISHED / "hubs.csv").read_text(encoding="utf-8")
    other_bundle(tmp_path, monkeypatch, text_of.replace(",library,", ",lighthouse,", 1))
    with pytest.raises(ValueError, match=r"hubs\.csv: line \d+: .*lighthouse"):
        prepare()
    assert inspect(engine()).get_table_names() == []


def test_a_new_purpose_gets_its_key_on_a_database_in_use(
    each_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with session() as opened:
        before = {key.purpose: key.value for key in opened.scalars(select(Secret))}
    monkeypatch.setattr(secret, "PURPOSES", (*secret.PURPOSES, "a new purpose"))
    assert prepare() == NOTHING
    with session() as opened:
        after = {key.purpose: key.value for key in opened.scalars(select(Secret))}
    assert len(after.pop("a new purpose")) == 64
    assert after == before


def test_a_database_of_a_newer_site_is_left_alone(each_database: Engine) -> None:
    with session() as opened:
        opened.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = contents()
    with pytest.raises(DatabaseUnavailable, match=NEWER):
        prepare()
    assert contents() == before
    assert not readiness().ready


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="folder"):
        prepare(f"sqlite:///{tmp_path / 'file' / 'site.db'}")


def test_a_database_without_figures_or_places_is_not_ready(each_database: Engine) -> None:
    with session() as opened:
        opened.execute(update(Hub).values(withdrawn_on=date(2026, 1, 1)))
    state = readiness()
    assert (state.database, state.figures, state.hubs, state.ready) == (True, True, False, False)
    assert state.detail == "The database holds no places."
    with session() as opened:
        opened.execute(delete(Edition))
    assert readiness().detail == "The database holds no published figures and no places."


def test_readiness_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(url: str | None) -> None:
        raise RuntimeError("something nobody thought of")

    monkeypatch.setattr(database, "session", broken)
    assert not readiness().ready


def test_a_bundle_is_known_by_every_byte_and_name(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    first = bundle_fingerprint(tmp_path)
    (tmp_path / "b").write_text("3")
    assert bundle_fingerprint(tmp_path) != first
    (tmp_path / "b").write_text("2")
    assert bundle_fingerprint(tmp_path) == first
    (tmp_path / "b").rename(tmp_path / "c")
    assert bundle_fingerprint(tmp_path) != first
