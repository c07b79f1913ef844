"""One file of the bundle: its bytes and what the package says about it."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OGL = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
Schema = list[dict[str, Any]]
PUBLISHED = Path(__file__).with_name("published")
"""Where the bundle is kept."""


class BundleError(ValueError):
    """The published files do not make a bundle; the message says which file and why. Nothing is written."""


class PublishedError(ValueError):
    """The bundle that the site starts from is not sound: `file` of it, for this `reason`."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


@dataclass(frozen=True)
class Resource:
    """One file of the package, before its size and hash are known."""

    path: str
    content: bytes
    about: dict[str, Any]


def only_file(folder: Path, pattern: str) -> Path:
    """The one file of that pattern. Raises BundleError when there is none, or more than one to choose from."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise BundleError(f"{folder.name}: expected one file {pattern}, found {len(found)}")
    return found[0]


def read_table(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a CSV file. Raises BundleError when a column is not there or a row is too short or long."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = set(columns) - set(reader.fieldnames or ())
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BundleError(f"{path.name}: {error}") from None
    if missing:
        raise BundleError(f"{path.name}: row 1 has no column {', '.join(sorted(missing))}")
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise BundleError(f"{path.name}: row {number} has the wrong number of columns")
    return rows


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def tabular(path: str, fields: Schema, rows: Iterable[Sequence[object]], about: dict[str, Any]) -> Resource:
    """A CSV file of the bundle with its schema."""
    table = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "type": "table"}
    schema = {"schema": {"fields": fields, "missingValues": [""]}}
    return Resource(path, _csv([field["name"] for field in fields], rows), about | table | schema)
