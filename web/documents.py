"""The HTML that carries Streamlit: our own head, header, heading and footer, with Streamlit's scripts inside.

Streamlit's index.html is read from the installed package, so an upgrade of Streamlit needs no change here; if its shape
ever changes so that the scripts are not found, start-up stops and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.datastructures import URL, QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

import content
from data import places
from web.assets import package_folder, versions
from web.frame import framed, href
from web.plain import help_parts


@dataclass(frozen=True)
class StreamlitHead:
    """What Streamlit's index.html loads: its script, preload and style tags, and its font's address."""

    tags: Markup
    font: str
    files: tuple[Path, ...]


@cache
def streamlit_head() -> StreamlitHead:
    """Read the installed Streamlit's index.html.

    Raises RuntimeError when it has no module script, style or font: the head we serve would be an empty shell.
    """
    folder = package_folder("streamlit") / "static"
    source = (folder / "index.html").read_text(encoding="utf-8")
    tags = re.findall(
        r'<script type="module"[^>]*></script>|<link rel="(?:modulepreload|stylesheet)"[^>]*>', source
    )
    font = re.search(r'href="\./(static/media/SourceSans[^"]+\.woff2)"', source)
    if (
        not font
        or not any(tag.startswith("<script") for tag in tags)
        or not any("stylesheet" in tag for tag in tags)
    ):
        raise RuntimeError(
            f"{folder / 'index.html'}: Streamlit's page has a new shape; web/documents.py must learn it"
        )
    absolute = [tag.replace('="./static/', '="/static/') for tag in tags]
    names = re.findall(r'="/(static/[^"]+)"', "\n".join(absolute))
    return StreamlitHead(
        tags=Markup("\n".join(absolute)),  # noqa: S704 (the installed package's own tags)
        font=f"/{font.group(1)}",
        files=tuple(folder / name for name in names),
    )


@cache
def document(key: str) -> bytes:
    """The whole HTML of one Streamlit page, made once a process."""
    loaded = content.load()
    page = loaded.page(key)
    text = framed(
        "app.html",
        path=href(page),
        title=page.title,
        description=page.description,
        index=page.index,
        heading=page.heading,
        lead=page.lead,
        help_parts=help_parts() if key == "help" else (),
        streamlit=streamlit_head(),
        version=versions(),
        pages=[href(each) for each in loaded.pages],
    )
    return text.encode()


def ward_by_name(address: URL) -> str:
    """The address with the ward's name, where it has its code or another spelling; empty where nothing is to be put right.

    The box on the page knows wards by name; other sites may link by code.
    """
    query = QueryParams(address.query)
    given = query.get("ward", "")
    for ward in places.wards():
        if given != ward.name and given.lower() in {ward.code.lower(), ward.name.lower()}:
            return f"{address.path}?{urlencode({**query, 'ward': ward.name})}"
    return ""


def routes() -> list[Route]:
    """One route a Streamlit page."""

    def serve(key: str) -> Route:
        async def page(request: Request) -> Response:
            if proper := ward_by_name(request.url):
                return RedirectResponse(proper, status_code=302)
            return HTMLResponse(document(key), headers={"Cache-Control": "no-cache"})

        return Route(href(content.load().page(key)), page, methods=["GET"], name=f"page-{key}")

    return [serve(page.key) for page in content.load().pages]
