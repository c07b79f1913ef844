"""The page registry: content/ names the pages, each is a file here. Navigation and the page tests are built from it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import content

HERE = Path(__file__).resolve().parent.parent


def page_title(page: content.Page) -> str:
    """What the browser's tab says; the same words that the front door serves in <title>."""
    site = content.load().site
    if page.path == "":
        return f"{site.name}, {site.borough}"
    return f"{page.title} – {site.name}, {site.borough}"


def page_file(key: str) -> str:
    """The script of a page, relative to pages/, as st.switch_page wants it."""
    return content.load().page(key).file


def streamlit_pages() -> dict[str, st.Page]:
    """Every registered page, by key."""
    return {
        page.key: st.Page(
            HERE / page.file,
            title=page.title,
            url_path=page.path,
            default=page.path == "",
        )
        for page in content.load().pages
    }
