"""Officers' sign-in and sign-out: plain forms, an opaque token in an HttpOnly cookie, checked on the server.

The form carries a token that must match a short-lived cookie (double submit), so that no other site can sign a person in.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

import content
from data import officers
from data.database import DatabaseUnavailable, session
from data.settings import settings
from web.headers import OFFICER_COOKIE
from web.plain import page

FORM_COOKIE = "officer_form"
FORM_LIFE = 60 * 60  # seconds that an open form stays good
LARGEST_FORM = 4096  # bytes
PATH = "/officers/sign-in"
CHECKING = asyncio.Semaphore(2)  # a password check takes much memory on purpose: many at once must not


def set_cookie(response: Response, name: str, value: str, *, path: str, max_age: int | None = None) -> None:
    """A cookie that scripts cannot read and other sites cannot send; Secure wherever the site is served over https."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=path,
        httponly=True,
        samesite="lax",
        secure=settings().secure_cookies,
    )


def form(*, problem: str = "", username: str = "", status: int = 200) -> HTMLResponse:
    """The sign-in page with a fresh form token."""
    token = secrets.token_urlsafe(32)
    response = page(
        "sign_in.html",
        PATH,
        "Officers: sign in",
        status=status,
        lead=content.load().page("officers").lead,
        index=False,
        problem=problem,
        username=username,
        token=token,
    )
    response.headers["Cache-Control"] = "no-store"
    set_cookie(response, FORM_COOKIE, token, path=PATH, max_age=FORM_LIFE)
    return response


def signed_in(username: str, password: str) -> str | None:
    """A new session's token for a right name and password, None for a wrong one."""
    with session() as db:
        officer = officers.verify(db, username, password)
        return officers.open_session(db, officer) if officer else None


def too_large(request: Request) -> bool:
    """Whether a form says that it is larger than any of ours, or does not say how large it is."""
    length = request.headers.get("content-length", "")
    return not length.isdecimal() or int(length) > LARGEST_FORM


async def show(request: Request) -> HTMLResponse:
    """GET: the form."""
    return form()


async def submit(request: Request) -> Response:
    """POST: in, or the form again with one sentence that does not say which part was wrong."""
    words = content.load()
    if too_large(request):
        return form(problem=words.say("officer.refused"), status=400)
    sent = await request.form()
    username, password, token = (str(sent.get(name, "")) for name in ("username", "password", "token"))
    if not token or not hmac.compare_digest(token.encode(), request.cookies.get(FORM_COOKIE, "").encode()):
        return form(problem=words.say("officer.form_expired"), username=username[:64], status=400)
    try:
        async with CHECKING:
            opened = await run_in_threadpool(signed_in, username[:64], password[:256])
    except officers.LockedOut:
        return form(problem=words.say("officer.locked"), username=username[:64], status=429)
    except DatabaseUnavailable:
        return form(problem=words.say("officer.unavailable"), username=username[:64], status=503)
    if opened is None:
        return form(problem=words.say("officer.refused"), username=username[:64], status=403)
    response = RedirectResponse("/officers", status_code=303)
    response.headers["Cache-Control"] = "no-store"
    response.delete_cookie(FORM_COOKIE, path=PATH)
    set_cookie(response, OFFICER_COOKIE, opened, path="/")
    return response


def close(token: str, csrf: str) -> bool:
    """End a session on the server, if the form that asks for it was made for that session."""
    with session() as db:
        found = officers.find_session(db, token)
        if found is None or not hmac.compare_digest(found.csrf.encode(), csrf.encode()):
            return False
        officers.close_session(db, token)
        return True


async def sign_out(request: Request) -> Response:
    """POST from the officers' own page: the session ends on the server and the cookie goes."""
    words = content.load()
    if too_large(request):
        return form(problem=words.say("officer.form_expired"), status=400)
    sent = await request.form()
    token = request.cookies.get(OFFICER_COOKIE, "")
    try:
        closed = await run_in_threadpool(close, token, str(sent.get("csrf", "")))
    except DatabaseUnavailable:
        return form(problem=words.say("officer.unavailable"), status=503)
    if not closed:
        return form(problem=words.say("officer.form_expired"), status=400)
    response = RedirectResponse(PATH, status_code=303)
    response.delete_cookie(OFFICER_COOKIE, path="/")
    return response


def routes() -> list[Route]:
    """Sign-in and sign-out."""
    return [
        Route(PATH, show, methods=["GET"]),
        Route(PATH, submit, methods=["POST"]),
        Route("/officers/sign-out", sign_out, methods=["POST"]),
    ]
