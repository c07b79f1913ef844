"""Reads the files of this folder into one Content, and checks that they fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from content.model import (
    Audience,
    BigQuestion,
    Content,
    Controller,
    Document,
    HelplineWords,
    Message,
    Page,
    Questionnaire,
    Site,
    gaps,
)
from content.phrases import PHRASES
from content.sheets import Block, ContentError, Sheet, items, read_markdown, read_yaml

HERE = Path(__file__).parent
MESSAGES = "messages"
"""The key of the page under which the five messages stand, and the folder they are in."""
AUDIENCES = {
    "young-people": "For young people",
    "parents-and-carers": "For parents and carers",
    "other-adults": "For other adults",
}
HEADINGS = {
    "What it is": "what_it_is",
    "What it can look like": "looks_like",
    "Questions to ask": "questions",
    "Ways to open the talk": "openers",
    "What to do next": "next_steps",
}
# The sections that each document must have, because pages and links count on them.
DOCUMENTS: dict[str, tuple[str, ...]] = {
    "about": ("six-principles", "outcomes"),
    "privacy": ("what-we-keep", "your-rights"),
    "accessibility": (),
    "data-sources": ("limits",),
    "help": ("danger", "talk", "worried-about-a-child", "online-dangers", "in-person"),
}
_HEADING_WITH_ID = re.compile(r"(.+?)\s*\{#([a-z][a-z0-9-]*)\}")
_GAP = re.compile(r"\{([^{}]*)\}")


@cache
def load() -> Content:
    """The words of this folder, read once a process. Raises ContentError."""
    return read(HERE)


def read(folder: Path) -> Content:
    """The words of a folder laid out as this one. Raises ContentError, naming file and line, for the first mistake."""
    sources = _sources(folder)
    words = _helplines(folder)
    phrases = _phrases(folder)
    site = read_yaml(folder, "site.yaml").build(Site)
    sheet = read_yaml(folder, "pages.yaml")
    entries = _entries(sheet)
    slugs = [entry["key"] for entry in entries if entry.get("section") == MESSAGES]
    messages = tuple(_message(folder, slug, sources.keys(), words.keys()) for slug in slugs)
    filled = _about_the_controller(site.controller, phrases)
    documents = {key: _document(folder, key, sources.keys(), filled) for key in DOCUMENTS}
    questions = read_yaml(folder, "questions.yaml")
    return Content(
        site=site,
        pages=_pages(sheet, entries, messages, documents),
        messages=messages,
        questions=questions.build_all(BigQuestion),
        survey=read_yaml(folder, "survey/safer-spaces.yaml").build(Questionnaire),
        documents=documents,
        helpline_words=words,
        phrases=phrases,
        sources=sources,
    )


def _sources(folder: Path) -> dict[str, str]:
    sheet = read_yaml(folder, "sources.yaml")
    if not isinstance(sheet.data, dict):
        raise sheet.mistake('every line here is a short key, a colon and the full title: "WSA: Lewisham …"')
    for key, title in sheet.data.items():
        if not isinstance(title, str) or not title.strip():
            raise sheet.mistake(f"`{key}` needs a title", key)
    return dict(sheet.data)


def _helplines(folder: Path) -> dict[str, HelplineWords]:
    sheet = read_yaml(folder, "helplines.yaml")
    found: dict[str, HelplineWords] = {}
    for number, words in enumerate(sheet.build_all(HelplineWords)):
        if words.key in found:
            raise sheet.mistake(f"helpline {words.key!r} stands here twice", number)
        found[words.key] = words
    return found


def _entries(sheet: Sheet) -> list[dict[str, Any]]:
    """The entries of pages.yaml: no two at one address or of one file, and none under a page that is not there."""
    entries: list[dict[str, Any]] = sheet.data if isinstance(sheet.data, list) else []
    for number, entry in enumerate(entries):
        for field in ("key", "path", "file"):
            if not isinstance(entry, dict) or field not in entry:
                raise sheet.mistake(f"`{field}` is missing", number)
            if any(entry[field] == other[field] for other in entries[:number]):
                raise sheet.mistake(f"another page has the {field} {entry[field]!r} already", number, field)
    for number, entry in enumerate(entries):
        if "section" in entry and entry["section"] not in [other["key"] for other in entries]:
            raise sheet.mistake(
                f"there is no page {entry['section']!r} for this one to stand under", number, "section"
            )
    return entries


def _pages(
    sheet: Sheet,
    entries: list[dict[str, Any]],
    messages: tuple[Message, ...],
    documents: Mapping[str, Document],
) -> tuple[Page, ...]:
    """The pages. Words that stand in a message's or a document's own file come from there, and only from there."""
    elsewhere = {
        message.slug: (
            f"{MESSAGES}/{message.slug}/message.yaml",
            {
                "title": message.title,
                "heading": message.title,
                "lead": message.lead,
                "description": message.description,
            },
        )
        for message in messages
    }
    elsewhere |= {
        key: (f"documents/{key}.md", {"heading": document.title, "lead": document.lead})
        for key, document in documents.items()
    }
    filled: list[dict[str, Any]] = []
    for number, entry in enumerate(entries):
        file, words = elsewhere.get(entry["key"], ("", {}))
        for field in words:
            if field in entry:
                raise sheet.mistake(
                    f"`{field}` comes from {file} for this page: change it there and leave it out here",
                    number,
                    field,
                )
        # A document's tab may say something shorter than its heading.
        short = {"title": words["heading"]} if words else {}
        filled.append(short | entry | words)
    return Sheet(sheet.path, filled if entries else sheet.data, sheet.lines).build_all(Page)


def _about_the_controller(controller: Controller, phrases: Mapping[str, str]) -> dict[str, str]:
    """What stands in the documents for {controller} and {contact}: a name, and a sentence that is never empty."""
    key = "controller.contact" if controller.contact else "controller.no_contact"
    sentence = phrases[key].format(controller=controller.name, contact=controller.contact)
    return {"controller": controller.name, "contact": sentence}


def _message(folder: Path, slug: str, sources: Iterable[str], helplines: Iterable[str]) -> Message:
    sheet = read_yaml(folder, f"{MESSAGES}/{slug}/message.yaml")
    audiences = tuple(
        _audience(read_markdown(folder, f"{MESSAGES}/{slug}/{audience}.md"), audience, sources, helplines)
        for audience in AUDIENCES
    )
    if not isinstance(sheet.data, dict):
        raise sheet.mistake("every line here is a field, a colon and its words")
    for field in ("slug", "audiences"):
        if field in sheet.data:
            raise sheet.mistake(f"`{field}` is not a field that belongs here", field)
    message = sheet.build(Message, sheet.data | {"slug": slug, "audiences": audiences})
    _cited(sheet, message.sources, sources)
    return message


def _audience(sheet: Sheet, audience: str, sources: Iterable[str], helplines: Iterable[str]) -> Audience:
    if not isinstance(sheet.data, dict):
        raise sheet.mistake("between the lines of hyphens, every line is a field, a colon and its words")
    data = dict(sheet.data)
    lines = dict(sheet.lines)
    for block in sheet.blocks:
        field = HEADINGS.get(block.heading)
        if field is None:
            raise ContentError(
                f'{sheet.path}:{block.line}: "## {block.heading}" is not a section of a message'
            )
        if field in data:
            raise ContentError(f'{sheet.path}:{block.line}: "## {block.heading}" stands here twice')
        lines[(field,)] = block.line
        if field == "what_it_is":
            data[field] = block.text
        else:
            data[field], starts = items(sheet, block)
            lines |= {(field, number): start for number, start in enumerate(starts)}
    for heading, field in HEADINGS.items():
        if field not in data:
            raise sheet.mistake(f'the section "## {heading}" is missing')
    data |= {"slug": audience, "label": AUDIENCES[audience]}
    made = Sheet(sheet.path, data, lines).build(Audience)
    _cited(sheet, made.sources, sources)
    for number, key in enumerate(made.helplines):
        if key not in helplines:
            raise sheet.mistake(f"helpline {key!r} has no words in helplines.yaml", "helplines", number)
    return made


def _document(folder: Path, key: str, sources: Iterable[str], filled: Mapping[str, str]) -> Document:
    sheet = read_markdown(folder, f"documents/{key}.md")
    if not isinstance(sheet.data, dict):
        raise sheet.mistake("between the lines of hyphens, every line is a field, a colon and its words")
    sections: list[dict[str, str]] = []
    lines = dict(sheet.lines)
    for number, block in enumerate(sheet.blocks):
        parts = _HEADING_WITH_ID.fullmatch(block.heading)
        if parts is None:
            raise ContentError(
                f'{sheet.path}:{block.line}: a heading here ends with its anchor, like "## Words {{#words}}"'
            )
        if parts[2] in {section["id"] for section in sections}:
            raise ContentError(f"{sheet.path}:{block.line}: the anchor #{parts[2]} stands here twice")
        text = _fill(sheet.path, block, filled)
        sections.append({"heading": parts[1], "id": parts[2], "markdown": text})
        lines["sections", number] = block.line
    document = Sheet(sheet.path, sheet.data | {"sections": sections}, lines).build(Document)
    _cited(sheet, document.sources, sources)
    for wanted in DOCUMENTS[key]:
        if wanted not in {section.id for section in document.sections}:
            raise sheet.mistake(f"the section {{#{wanted}}} is missing")
    return document


def _fill(path: str, block: Block, filled: Mapping[str, str]) -> str:
    """A block's text with its {gaps} filled in. Raises ContentError for a gap that nothing fills."""

    def fill(gap: re.Match[str]) -> str:
        if gap[1] not in filled:
            line = block.line + 1 + block.text.count("\n", 0, gap.start())
            known = " or ".join(f"{{{name}}}" for name in filled)
            raise ContentError(f"{path}:{line}: nothing fills {gap[0]} here; a document may hold {known}")
        return filled[gap[1]]

    return _GAP.sub(fill, block.text)


