"""The geography of the bundle: one borough's wards, postcodes and residents, from the published files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy
import shapely

from data.resource import OGL, BundleError, Resource, Schema, only_file, read_table, tabular
from data.violence.months import Month, MonthError
from geo.wards import read_wards, simplify_coverage, ward_at

SIMPLIFY_METRES = 10
DEGREE_DECIMALS = 6
POSTCODE_DECIMALS = 5

AGE_BANDS = (
    (0, 4), (5, 9), (10, 14), (15, 17), (18, 19), (20, 24), (25, 29), (30, 34), (35, 39), (40, 44),
    (45, 49), (50, 54), (55, 59), (60, 64), (65, 69), (70, 74), (75, 79), (80, 84), (85, None),
)  # fmt: skip

_BOUNDARIES = {
    "title": "Office for National Statistics, Open Geography: Wards (May 2022) boundaries, full, clipped to the coast",
    "path": "https://geoportal.statistics.gov.uk/",
}
_BOUNDARY_WORDS = "Contains OS data © Crown copyright and database right 2022"
_POSTCODES = {
    "title": "Office for National Statistics postcode and output area lookups, via Lewisham Council open data",
    "path": "https://geoportal.statistics.gov.uk/",
}
_CENSUS = {
    "title": "Office for National Statistics, Census 2021, table TS009: sex by single year of age",
    "path": "https://www.ons.gov.uk/datasets/TS009",
}


@dataclass(frozen=True)
class Borough:
    """The borough being bundled: full-size wards (EPSG:4326), their label points, and its own code and name."""

    code: str
    name: str
    wards: geopandas.GeoDataFrame
    labels: Mapping[str, tuple[float, float]]

    @property
    def ward_codes(self) -> tuple[str, ...]:
        return tuple(sorted(self.wards["code"]))


def read_borough(folder: Path) -> tuple[Borough, Resource]:
    """The borough, and its simplified wards.

    The publisher gives the same points in metres and in degrees. Wards are simplified in metres and each point
    that stays takes the publisher's own degrees, so that no grid file of this machine comes into the result.
    """
    grid_path, degrees_path = only_file(folder, "*_27700.geojson"), only_file(folder, "*_4326.geojson")
    grid = geopandas.read_file(grid_path, engine="pyogrio").sort_values("WD22CD", ignore_index=True)
    degrees = read_wards(degrees_path).sort_values("code", ignore_index=True)
    metres_at = shapely.get_coordinates(grid.geometry.values)
    degrees_at = shapely.get_coordinates(degrees.geometry.values)
    if list(grid["WD22CD"]) != list(degrees["code"]) or metres_at.shape != degrees_at.shape:
        raise BundleError(f"{grid_path.name} and {degrees_path.name} are not the same wards")
    if grid["LAD22CD"].nunique() != 1:
        raise BundleError(f"{grid_path.name}: expected the wards of one borough")
    borough = Borough(
        code=grid["LAD22CD"].iloc[0],
        name=grid["LAD22NM"].iloc[0],
        wards=degrees.sort_values("name", ignore_index=True),
        labels={row.WD22CD: (row.LAT, row.LONG) for row in grid.itertuples()},
    )
    to_degrees = dict(zip(map(tuple, metres_at), map(tuple, degrees_at), strict=True))

    def back(points: numpy.ndarray) -> numpy.ndarray:
        return numpy.round([to_degrees[tuple(point)] for point in points], DEGREE_DECIMALS)

    simple = simplify_coverage(grid, SIMPLIFY_METRES).geometry.values
    shapes = dict(zip(grid["WD22CD"], shapely.transform(simple, back), strict=True))
    content = _geojson(borough, shapes)
    about = {
        "name": "wards",
        "title": f"The {len(grid)} wards of {borough.name} in force since May 2022",
        "description": f"Simplified together to {SIMPLIFY_METRES} m, so that neighbours still meet exactly. "
        "lat and lon are the publisher's label point.",
        "format": "geojson",
        "mediatype": "application/geo+json",
        "date": "2022-05",
        "sources": [_BOUNDARIES],
        "licenses": [OGL],
        "attribution": _BOUNDARY_WORDS,
        "type": "json",
    }
    return borough, Resource("wards.geojson", content, about)


def _geojson(borough: Borough, shapes: Mapping[str, shapely.Geometry]) -> bytes:
    lines = []
    for ward in borough.wards.itertuples():
        lat, lon = borough.labels[ward.code]
        feature = {
            "type": "Feature",
            "properties": {
                "code": ward.code,
                "name": ward.name,
                "lat": round(lat, DEGREE_DECIMALS),
                "lon": round(lon, DEGREE_DECIMALS),
                "borough_code": borough.code,
                "borough": borough.name,
            },
            "geometry": shapely.geometry.mapping(shapely.orient_polygons(shapes[ward.code])),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def postcodes(folder: Path, borough: Borough) -> Resource:
    """Every postcode, in use or retired, at the centre of its output area and in the ward that point lies in."""
    lookup, centres = only_file(folder, "*postcode*.csv"), only_file(folder, "*centroids.json")
    points: dict[str, tuple[float, float]] = {}
    for feature in json.loads(centres.read_text(encoding="utf-8"))["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        points[feature["properties"]["OA11CD"]] = (lat, lon)
    wards = {area: ward_at(borough.wards, lat, lon) for area, (lat, lon) in points.items()}
    rows = []
    newest = Month(1900, 1)
    columns = ("PostcodeNatural", "OA11CD", "IntroductionDate", "TerminationDate")
    for row in read_table(lookup, columns):
        postcode, area = row["PostcodeNatural"], row["OA11CD"]
        if area not in points:
            raise BundleError(f"{lookup.name}: {postcode} is in output area {area}, which has no centre")
        if wards[area] is None:
            raise BundleError(f"{lookup.name}: {postcode} lies outside every ward")
        lat, lon = points[area]
        retired = _month(lookup, postcode, row["TerminationDate"])
        newest = max(newest, retired or _month(lookup, postcode, row["IntroductionDate"]) or newest)
        rows.append(
            (
                postcode,
                wards[area],
                f"{lat:.{POSTCODE_DECIMALS}f}",
                f"{lon:.{POSTCODE_DECIMALS}f}",
                str(retired or ""),
            )
        )
    fields: Schema = [
        {"name": "postcode", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "ward_code", "type": "string", "constraints": {"required": True, "pattern": "E05\\d{6}"}},
        {"name": "lat", "type": "number", "description": "of the 2011 output area's centre, EPSG:4326"},
        {"name": "lon", "type": "number", "description": "of the 2011 output area's centre, EPSG:4326"},
        {"name": "retired", "type": "yearmonth", "description": "month the postcode went out of use"},
    ]
    about = {
        "name": "postcodes",
        "title": f"Postcodes of {borough.name}, with ward and a point nearby",
        "date": str(newest),
        "sources": [_POSTCODES],
        "licenses": [OGL],
    }
    return tabular("postcodes.csv", fields, sorted(rows), about)


def _month(path: Path, postcode: str, text: str) -> Month | None:
    """The month in a date column, which the publisher has let a spreadsheet turn into 200903.0."""
    try:
        return Month.parse(text.removesuffix(".0")) if text else None
    except MonthError as error:
        raise BundleError(f"{path.name}: {postcode}: {error}") from None


def population(folder: Path, borough: Borough) -> Resource:
    """Residents by ward and age band, added up from single years."""
    path = only_file(folder, "*ts009*.csv")
    ward, age = "Electoral wards and divisions Code", "Age (101 categories) Code"
    residents: dict[tuple[str, str], int] = {}
    for row in read_table(path, (ward, age, "Observation")):
        code, band = row[ward], age_band(int(row[age]))
        residents[code, band] = residents.get((code, band), 0) + int(row["Observation"])
    bands = [band_name(*band) for band in AGE_BANDS]
    if {code for code, _ in residents} != set(borough.ward_codes):
        raise BundleError(f"{path.name}: not the same wards as the boundaries")
    rows = [(code, band, residents.get((code, band), 0)) for code in borough.ward_codes for band in bands]
    fields: Schema = [
        {"name": "ward_code", "type": "string", "constraints": {"required": True, "pattern": "E05\\d{6}"}},
        {"name": "age_band", "type": "string", "constraints": {"required": True, "enum": bands}},
        {"name": "residents", "type": "integer", "constraints": {"required": True, "minimum": 0}},
    ]
    about = {
        "name": "population",
        "title": f"Residents of {borough.name} by ward and age band, Census 2021",
        "date": "2021-03-21",
        "sources": [_CENSUS],
        "licenses": [OGL],
    }
    return tabular("population.csv", fields, rows, about)


def band_name(first: int, last: int | None) -> str:
    """10-14, or 85+ for the open band."""
    return f"{first}+" if last is None else f"{first}-{last}"


def age_band(age: int) -> str:
    """The band a single year of age falls in."""
    return next(band_name(*band) for band in reversed(AGE_BANDS) if age >= band[0])
