"""Every page, at phone and desktop width: axe finds nothing, no other host is asked, no error in the console,
no sideways scrolling, one h1, one main, the right language and title."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

import content
from tests.browser.conftest import Watched, settled
from tests.running import Site

PAGES = [f"/{page.path}" for page in content.load().pages]
PLAIN = ["/plain", "/plain/help", "/plain/hubs", "/plain/messages", "/officers/sign-in", "/no-such-page"]
PLAIN += ["/plain/hub/catford-library", "/plain/hubs?near=SE6%204RU"]
PLAIN += [f"/plain/messages/{message.slug}" for message in content.load().messages]
WITH_RESULTS = ["/find?near=SE6%204RU", "/trends?ward=E05013719", "/bullying?for=parents-and-carers"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What streamlit-folium's own frame says of itself: it is not ours to write, and the list beside the map says the same.
MAP_FRAME = "iframe"
MAP_NAME = "The same places on a map. The list says all that the map says."


def axe(page: object) -> list[str]:
    """What axe-core finds, one line each."""
    found = Axe().run(page, context={"exclude": [[MAP_FRAME]]}, options=RULES)  # type: ignore[arg-type]
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [*PAGES, *PLAIN, *WITH_RESULTS])
def test_page(open_page: Callable[..., Watched], path: str, width: int) -> None:
    watched = open_page(path, width=width)
    page = watched.page
    assert axe(page) == []
    assert watched.strangers == []
    expected = [error for error in watched.errors if not (path == "/no-such-page" and "404" in error)]
    assert expected == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert page.context.cookies() == [] or path == "/officers/sign-in"
    assert page.locator("#exit").is_visible()


@pytest.mark.parametrize("path", [*PAGES, "/plain/help"])
def test_dark_theme_has_contrast_enough(open_page: Callable[..., Watched], path: str) -> None:
    watched = open_page(path, scheme="dark")
    assert [line for line in axe(watched.page) if line.startswith("color-contrast")] == []


@pytest.mark.parametrize("path", [*PAGES, *PLAIN])
def test_at_320_px_nothing_is_cut_off(open_page: Callable[..., Watched], path: str) -> None:
    page = open_page(path, width=320).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page_key", [page.key for page in content.load().pages])
def test_served_title_is_the_title_that_stays(
    open_page: Callable[..., Watched], site: object, page_key: str
) -> None:
    import re
    import urllib.request
    from html import unescape

    path = f"/{content.load().page(page_key).path}"
    served = urllib.request.urlopen(site.url + path).read().decode()  # type: ignore[attr-defined]
    title = unescape(re.search(r"<title>(.*?)</title>", served)[1])  # type: ignore[index]
    assert open_page(path).page.title() == title


def test_the_map_frame_is_named_and_asks_no_stranger(open_page: Callable[..., Watched]) -> None:
    watched = open_page("/find?near=SE6%204RU")
    frame = watched.page.frame_locator("iframe")
    frame.locator(".pin").first.wait_for()
    assert frame.locator(".pin").count() == 10
    assert watched.page.locator("iframe").get_attribute("title") == MAP_NAME
    assert frame.get_by_role("button", name="Catford Library").count() == 1
    assert watched.strangers == []
    assert watched.errors == []


def test_settled_sees_streamlit_not_only_our_served_heading(open_page: Callable[..., Watched]) -> None:
    page = open_page("/").page
    settled(page)
    assert page.locator("#boot").count() == 0
    assert page.locator("#root h1").count() == 1


def test_home_weighs_no_more_than_its_budget(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weights: list[int] = []
    session.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    page.goto(site.url)
    settled(page)
    page.wait_for_timeout(1000)
    page.close()
    assert 100_000 < sum(weights) <= 750_000
