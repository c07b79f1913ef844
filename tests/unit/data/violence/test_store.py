import hashlib
import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.places import PUBLISHED
from data.violence import series
from data.violence.measures import Measure
from data.violence.store import StoreError, import_published
from data.violence.tables import Edition, MonthlyCount


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return shutil.copytree(PUBLISHED, tmp_path / "published")


def count_all(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(MonthlyCount)) or 0


def test_stores_every_edition_with_where_it_came_from(empty: Session) -> None:
    assert import_published(empty, PUBLISHED) == 8
    newest = empty.scalars(
        select(Edition).where(Edition.level == "ward").order_by(Edition.as_at.desc())
    ).first()
    assert newest is not None
    assert newest.title == "MPS Ward Level Crime 2024-03 to 2026-03"
    assert (newest.first_month, newest.last_month) == ("2024-04", "2026-03")
    assert newest.licence == "Open Government Licence v3.0"
    assert newest.source_url.startswith("https://data.london.gov.uk/")
    assert "March 2024" in newest.note
    assert len(newest.sha256) == 64
    # 19 wards, 6 measures and 24 months; a row for every one, zeros too
    stored = select(func.count()).where(MonthlyCount.edition_id == newest.id)
    assert empty.scalar(stored) == 19 * 6 * 24


def test_no_ward_holds_a_homicide_count(empty: Session) -> None:
    import_published(empty, PUBLISHED)
    areas = empty.scalars(
        select(MonthlyCount.area_code).where(MonthlyCount.measure == "homicide").distinct()
    ).all()
    assert areas == ["E09000023"]


def test_the_same_bundle_twice_changes_nothing(empty: Session) -> None:
    import_published(empty, PUBLISHED)
    before = count_all(empty), set(empty.scalars(select(Edition.id)))
    assert import_published(empty, PUBLISHED) == 0
    assert (count_all(empty), set(empty.scalars(select(Edition.id)))) == before


def test_an_edition_counted_otherwise_is_stored_afresh(empty: Session) -> None:
    import_published(empty, PUBLISHED)
    before = count_all(empty)
    empty.execute(
        update(MonthlyCount)
        .where(MonthlyCount.area_code == "E05013714", MonthlyCount.month == "2026-03")
        .values(count=99_999)
    )
    assert import_published(empty, PUBLISHED) == 1
    assert count_all(empty) == before
    assert empty.scalar(select(func.max(MonthlyCount.count))) != 99_999


def test_a_changed_file_is_refused(empty: Session, bundle: Path) -> None:
    path = next(bundle.glob("violence/*ward*2026-03.csv"))
    path.write_text(path.read_text().replace("violence,", "violence,1", 1))
    with pytest.raises(StoreError, match="the file is not the one"):
        import_published(empty, bundle)


def test_a_missing_file_is_refused(empty: Session, bundle: Path) -> None:
    next(bundle.glob("violence/*.csv")).unlink()
    with pytest.raises(StoreError, match="violence/"):
        import_published(empty, bundle)


def test_months_that_are_not_those_described_are_refused(empty: Session, bundle: Path) -> None:
    package = json.loads((bundle / "datapackage.json").read_text())
    edition = next(resource["edition"] for resource in package["resources"] if "edition" in resource)
    edition["last_month"] = "2030-01"
    (bundle / "datapackage.json").write_text(json.dumps(package))
    with pytest.raises(StoreError, match="months"):
        import_published(empty, bundle)


def publish_again(bundle: Path) -> tuple[str, int]:
    """Let the newest ward file be published again: the same months, one more offence; its hash and the new count."""
    package = json.loads((bundle / "datapackage.json").read_text())
    resource = next(each for each in package["resources"] if each["name"].endswith("2024-03-to-2026-03"))
    path = bundle / resource["path"]
    lines = path.read_text().splitlines()
    number = next(n for n, line in enumerate(lines) if line.startswith("ward,E05013714,violence,"))
    start, _, last = lines[number].rpartition(",")
    lines[number] = f"{start},{int(last) + 1}"
    path.write_text("\n".join([*lines, ""]))
    resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    resource["edition"]["sha256"] = hashlib.sha256(b"published again").hexdigest()
    (bundle / "datapackage.json").write_text(json.dumps(package))
    return resource["edition"]["sha256"], int(last) + 1


def newest_count(session: Session) -> int:
    return series.series(session, "E05013714", Measure.VIOLENCE)[-1].count


def test_a_file_published_again_is_kept_beside_the_first_and_wins(empty: Session, bundle: Path) -> None:
    import_published(empty, PUBLISHED)
    sha256, count = publish_again(bundle)
    assert newest_count(empty) == count - 1
    assert import_published(empty, bundle) == 1
    assert newest_count(empty) == count
    newest = empty.scalars(select(Edition).order_by(Edition.id)).all()[-1]
    assert newest.sha256 == sha256
    assert empty.scalar(select(func.count()).where(Edition.slug == newest.slug)) == 2
    said = series.revisions(empty, "E05013714", Measure.VIOLENCE, series.Month(2026, 3))
    assert [each.count for each in said] == [count, count - 1]


def test_an_edition_stored_afresh_keeps_its_place_behind_a_later_one(empty: Session, bundle: Path) -> None:
    import_published(empty, PUBLISHED)
    _, count = publish_again(bundle)
    import_published(empty, bundle)
    first = empty.scalars(select(Edition).where(Edition.slug.endswith("2024-03-to-2026-03"))).first()
    assert first is not None
    empty.execute(update(MonthlyCount).where(MonthlyCount.edition_id == first.id).values(count=0))
    assert import_published(empty, PUBLISHED) == 1
    assert newest_count(empty) == count
