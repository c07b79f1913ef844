"""Everything the front door answers before Streamlit does: routes in order, middleware from the outside in, start-up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

import content
from data import database, helplines, logs
from data.settings import settings
from data.soundness import check_published
from materials.fonts import font_folder
from web import assets, documents, health, missing, plain, posters, robots, sign_in
from web.headers import SecurityHeaders

TRY_AGAIN = 10  # seconds
log = logging.getLogger(__name__)


def routes() -> list[BaseRoute]:
    """First match wins; what none of ours takes is a 404, except Streamlit's own paths."""
    return [
        *documents.routes(),
        *plain.routes(),
        *posters.routes(),
        *sign_in.routes(),
        *health.routes(),
        *robots.routes(),
        *missing.routes(),
    ]


def middleware() -> list[Middleware]:
    """Headers outermost, so that every answer has them; then the compressed assets."""
    tiles = urlsplit(settings().map_tiles_url)
    return [
        Middleware(
            SecurityHeaders,
            public_url=settings().public_url,
            trouble=missing.trouble,
            tiles_origin=f"{tiles.scheme}://{tiles.netloc}" if tiles.netloc else "",
            plain_scripts=plain.script_source(),
        ),
        Middleware(assets.Assets, keep=assets.KEEP),
    ]


def first_files() -> list[Any]:
    """The files that the first page and the first map need."""
    folders = {tree.prefix: tree.folder for tree in assets.trees()}
    return [
        *documents.streamlit_head().files,
        *sorted(assets.STATIC.glob("*.*s*")),
        folders["/vendor/leaflet/"] / "leaflet.js",
        folders["/vendor/leaflet/"] / "leaflet.css",
        folders["/vendor/jquery/"] / "jquery.min.js",
        *sorted(folders["/component/streamlit_folium.st_folium/"].rglob("*.js")),
    ]


async def prepare_database() -> None:
    """Bring the database up to date; while it is away, try again until it is there."""
    while True:
        try:
            await run_in_threadpool(database.prepare)
        except database.DatabaseUnavailable as error:
            log.error("the database is away, trying again in %s s: %s", TRY_AGAIN, error)
        except Exception:
            log.exception("the database could not be prepared, trying again in %s s", TRY_AGAIN)
        else:
            return
        await asyncio.sleep(TRY_AGAIN)


@asynccontextmanager
async def lifespan(app: Any) -> AsyncGenerator[dict[str, Any], None]:
    """Start-up: words, published files and helplines must be right or the site does not start.

    A database that is away is waited for in the background: help, messages and plain pages work without it.
    """
    logs.set_up()
    content.load()
    check_published()
    helplines.helplines()
    await run_in_threadpool(assets.prepare, first_files(), assets.KEEP)
    try:
        await run_in_threadpool(font_folder)
    except OSError as error:
        log.error("no posters until there is room for their fonts: %s", error)
    preparing = asyncio.create_task(prepare_database())
    yield {}
    preparing.cancel()
