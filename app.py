"""The front door. `streamlit run app.py` starts the site: what web/ serves, and Streamlit's pages behind it."""

import sys

import streamlit as st

from content import ContentError

try:
    from pages.ui.trouble import on_script_error
    from web import front_door, missing

    app = st.App(
        "pages/shell.py",
        routes=front_door.routes(),
        middleware=front_door.middleware(),
        lifespan=front_door.lifespan,
        on_script_error=on_script_error,
        exception_handlers={404: missing.not_found},
    )
except ContentError as error:
    sys.exit(f"The site does not start, because its words have a mistake:\n{error}")
