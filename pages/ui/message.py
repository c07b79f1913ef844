"""One of the five messages, for one audience; the audience is in the address, so that it can be shared."""

from __future__ import annotations

import streamlit as st

import content
from data.helplines import helpline
from pages.ui.pieces import show


def message_page(slug: str) -> None:
    """Show a message for the audience named by ?for=, young people first."""
    words = content.load()
    message = words.message(slug)
    wanted = st.query_params.get("for", "")
    audience = next((each for each in message.audiences if each.slug == wanted), message.audiences[0])
    with st.container(key="banner"):
        show("banner.html", message=message)
    show("audiences.html", message=message, audience=audience)
    show(
        "audience.html",
        audience=audience,
        sources=words.cited(tuple(dict.fromkeys((*message.sources, *audience.sources)))),
        helplines=[helpline(key) for key in audience.helplines],
        helpline_template="helplines.html",
    )
    show("find_card.html")
