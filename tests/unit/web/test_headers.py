"""Security headers: on every answer, strict, and no cookie for visitors."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from web.headers import MAP_COMPONENT, SecurityHeaders, content_security_policy


async def any_page(request: Request) -> Response:
    response = PlainTextResponse("here")
    response.set_cookie("_streamlit_xsrf", "2|abc")
    response.set_cookie("officer_form", "kept")
    return response


async def failing(request: Request) -> Response:
    raise RuntimeError("secret detail")


async def talk(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("welcome")
    await socket.close()


async def plain(request: Request) -> Response:
    return PlainTextResponse("plain", headers={"Content-Security-Policy": "plain"})


@pytest.fixture
def client() -> TestClient:
    routes = [
        WebSocketRoute("/stream", talk),
        Route("/failing", failing),
        Route("/plain", plain),
        Route("/{path:path}", any_page, methods=["GET", "POST"]),
    ]
    options = {
        "public_url": "https://safe.example",
        "trouble": lambda path: PlainTextResponse(f"kind words about {path}", status_code=500),
        "tiles_origin": "https://tiles.example",
        "plain_scripts": "'sha256-x'",
    }
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders, **options)]))


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_a_page_may_load_from_its_own_origin_alone(client: TestClient) -> None:
    policy = directives(client.get("/").headers["content-security-policy"])
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self' ws://safe.example wss://safe.example"
    assert policy["frame-ancestors"] == "'self'"
    for name, value in policy.items():
        for source in value.split():
            assert source.startswith("'") or source in {
                "data:",
                "blob:",
                "ws://safe.example",
                "wss://safe.example",
            }, name


def test_only_the_map_component_runs_inline_script(client: TestClient) -> None:
    assert (
        "'unsafe-inline'"
        in directives(client.get(MAP_COMPONENT + "index.html").headers["content-security-policy"])[
            "script-src"
        ]
    )
    assert (
        directives(client.get("/component/other/").headers["content-security-policy"])["script-src"]
        == "'self'"
    )
    assert directives(client.get("/plain").headers["content-security-policy"])["script-src"] == "'sha256-x'"


def test_the_other_headers(client: TestClient) -> None:
    headers = client.get("/").headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "geolocation=(self)" in headers["permissions-policy"]
    assert "max-age" in headers["strict-transport-security"]


def test_nobody_gets_streamlits_forgery_cookie(client: TestClient) -> None:
    assert client.get("/").headers.get_list("set-cookie") == ["officer_form=kept; Path=/; SameSite=lax"]


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json",
        "/find/_stcore/metrics",
        "/_stcore/script-health-check",
    ],
)
def test_streamlits_unused_doors_are_shut(client: TestClient, path: str) -> None:
    answer = client.post(path) if "mcp" in path else client.get(path)
    assert answer.status_code == 404
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_tiles_are_allowed_only_where_maps_are_drawn() -> None:
    with_tiles = directives(content_security_policy("http://localhost:8501", images="https://tiles.example"))
    assert with_tiles["img-src"] == "'self' data: blob: https://tiles.example"
    assert "http" not in directives(content_security_policy("http://localhost:8501"))["img-src"]


def test_an_answer_that_fails_has_kind_words_and_all_headers(client: TestClient) -> None:
    answer = client.get("/failing")
    assert answer.status_code == 500
    assert answer.text == "kind words about /failing"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("origin", [None, "http://testserver", "https://safe.example"])
def test_our_own_pages_may_open_a_websocket(client: TestClient, origin: str | None) -> None:
    with client.websocket_connect("/stream", headers={"origin": origin} if origin else {}) as socket:
        assert socket.receive_text() == "welcome"


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "https://safe.example.elsewhere.example", "", "http://["]
)
def test_other_sites_may_not(client: TestClient, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/stream", headers={"origin": origin}) as socket,
    ):
        socket.receive_text()


def test_what_is_admitted_reaches_streamlit_with_host_as_its_origin() -> None:
    guard = SecurityHeaders(
        PlainTextResponse(""), public_url="https://safe.example", trouble=PlainTextResponse
    )
    scope = {"type": "websocket", "headers": [(b"host", b"inner:8501"), (b"origin", b"https://safe.example")]}
    assert guard.admitted(scope)
    assert dict(scope["headers"])[b"origin"] == b"https://inner:8501"
    twice = {"type": "websocket", "headers": [*scope["headers"], (b"origin", b"https://inner:8501")]}
    assert not guard.admitted(twice)


def test_streamlit_itself_then_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit import net_util
    from streamlit.web.server.server_util import is_url_from_allowed_origins  # noqa: F401
    from streamlit.web.server.starlette import starlette_websocket

    def stranger() -> None:
        raise AssertionError("a third party was asked for this machine's address")

    monkeypatch.setattr(net_util, "get_external_ip", stranger)
    monkeypatch.setattr(net_util, "get_internal_ip", stranger)
    assert starlette_websocket._is_origin_allowed("https://inner:8501", "inner:8501")
