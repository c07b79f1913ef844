"""What the words are made of: one frozen model for each thing a file in this folder describes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from string import Formatter
from typing import Annotated, Any, Literal

from markdown_it import MarkdownIt
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from content.sheets import ContentError

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that are shown as they are written."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]
Description = Annotated[str, StringConstraints(min_length=60, max_length=160)]
"""What search engines and shared links say of a page."""
AudienceSlug = Literal["young-people", "parents-and-carers", "other-adults"]
HelplineKey = Literal[
    "emergency",
    "emergency-text",
    "police-101",
    "police-counter",
    "nhs-111",
    "crimestoppers",
    "fearless",
    "mash",
    "emergency-duty-team",
    "athena",
    "domestic-abuse",
    "camhs",
    "childline",
    "nspcc",
    "samaritans",
    "shout",
    "papyrus",
    "calm",
    "youngminds-parents",
    "frank",
    "ceop",
    "national-bullying",
    "anti-bullying-alliance",
    "victim-support",
    "galop",
    "switchboard",
    "muslim-youth",
    "ben-kinsella",
]
HelplineGroup = Literal[
    "danger",
    "talk",
    "bullying",
    "healthy-relationships",
    "knife-crime",
    "drugs-and-alcohol",
    "online-dangers",
    "home",
    "feelings",
    "crime",
    "worried-about-a-child",
    "faith-and-identity",
]

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def _web_address(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("a web address here starts with https://")
    return text


def _likely_day(day: date) -> date:
    if not date(2020, 1, 1) <= day <= date(2100, 1, 1):
        raise ValueError("not a likely date; write it as 2026-11-21")
    return day


WebAddress = Annotated[str, AfterValidator(_web_address)]
Day = Annotated[date, AfterValidator(_likely_day)]


class Words(BaseModel):
    """What every model here is: unchangeable, and without fields that nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Prose(Words):
    """Text with Markdown in it. `html` is what it renders to; HTML written by hand is shown as text."""

    markdown: Line

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"markdown": value} if isinstance(value, str) else value

    @cached_property
    def html(self) -> str:
        """The text as HTML."""
        return str(_MARKDOWN.render(self.markdown))


class Controller(Words):
    """Who runs this copy of the site and answers for what it keeps: a name as it stands inside a sentence.

    `contact` says how to reach them, and is empty until somebody has filled it in.
    """

    name: Line
    contact: Annotated[str, StringConstraints(strip_whitespace=True)] = ""


class Site(Words):
    """What is said on every page, and who says it."""

    name: Line
    borough: Line
    description: Description
    exit_url: WebAddress
    exit_label: Line
    footer_help: Prose
    controller: Controller


class Page(Words):
    """One page of the site: where it is, what it is called, and which file of pages/ shows it.

    `label` is its name in the navigation (none: not there); `section` the key of the page it belongs under;
    `index` whether search engines may list it. A page that shows a message or a document takes its words from there.
    """

    key: Slug
    path: Annotated[str, StringConstraints(pattern=r"^[a-z-]*$")]
    title: Line
    heading: Line
    lead: Line
    description: Description
    label: Line | None = None
    section: Slug | None = None
    index: bool = True
    file: Annotated[str, StringConstraints(pattern=r"^([a-z_]+/)?[a-z_]+\.py$")]


class Poster(Words):
    """The words of a poster: a headline, three short lines and a call to do something."""

    headline: Annotated[Line, StringConstraints(max_length=60)]
    lines: Annotated[
        tuple[Annotated[Line, StringConstraints(max_length=70)], ...], Field(min_length=3, max_length=3)
    ]
    call: Annotated[Line, StringConstraints(max_length=60)]


class Audience(Words):
    """A message as it is told to one kind of reader. `helplines` are keys of helplines.yaml."""

    slug: AudienceSlug
    label: Line
    lead: Line
    what_it_is: Prose
    looks_like: Annotated[tuple[Line, ...], Field(min_length=5, max_length=7)]
    questions: Annotated[tuple[Line, ...], Field(min_length=4, max_length=6)]
    openers: Annotated[tuple[Line, ...], Field(min_length=4, max_length=6)]
    next_steps: Annotated[tuple[Line, ...], Field(min_length=5, max_length=7)]
    helplines: Annotated[tuple[HelplineKey, ...], Field(min_length=3, max_length=5)]
    sources: tuple[Line, ...]


