"""Headers on every answer: only our own origin, no referrer, no sniffing, no framing by others, no stray cookies."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAP_COMPONENT = "/component/streamlit_folium.st_folium/"
OFFICER_COOKIE = "officer"
# Streamlit's own doors that this site keeps shut.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")


def content_security_policy(
    public_url: str, *, scripts: str = "'self'", images: str = "", frames: str = "'self'"
) -> str:
    """The policy for a page of this site.

    `public_url` names the host whose WebSocket the page may open (older Safari does not count it as 'self'). Styles may be
    inline because Streamlit writes its own at run time; scripts may not, save where `scripts` says so.
    """
    host = urlsplit(public_url).netloc
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob:{' ' + images if images else ''}",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host} wss://{host}",
            f"frame-src {frames}",
            "manifest-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'self'",
        )
    )


class SecurityHeaders:
    """ASGI middleware: adds the headers, drops a cookie nobody needs, shuts Streamlit's unused doors."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        public_url: str,
        trouble: Callable[[str], Response],
        tiles_origin: str = "",
        plain_scripts: str = "'self'",
    ) -> None:
        """`trouble` makes the page for an answer that failed; it is called while the error is being handled."""
        self.app = app
        self.trouble = trouble
        self.host = urlsplit(public_url).netloc
        self.page_policy = content_security_policy(public_url)
        self.plain_policy = content_security_policy(public_url, scripts=plain_scripts)
        # streamlit-folium writes the map's script into its own frame; nothing else may run inline script.
        self.map_policy = content_security_policy(
            public_url, scripts="'self' 'unsafe-inline'", images=tiles_origin
        )
        self.secure = urlsplit(public_url).scheme == "https"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not self.admitted(scope):
            # Refused here: Streamlit would first ask a third party for this machine's address, to compare.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self.dress(MutableHeaders(scope=message), path)
            await send(message)

        if any(door in path for door in CLOSED):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send_with_headers)
            return
        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            if started:
                raise
            await self.trouble(path)(scope, receive, send_with_headers)

    def admitted(self, scope: Scope) -> bool:
        """Whether a WebSocket is asked for by one of our own pages, or by a program that is no browser.

        Streamlit compares Origin with Host itself, and where they differ asks a third party for this machine's address
        first. What we admit is therefore given to it with an Origin that is the Host.
        """
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        if not origins:
            return True
        try:
            own = len(origins) == 1 and urlsplit(origins[0]).netloc in {headers.get("host"), self.host}
        except ValueError:
            return False
        if own:
            same = f"{urlsplit(origins[0]).scheme}://{headers.get('host', '')}"
            kept = [(name, value) for name, value in scope["headers"] if name != b"origin"]
            scope["headers"] = [*kept, (b"origin", same.encode("latin-1"))]
        return own

    def dress(self, headers: MutableHeaders, path: str) -> None:
        """Set the headers of one answer, in place."""
        if path.startswith(MAP_COMPONENT):
            policy = self.map_policy
        elif headers.get("content-security-policy") == "plain":
            policy = self.plain_policy
        else:
            policy = self.page_policy
        headers["Content-Security-Policy"] = policy
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["X-Frame-Options"] = "SAMEORIGIN"
        if self.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        # Streamlit's anti-forgery cookie guards file uploads, and nothing here is uploaded: nobody gets it.
        cookies = headers.getlist("set-cookie")
        if cookies:
            del headers["set-cookie"]
            for cookie in cookies:
                if not cookie.startswith("_streamlit_xsrf="):
                    headers.append("set-cookie", cookie)
