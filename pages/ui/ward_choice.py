"""Choosing a ward; the choice is in the address, by its name, so that it can be shared."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data import places

KEY = "ward"
ANYWHERE = ""


def ward_choice(label: str, everywhere: str, *, on_change: Callable[[], None] | None = None) -> str:
    """A box to choose a ward from, and the code of the chosen one; empty for all of the borough."""
    names = {ward.code: ward.name for ward in places.wards()}
    return str(
        st.selectbox(
            label,
            [ANYWHERE, *names],
            format_func=lambda code: names.get(code, everywhere),
            key=KEY,
            bind="query-params",
            on_change=on_change,
            width=480,
        )
    )
