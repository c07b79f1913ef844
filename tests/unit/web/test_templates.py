"""Every template is used, and every class it names is one that a style knows."""

from __future__ import annotations

import re
from pathlib import Path

from materials.html import TEMPLATES

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [*ROOT.glob("web/*.py"), *ROOT.glob("pages/**/*.py"), *TEMPLATES.glob("*.html")]


def test_every_template_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unused = {path.name for path in TEMPLATES.glob("*.html") if f'"{path.name}"' not in text}
    assert unused == set()


def test_every_static_class_in_a_template_has_a_style() -> None:
    styles = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "static").glob("*.css"))
    known = set(re.findall(r"\.([a-z][\w-]*)", styles))
    for path in TEMPLATES.glob("*.html"):
        markup = re.sub(r"{[%{].*?[%}]}", " ", path.read_text(encoding="utf-8"))
        for classes in re.findall(r'class="([a-z\d -]*)"', markup):
            assert set(classes.split()) <= known, path.name
