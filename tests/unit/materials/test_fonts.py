"""The posters' typeface: found without importing Streamlit, the same every time, missed in clear words."""

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from materials import fonts
from materials.fonts import FAMILY, WEIGHTS, FontError, advances, font_folder


def test_three_fixed_weights_are_made_under_one_family(tmp_path: Path) -> None:
    folder = font_folder(tmp_path)
    for style, weight in WEIGHTS.items():
        with TTFont(folder / f"{style}.ttf") as font:
            assert "fvar" not in font
            assert font["OS/2"].usWeightClass == weight
            assert font["name"].getDebugName(16) == FAMILY
            assert font["name"].getDebugName(17) == style
            assert "Source" not in " ".join(font["name"].getDebugName(n) for n in (1, 3, 4, 6, 16))
    assert sorted(path.name for path in folder.iterdir()) == ["Bold.ttf", "Regular.ttf", "SemiBold.ttf"]


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = font_folder(tmp_path / "one"), font_folder(tmp_path / "two")
    for style in WEIGHTS:
        assert (first / f"{style}.ttf").read_bytes() == (second / f"{style}.ttf").read_bytes()


def test_fonts_already_made_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = font_folder(tmp_path)
    font_folder.cache_clear()
    monkeypatch.setattr(fonts, "_letters", lambda source: pytest.fail("made again"))
    assert font_folder(tmp_path) == made


def test_a_folder_that_cannot_be_written_is_not_the_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    folder = font_folder(tmp_path / "file")
    assert (folder / "Bold.ttf").is_file()
    assert tmp_path not in folder.parents


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"Source Sans, is missing.*no_such_package.*requirements\.txt"):
        font_folder(tmp_path, "no_such_package")


def test_a_package_without_the_font_is_named_by_its_folder(tmp_path: Path) -> None:
    with pytest.raises(FontError, match=r"Source Sans, is missing.*site-packages/segno"):
        font_folder(tmp_path, "segno")


def test_a_broken_font_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = tmp_path / "halfpackage" / "static" / "static" / "media"
    media.mkdir(parents=True)
    (tmp_path / "halfpackage" / "__init__.py").touch()
    (media / "SourceSansVF-Upright.woff2").write_bytes(b"wOF2 but no more")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(FontError, match=r"cannot be read from .*SourceSansVF-Upright\.woff2"):
        font_folder(tmp_path / "cache", "halfpackage")


def test_widths_are_in_ems(tmp_path: Path) -> None:
    widths = advances(font_folder(tmp_path))
    assert 0.1 < widths[ord("i")] < widths[ord("n")] < widths[ord("W")] < 1.2
    assert ord("é") in widths
    assert ord("☺") not in widths


def test_streamlit_is_never_imported_for_a_font() -> None:
    script = "import sys, materials.poster, materials.fonts as f; f._find('streamlit'); print('streamlit' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
