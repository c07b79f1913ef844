"""Home: what this is in one breath, the three things a person came for, help now."""

import streamlit as st

import content
from pages.ui.pieces import show
from pages.ui.registry import page_file

words = content.load()
page = words.page("home")

left, right = st.columns([3, 2], gap="large", vertical_alignment="center")
with left:
    st.title(page.heading, anchor=False)
    show("lead.html", lead=page.lead)
    with st.form("find", border=False):
        field, button = st.columns([2, 1], vertical_alignment="bottom")
        near = field.text_input(
            "Your postcode",
            placeholder="Your postcode, like SE6 4RU",
            max_chars=40,
            autocomplete="postal-code",
        )
        if button.form_submit_button("Find a place", type="primary", width="stretch"):
            st.switch_page(page_file("find"), query_params={"near": near} if near else None)
    show("home_ways.html")
with right:
    show("home_sun.html")

show("home_messages.html", lead=words.page("messages").lead, messages=words.messages)
show(
    "cards.html",
    cards=[
        (words.page("survey"), "Take the survey"),
        (words.page("questions"), "See the questions"),
        (words.page("trends"), "See the figures"),
    ],
)
