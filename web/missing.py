"""Addresses that lead nowhere: a real 404, in kind words, instead of Streamlit's home page with 200."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

import content
from web.plain import page

# What Streamlit answers itself, behind our routes.
STREAMLIT = ("/_stcore/", "/media/", "/component/", "/static/", "/oauth2callback", "/auth/")


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


async def not_found(request: Request, error: Exception | None = None) -> HTMLResponse:
    """As a route, and as the handler of a 404 raised inside one of ours."""
    return not_found_page()


class EverythingElse(Route):
    """Matches whatever no route before it took, but for Streamlit's own paths."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or scope["path"].startswith(STREAMLIT):
            return Match.NONE, {}
        return super().matches(scope)


def routes() -> list[BaseRoute]:
    """The last of our routes."""
    return [
        EverythingElse("/{path:path}", not_found, methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
    ]
