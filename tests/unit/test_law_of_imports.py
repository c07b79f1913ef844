"""The law of imports, floor by floor: a lower floor never uses a higher one, and only the pages know Streamlit."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_USE = {
    "content": set(),
    "geo": set(),
    "data": {"content", "geo"},
    "materials": {"content", "geo"},
    "web": {"content", "geo", "data", "materials"},
    "pages": {"content", "geo", "data", "materials"},
}
STREAMLIT = ("streamlit", "streamlit_folium")


def imported(path: Path) -> set[str]:
    """Top-level names of every absolute import in a file, wherever in it they stand."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def files(floor: str) -> list[Path]:
    return sorted((ROOT / floor).rglob("*.py"))


@pytest.mark.parametrize("floor", MAY_USE)
def test_a_floor_uses_only_the_floors_below_it(floor: str) -> None:
    assert files(floor), f"{floor}/ has no Python files: is the test looking in the right place?"
    others = set(MAY_USE) - {floor} - MAY_USE[floor]
    for path in files(floor):
        assert not imported(path) & others, f"{path.relative_to(ROOT)} imports {imported(path) & others}"


@pytest.mark.parametrize("floor", sorted(set(MAY_USE) - {"pages"}))
def test_only_pages_import_streamlit(floor: str) -> None:
    for path in files(floor):
        assert not imported(path) & set(STREAMLIT), f"{path.relative_to(ROOT)} imports Streamlit"


def test_the_check_sees_an_import_inside_a_function(tmp_path: Path) -> None:
    path = tmp_path / "sly.py"
    path.write_text("def f():\n    from streamlit import title\n")
    assert imported(path) == {"streamlit"}
