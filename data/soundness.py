"""Whether the bundle of published files is the one that datapackage.json describes, asked before the site starts."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from data import hubs
from data.resource import PUBLISHED, PublishedError

__all__ = ["PublishedError", "check_published"]

NEEDED = ("wards.geojson", "postcodes.csv", "population.csv", "hubs.csv", "helplines.csv")
_READ: Mapping[str, Callable[[str], object]] = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}


def check_published(folder: Path = PUBLISHED) -> None:
    """Check every file of the bundle in `folder`: there, unchanged since it was built, and every row readable.

    Takes some tens of milliseconds. Raises PublishedError for the first file that is not as it should be.
    """
    package = _json("datapackage.json", _bytes(folder, "datapackage.json"))
    try:
        resources = {resource["path"]: resource for resource in package["resources"]}
        hashes = {path: resource["hash"] for path, resource in resources.items()}
    except (KeyError, TypeError) as error:
        raise PublishedError("datapackage.json", "it does not say which files there are") from error
    for path in (*NEEDED, *resources):
        if path not in resources:
            raise PublishedError(path, "datapackage.json does not describe this file")
        content = _bytes(folder, path)
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != hashes[path]:
            raise PublishedError(path, "this is not the file that datapackage.json describes")
        if path.endswith(".csv"):
            _check_rows(path, content, resources[path].get("schema", {}).get("fields", []))
        else:
            _json(path, content)
    hubs.read_published(folder / "hubs.csv")


def _bytes(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise PublishedError(path, f"the file cannot be read ({error.strerror})") from error


def _json(path: str, content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError as error:
        raise PublishedError(path, f"this is not JSON ({error})") from error


def _check_rows(path: str, content: bytes, fields: list[dict[str, Any]]) -> None:
    """Check that the columns are those described, and every cell is of its column's type."""
    try:
        rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
        if next(rows, []) != [field["name"] for field in fields]:
            raise PublishedError(path, "its columns are not those that datapackage.json describes")
        typed = [
            (index, _READ[field["type"]]) for index, field in enumerate(fields) if field["type"] in _READ
        ]
        needed = [index for index, field in enumerate(fields) if field.get("constraints", {}).get("required")]
        for row in rows:
            if len(row) != len(fields) or not all(row[index] for index in needed):
                raise PublishedError(path, f"line {rows.line_num}: a cell is missing")
            for index, read in typed:
                if row[index]:
                    read(row[index])
    except (UnicodeDecodeError, csv.Error) as error:
        raise PublishedError(path, f"this is not a table in UTF-8 ({error})") from error
    except (KeyError, ValueError) as error:
        if isinstance(error, PublishedError):
            raise
        raise PublishedError(path, f"line {rows.line_num}: {error}") from error
