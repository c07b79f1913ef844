"""What the browser fetches from us: compressed once, kept, and sent with a long life.

Streamlit sends its own JavaScript raw (1.5 MB and more before the first heading). `Assets` stands in front of it, and of
our own files and the map's libraries, and answers with Brotli or gzip made once and kept in a folder on disk.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import mimetypes
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

import brotli
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
KEEP = ROOT / "var" / "assets"
COMPRESSIBLE = {".js", ".css", ".html", ".svg", ".json", ".txt", ".map", ".csv", ".geojson"}
OPEN_DATA = "/open-data/"
OURS = ("/static/", "/vendor/", "/assets/", OPEN_DATA)
"""Addresses that nobody else answers: what is not there is not found."""
TYPES = {".csv": "text/csv; charset=utf-8", ".geojson": "application/geo+json", ".woff2": "font/woff2"}
SMALLEST = 500  # bytes; below this a compressed copy saves nothing on the wire
YEAR = "public, max-age=31536000, immutable"
DAY = "public, max-age=86400"
REVALIDATE = "no-cache"
log = logging.getLogger(__name__)


def package_folder(module: str) -> Path:
    """Where an installed package keeps its files, without importing it."""
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {module} is not installed; run `make run` again to install it")
    return Path(next(iter(spec.submodule_search_locations)))


@dataclass(frozen=True)
class Tree:
    """A folder of files and the address it is served under."""

    prefix: str
    folder: Path
    cache: str
    names: frozenset[str] | None = None
    """Only these files, where the folder holds more than we serve."""


def trees() -> tuple[Tree, ...]:
    """Every folder that `Assets` answers for."""
    return (
        Tree("/static/", package_folder("streamlit") / "static" / "static", YEAR),
        Tree(
            "/component/streamlit_folium.st_folium/",
            package_folder("streamlit_folium") / "frontend" / "build",
            REVALIDATE,
        ),
        Tree(
            "/vendor/leaflet/",
            package_folder("xstatic.pkg.leaflet") / "data",
            DAY,
            frozenset({"leaflet.js", "leaflet.css"}),
        ),
        Tree(
            "/vendor/jquery/",
            package_folder("xstatic.pkg.jquery") / "data",
            DAY,
            frozenset({"jquery.min.js"}),
        ),
        Tree("/assets/", STATIC, DAY),
        Tree(OPEN_DATA, ROOT / "data" / "published", REVALIDATE),
    )


def fingerprint(path: Path) -> str:
    """A short hash of a file's bytes, for `?v=` and ETag."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def _fingerprint_at(path: Path, modified_ns: int, size: int) -> str:
    return fingerprint(path)


def versions() -> Mapping[str, str]:
    """Fingerprints of our own scripts and styles, for the page heads."""
    return {
        path.name: fingerprint(path) for path in sorted(STATIC.iterdir()) if path.suffix in {".js", ".css"}
    }


def compressed(path: Path, encoding: str, keep: Path) -> bytes:
    """The file's bytes in an encoding ("br" or "gzip"), made on first call and kept in `keep`.

    A kept copy that cannot be read or written is made again: a full or read-only disk costs time, never the answer.
    """
    stat = path.stat()
    kept = keep / f"{_fingerprint_at(path, stat.st_mtime_ns, stat.st_size)}.{encoding}"
    try:
        return kept.read_bytes()
    except OSError:
        pass
    raw = path.read_bytes()
    made = brotli.compress(raw, quality=10) if encoding == "br" else gzip.compress(raw, 9, mtime=0)
    try:
        keep.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=keep, delete=False) as draft:
            draft.write(made)
        Path(draft.name).replace(kept)
    except OSError as error:
        log.warning("compressed asset not kept: %s", error.strerror)
    return made


def prepare(paths: Iterable[Path], keep: Path) -> None:
    """Compress the files a first page needs, before the first visitor asks."""
    wanted = [path for path in paths if path.suffix in COMPRESSIBLE and path.is_file()]
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(lambda path: compressed(path, "br", keep), wanted))
        list(pool.map(lambda path: compressed(path, "gzip", keep), wanted))


def accepted(header: str) -> str | None:
    """The best encoding that an Accept-Encoding header allows: "br", "gzip" or None for raw."""
    offered = {}
    for part in header.lower().split(","):
        name, _, weight = part.strip().partition(";")
        refused = re.fullmatch(r"q=0(\.0*)?", weight.strip()) is not None
        offered[name.strip()] = not refused
    return next((name for name in ("br", "gzip") if offered.get(name)), None)


class Assets:
    """ASGI middleware that answers GET and HEAD for known files and lets everything else through."""

    def __init__(self, app: ASGIApp, *, keep: Path, serve: tuple[Tree, ...] | None = None) -> None:
        self.app = app
        self.keep = keep
        self.trees = serve if serve is not None else trees()

    def find(self, address: str) -> tuple[Path, str] | None:
        """The file for an address and its cache rule, or None when we do not hold it."""
        for tree in self.trees:
            if not address.startswith(tree.prefix):
                continue
            name = address[len(tree.prefix) :]
            if tree.names is not None and name not in tree.names:
                return None
            try:
                path = (tree.folder / name).resolve()
                there = path.is_relative_to(tree.folder.resolve()) and path.is_file()
            except (OSError, ValueError):  # a name no file can have
                return None
            if not there:
                return None
            hashed = re.search(r"[.-][\w-]{8}\.(js|css)$", path.name) is not None
            return path, YEAR if hashed else tree.cache
        return None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        found = self.find(scope["path"]) if scope["method"] in {"GET", "HEAD"} else None
        if found is not None:
            response = await self.answer(Request(scope), *found)
        elif scope["path"].startswith(OURS):
            response = PlainTextResponse("Not found", status_code=404)
        else:
            await self.app(scope, receive, send)
            return
        await response(scope, receive, send)

    async def answer(self, request: Request, path: Path, cache: str) -> Response:
        """The file, in the best encoding the browser takes; 304 when it already has it."""
        stat = path.stat()
        tag = f'"{_fingerprint_at(path, stat.st_mtime_ns, stat.st_size)}"'
        headers = {"Cache-Control": cache, "ETag": tag, "Vary": "Accept-Encoding"}
        if "v" in request.query_params:
            headers["Cache-Control"] = YEAR
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        media_type = (
            TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        )
        encoding = accepted(request.headers.get("accept-encoding", ""))
        if encoding is None or path.suffix not in COMPRESSIBLE or stat.st_size < SMALLEST:
            return FileResponse(path, media_type=media_type, headers=headers)
        body = await run_in_threadpool(compressed, path, encoding, self.keep)
        headers["Content-Encoding"] = encoding
        return Response(body if request.method == "GET" else b"", media_type=media_type, headers=headers)
