"""The plain pages: help, places and messages on any device, without JavaScript, one request each, under 20 KB.

They answer also when the database is away: messages and helplines come from files, places from the bundled list.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

import content
from data import finder, helplines, places
from data.clock import today
from data.finder import Result
from materials.listing import card, sources
from web.assets import STATIC
from web.frame import framed

NOTHING_PRIVATE = {"Cache-Control": "no-cache", "Content-Security-Policy": "plain"}


@cache
def plain_css() -> Markup:
    """base.css without comments and needless space, to be carried inside the page."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "base.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return Markup(re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).strip())  # noqa: S704 (our own file)


@cache
def exit_js() -> Markup:
    """exit.js, carried inside the page; the page works without it."""
    text = (STATIC / "exit.js").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return Markup("\n".join(line for line in lines if line and not line.startswith("//")))  # noqa: S704 (our own file)


def script_source() -> str:
    """The Content-Security-Policy source that allows exactly that script."""
    digest = base64.b64encode(hashlib.sha256(str(exit_js()).encode()).digest()).decode()
    return f"'sha256-{digest}'"


def page(template: str, path: str, heading: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """Fill a plain template and answer with it."""
    values = {"lead": "", "description": values.get("lead") or heading, "index": True, **values}
    text = framed(
        template,
        path=path,
        title=values.pop("title", heading),
        plain=True,
        heading=heading,
        plain_css=plain_css(),
        exit_js=exit_js(),
        **values,
    )
    return HTMLResponse(str(text), status_code=status, headers=NOTHING_PRIVATE)


async def home(request: Request) -> HTMLResponse:
    """/plain: where the plain pages lead, and who to call in danger."""
    loaded = content.load()
    return page(
        "plain_home.html",
        "/plain",
        loaded.site.name,
        title="Plain version",
        lead=loaded.site.description,
        helplines=helplines.in_group("danger"),
    )


def help_parts() -> list[dict[str, Any]]:
    """The sections of the help page, each with its helplines."""
    sections = content.load().documents["help"].sections
    lines = helplines.by_section(section.id for section in sections)
    return [
        {"id": each.id, "heading": each.heading, "html": each.html, "helplines": lines[each.id]}
        for each in sections
    ]


async def help_now(request: Request) -> HTMLResponse:
    """/plain/help: every confirmed way to get help."""
    document = content.load().documents["help"]
    return page(
        "plain_help.html",
        "/plain/help",
        document.title,
        lead=document.lead,
        parts=help_parts(),
        checked_since=min(line.verified_on for line in helplines.helplines()),
        exit_note=content.load().say("exit.note"),
    )


async def hubs(request: Request) -> HTMLResponse:
    """/plain/hubs: all places, or the nearest to ?near=POSTCODE, or those in ?ward=CODE."""
    near, ward_code = (request.query_params.get(name, "") for name in ("near", "ward"))
    return await run_in_threadpool(hubs_page, near, ward_code)


def hubs_page(near: str, ward_code: str) -> HTMLResponse:
    """The answer of `hubs`; reads the database, so it runs in a thread."""
    try:
        found = finder.search(near, ward_code)
    except places.UnknownArea as error:
        raise HTTPException(404) from error
    return page(
        "plain_hubs.html",
        "/plain/hubs",
        "Places near you",
        lead=content.load().page("find").lead,
        near=near[:40],
        search=found,
        places=[card(content.load(), each, today()) for each in (*found.results, *found.by_referral)],
        wards=places.wards(),
    )


async def hub(request: Request) -> HTMLResponse:
    """/plain/hub/ID: one place."""
    return await run_in_threadpool(hub_page, request.path_params["hub_id"])


class Fact(NamedTuple):
    """A line about a place; `href` is empty where there is nothing to follow."""

    label: str
    value: str
    href: str = ""


def hub_page(hub_id: str) -> HTMLResponse:
    """The answer of `hub`."""
    found = next((each for each in finder.places_now().hubs if each.id == hub_id), None)
    if found is None:
        raise HTTPException(404)
    shown = card(content.load(), Result(found), today())
    facts = [
        Fact("Address", ", ".join(part for part in (found.address, found.postcode) if part)),
        Fact("Phone", found.phone or found.phone_note, f"tel:{shown.tel}" if shown.tel else ""),
        Fact("For whom", found.audience),
        Fact("Hours we have read", found.hours_text),
        Fact("Access", found.access_text),
        Fact("Run by", found.operator),
        Fact("Web site", shown.site, found.website),
    ]
    return page(
        "plain_hub.html",
        f"/plain/hub/{found.id}",
        found.name,
        place=shown,
        facts=[fact for fact in facts if fact.value],
        sources=sources(found),
    )


async def messages(request: Request) -> HTMLResponse:
    """/plain/messages: the five."""
    loaded = content.load()
    return page(
        "plain_messages.html",
        "/plain/messages",
        loaded.page("messages").heading,
        lead=loaded.page("messages").lead,
        messages=loaded.messages,
    )


async def message(request: Request) -> HTMLResponse:
    """/plain/messages/SLUG: one message, for young people or for ?for=AUDIENCE."""
    loaded = content.load()
    slug = request.path_params["slug"]
    chosen = next((each for each in loaded.messages if each.slug == slug), None)
    if chosen is None:
        raise HTTPException(404)
    wanted = request.query_params.get("for", chosen.audiences[0].slug)
    audience = next((each for each in chosen.audiences if each.slug == wanted), chosen.audiences[0])
    return page(
        "plain_message.html",
        f"/plain/messages/{slug}",
        chosen.title,
        lead=chosen.lead,
        description=chosen.description,
        message=chosen,
        audience=audience,
        sources=loaded.cited(tuple(dict.fromkeys((*chosen.sources, *audience.sources)))),
        helplines=[helplines.helpline(key) for key in audience.helplines],
        helpline_template="plain_helplines.html",
    )


def routes() -> list[Route]:
    """Every plain page."""
    return [
        Route("/plain", home),
        Route("/plain/help", help_now),
        Route("/plain/hubs", hubs),
        Route("/plain/hub/{hub_id}", hub),
        Route("/plain/messages", messages),
        Route("/plain/messages/{slug}", message),
    ]
