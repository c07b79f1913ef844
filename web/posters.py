"""Posters as PDF, one link each, so that they can be bookmarked, shared and printed without JavaScript."""

from __future__ import annotations

import asyncio
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import content
from data import finder, helplines, hubs
from data.clock import today
from data.finder import Start
from data.helplines import Helpline
from data.settings import settings
from geo.postcode import PostcodeError
from materials.listing import assurance_words, distance_words
from materials.poster import PosterHelp, PosterPlace, Size, poster

PLACES = 3
DRAWING = asyncio.Semaphore(2)  # a burst of posters must not hold up the pages
SIZES: tuple[Size, ...] = ("a4", "a3")


def poster_places(start: Start | None) -> tuple[PosterPlace, ...]:
    """The places nearest to a start, in the poster's words; none without a start."""
    if start is None:
        return ()
    words, on = content.load(), today()
    return tuple(
        PosterPlace(
            name=found.hub.name,
            detail=f"{found.hub.address} · {distance_words(found.metres)}",
            assurance_line=assurance_words(words, found.hub, on),
        )
        for found in hubs.nearest(finder.walk_in(finder.places_now().hubs), start.lat, start.lon, PLACES)
    )


def poster_helplines(slug: str) -> tuple[Helpline, ...]:
    """999 first, then the message's own helplines for young people."""
    audience = content.load().message(slug).audiences[0]
    keys = ["emergency", *(key for key in audience.helplines if key != "emergency")]
    return tuple(helplines.helpline(key) for key in keys)


@lru_cache(maxsize=64)
def made(slug: str, size: Size, near: Start | None, places: tuple[PosterPlace, ...]) -> bytes:
    """The PDF, kept while nothing on it has changed."""
    base = settings().public_url
    lines = poster_helplines(slug)
    return poster(
        content.load().message(slug),
        places,
        tuple(
            PosterHelp(
                name=line.name,
                contact=line.call or line.text or line.web or line.address or "",
                hours=line.hours or "",
            )
            for line in lines
        ),
        finder_url=f"{base}/find?near={near.postcode.replace(' ', '')}" if near else f"{base}/find",
        place_label=near.postcode if near else None,
        checked_on=min(line.verified_on for line in lines),
        size=size,
    )


def poster_for(slug: str, size: Size, typed: str) -> tuple[bytes, str]:
    """A poster and its file name; a postcode that cannot be placed gives the poster without places."""
    try:
        near = finder.locate(typed) if typed.strip() else None
    except (PostcodeError, finder.NotHere):
        near = None
    name = "-".join(part for part in (slug, near.postcode.replace(" ", "") if near else "", size) if part)
    return made(slug, size, near, poster_places(near)), name


async def serve(request: Request) -> Response:
    """/posters/SLUG.pdf?near=POSTCODE&size=a4."""
    slug = request.path_params["slug"]
    size = next((each for each in SIZES if each == request.query_params.get("size", "a4")), None)
    if size is None or slug not in {message.slug for message in content.load().messages}:
        raise HTTPException(404)
    async with DRAWING:
        pdf, name = await run_in_threadpool(poster_for, slug, size, request.query_params.get("near", ""))
    headers = {
        "Content-Disposition": f'inline; filename="{name}.pdf"',
        "Cache-Control": "private, max-age=3600",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def routes() -> list[Route]:
    """The poster's route."""
    return [Route("/posters/{slug}.pdf", serve)]