def _cited(sheet: Sheet, cited: tuple[str, ...], sources: Iterable[str]) -> None:
    for number, key in enumerate(cited):
        if key not in sources:
            raise sheet.mistake(f"source {key!r} is not in sources.yaml", "sources", number)


def _phrases(folder: Path) -> dict[str, str]:
    sheet = read_yaml(folder, "phrases.yaml")
    if not isinstance(sheet.data, dict):
        raise sheet.mistake("every line here is the name of a phrase, a colon and its words")
    for key, phrase in sheet.data.items():
        if key not in PHRASES:
            raise sheet.mistake(f"`{key}` is not a phrase that the site uses", key)
        if not isinstance(phrase, str) or not phrase.strip():
            raise sheet.mistake(f"`{key}` has no words", key)
        try:
            found = gaps(phrase)
        except ValueError as error:
            raise sheet.mistake(f"`{key}`: a curly bracket too many or too few", key) from error
        if found != set(PHRASES[key]):
            wanted = " ".join(f"{{{name}}}" for name in PHRASES[key]) or "nothing in curly brackets"
            raise sheet.mistake(f"`{key}` must hold {wanted}", key)
    missing = PHRASES.keys() - sheet.data.keys()
    if missing:
        raise sheet.mistake(f"`{min(missing)}` is missing")
    return {key: phrase.strip() for key, phrase in sheet.data.items()}
