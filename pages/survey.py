"""The survey: a few questions, saved in one go, with a receipt. Nothing that says who you are."""

import secrets

import streamlit as st

import content
from data import survey
from data.database import DatabaseUnavailable, session
from pages.ui.pieces import heading, notice, show

SKIP = "skip"
words = content.load()
questionnaire = words.survey
heading("survey")


def clear() -> None:
    """Forget what this browser tab holds of the survey."""
    for name in list(st.session_state):
        if str(name).startswith(("answer-", "survey_key", "receipt")):
            del st.session_state[name]


if "receipt" in st.session_state:
    show(
        "receipt.html",
        code=st.session_state["receipt"],
        what_next=words.say("survey.receipt"),
        thanks=questionnaire.thanks.html,
    )
    st.button("Finish and clear this page", on_click=clear)
    st.stop()

# One key for one filled-in form: a double click, a retry or a lost answer never makes two.
key = st.session_state.setdefault("survey_key", secrets.token_urlsafe(16))
show("html.html", html=questionnaire.intro.html)
answers = {}
for question in questionnaire.questions:
    labels = {option.code: option.label for option in question.options} | {SKIP: "Skip this question"}
    picked = st.radio(
        question.text,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"answer-{question.id}",
        width="stretch",
        persist_state="session",  # a look at Get help now loses no answer
    )
    answers[question.id] = None if picked in {None, SKIP} else picked
problem = st.container()
sent = st.button("Send my answers", type="primary", key="send")

if sent:
    try:
        with session() as db:
            receipt = survey.submit(db, questionnaire, answers, key)
    except survey.SurveyError as error:
        with problem:
            notice(words.say("survey.empty" if error.reason == "empty" else "error.answer"), kind="problem")
    except DatabaseUnavailable:
        with problem:
            notice(words.say("survey.not_saved"), kind="problem")
    else:
        # Only after the commit: a receipt shown is a receipt kept.
        st.session_state["receipt"] = receipt.code
        st.rerun()
