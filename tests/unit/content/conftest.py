"""Copies of the content folder to read and to break, with made-up helplines: who is in the real list is not tested here."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest

from content.model import Content, HelplineKey
from content.reading import HERE, read

HELPLINE = """
- key: {key}
  name: A helpline
  what_for: Talk to somebody.
  who: everyone
  urgent: false
  groups: [talk]
  verified_on: 2026-11-21
"""


def copy(to: Path) -> Path:
    shutil.copytree(HERE, to / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__", "README.md"))
    entries = "".join(HELPLINE.format(key=key) for key in get_args(HelplineKey))
    (to / "content" / "helplines.yaml").write_text(entries, encoding="utf-8")
    # Whoever runs a copy of the site fills this in; the tests hold for all of them.
    site = (to / "content" / "site.yaml").read_text(encoding="utf-8")
    site = re.sub(r"^  name: .*$", "  name: the partnership that runs this site", site, flags=re.MULTILINE)
    site = re.sub(r"^  contact: .*$", '  contact: ""', site, flags=re.MULTILINE)
    (to / "content" / "site.yaml").write_text(site, encoding="utf-8")
    return to / "content"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of right content, to be broken."""
    return copy(tmp_path)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """The words of the site, with made-up helplines."""
    return read(copy(tmp_path_factory.mktemp("words")))
