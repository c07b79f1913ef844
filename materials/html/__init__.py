"""HTML made from words and places: one set of templates, used by the Streamlit pages and by the plain pages.

Every value is escaped as it goes in; what is already HTML (rendered from our own Markdown) is marked so by the
caller with `markupsafe.Markup`. A name that a template asks for and does not get is an error, not a blank.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
TEMPLATES = Path(__file__).parent / "templates"


def long_date(value: Any) -> str:
    """A date as people say it: 3 November 2026."""
    return f"{value.day} {value:%B %Y}"


def linked(text: str) -> Markup:
    """A sentence with its Markdown links as links; HTML in it is shown as text."""
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 (html is off)


@cache
def environment() -> Environment:
    """The templates, compiled once a process."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["long_date"] = long_date
    made.filters["linked"] = linked
    return made


def render(template: str, **values: Any) -> Markup:
    """Fill a template of this folder; the result is safe HTML.

    Raises jinja2.UndefinedError when the template asks for a value that was not given.
    """
    return Markup(environment().get_template(template).render(**values))  # noqa: S704 (autoescape is on)
