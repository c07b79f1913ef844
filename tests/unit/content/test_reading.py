"""The whole folder: it loads, it is read once, and one wrong word anywhere stops it with file, line and reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import content
from content import ContentError
from content.model import Content
from content.reading import read

YOUNG = "messages/bullying/young-people.md"


def line_of(folder: Path, name: str, text: str) -> int:
    """The last line (from 1) on which a text stands."""
    rows = (folder / name).read_text(encoding="utf-8").splitlines()
    return max(number for number, row in enumerate(rows, 1) if text in row)


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def mistake(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read(folder)
    return str(caught.value)


def test_the_site_s_own_words_load_and_are_read_once() -> None:
    assert content.load() is content.load()
    assert len(content.load().messages) == 5


def test_the_copy_that_the_tests_break_is_right_before(folder: Path) -> None:
    assert len(read(folder).pages) == len(content.load().pages)


@dataclass(frozen=True)
class Slip:
    """A change to a right file, the text on the line that must be named, and the reason that must be given."""

    name: str
    old: str
    new: str
    at: str
    reason: str


BULLYING = "messages/bullying/message.yaml"
PRIVACY = "documents/privacy.md"
SURVEY = "survey/safer-spaces.yaml"
BAD_DATE = "Input should be a valid date"
CHECKED = "checked_on: 2026-11-21"
SAVED = "Part of this page is away just now."
SLIPS = [
    # broken YAML
    Slip("site.yaml", "name: Stop", "name: Stop: it", "name: Stop: it", "this is not right YAML"),
    Slip("pages.yaml", "section: messages", "section: [messages", "- key: healthy", "this is not right YAML"),
    # a wrong or an unknown field
    Slip(
        "site.yaml", "exit_url: https", "exit_url: http", "exit_url", "a web address here starts with https"
    ),
    Slip("site.yaml", "controller:", "controler:", "controler", "`controler` is not a field that belongs"),
    Slip("site.yaml", "  name: the", "  nme: the", "controller:", "`controller.name` is missing"),
    Slip("site.yaml", "exit_label:", "exit_lable:", "exit_lable", "`exit_lable` is not a field that belongs"),
    Slip("pages.yaml", "index: false", "index: sometimes", "index: sometimes", "`index`: Input should be"),
    Slip("pages.yaml", "section: messages", "section: mesages", "section: mesages", "no page 'mesages'"),
    Slip("pages.yaml", "key: find\n", "kee: find\n", "kee: find", "`key` is missing"),
    Slip("pages.yaml", "  title: Schools\n", "", "key: schools", "`title` is missing"),
    Slip("pages.yaml", "path: find", "path: help", "path: help", "another page has the path 'help' already"),
    Slip(BULLYING, '"#6B4E9B"', "purple", "hue", "`hue`: String should match"),
    Slip(BULLYING, "[WSA]", "[XYZ]", "sources", "source 'XYZ' is not in sources.yaml"),
    Slip(BULLYING, "title: B", "slug: b\ntitle: B", "slug: b", "`slug` is not a field that belongs here"),
    Slip(
        BULLYING,
        "    - It is not your fault.\n",
        "",
        "  lines:",
        "`poster.lines`: Tuple should have at least 3",
    ),
    # audiences
    Slip(YOUNG, "[childline", "[chidline", "helplines:", "`helplines.1`: Input should be 'emergency'"),
    Slip(YOUNG, "[WSA", "[WSB", "sources:", "source 'WSB' is not in sources.yaml"),
    Slip(YOUNG, "## Questions to ask", "## Questions", "## Questions", "is not a section of a message"),
    Slip(YOUNG, "## Questions to ask", "## What it is", "## What it is", '"## What it is" stands here twice'),
    Slip(YOUNG, "7. If", "7. Go.\n8. If", "## What to do next", "`next_steps`: Tuple should have at most 7"),
    Slip(YOUNG, "- Who do", "- **Who** do", "**Who**", "plain words only in a list"),
    # documents
    Slip(PRIVACY, CHECKED, "checked_on: 2026-11-31", "checked_on", BAD_DATE),
    Slip(PRIVACY, CHECKED, "checked_on: yesterday", "checked_on", BAD_DATE),
    Slip(PRIVACY, CHECKED, "checked_on: 0226-11-21", "checked_on", "not a likely date"),
    Slip(
        PRIVACY, "## In short {#short}", "## In short", "## In short", "a heading here ends with its anchor"
    ),
    Slip(PRIVACY, "{#short}", "{#controller}", "{#controller}", "the anchor #controller stands here twice"),
    Slip(
        PRIVACY,
        "that is {controller}",
        "that is {controler}",
        "{controler}",
        "nothing fills {controler} here; a document may hold {controller} or {contact}",
    ),
    Slip("documents/about.md", "[WSA", "[WSB", "sources:", "source 'WSB' is not in sources.yaml"),
    # questions and the survey
    Slip("questions.yaml", "id: better-place", "id: best-place", "id: best-place", "`id`: Input should be"),
    Slip(SURVEY, '"2026.1"', "second", "version: ", "`version`: String should match"),
    Slip(
        SURVEY, "code: fairly_safe", "code: very_safe", "id: after_dark", "code 'very_safe' stands here twice"
    ),
    Slip(SURVEY, "id: by_day", "id: after_dark", "id: safer-spaces", "'after_dark' stands here twice"),
    # helplines
    Slip("helplines.yaml", "who: everyone", "who: nobody", "who: nobody", "`who`: Input should be 'young'"),
    Slip("helplines.yaml", "2026-11-21", "21/11/2026", "21/11/2026", BAD_DATE),
    Slip("helplines.yaml", "key: calm", "key: clam", "key: clam", "`key`: Input should be 'emergency'"),
    Slip("helplines.yaml", "key: frank", "key: childline", "key: childline", "'childline' stands here twice"),
    # phrases
    Slip(
        "phrases.yaml", "{borough_rate}", "{rat}", "trends.sentence", "must hold {ward} {rate} {last_month}"
    ),
    Slip(
        "phrases.yaml",
        "partnership, {date}",
        "partnership",
        "hub.confirmed",
        "`hub.confirmed` must hold {date}",
    ),
    Slip("phrases.yaml", SAVED, "Nothing {saved.", "error.database", "a curly bracket too many or too few"),
    Slip(
        "phrases.yaml",
        SAVED,
        "Nothing {saved}.",
        "error.database",
        "must hold nothing in curly brackets",
    ),
    Slip("phrases.yaml", "{share}", "{share:.1f}", "trends.limits.not_placed", "a curly bracket too many"),
    Slip("phrases.yaml", "{last}, {share}", "{share}", "limits.not_placed", "hold {share} {first} {last}"),
    Slip(
        "phrases.yaml", "survey.empty:", "survey.emty:", "survey.emty", "is not a phrase that the site uses"
    ),
    Slip("phrases.yaml", "find.none: We", "find.none:\nfind.x: We", "find.none", "`find.none` has no words"),
    Slip("sources.yaml", "WSA: Lewisham", "WSA:\nZZ: Lewisham", "WSA", "`WSA` needs a title"),
]


@pytest.mark.parametrize(
    "slip", SLIPS, ids=lambda slip: f"{slip.name} {slip.new.splitlines()[0] if slip.new else 'gone'}"
)
def test_a_mistake_is_named_by_file_line_and_reason(folder: Path, slip: Slip) -> None:
    change(folder, slip.name, slip.old, slip.new)
    start = f"content/{slip.name}:{line_of(folder, slip.name, slip.at)}: "
    told = mistake(folder)
    assert any(line.startswith(start) and slip.reason in line for line in told.splitlines()), told


@pytest.mark.parametrize(
    "heading", ["What it is", "What it can look like", "Questions to ask", "What to do next"]
)
def test_a_missing_section_of_a_message_is_named(folder: Path, heading: str) -> None:
    text = (folder / YOUNG).read_text(encoding="utf-8")
    before, rest = text.split(f"## {heading}\n", 1)
    after = rest.split("\n## ", 1)
    (folder / YOUNG).write_text(before + ("## " + after[1] if len(after) > 1 else ""), encoding="utf-8")
    assert mistake(folder) == f'content/{YOUNG}:2: the section "## {heading}" is missing'


def test_a_missing_section_of_the_help_page_is_named(folder: Path) -> None:
    change(folder, "documents/help.md", "{#in-person}", "{#in-the-flesh}")
    assert mistake(folder) == "content/documents/help.md:2: the section {#in-person} is missing"


@pytest.mark.parametrize("field", ["title", "lead", "hue", "description", "sources", "poster"])
def test_a_missing_field_of_a_message_is_named(folder: Path, field: str) -> None:
    name = "messages/bullying/message.yaml"
    change(
        folder,
        name,
        f"\n{field}:" if field != "title" else f"{field}:",
        f"\nx{field}:" if field != "title" else "xtitle:",
    )
    assert f"content/{name}:1: `{field}` is missing" in mistake(folder).splitlines()


def test_a_missing_phrase_is_named(folder: Path) -> None:
    name = "phrases.yaml"
    row = next(
        row for row in (folder / name).read_text(encoding="utf-8").splitlines() if row.startswith("exit.note")
    )
    change(folder, name, row, "")
    first = line_of(folder, name, "postcode.empty")
    assert mistake(folder) == f"content/phrases.yaml:{first}: `exit.note` is missing"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / YOUNG).unlink()
    assert mistake(folder).startswith(f"content/{YOUNG}:1: the file cannot be read")


def test_a_helpline_without_words_is_not_pointed_at(folder: Path) -> None:
    change(folder, "helplines.yaml", "key: childline", "key: calm")
    text = (folder / "helplines.yaml").read_text(encoding="utf-8")
    start = text.rindex("- key: calm")
    end = text.find("- key:", start + 1)
    (folder / "helplines.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    line = line_of(folder, YOUNG, "helplines:")
    assert mistake(folder) == f"content/{YOUNG}:{line}: helpline 'childline' has no words in helplines.yaml"


def test_a_page_takes_its_words_from_its_message(words: Content) -> None:
    for message in words.messages:
        page = words.page(message.slug)
        assert page.title == page.heading == message.title
        assert (page.lead, page.description) == (message.lead, message.description)


def test_a_page_takes_its_words_from_its_document(words: Content) -> None:
    for key, document in words.documents.items():
        page = words.page(key)
        assert (page.heading, page.lead) == (document.title, document.lead)
    assert words.page("help").title == words.documents["help"].title
    assert words.page("privacy").title == "Privacy"


@pytest.mark.parametrize(
    ("key", "field", "file"),
    [
        ("bullying", "title", "messages/bullying/message.yaml"),
        ("bullying", "description", "messages/bullying/message.yaml"),
        ("privacy", "heading", "documents/privacy.md"),
        ("privacy", "lead", "documents/privacy.md"),
    ],
)
def test_words_that_have_a_file_of_their_own_are_not_kept_twice(
    folder: Path, key: str, field: str, file: str
) -> None:
    change(folder, "pages.yaml", f"- key: {key}\n", f"- key: {key}\n  {field}: Other words\n")
    line = line_of(folder, "pages.yaml", "Other words")
    assert mistake(folder) == (
        f"content/pages.yaml:{line}: `{field}` comes from {file} for this page: "
        "change it there and leave it out here"
    )


@pytest.mark.parametrize("key", ["privacy", "accessibility"])
def test_who_runs_the_site_and_how_to_reach_them_is_filled_in(folder: Path, key: str) -> None:
    said = "\n".join(section.markdown for section in read(folder).documents[key].sections)
    assert "nobody has filled it in yet" in said
    change(folder, "site.yaml", "name: the partnership that runs this site", "name: the Other Partnership")
    change(folder, "site.yaml", 'contact: ""', "contact: 1 Any Street")
    said = "\n".join(section.html for section in read(folder).documents[key].sections)
    assert "You can reach the Other Partnership here: 1 Any Street." in said
    assert "nobody has filled it in yet" not in said
    assert "{" not in said


@pytest.mark.parametrize(("length", "right"), [(59, False), (60, True), (160, True), (161, False)])
def test_descriptions_have_the_length_that_search_engines_show(
    folder: Path, length: int, right: bool
) -> None:
    old = next(
        row
        for row in (folder / "site.yaml").read_text(encoding="utf-8").splitlines()
        if row.startswith("description")
    )
    change(folder, "site.yaml", old, f"description: {'x' * length}")
    if right:
        assert read(folder).site.description == "x" * length
    else:
        assert mistake(folder).startswith("content/site.yaml:")


def test_every_page_s_description_has_that_length(words: Content) -> None:
    assert [page.key for page in words.pages if not 60 <= len(page.description) <= 160] == []
