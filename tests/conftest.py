"""What tests of several kinds share: raw published files, and real databases of both sorts, migrated and filled."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from data.connection import engine
from data.database import prepare
from data.settings import settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder of raw published files, where it is there."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"raw published files are not here: {folder}")
    return folder


@pytest.fixture
def use_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Make DATABASE_URL, and so everything under test, point to a database."""
    used: list[str] = []

    def use(url: str) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        settings.cache_clear()
        used.append(url)

    yield use
    for url in used:
        engine(url).dispose()
    settings.cache_clear()


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database as a first start leaves it, to be copied and never to be used itself."""
    path = tmp_path_factory.mktemp("filled") / "site.db"
    prepare(f"sqlite:///{path}")
    engine(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def site_database(filled_file: Path, tmp_path: Path, use_database: Callable[[str], None]) -> Path:
    """The file of a SQLite database of the test's own, migrated and filled, that DATABASE_URL points to."""
    path = tmp_path / "site.db"
    shutil.copyfile(filled_file, path)
    use_database(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(site_database: Path) -> Engine:
    """The engine of that database."""
    return engine()


@dataclass
class Cluster:
    """A private PostgreSQL server behind a Unix socket in its own folder."""

    bin: Path
    folder: Path
    port: int
    names: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        """The address of one of its databases, as DATABASE_URL has it."""
        return f"postgresql://site@/{name}?host={self.folder}&port={self.port}"

    def create(self, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another; its name."""
        name = f"site_{len(self.names)}"
        with psycopg.connect(
            host=str(self.folder), port=self.port, user="site", dbname="postgres", autocommit=True
        ) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}".encode())
        self.names.append(name)
        return name

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs as the user it insists on."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.bin / program), *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses= -c fsync=off -c max_connections=60"
            " -c shared_buffers=16MB"
        )
        self.run(
            "pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", "-o", options, "start"
        )

    def stop(self) -> None:
        """Stop it as a power cut would."""
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", "immediate", "stop")


def postgresql_programs() -> Path | None:
    """Where initdb is: on the path, or where Debian keeps it."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((place for place in reversed(places) if (place / "initdb").exists()), None)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A running PostgreSQL server of the tests' own. Skips without its programs, and fails instead when CI=true."""
    programs = postgresql_programs()
    if programs is None:
        if os.environ.get("CI") == "true":
            pytest.fail("PostgreSQL's server programs are needed: apt-get install postgresql")
        pytest.skip("PostgreSQL's server programs (initdb) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="site-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    cluster = Cluster(programs, folder, free_port())
    try:
        cluster.run(
            "initdb", "-D", f"{folder}/data", "-U", "site", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        cluster.start()
        yield cluster
        cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def filled_name(postgres: Cluster) -> str:
    """A PostgreSQL database as a first start leaves it, to be copied and never to be used itself."""
    name = postgres.create()
    prepare(postgres.url(name))
    engine(postgres.url(name)).dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def each_database(request: pytest.FixtureRequest, use_database: Callable[[str], None]) -> Engine:
    """A filled database of the test's own, of one sort and then of the other, that DATABASE_URL points to."""
    if request.param == "sqlite":
        request.getfixturevalue("site_database")
    else:
        cluster, name = request.getfixturevalue("postgres"), request.getfixturevalue("filled_name")
        use_database(cluster.url(cluster.create(template=name)))
    return engine()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, use_database: Callable[[str], None]) -> str:
    """The address of a database without any tables (for SQLite: without a file), of one sort and then of the other."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'new' / 'site.db'}"
    else:
        cluster = request.getfixturevalue("postgres")
        url = cluster.url(cluster.create())
    use_database(url)
    return url
