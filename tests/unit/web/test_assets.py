"""Assets: known files only, compressed once, the right bytes back."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from web import assets

TEXT = ("const answer = 42; // " + "words " * 400).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    served = tmp_path / "served"
    served.mkdir()
    (served / "app.js").write_bytes(TEXT)
    (served / "app.DormvYxC.js").write_bytes(TEXT)
    (served / "tiny.css").write_text("a{}")
    (served / "other.js").write_text("not named")
    (tmp_path / "secret.txt").write_text("out of bounds")
    return served


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> TestClient:
    tree = assets.Tree("/files/", folder, assets.DAY, frozenset({"app.js", "app.DormvYxC.js", "tiny.css"}))
    behind = Route("/{path:path}", lambda request: PlainTextResponse("behind"))
    return TestClient(
        Starlette(
            routes=[behind], middleware=[Middleware(assets.Assets, keep=tmp_path / "kept", serve=(tree,))]
        )
    )


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0, gzip;q=0", None),
        ("identity", None),
        ("", None),
        ("BR", "br"),
    ],
)
def test_the_best_encoding_the_browser_takes(header: str, chosen: str | None) -> None:
    assert assets.accepted(header) == chosen


@pytest.mark.parametrize(("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_compressed_bytes_unpack_to_the_file(
    tmp_path: Path, folder: Path, encoding: str, unpack: object
) -> None:
    made = assets.compressed(folder / "app.js", encoding, tmp_path / "kept")
    assert unpack(made) == TEXT  # type: ignore[operator]
    assert len(made) < len(TEXT) / 10
    kept = list((tmp_path / "kept").iterdir())
    assert [path.read_bytes() for path in kept] == [made]


def test_a_changed_file_is_compressed_again(tmp_path: Path, folder: Path) -> None:
    path = folder / "app.js"
    assets.compressed(path, "br", tmp_path / "kept")
    path.write_bytes(TEXT + b"more")
    assert brotli.decompress(assets.compressed(path, "br", tmp_path / "kept")) == TEXT + b"more"


def test_no_room_to_keep_it_still_answers(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    assert brotli.decompress(assets.compressed(folder / "app.js", "br", tmp_path / "kept")) == TEXT


def test_served_with_encoding_tag_and_life(client: TestClient) -> None:
    answer = client.get("/files/app.js", headers={"accept-encoding": "br"})
    assert answer.headers["content-encoding"] == "br"
    assert answer.headers["cache-control"] == assets.DAY
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert int(answer.headers["content-length"]) < len(TEXT) / 10
    again = client.get("/files/app.js", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_names_with_a_hash_live_a_year(client: TestClient) -> None:
    assert client.get("/files/app.DormvYxC.js").headers["cache-control"] == assets.YEAR
    assert client.get("/files/app.js?v=abc").headers["cache-control"] == assets.YEAR


def test_head_has_no_body(client: TestClient) -> None:
    answer = client.head("/files/app.js", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/files/../secret.txt",
        "/files/%2e%2e/secret.txt",
        "/files/other.js",
        "/files/none.js",
        "/files/%00",
        "/files/" + "a" * 300,
        "/files/",
    ],
)
def test_everything_else_goes_through(client: TestClient, path: str) -> None:
    assert client.get(path).text == "behind"


def test_a_post_goes_through(client: TestClient) -> None:
    assert client.post("/files/app.js").status_code == 405
