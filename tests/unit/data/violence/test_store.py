import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from data.places import PUBLISHED
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
