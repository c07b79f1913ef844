"""The bundle: everything the site starts from, built from the published files in one deterministic step.

`build` reads a folder of published files and writes a Frictionless Data Package of under two megabytes. No
clock, no machine path and no order of a disk comes into it: the same input gives the same bytes.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from data.compiled import (
    HELPLINE_COLUMNS,
    HUB_COLUMNS,
    LISTED_COLUMNS,
    VENUE_COLUMNS,
    LeftOut,
    helpline_or_reason,
    hub_or_reason,
)
from data.geography import Borough, population, postcodes, read_borough
from data.places import PUBLISHED
from data.resource import OGL, BundleError, Resource, Schema, read_table, tabular
from data.violence.measures import DESCRIPTIONS
from data.violence.mps import BOROUGH, WARD, MpsFile, read_mps
from geo.wards import ward_at

_FACTS = {
    "name": "other-open",
    "title": "Facts compiled from public sources, named in each row where they have an address",
}
_MPS = {
    "title": "Metropolitan Police Service, MPS Recorded Crime: Geographic Breakdown, via the London Datastore",
    "path": "https://data.london.gov.uk/dataset/mps-recorded-crime-geographic-breakdown-exy3m",
}


@dataclass(frozen=True)
class Report:
    """What a build did: bytes written for each file, and what it left out with the reason."""

    sizes: Mapping[str, int]
    left_out: tuple[LeftOut, ...]
    set_aside: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.sizes.values())


def build(source: Path, out: Path) -> Report:
    """Build the bundle from the published files under `source` and write it to `out`, whole or not at all.

    It is written beside `out` and takes its place at the end, so that nothing of the old bundle remains. Raises
    BundleError and then leaves `out` as it was, also when the disk is full or `out` holds files that are no bundle's.
    """
    try:
        resources, left_out, set_aside = _read_all(source)
    except BundleError:
        raise
    except ValueError as error:
        raise BundleError(str(error)) from error
    package = _package(resources)
    files = {resource.path: resource.content for resource in resources} | {"datapackage.json": package}
    _write(files, out)
    return Report({path: len(content) for path, content in sorted(files.items())}, left_out, set_aside)


def _read_all(source: Path) -> tuple[list[Resource], tuple[LeftOut, ...], tuple[str, ...]]:
    borough, wards = read_borough(source / "boundaries")
    figures = [read_mps(path) for path in _figure_files(source)]
    _one_for_its_months(figures)
    hubs, hubs_out = _hubs(source / "venues" / "venues.csv", borough)
    helplines, helplines_out = _helplines(source / "venues" / "helplines.csv")
    resources = [
        wards,
        postcodes(source / "postcodes", borough),
        population(source / "population", borough),
        hubs,
        helplines,
        *(_figures(file, borough) for file in figures),
    ]
    set_aside = tuple(note for file in figures if (note := _note(file)))
    return resources, (*hubs_out, *helplines_out), set_aside


def _hubs(path: Path, borough: Borough) -> tuple[Resource, list[LeftOut]]:
    hubs, left_out = _sorted_out(map(hub_or_reason, read_table(path, VENUE_COLUMNS)))
    for hub in hubs:
        hub["ward_code"] = ward_at(borough.wards, float(hub["latitude"]), float(hub["longitude"])) or ""
    _unique(path, hubs, "id")
    booleans, numbers, needed = ("always_open", "walk_in"), ("latitude", "longitude"), ("id", "name", "kind")
    fields: Schema = [
        {"name": name, "type": "boolean" if name in booleans else "number" if name in numbers else "string"}
        | ({"constraints": {"required": True}} if name in (*needed, *booleans, *numbers) else {})
        for name in HUB_COLUMNS
    ]
    about = {
        "name": "hubs",
        "title": f"Public places in and near {borough.name} that a compiled list names",
        "description": "Listed, not confirmed: nobody has yet agreed with these places that they are trusted adult "
        "hubs. source holds web addresses parted by spaces.",
        "date": max(hub["source_date"] for hub in hubs),
        "sources": [{"title": "Compiled from the public sources named in the column source"}],
        "licenses": [_FACTS],
        "left_out": [{"name": row.name, "reason": row.reason} for row in left_out],
    }
    rows = [[hub[name] for name in HUB_COLUMNS] for hub in sorted(hubs, key=lambda hub: hub["id"])]
    return tabular("hubs.csv", fields, rows, about), left_out


def _helplines(path: Path) -> tuple[Resource, list[LeftOut]]:
    listed = read_table(path, LISTED_COLUMNS)
    helplines, left_out = _sorted_out(map(helpline_or_reason, listed))
    _unique(path, helplines, "key")
    fields: Schema = [
        {"name": name, "type": "string"}
        | ({"constraints": {"required": True}} if name in ("key", "name") else {})
        for name in HELPLINE_COLUMNS
    ]
    about = {
        "name": "helplines",
        "title": "Helplines with a confirmed number or website",
        "date": max(re.findall(r"20\d\d-\d\d", " ".join(row["source"] for row in listed))),
        "sources": [
            {"title": "Compiled from public sources, named in the column source where they have an address"}
        ],
        "licenses": [_FACTS],
        "left_out": [{"name": row.name, "reason": row.reason} for row in left_out],
    }
    rows = [[row[name] for name in HELPLINE_COLUMNS] for row in sorted(helplines, key=lambda row: row["key"])]
    return tabular("helplines.csv", fields, rows, about), left_out


def _sorted_out(results: Iterable[dict[str, str] | LeftOut]) -> tuple[list[dict[str, str]], list[LeftOut]]:
    kept: list[dict[str, str]] = []
    left_out: list[LeftOut] = []
    for result in results:
        if isinstance(result, LeftOut):
            left_out.append(result)
        else:
            kept.append(result)
    return kept, left_out


def _unique(path: Path, rows: Sequence[Mapping[str, str]], key: str) -> None:
    seen = [row[key] for row in rows]
    for value in seen:
        if seen.count(value) > 1:
            raise BundleError(f"{path.name}: {value} is there twice")


def _figure_files(source: Path) -> list[Path]:
    files = sorted((*source.glob("mps-ward-crime/*.csv"), *source.glob("mps-borough-crime/*.csv")))
    if not files:
        raise BundleError("there are no files in mps-ward-crime or mps-borough-crime")
    return files


def _one_for_its_months(files: Sequence[MpsFile]) -> None:
    known: dict[str, MpsFile] = {}
    for file in files:
        other = known.setdefault(file.slug, file)
        if other is not file:
            raise BundleError(f"{file.name} and {other.name} hold the same months: keep the newer one")


def _figures(file: MpsFile, borough: Borough) -> Resource:
    """One edition's complete months for this borough: wide, a row for an area and a measure."""
    if file.level == WARD:
        names = {code: code for code in borough.ward_codes}
        for code in names:
            if file.boroughs.get(code) != borough.name:
                raise BundleError(f"{file.name}: {code} is missing or in another borough than {borough.name}")
    else:
        names = {borough.code: borough.name}
        if borough.name not in file.areas:
            raise BundleError(f"{file.name}: no rows for {borough.name}")
    rows = [
        (file.level, code, measure.value, *file.counts[measure][name])
        for measure, description in DESCRIPTIONS.items()
        if measure in file.counts and (file.level == BOROUGH or description.ward)
        for code, name in names.items()
    ]
    months = [str(month) for month in file.months]
    fields: Schema = [
        {"name": "level", "type": "string", "constraints": {"required": True, "enum": [file.level]}},
        {"name": "area", "type": "string", "constraints": {"required": True, "enum": list(names)}},
        {"name": "measure", "type": "string", "constraints": {"required": True}},
        *(
            {"name": month, "type": "integer", "constraints": {"required": True, "minimum": 0}}
            for month in months
        ),
    ]
    about = {
        "name": file.slug,
        "title": file.title,
        "description": "Offences recorded each month, complete months only. A zero is a real zero.",
        "date": str(file.as_at),
        "sources": [_MPS],
        "licenses": [OGL],
        "edition": {
            "slug": file.slug,
            "level": file.level,
            "file": file.name,
            "sha256": file.sha256,
            "first_month": months[0],
            "last_month": months[-1],
            "as_at": str(file.as_at),
            "note": _note(file),
        },
    }
    return tabular(f"violence/{file.slug}.csv", fields, rows, about)


