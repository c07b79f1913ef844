"""Files of words, read so that every value knows its line.

Two kinds: YAML, and Markdown with YAML on top (front matter) and sections that start with `## `. YAML values stay text
until a model reads them, so that an answer written as `No` stays "No" and is not taken for "false".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Loc = tuple[int | str, ...]
Model = TypeVar("Model", bound=BaseModel)

_FENCE = "---"
_ITEM = re.compile(r"(?:[-*]|\d+[.)])\s+(.*)")
_MARKUP = re.compile(r"\*\*|__|`|\]\(|<[a-z/]", re.IGNORECASE)


class ContentError(ValueError):
    """Words that cannot be used as they are: "content/site.yaml:12: reason", one line a mistake."""


@dataclass(frozen=True)
class Block:
    """A section of a Markdown file: its heading, the text below it, and the line each starts on (from 1)."""

    heading: str
    line: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """One file's values, with the line of each. `path` as messages name it: "content/site.yaml"."""

    path: str
    data: Any
    lines: dict[Loc, int]
    blocks: tuple[Block, ...] = ()

    def line(self, *loc: int | str) -> int:
        """The line of a value, or of the nearest thing around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)

    def mistake(self, reason: str, *loc: int | str) -> ContentError:
        """An error that points at a value."""
        return ContentError(f"{self.path}:{self.line(*loc)}: {reason}")

    def build(self, model: type[Model], data: Any = None, loc: Loc = ()) -> Model:
        """Make a model of the sheet's values, or of a part of them that stands at `loc`.

        Raises ContentError with a line for each value that does not fit.
        """
        try:
            return model.model_validate(self.data if data is None else data)
        except ValidationError as error:
            found = sorted((self.line(*loc, *each["loc"]), _reason(each)) for each in error.errors())
            raise ContentError(
                "\n".join(f"{self.path}:{line}: {reason}" for line, reason in found)
            ) from error

    def build_all(self, model: type[Model]) -> tuple[Model, ...]:
        """Make a model of each entry of a list. Raises ContentError."""
        if not isinstance(self.data, list):
            raise self.mistake("this file must be a list: every entry starts with a hyphen and a space")
        return tuple(self.build(model, entry, (number,)) for number, entry in enumerate(self.data))


def read_yaml(folder: Path, name: str) -> Sheet:
    """A YAML file of the content folder. Raises ContentError."""
    return _sheet(_path(folder, name), _text(folder, name))


def read_markdown(folder: Path, name: str) -> Sheet:
    """A Markdown file with front matter: `data` is the front matter, `blocks` the sections. Raises ContentError."""
    path = _path(folder, name)
    rows = _text(folder, name).splitlines()
    if not rows or rows[0].rstrip() != _FENCE:
        raise ContentError(f"{path}:1: the file must start with a line of three hyphens (---)")
    end = next((number for number, row in enumerate(rows[1:], 1) if row.rstrip() == _FENCE), None)
    if end is None:
        raise ContentError(f"{path}:1: the second line of three hyphens (---) is missing")
    front = _sheet(path, "\n".join(["", *rows[1:end]]) + "\n")
    return Sheet(path, front.data, front.lines, tuple(_blocks(path, rows, end + 1)))


def items(sheet: Sheet, block: Block) -> tuple[list[str], list[int]]:
    """The entries of a block that is a list, and the line of each. A long entry may run over several lines.

    Raises ContentError for text outside the list, and for markup: entries are shown as plain words.
    """
    found: list[str] = []
    starts: list[int] = []
    for number, row in enumerate(block.text.splitlines(), block.line + 1):
        text = row.strip()
        start = _ITEM.fullmatch(text)
        if start:
            found.append(start[1])
            starts.append(number)
        elif text and not found:
            raise ContentError(
                f'{sheet.path}:{number}: "{block.heading}" is a list: start the line with "- "'
            )
        elif text:
            found[-1] += f" {text}"
        if _MARKUP.search(text):
            raise ContentError(f"{sheet.path}:{number}: plain words only in a list, no markup")
    return found, starts


def _path(folder: Path, name: str) -> str:
    return f"{folder.name}/{name}"


def _text(folder: Path, name: str) -> str:
    try:
        raw = (folder / name).read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError(f"{_path(folder, name)}:{line}: not UTF-8 text: save the file as UTF-8") from error
    except OSError as error:
        raise ContentError(f"{_path(folder, name)}:1: the file cannot be read: {error.strerror}") from error


def _blocks(path: str, rows: list[str], start: int) -> Iterator[Block]:
    """Cut the lines from index `start` on at each `## ` heading."""
    heads = [number for number in range(start, len(rows)) if rows[number].startswith("## ")]
    for number in range(start, heads[0] if heads else len(rows)):
        if rows[number].strip():
            raise ContentError(f'{path}:{number + 1}: text before the first "## " heading')
    for head, after in zip(heads, [*heads[1:], len(rows)], strict=True):
        text = "\n".join(rows[head + 1 : after])
        if not text.strip():
            raise ContentError(f'{path}:{head + 1}: nothing is written under "{rows[head]}"')
        yield Block(rows[head][3:].strip(), head + 1, text)


def _sheet(path: str, text: str) -> Sheet:
    try:
        # A BaseLoader is a safe loader that takes every value as text.
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = (
            " (put quotes around a sentence that has a colon in it)" if "mapping values" in str(error) else ""
        )
        raise ContentError(f"{path}:{line}: this is not right YAML: {error.problem}{hint}") from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise ContentError(f"{path}:{line}: a character that text files may not hold") from error
    if node is None:
        raise ContentError(f"{path}:1: the file is empty")
    lines: dict[Loc, int] = {}
    return Sheet(path, _value(path, node, (), lines), lines)


def _value(path: str, node: yaml.Node, loc: Loc, lines: dict[Loc, int]) -> Any:
    """The plain value of a node; notes the line of everything in it."""
    lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_value(path, child, (*loc, number), lines) for number, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    found: dict[str, Any] = {}
    for key, child in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in found:
            raise ContentError(f"{path}:{line}: `{name}` stands here twice")
        lines[*loc, name] = line
        found[name] = _value(path, child, (*loc, name), lines)
    return found


def _reason(error: Any) -> str:
    """What is wrong with a value, for a person who writes no Python."""
    field = ".".join(str(part + 1 if isinstance(part, int) else part) for part in error["loc"])
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "missing":
        return f"`{field}` is missing"
    if error["type"] == "extra_forbidden":
        return f"`{field}` is not a field that belongs here"
    return f"`{field}`: {message}" if field else message
