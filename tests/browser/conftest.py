"""One running site and one Chromium for all browser tests; every page opened is watched for errors and strangers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.running import Site, chromium_path, launch, running_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The real site, on an empty data folder."""
    with running_site(Path(tmp_path_factory.mktemp("site"))) as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Missing means failed: these tests are never skipped."""
    os.environ["CHROMIUM"] = chromium_path()
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


class Watched:
    """What a page said and asked for that it should not have."""

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = urlsplit(home).netloc
        self.errors: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("websocket", lambda socket: self._address(socket.url))

    def _console(self, message: object) -> None:
        if getattr(message, "type", "") == "error":
            self.errors.append(message.text)  # type: ignore[attr-defined]

    def _request(self, request: object) -> None:
        self._address(request.url)  # type: ignore[attr-defined]

    def _address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.home:
            self.strangers.append(url)


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Watched]]:
    """Open a path of the site in a fresh context: open_page("/find", width=390, javascript=False …)."""
    contexts: list[BrowserContext] = []

    def open_at(
        path: str, *, width: int = 1280, javascript: bool = True, scheme: str = "light", **more: object
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 800},
            java_script_enabled=javascript,
            color_scheme=scheme,
            **more,
        )
        contexts.append(context)
        watched = Watched(context.new_page(), site.url)
        watched.page.goto(site.url + path)
        if javascript and not path.startswith("/plain"):
            settled(watched.page)
        return watched

    yield open_at
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page and stopped running."""
    page.wait_for_selector("#root h1, main h1", state="visible")
    if page.locator("#root").count():
        page.wait_for_selector("#root h1", state="visible")
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", state="attached")
    page.wait_for_load_state("networkidle")
