"""When something goes wrong in a page: a kind page with help numbers and a reference; the rest goes to the log."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import content
from data.database import DatabaseUnavailable
from pages.ui.pieces import notice, show

log = logging.getLogger(__name__)


def reference() -> str:
    """A short code that a visitor can read out and an operator can find in the log."""
    return secrets.token_hex(4).upper()


def on_script_error(error: Exception) -> bool:
    """Streamlit's hook for an error no page caught. Shows the kind page; True keeps Streamlit's own away."""
    code = reference()
    log.error("page failed, reference %s", code, exc_info=error)
    words = content.load()
    show("trouble.html", message=words.say("error.page"), code=code, help=words.site.footer_help.html)
    return True


@contextmanager
def kindly() -> Iterator[None]:
    """Around a page: a database that is away is said in one sentence, and the log says why."""
    try:
        yield
    except DatabaseUnavailable as error:
        code = reference()
        log.error("page without its database, reference %s: %s", code, error)
        notice(content.load().say("error.database"), kind="problem")