class Message(Words):
    """One of the five key messages, for each of its audiences."""

    slug: Slug
    title: Line
    lead: Line
    hue: Colour
    description: Description
    sources: tuple[Line, ...]
    audiences: tuple[Audience, ...]
    poster: Poster


class BigQuestion(Words):
    """One of the three big questions, in its published words, with a few sentences about it and prompts to think."""

    id: Literal["less-violent-society", "better-place", "negative-bias"]
    number: Annotated[int, Field(ge=1)]
    text: Line
    explain: Prose
    thinking: Annotated[tuple[Line, ...], Field(min_length=2)]
    source: Line


class Option(Words):
    """One answer to choose."""

    code: Code
    label: Line


class Question(Words):
    """One question of a questionnaire, with a `hint` on how to answer; always one that can be skipped."""

    id: Code
    text: Line
    hint: Line
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _codes_differ(self) -> Question:
        _differ("code", [option.code for option in self.options])
        return self


class Questionnaire(Words):
    """A questionnaire. A new `version` is due with every change to a question, so that answers stay comparable."""

    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d+$")]
    intro: Prose
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    thanks: Prose

    @model_validator(mode="after")
    def _ids_differ(self) -> Questionnaire:
        _differ("question id", [question.id for question in self.questions])
        return self


class Section(Words):
    """A part of a document; `id` is its anchor."""

    id: Slug
    heading: Line
    markdown: Line

    @cached_property
    def html(self) -> str:
        """The text as HTML."""
        return str(_MARKDOWN.render(self.markdown))


class Document(Words):
    """A page that is one long text, such as Privacy. `checked_on` is the day somebody last read it through."""

    title: Line
    lead: Line
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    sources: tuple[Line, ...]
    checked_on: Day


class HelplineWords(Words):
    """Plain words about a helpline; its number and hours are facts and live with the published figures."""

    key: HelplineKey
    name: Line
    what_for: Line
    who: Literal["young", "adult", "everyone"]
    urgent: bool
    groups: Annotated[tuple[HelplineGroup, ...], Field(min_length=1)]
    verified_on: Day


class Content(Words):
    """All words of the site. `sources` gives the full title for each short key that the other parts cite."""

    site: Site
    pages: tuple[Page, ...]
    messages: tuple[Message, ...]
    questions: tuple[BigQuestion, ...]
    survey: Questionnaire
    documents: Mapping[str, Document]
    helpline_words: Mapping[str, HelplineWords]
    phrases: Mapping[str, str]
    sources: Mapping[str, str]

    def message(self, slug: str) -> Message:
        """One message. Raises KeyError."""
        return next_or_key_error(self.messages, "slug", slug)

    def page(self, key: str) -> Page:
        """One page. Raises KeyError."""
        return next_or_key_error(self.pages, "key", key)

    def cited(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The full titles of sources, in the order of their short keys. Raises KeyError."""
        return tuple(self.sources[key] for key in keys)

    def say(self, key: str, **values: object) -> str:
        """A phrase with its gaps filled in. Raises ContentError for an unknown phrase, or values that do not match it."""
        if key not in self.phrases:
            raise ContentError(f"content/phrases.yaml: there is no phrase {key!r}")
        wanted = gaps(self.phrases[key])
        if wanted != values.keys():
            raise ContentError(
                f"content/phrases.yaml: {key!r} is filled with {sorted(wanted)}, not with {sorted(values)}"
            )
        return self.phrases[key].format(**values)


def gaps(phrase: str) -> set[str]:
    """The names in {braces} of a phrase. Raises ValueError for braces that do not pair or hold more than a name."""
    found = [part for part in Formatter().parse(phrase) if part[1] is not None]
    if any(spec or conversion for _, _, spec, conversion in found):
        raise ValueError("curly brackets hold a name and nothing more")
    return {name for _, name, _, _ in found if name is not None}


def next_or_key_error(found: tuple[Any, ...], field: str, value: str) -> Any:
    """The one of a tuple whose field has that value. Raises KeyError."""
    for each in found:
        if getattr(each, field) == value:
            return each
    raise KeyError(value)


def _differ(what: str, values: list[str]) -> None:
    """Raise ValueError when a value stands twice."""
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{what} {twice[0]!r} stands here twice")
