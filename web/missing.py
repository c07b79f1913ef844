"""Addresses that lead nowhere: a real 404, in kind words, instead of Streamlit's home page with 200."""

from __future__ import annotations

import logging
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

import content
from web import plain
from web.frame import href
from web.plain import page

# What Streamlit answers itself, behind our routes; nothing else of its own is open.
STREAMLIT = {"/_stcore/health", "/_stcore/host-config"}
STREAMLIT_BELOW = ("/media/", "/component/")


log = logging.getLogger(__name__)
KNOWN = {href(each) for each in content.load().pages} | {route.path for route in plain.routes()}


def not_found_page() -> HTMLResponse:
    """The page for an address that does not exist."""
    words = content.load()
    return page(
        "missing.html",
        "/missing",
        "We cannot find that page",
        status=404,
        lead=words.say("notfound.lead"),
        index=False,
    )


async def not_found(request: Request, error: Exception | None = None) -> Response:
    """As a route, and as the handler of a 404 raised inside one of ours. A slash too many leads to the page without it."""
    path = request.url.path
    bare = "/" + path.strip("/")
    if request.method in {"GET", "HEAD"} and path != bare and bare in KNOWN:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(bare + query, status_code=308)
    return not_found_page()


def trouble(path: str) -> HTMLResponse:
    """The page for an answer of ours that failed: kind words and a reference; the log has the error under it."""
    code = secrets.token_hex(4).upper()
    log.exception("%r failed, reference %s", path, code)
    return page(
        "plain_trouble.html",
        "/trouble",
        "Something went wrong on our side",
        status=500,
        lead=content.load().say("error.page"),
        index=False,
        code=code,
    )


class EverythingElse(Route):
    """Matches whatever no route before it took, but for Streamlit's own paths."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in STREAMLIT or path.startswith(STREAMLIT_BELOW):
            return Match.NONE, {}
        return super().matches(scope)


def routes() -> list[BaseRoute]:
    """The last of our routes."""
    return [
        EverythingElse("/{path:path}", not_found, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    ]
