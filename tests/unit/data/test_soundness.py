"""A bundle that is not sound is told by one plain error that names the file."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.resource import PUBLISHED
from data.soundness import NEEDED, PublishedError, check_published


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return shutil.copytree(PUBLISHED, tmp_path / "published")


def describe(bundle: Path, name: str) -> None:
    """Let datapackage.json hold the hash that a changed file has now."""
    package = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["path"] == name)
    resource["hash"] = f"sha256:{hashlib.sha256((bundle / name).read_bytes()).hexdigest()}"
    (bundle / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")


def test_the_committed_bundle_is_sound() -> None:
    check_published()


@pytest.mark.parametrize("name", [*NEEDED, "violence/mps-ward-level-crime-2024-03-to-2026-03.csv"])
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (Path.unlink, "cannot be read"),
        (lambda path: path.write_bytes(path.read_bytes()[:-2]), "not the file that datapackage"),
    ],
)
def test_a_missing_or_changed_file_is_named(
    bundle: Path, name: str, spoil: Callable[[Path], object], reason: str
) -> None:
    spoil(bundle / name)
    with pytest.raises(PublishedError) as refused:
        check_published(bundle)
    assert refused.value.file == name
    assert reason in refused.value.reason
    assert str(refused.value) == f"{name}: {refused.value.reason}"


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("hubs.csv", ",library,", ",lighthouse,", "line .*: .*lighthouse"),
        ("hubs.csv", ",false,", ",maybe,", "line .*maybe"),
        ("postcodes.csv", ",51.", ",north 51.", "line 2: .*north"),
        ("population.csv", "E05013714,0-4,", "E05013714,0-4,x", "line 2: .*x"),
        ("population.csv", "E05013714,0-4,", "E05013714,0-4,,", "line 2: a cell is missing"),
        ("helplines.csv", "key,", "id,", "columns"),
        ("helplines.csv", "childline,", ",", "line .*: a cell is missing"),
        ("wards.geojson", "{", "", "not JSON"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_though_the_hash_is_right(
    bundle: Path, name: str, old: str, new: str, reason: str
) -> None:
    text = (bundle / name).read_text(encoding="utf-8")
    assert old in text
    (bundle / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    describe(bundle, name)
    with pytest.raises(PublishedError, match=reason) as refused:
        check_published(bundle)
    assert refused.value.file == name


def test_bytes_that_are_no_text_are_named(bundle: Path) -> None:
    (bundle / "helplines.csv").write_bytes(b"\xff\xfe")
    describe(bundle, "helplines.csv")
    with pytest.raises(PublishedError, match=r"helplines\.csv: this is not a table"):
        check_published(bundle)


@pytest.mark.parametrize(
    "package", ["", "[]", "{}", '{"resources": [{"path": "hubs.csv"}]}', '{"resources": 1}']
)
def test_a_description_that_makes_no_sense_is_named(bundle: Path, package: str) -> None:
    (bundle / "datapackage.json").write_text(package)
    with pytest.raises(PublishedError) as refused:
        check_published(bundle)
    assert refused.value.file == "datapackage.json"


def test_a_file_that_is_not_described_is_named(bundle: Path) -> None:
    package = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [each for each in package["resources"] if each["path"] != "hubs.csv"]
    (bundle / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with pytest.raises(PublishedError, match=r"hubs\.csv: datapackage\.json does not describe"):
        check_published(bundle)
