"""The README stays true: every setting and every command of the operator is in it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from data.__main__ import main
from data.settings import VARIABLES

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_setting_is_in_the_table_with_its_default(variable: object) -> None:
    rows = [line for line in README.splitlines() if line.startswith(f"| `{variable.name}`")]  # type: ignore[attr-defined]
    assert len(rows) == 1
    default = variable.default  # type: ignore[attr-defined]
    assert (f"`{default}`" if default else "empty") in rows[0]


def test_no_setting_in_the_table_is_unknown() -> None:
    table = README.split("<!-- settings")[1].split("<!-- /settings -->")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == {
        variable.name for variable in VARIABLES
    }


def commands(group: click.Group, prefix: str = "") -> list[str]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{prefix}{name} ")
        else:
            found.append(prefix + name)
    return found


@pytest.mark.parametrize("command", commands(main))
def test_every_operators_command_is_mentioned(command: str) -> None:
    assert command in README


def test_every_make_target_named_in_the_readme_exists() -> None:
    makefile = (Path(__file__).resolve().parents[2] / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`?make (\w+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
