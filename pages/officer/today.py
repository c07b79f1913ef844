"""The officers' first screen: what the site holds today. Nobody without a live session sees more than the way in."""

import streamlit as st

import content
from data import officers
from data.database import session
from data.holdings import holdings
from pages.ui.pieces import heading, show

words = content.load()
heading("officers")
cookie = st.context.cookies.get("officer")
token = cookie if isinstance(cookie, str) else ""
with session() as db:
    current = officers.find_session(db, token) if token else None
    if current is None:
        show("officer_refused.html", message=words.say("officer.signed_out"))
        st.stop()
    show(
        "officer_today.html",
        username=current.officer.username,
        role=current.officer.role,
        csrf=current.csrf,
        rows=holdings(db),
    )
