"""Get help now: every confirmed way to get help, in the order a frightened person needs it."""

import streamlit as st

import content
from data import helplines
from pages.ui.pieces import helpline_list, show

words = content.load()
text = words.documents["help"]
st.title(text.title, anchor=False)
show("lead.html", lead=text.lead)
show("jumps.html", sections=text.sections)
lines = helplines.by_section(section.id for section in text.sections)
for section in text.sections:
    show("section.html", section=section)
    helpline_list(lines[section.id])
show("lead_small.html", text=words.say("exit.note"))
