"""Files of words: every value knows its line, and what cannot be read says where."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from content.sheets import ContentError, items, read_markdown, read_yaml


class Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    open: bool = False


def write(tmp_path: Path, text: str | bytes, name: str = "a.yaml") -> Path:
    (tmp_path / "content").mkdir(exist_ok=True)
    (tmp_path / "content" / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return tmp_path / "content"


def test_values_stay_text_until_a_model_reads_them(tmp_path: Path) -> None:
    sheet = read_yaml(write(tmp_path, "a: No\nb: 2026-11-21\nc: 0123\nd: null\n"), "a.yaml")
    assert sheet.data == {"a": "No", "b": "2026-11-21", "c": "0123", "d": "null"}


def test_each_value_knows_its_line(tmp_path: Path) -> None:
    sheet = read_yaml(write(tmp_path, "# first\na:\n  - x\n  - y: 1\n    z: 2\n"), "a.yaml")
    assert sheet.line("a") == 2
    assert sheet.line("a", 0) == 3
    assert sheet.line("a", 1, "z") == 5
    assert sheet.line("a", 1, "missing") == 4
    assert sheet.line("elsewhere") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: [1, 2\n", "content/a.yaml:3: this is not right YAML"),
        (
            "a: 1\nb: one: two\n",
            "content/a.yaml:2: this is not right YAML: mapping values are not allowed here (put quotes",
        ),
        ("a: 1\n\tb: 2\n", "content/a.yaml:2: this is not right YAML"),
        ("a: 1\nb: 2\na: 3\n", "content/a.yaml:3: `a` stands here twice"),
        ("a: 1\nb: \x07\n", "content/a.yaml:2: a character that text files may not hold"),
        (b"a: 1\nb: caf\xe9\n", "content/a.yaml:2: not UTF-8 text"),
        ("# nothing\n", "content/a.yaml:1: the file is empty"),
        ("a: *b\n", "content/a.yaml:1: this is not right YAML"),
    ],
)
def test_broken_yaml_is_named_by_file_and_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_yaml(write(tmp_path, text), "a.yaml")
    assert str(caught.value).startswith(message)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^content/b\.yaml:1: the file cannot be read"):
        read_yaml(write(tmp_path, "a: 1"), "b.yaml")


def test_a_tag_cannot_make_anything_but_text(tmp_path: Path) -> None:
    sheet = read_yaml(
        write(tmp_path, "a: !!python/object/apply:os.getcwd []\nb: !!python/name:os.system x\n"), "a.yaml"
    )
    assert sheet.data == {"a": [], "b": "x"}


def test_every_mistake_of_a_model_is_told_in_order_of_lines(tmp_path: Path) -> None:
    sheet = read_yaml(write(tmp_path, "- name: a\n  colour: red\n- open: perhaps\n"), "a.yaml")
    with pytest.raises(ContentError) as first:
        sheet.build_all(Row)
    assert str(first.value) == "content/a.yaml:2: `colour` is not a field that belongs here"
    with pytest.raises(ContentError) as second:
        sheet.build(Row, sheet.data[1], (1,))
    lines = str(second.value).splitlines()
    assert lines[0] == "content/a.yaml:3: `name` is missing"
    assert lines[1].startswith("content/a.yaml:3: `open`: Input should be a valid boolean")


def test_a_list_is_asked_for_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"^content/a\.yaml:1: this file must be a list"):
        read_yaml(write(tmp_path, "name: a\n"), "a.yaml").build_all(Row)


MARKDOWN = """---
lead: A lead
keys:
  - one
---

## First

Some text
over two lines.

## Second
- a
- b
  and more
2. c
"""


def test_markdown_is_front_matter_and_sections(tmp_path: Path) -> None:
    sheet = read_markdown(write(tmp_path, MARKDOWN, "a.md"), "a.md")
    assert sheet.data == {"lead": "A lead", "keys": ["one"]}
    assert sheet.line("lead") == 2
    assert sheet.line("keys", 0) == 4
    assert [(block.heading, block.line) for block in sheet.blocks] == [("First", 7), ("Second", 12)]
    assert sheet.blocks[0].text.strip() == "Some text\nover two lines."
    assert items(sheet, sheet.blocks[1]) == (["a", "b and more", "c"], [13, 14, 16])


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + MARKDOWN.replace("\n", "\r\n").encode()
    sheet = read_markdown(write(tmp_path, text, "a.md"), "a.md")
    assert sheet.data["lead"] == "A lead"
    assert items(sheet, sheet.blocks[1])[0] == ["a", "b and more", "c"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Title\n", "content/a.md:1: the file must start with a line of three hyphens"),
        ("---\nlead: x\n", "content/a.md:1: the second line of three hyphens"),
        ("---\nlead: x\nlead: y\n---\n", "content/a.md:3: `lead` stands here twice"),
        ("---\nlead: x: y\n---\n", "content/a.md:2: this is not right YAML"),
        ("---\nlead: x\n---\n\nHello\n## A\ntext\n", 'content/a.md:5: text before the first "## " heading'),
        ("---\nlead: x\n---\n## A\n\n## B\ntext\n", 'content/a.md:4: nothing is written under "## A"'),
    ],
)
def test_broken_markdown_is_named_by_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_markdown(write(tmp_path, text, "a.md"), "a.md")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("markup", ["**bold**", "[a](b)", "<b>x</b>", "`code`"])
def test_lists_take_plain_words_only(tmp_path: Path, markup: str) -> None:
    sheet = read_markdown(write(tmp_path, f"---\na: b\n---\n## L\n- fine\n- {markup}\n", "a.md"), "a.md")
    with pytest.raises(ContentError, match=r"^content/a\.md:6: plain words only"):
        items(sheet, sheet.blocks[0])


def test_text_before_a_list_is_named(tmp_path: Path) -> None:
    sheet = read_markdown(write(tmp_path, "---\na: b\n---\n## L\nloose\n- fine\n", "a.md"), "a.md")
    with pytest.raises(ContentError, match=r'^content/a\.md:5: "L" is a list'):
        items(sheet, sheet.blocks[0])
