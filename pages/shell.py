"""The Streamlit script: the frame every page hangs in. Header, footer and navigation are served by web/ around it."""

import streamlit as st

import content
from pages.ui import trouble
from pages.ui.registry import HERE, page_title, streamlit_pages

words = content.load()
registered = streamlit_pages()
chosen = st.navigation(list(registered.values()), position="hidden")
current = next(page for page in words.pages if registered[page.key] is chosen)

st.set_page_config(
    page_title=page_title(current),
    page_icon=str(HERE.parent / "static" / "favicon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
with trouble.kindly():
    chosen.run()
