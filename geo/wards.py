"""Electoral wards: their codes, their shapes, and which one a point lies in."""

import re
from dataclasses import dataclass
from pathlib import Path

import geopandas
import shapely

_FORM = re.compile(r"E05\d{6}", re.ASCII)
_ABOLISHED = "E05000"


class WardCodeError(ValueError):
    """The text is not the code of a ward in force."""


@dataclass(frozen=True, order=True, slots=True)
class WardCode:
    """A GSS code of an English ward, such as E05013714.

    Raises WardCodeError for anything else, and for the wards abolished in May 2022 (E05000…): some share a
    name with a ward of today but cover different streets, so their figures must never be joined.
    """

    code: str

    def __post_init__(self) -> None:
        if not _FORM.fullmatch(self.code):
            raise WardCodeError(f"{self.code!r} is not a ward code")
        if self.code.startswith(_ABOLISHED):
            raise WardCodeError(f"{self.code} is an old ward, from before May 2022")

    def __str__(self) -> str:
        return self.code


def read_wards(path: Path) -> geopandas.GeoDataFrame:
    """Read ward boundaries in EPSG:4326, with columns code, name and geometry, in order of name.

    Takes the bundle's own file or one of the Open Geography service, whose columns carry the year (WD22CD).
    Raises ValueError when the file has no ward codes, a code twice, or a shape that is not a polygon.
    """
    wards = geopandas.read_file(path, engine="pyogrio")
    if "code" not in wards:
        wards = wards.rename(columns={_column(wards, "CD"): "code", _column(wards, "NM"): "name"})
    for code in wards["code"]:
        WardCode(code)
    if wards["code"].duplicated().any():
        raise ValueError(f"{path.name}: a ward is there twice")
    if not wards.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise ValueError(f"{path.name}: a ward is not an area")
    return wards.sort_values("name", ignore_index=True).to_crs(4326)[["code", "name", "geometry"]]


def _column(wards: geopandas.GeoDataFrame, ending: str) -> str:
    named = [name for name in wards.columns if re.fullmatch(rf"WD\d\d{ending}", name)]
    if len(named) != 1:
        raise ValueError(f"expected one column such as WD22{ending}, found {named}")
    return named[0]


def simplify_coverage(wards: geopandas.GeoDataFrame, metres: float) -> geopandas.GeoDataFrame:
    """Fewer points on every boundary, in EPSG:27700 so that the tolerance is in metres.

    Neighbours are simplified together and keep their shared edge: no gaps, no overlaps. Every point of the
    result is a point of the input. Raises ValueError in another projection or when neighbours do not meet.
    """
    if wards.crs is None or wards.crs.to_epsg() != 27700:
        raise ValueError("wards must be in EPSG:27700")
    if not shapely.coverage_is_valid(wards.geometry.values):
        raise ValueError("the wards overlap or their shared edges do not match")
    return wards.set_geometry(shapely.coverage_simplify(wards.geometry.values, metres), crs=wards.crs)


def ward_at(wards: geopandas.GeoDataFrame, lat: float, lon: float) -> str | None:
    """The code of the ward that holds a point (degrees, EPSG:4326), or None outside them all.

    A point exactly on a shared edge belongs to the first of its wards in the frame's order.
    """
    hits = wards.sindex.query(shapely.Point(lon, lat), predicate="intersects")
    return None if len(hits) == 0 else str(wards["code"].iloc[min(hits)])
