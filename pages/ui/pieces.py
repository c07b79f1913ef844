"""Small pieces: a heading with its lead, a template shown, a notice, helplines, sections of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

import content
from data.helplines import Helpline
from materials.html import render


def show(template: str, **values: Any) -> None:
    """Fill a template and put it on the page. Values are escaped as they go in."""
    st.html(str(render(template, **values)))


def heading(key: str) -> content.Page:
    """The page's h1 and lead, from the registry. Returns the page."""
    page = content.load().page(key)
    st.title(page.heading, anchor=False)
    show("lead.html", lead=page.lead)
    return page


def notice(text: str, kind: str = "notice", field: str = "") -> None:
    """One sentence in a box: "notice" (marigold) or "problem" (coral, spoken at once by screen readers and focused).

    `field` is the label of the field that a problem is about; the box then links to it.
    """
    show("notice.html", text=text, kind=kind, field=field)


def helpline_list(lines: Sequence[Helpline]) -> None:
    """Cards of who to call, with the date each was checked."""
    if lines:
        show("helplines.html", helplines=lines)


def document(key: str) -> None:
    """A page that is one document of content/: heading, lead, sections."""
    words = content.load()
    text = words.documents[key]
    st.title(text.title, anchor=False)
    show("document.html", document=text, sources=words.cited(text.sources))
