"""The committed bundle: sound, small, the same from the same files, and never half written."""

import csv
import errno
import json
import shutil
from pathlib import Path

import geopandas
import pytest
import shapely
from click.testing import CliRunner
from frictionless import Package

from data.bundle import Report, build, build_bundle
from data.places import PUBLISHED
from data.resource import BundleError
from geo.wards import ward_at

PACKAGE = json.loads((PUBLISHED / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}


def rows(name: str, folder: Path = PUBLISHED) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_bundle_is_a_sound_data_package() -> None:
    report = Package(str(PUBLISHED / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len(PACKAGE["resources"])


def test_the_validation_would_notice_a_changed_file(tmp_path: Path) -> None:
    bundle = shutil.copytree(PUBLISHED, tmp_path / "published")
    path = bundle / "population.csv"
    path.write_text(path.read_text().replace("0-4,", "0-4,1", 1))
    assert not Package(str(bundle / "datapackage.json")).validate().valid


def test_every_file_is_described_and_nothing_else_is_there() -> None:
    described = {resource["path"] for resource in PACKAGE["resources"]} | {"datapackage.json"}
    assert set(contents(PUBLISHED)) == described


def test_every_file_says_where_it_came_from() -> None:
    for resource in PACKAGE["resources"]:
        assert resource["sources"][0]["title"], resource["name"]
        assert resource["licenses"][0]["title"], resource["name"]
        assert resource["date"][:2] == "20", resource["name"]
        assert resource["hash"].startswith("sha256:"), resource["name"]
    assert sum("edition" in resource for resource in PACKAGE["resources"]) == 8


def test_the_bundle_is_under_two_megabytes() -> None:
    assert sum(map(len, contents(PUBLISHED).values())) < 2_000_000


def test_lines_end_the_same_way_everywhere() -> None:
    for path, content in contents(PUBLISHED).items():
        assert b"\r" not in content, path
        assert content.endswith(b"\n"), path


@pytest.mark.parametrize(
    "word",
    ["NOT SOURCED", "UNCERTAIN", "POSTCODE NOT"],
)
def test_no_inside_word_is_published(word: str) -> None:
    assert [path for path, content in contents(PUBLISHED).items() if word.encode() in content] == []


def test_wards_meet_without_gaps() -> None:
    wards = geopandas.read_file(PUBLISHED / "wards.geojson")
    assert len(wards) == 19
    assert shapely.coverage_is_valid(wards.geometry.values)
    assert shapely.is_valid(wards.geometry.values).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(wards.geometry.values)).all()


@pytest.mark.raw
def test_no_ward_loses_or_gains_a_two_thousandth_of_its_area(raw: Path) -> None:
    full = geopandas.read_file(raw / "boundaries" / "lewisham_wards_2022_bfc_27700.geojson").set_index(
        "WD22CD"
    )
    full = full.to_crs(4326).to_crs(27700)
    ours = geopandas.read_file(PUBLISHED / "wards.geojson").set_index("code").to_crs(27700)
    errors = (ours.area / full.area.reindex(ours.index) - 1).abs()
    assert len(errors) == 19
    assert errors.max() < 0.0005


def test_every_hub_is_in_the_ward_its_point_lies_in() -> None:
    wards = geopandas.read_file(PUBLISHED / "wards.geojson").sort_values("name", ignore_index=True)
    hubs = rows("hubs.csv")
    for hub in hubs:
        assert hub["ward_code"] == (ward_at(wards, float(hub["latitude"]), float(hub["longitude"])) or ""), (
            hub["id"]
        )
    assert [hub["id"] for hub in hubs if not hub["ward_code"]] == ["blackheath-village-community-library"]


def test_what_was_left_out_is_said() -> None:
    left_out = {row["name"]: row["reason"] for row in RESOURCES["hubs"]["left_out"]}
    assert len(left_out) + len(rows("hubs.csv")) == 62
    assert left_out["Lewisham Library"] == "marked closed"
    assert not left_out.keys() & {hub["name"] for hub in rows("hubs.csv")}
    assert len(RESOURCES["helplines"]["left_out"]) + len(rows("helplines.csv")) == 38


def test_no_place_that_its_note_forbids_is_published() -> None:
    names = {hub["name"] for hub in rows("hubs.csv")}
    for out in (
        "Lewisham Library",
        "Dumps Adventure Playground",
        "Good Hope Cafe (Hither Green)",
        "Woodpecker Youth Club",
    ):
        assert out not in names
    assert {hub["kind"] for hub in rows("hubs.csv")}.isdisjoint({"safe_haven"})


def test_residents_and_postcodes_are_all_there() -> None:
    assert sum(int(row["residents"]) for row in rows("population.csv")) == 300_532
    postcodes = rows("postcodes.csv")
    assert len(postcodes) == 8419
    assert sum(row["retired"] == "" for row in postcodes) == 4969
    assert {row["ward_code"] for row in postcodes} == {row["ward_code"] for row in rows("population.csv")}


def test_figures_hold_complete_months_only_and_no_ward_homicides() -> None:
    for resource in PACKAGE["resources"]:
        if "edition" in resource:
            edition = resource["edition"]
            months = list(rows(resource["path"])[0])[3:]
            assert (months[0], months[-1]) == (edition["first_month"], edition["last_month"])
            measures = {row["measure"] for row in rows(resource["path"])}
            assert ("homicide" in measures) == (edition["level"] == "borough")
    newest = RESOURCES["mps-ward-level-crime-2024-03-to-2026-03"]["edition"]
    assert newest["first_month"] == "2024-04"
    assert "March 2024 is set aside" in newest["note"]


@pytest.fixture(scope="module")
def built(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    out = tmp_path_factory.mktemp("bundle")
    return out, build(raw, out)


@pytest.mark.raw
def test_building_twice_gives_the_same_bytes(raw: Path, built: tuple[Path, Report], tmp_path: Path) -> None:
    build(raw, tmp_path)
    assert contents(tmp_path) == contents(built[0])


@pytest.mark.raw
def test_the_committed_bundle_is_what_the_files_give(built: tuple[Path, Report]) -> None:
    fresh, committed = contents(built[0]), contents(PUBLISHED)
    assert sorted(fresh) == sorted(committed)
    assert [path for path in fresh if fresh[path] != committed[path]] == []


@pytest.mark.raw
def test_the_report_counts_bytes_and_says_what_was_set_aside(built: tuple[Path, Report]) -> None:
    out, report = built
    assert report.sizes == {path: len(content) for path, content in contents(out).items()}
    assert report.set_aside == ("March 2024 is set aside as incomplete: it holds 47 offences for all London",)
    assert len(report.left_out) == 31


@pytest.fixture
def source(raw: Path, tmp_path: Path) -> Path:
    """A copy of the published files that a test may spoil; the long history is left out to be quick."""
    names = shutil.ignore_patterns("*Historical*", "police-*", "test-vectors")
    copied = shutil.copytree(raw, tmp_path / "source", ignore=names, copy_function=shutil.copyfile)
    for path in [copied, *copied.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return copied


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


SPOILT = [
    (
        "mps-ward-crime/MPS Ward Level Crime 2024-03 to 2026-03.csv",
        "ARSON,",
        "ARSON,,",
        "row 2 has 31 columns",
    ),
    ("population/census2021_ts009_ward_age_lewisham.csv", "E05013714", "E05000437", "not the same wards"),
    ("population/census2021_ts009_ward_age_lewisham.csv", ",122\n", ",many\n", "many"),
    ("postcodes/lbl_postcode_oa11_lsoa11_msoa11_wd22.csv", "E00016368", "E00000000", "has no centre"),
    ("postcodes/lbl_postcode_oa11_lsoa11_msoa11_wd22.csv", "OA11CD", "OA21CD", "no column OA11CD"),
    ("venues/venues.csv", "name,kind", "title,kind", "no column name"),
    ("venues/venues.csv", "library,Age Exchange", "library", "wrong number of columns"),
    ("venues/helplines.csv", "Childline,", "Childline 2,", "no key"),
    ("boundaries/lewisham_wards_2022_bfc_4326.geojson", "E05013714", "E05013799", "not the same wards"),
    ("boundaries/lewisham_wards_2022_bfc_4326.geojson", "E05013714", "E05000437", "old ward"),
]


@pytest.mark.raw
@pytest.mark.parametrize(("name", "old", "new", "says"), SPOILT)
def test_one_bad_file_leaves_the_old_bundle_as_it_was(
    source: Path, name: str, old: str, new: str, says: str
) -> None:
    spoil(source / name, old, new)
    out = source / "out"
    out.mkdir()
    (out / "datapackage.json").write_text("the old one")
    with pytest.raises(BundleError, match=says):
        build(source, out)
    assert contents(out) == {"datapackage.json": b"the old one"}


@pytest.mark.raw
def test_the_wards_of_another_borough_are_refused(source: Path, tmp_path: Path) -> None:
    for path in (source / "boundaries").iterdir():
        path.write_text(
            path.read_text(encoding="utf-8").replace('"LAD22NM": "Lewisham"', '"LAD22NM": "Bromley"'),
            encoding="utf-8",
        )
    with pytest.raises(BundleError, match="in another borough than Bromley"):
        build(source, tmp_path / "out")


@pytest.mark.raw
def test_two_files_of_the_same_months_are_refused(source: Path, tmp_path: Path) -> None:
    folder = source / "mps-ward-crime"
    name = "MPS Ward Level Crime 2024-03 to 2026-03.csv"
    shutil.copyfile(folder / name, folder / "published again.csv")
    with pytest.raises(BundleError, match=r"published again\.csv and MPS Ward .* hold the same months"):
        build(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.raw
def test_a_stale_edition_is_removed(source: Path, tmp_path: Path) -> None:
    stale = tmp_path / "out" / "violence" / "old.csv"
    stale.parent.mkdir(parents=True)
    stale.write_text("stale")
    build(source, tmp_path / "out")
    assert not stale.exists()


@pytest.mark.raw
@pytest.mark.parametrize("fails", ["write_bytes", "rename"])
def test_a_full_disk_leaves_the_old_bundle_as_it_was(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """The disk fills up at the third file, or the new folder cannot take its place."""
    out = tmp_path / "bundles" / "out"
    (out / "violence").mkdir(parents=True)
    (out / "datapackage.json").write_text("the old one")
    (out / "violence" / "old.csv").write_text("old figures")
    before, done = contents(tmp_path / "bundles"), getattr(Path, fails)
    calls = iter(range(1000))

    def full(path: Path, *arguments: object) -> object:
        if (fails == "write_bytes" and next(calls) == 2) or (fails == "rename" and path.name == "out.new"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return done(path, *arguments)

    monkeypatch.setattr(Path, fails, full)
    with pytest.raises(BundleError, match="No space left"):
        build(source, out)
    assert contents(tmp_path / "bundles") == before


@pytest.mark.raw
def test_a_folder_with_other_files_is_not_replaced(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "letter.txt").write_text("dear all")
    with pytest.raises(BundleError, match=r"letter\.txt"):
        build(source, out)
    assert contents(out) == {"letter.txt": b"dear all"}


@pytest.mark.raw
def test_a_build_after_a_killed_one_starts_from_what_is_left(source: Path, tmp_path: Path) -> None:
    for name in ("out.old", "out.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "hubs.csv").write_text(name)
    build(source, tmp_path / "out")
    assert {path.name for path in tmp_path.glob("out*")} == {"out"}
    assert (tmp_path / "out" / "hubs.csv").read_bytes() != b"out.old"


@pytest.mark.raw
def test_the_command_builds_and_reports(source: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(build_bundle, ["--from", str(source), "--to", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "Left out: Lewisham Library: marked closed" in done.output
    assert "Set aside: March 2024" in done.output
    assert (tmp_path / "out" / "wards.geojson").exists()


def test_the_command_says_what_is_wrong_and_fails(tmp_path: Path) -> None:
    done = CliRunner().invoke(build_bundle, ["--from", str(tmp_path), "--to", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "boundaries: expected one file" in done.output
