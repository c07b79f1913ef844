"""Putting editions into the database: each whole, once, and never over another."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from data.violence.measures import Measure
from data.violence.months import Month
from data.violence.tables import Edition, MonthlyCount

_TEXTS = 3


class StoreError(ValueError):
    """The bundle's figures are not what its package says; nothing of that edition is stored."""


def import_published(session: Session, folder: Path) -> int:
    """Store every edition of the bundle in `folder` that is not there yet; the number stored.

    An edition that is there with the same counts is left alone. One that the bundle now counts otherwise, after
    a measure was mended, is stored afresh in its old place in the order of loading. Works inside the caller's
    transaction. Raises StoreError when a file is missing, was changed, or does not hold what datapackage.json says.
    """
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return sum(
        _store(session, folder, resource) for resource in package["resources"] if "edition" in resource
    )


def _store(session: Session, folder: Path, resource: dict[str, Any]) -> bool:
    """Store one edition; False when it is there already."""
    about = resource["edition"]
    counts = list(_counts(resource["path"], _checked(folder, resource), about))
    held = session.scalar(select(Edition).where(Edition.sha256 == about["sha256"]))
    if held is not None:
        if _held_counts(session, held.id) == {tuple(count.values()) for count in counts}:
            return False
        session.execute(delete(MonthlyCount).where(MonthlyCount.edition_id == held.id))
    edition = session.merge(_edition(resource, None if held is None else held.id))
    session.flush()
    for count in counts:
        count["edition_id"] = edition.id
    session.execute(insert(MonthlyCount.__table__), counts)  # type: ignore[arg-type]
    return True


def _held_counts(session: Session, edition_id: int) -> set[tuple[Any, ...]]:
    columns = MonthlyCount.area_code, MonthlyCount.measure, MonthlyCount.month, MonthlyCount.count
    return {
        tuple(row) for row in session.execute(select(*columns).where(MonthlyCount.edition_id == edition_id))
    }


def _edition(resource: dict[str, Any], known_as: int | None) -> Edition:
    about, source, licence = resource["edition"], resource["sources"][0], resource["licenses"][0]
    return Edition(
        id=known_as,
        slug=about["slug"],
        level=about["level"],
        title=resource["title"],
        publisher=source["title"],
        licence=licence["title"],
        source_url=source["path"],
        sha256=about["sha256"],
        first_month=about["first_month"],
        last_month=about["last_month"],
        as_at=about["as_at"],
        note=about["note"],
    )


def _checked(folder: Path, resource: dict[str, Any]) -> str:
    try:
        content = (folder / resource["path"]).read_bytes()
    except OSError as error:
        raise StoreError(f"{resource['path']}: {error.strerror}") from error
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource["hash"]:
        raise StoreError(f"{resource['path']}: the file is not the one datapackage.json describes")
    return content.decode()


def _counts(path: str, text: str, about: dict[str, str]) -> Iterator[dict[str, Any]]:
    """One dict for each month of each row, ready to insert."""
    rows = csv.reader(io.StringIO(text, newline=""))
    months = next(rows)[_TEXTS:]
    expected = Month.parse(about["first_month"]).until(Month.parse(about["last_month"]))
    if months != [str(month) for month in expected]:
        raise StoreError(f"{path}: its months are not those of datapackage.json")
    for level, area, measure, *counts in rows:
        if level != about["level"]:
            raise StoreError(f"{path}: {area} is at level {level}, not {about['level']}")
        known = Measure(measure).value
        for month, count in zip(months, counts, strict=True):
            yield {"area_code": area, "measure": known, "month": month, "count": int(count)}
