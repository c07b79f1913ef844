"""robots.txt and sitemap.xml."""

from __future__ import annotations

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import content
from data.settings import settings
from web.frame import index_paths

PLAIN = ("/plain", "/plain/help", "/plain/hubs", "/plain/messages")


def addresses() -> list[str]:
    """Every public page, plain ones after the full ones."""
    loaded = content.load()
    base = settings().public_url.rstrip("/")
    plain_messages = [f"/plain/messages/{message.slug}" for message in loaded.messages]
    return [f"{base}{path}" for path in (*index_paths(loaded.pages), *PLAIN, *plain_messages)]


async def robots(request: Request) -> PlainTextResponse:
    """All may read, but not the officers' rooms or Streamlit's inner paths."""
    base = settings().public_url.rstrip("/")
    lines = (
        "User-agent: *",
        "Disallow: /officers",
        "Disallow: /_stcore/",
        f"Sitemap: {base}/sitemap.xml",
        "",
    )
    return PlainTextResponse("\n".join(lines))


async def sitemap(request: Request) -> Response:
    """The sitemap protocol, version 0.9."""
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>\n'
    return Response(body, media_type="application/xml")


def routes() -> list[Route]:
    """The two files that search engines ask for."""
    return [Route("/robots.txt", robots), Route("/sitemap.xml", sitemap)]
