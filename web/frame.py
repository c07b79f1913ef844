"""The frame around every page: title, navigation, footer. The same for Streamlit's pages, plain pages and errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

import content
from data.settings import settings
from materials import html
from materials.emblems import sun


@dataclass(frozen=True)
class Link:
    """A link of the navigation or the footer."""

    label: str
    href: str
    current: bool = False
    covers: tuple[str, ...] = ()
    """Paths for which this link is marked as the current one, its own among them."""


PLAIN_NAV = (
    ("Places near you", "/plain/hubs"),
    ("Five messages", "/plain/messages"),
    ("Full site", "/"),
)
PLAIN_HELP = ("Get help now", "/plain/help")


@cache
def favicon() -> str:
    """The site's mark as a data: address, so that a page needs no second request for it."""
    return f"data:image/svg+xml,{quote(sun())}"


def href(page: content.Page) -> str:
    """The address of a page on this site."""
    return f"/{page.path}"


def app_nav(path: str) -> tuple[tuple[Link, ...], Link]:
    """The main navigation and the help link, with the current page's entry marked."""
    pages = content.load().pages
    links = []
    for page in pages:
        if page.label is None or page.key == "help":
            continue
        covers = (href(page), *(href(other) for other in pages if other.section == page.key))
        links.append(Link(page.label, href(page), current=path in covers, covers=covers))
    help_page = content.load().page("help")
    return tuple(links), Link(
        help_page.label or help_page.title, href(help_page), current=path == href(help_page)
    )


def plain_nav(path: str) -> tuple[tuple[Link, ...], Link]:
    """The same for the plain pages, which lead to one another and back to the full site."""
    nav = tuple(Link(label, to, current=path == to) for label, to in PLAIN_NAV)
    return nav, Link(*PLAIN_HELP, current=path == PLAIN_HELP[1])


def footer() -> tuple[Link, ...]:
    """The links at the foot of every page."""
    loaded = content.load()
    documents = (loaded.page(key) for key in ("accessibility", "privacy", "data-sources"))
    officers = loaded.page("officers")
    return (
        Link("Plain version", "/plain"),
        *(Link(page.title, href(page)) for page in documents),
        Link(officers.title, href(officers)),
    )


def framed(
    template: str,
    *,
    path: str,
    title: str,
    description: str,
    index: bool = True,
    plain: bool = False,
    **values: Any,
) -> Markup:
    """Fill a template that extends base.html.

    `title` comes without the site's name, which is added; `path` is the page's own address ("/find").
    """
    site = content.load().site
    nav, help_link = plain_nav(path) if plain else app_nav(path)
    base_url = settings().public_url.rstrip("/")
    full_title = (
        f"{title} – {site.name}, {site.borough}" if title != site.name else f"{site.name}, {site.borough}"
    )
    return html.render(
        template,
        site=site,
        exit_url=settings().exit_url or site.exit_url,
        sun=Markup(sun("currentColor")),  # noqa: S704 (our own drawing)
        favicon=favicon(),
        title=full_title,
        description=description,
        index=index,
        canonical=f"{base_url}{path}" if index else "",
        base_url=base_url,
        nav=nav,
        help=help_link,
        home="/plain" if plain else "/",
        footer=footer(),
        footer_help=Markup(site.footer_help.html),  # noqa: S704 (our own Markdown)
        **values,
    )


def index_paths(pages: Iterable[content.Page]) -> list[str]:
    """Addresses that search engines may list."""
    return [href(page) for page in pages if page.index]
