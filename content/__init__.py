"""The words of the site: campaign, messages, questions, survey, help. Files here, one typed loader; no Python to write.

`load()` gives them all, checked. A mistake in a file stops it with a ContentError that names file, line and reason.
"""

from content.model import (
    Audience,
    BigQuestion,
    Content,
    Controller,
    Document,
    HelplineWords,
    Message,
    Option,
    Page,
    Poster,
    Prose,
    Question,
    Questionnaire,
    Section,
    Site,
)
from content.reading import load, read
from content.sheets import ContentError

__all__ = [
    "Audience",
    "BigQuestion",
    "Content",
    "ContentError",
    "Controller",
    "Document",
    "HelplineWords",
    "Message",
    "Option",
    "Page",
    "Poster",
    "Prose",
    "Question",
    "Questionnaire",
    "Section",
    "Site",
    "load",
    "read",
]
