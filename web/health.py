"""Is the process alive (/healthz), and can it do its work (/readyz)?"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

from data.database import readiness

NO_STORE = {"Cache-Control": "no-store"}


async def healthz(request: Request) -> PlainTextResponse:
    """200 while the process answers at all."""
    return PlainTextResponse("ok", headers=NO_STORE)


async def readyz(request: Request) -> JSONResponse:
    """200 when the database answers, figures are loaded and places are listed; 503 with what is missing otherwise."""
    state = await run_in_threadpool(readiness)
    body = {"database": state.database, "figures": state.figures, "hubs": state.hubs, "detail": state.detail}
    return JSONResponse(body, status_code=200 if state.ready else 503, headers=NO_STORE)


def routes() -> list[Route]:
    """The two health routes."""
    return [Route("/healthz", healthz), Route("/readyz", readyz)]
