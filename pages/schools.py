"""Schools and community champions: posters to print, with the places nearest to a postcode on them."""

from urllib.parse import quote

import streamlit as st

import content
from data import finder
from geo.postcode import PostcodeError
from pages.ui.pieces import heading, notice, show

words = content.load()
heading("schools")
with st.form("school", border=False):
    st.text_input(
        "Your school's or group's postcode",
        key="near",
        bind="query-params",
        placeholder="Like SE6 4RU",
        max_chars=40,
        autocomplete="postal-code",
        width=480,
    )
    st.form_submit_button("Put the nearest places on the posters", type="primary")

near = st.session_state["near"]
query = ""
if near.strip():
    try:
        start = finder.locate(near)
    except (PostcodeError, finder.NotHere) as error:
        notice(finder.explain(error), kind="problem", field="Your school's or group's postcode")
    else:
        query = f"?near={quote(start.postcode)}"
        notice(words.say("poster.local", postcode=start.postcode))
show("lead_small.html", text=words.say("poster.intro"))
show("posters.html", messages=words.messages, query=query)