def _note(file: MpsFile) -> str:
    return "; ".join(
        f"{month.label} is set aside as incomplete: it holds {count} offences for all London"
        for month, count in file.stubs.items()
    )


def _package(resources: Sequence[Resource]) -> bytes:
    package = {
        "name": "stop-the-violence-now",
        "title": "Stop the Violence Now: the published figures and places the site starts from",
        "description": "Made by `python -m data build-bundle`. Every file carries its source, licence, date and hash.",
        "profile": "data-package",
        "resources": [
            {
                "path": resource.path,
                **resource.about,
                "bytes": len(resource.content),
                "hash": f"sha256:{hashlib.sha256(resource.content).hexdigest()}",
            }
            for resource in resources
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _write(files: Mapping[str, bytes], out: Path) -> None:
    """Write the files to a folder beside `out` and let the two change places."""
    place = out.resolve()
    new, old = place.with_name(f"{place.name}.new"), place.with_name(f"{place.name}.old")
    try:
        if old.exists() and not place.exists():
            old.rename(place)  # an earlier build was killed between the two renames below
        _only_a_bundle(place, files)
        for left_behind in (new, old):
            shutil.rmtree(left_behind, ignore_errors=True)
        for path, content in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _change_places(new, place, old)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise BundleError(f"{out}: {error.strerror}") from error
    shutil.rmtree(old, ignore_errors=True)


def _only_a_bundle(place: Path, files: Mapping[str, bytes]) -> None:
    """Raise BundleError when the folder holds anything that would be lost with an old bundle."""
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place)
        if not path.is_dir() and name.as_posix() not in files and not name.match("violence/*.csv"):
            raise BundleError(
                f"{place}: it holds {name}, which is no part of a bundle, and is left as it was"
            )


def _change_places(new: Path, place: Path, old: Path) -> None:
    if place.exists():
        place.rename(old)
    try:
        new.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


@click.command("build-bundle")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of published files, laid out as ../shared/data.",
)
@click.option(
    "--to",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    default=PUBLISHED,
    help="Folder to write; data/published unless told.",
)
def build_bundle(source: Path, out: Path) -> None:
    """Build the bundled figures and places from the published files.

    Reads every file, checks it, and writes the bundle only when all of them are sound. The same files always
    give the same bytes. Ends by listing what was left out, and why.
    """
    try:
        report = build(source, out)
    except BundleError as error:
        raise click.ClickException(str(error)) from error
    for path, size in report.sizes.items():
        click.echo(f"{size:>9,}  {path}")
    click.echo(f"{report.total:>9,}  in all")
    for note in report.set_aside:
        click.echo(f"Set aside: {note}")
    for row in report.left_out:
        click.echo(f"Left out: {row.name}: {row.reason}")
