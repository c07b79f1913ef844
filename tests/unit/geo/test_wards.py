import geopandas
import pytest
import shapely
from shapely import Polygon

from data.places import PUBLISHED
from geo.wards import WardCode, WardCodeError, read_wards, simplify_coverage, ward_at


def test_a_ward_code_is_a_value() -> None:
    assert str(WardCode("E05013714")) == "E05013714"
    assert WardCode("E05013714") == WardCode("E05013714")


@pytest.mark.parametrize(
    "text", ["", "E0501371", "E050137145", "e05013714", "E09000023", "Bellingham", "E05 13714", "E0501371４"]
)
def test_other_text_is_not_a_ward_code(text: str) -> None:
    with pytest.raises(WardCodeError, match="not a ward code"):
        WardCode(text)


@pytest.mark.parametrize("code", ["E05000437", "E05000440", "E05000454"])
def test_an_old_ward_is_refused(code: str) -> None:
    with pytest.raises(WardCodeError, match="an old ward"):
        WardCode(code)


def squares(crs: int) -> geopandas.GeoDataFrame:
    """Two neighbours whose shared edge has a one-metre wiggle."""
    edge = [(10.0, 0.0), (11.0, 5.0), (10.0, 10.0)]
    west = Polygon([(0, 0), *edge, (0, 10)])
    east = Polygon([(20, 0), (20, 10), *reversed(edge)])
    return geopandas.GeoDataFrame({"code": ["w", "e"], "name": ["w", "e"]}, geometry=[west, east], crs=crs)


def test_neighbours_keep_their_shared_edge() -> None:
    simple = simplify_coverage(squares(27700), 5).geometry.values
    assert shapely.coverage_is_valid(simple)
    assert len(shapely.get_coordinates(simple)) == 10
    assert sum(shapely.area(simple)) == pytest.approx(200)


def test_simplifying_needs_metres_and_a_sound_coverage() -> None:
    with pytest.raises(ValueError, match="27700"):
        simplify_coverage(squares(4326), 5)
    torn = squares(27700)
    torn.geometry = [torn.geometry[0], shapely.transform(torn.geometry[1], lambda points: points - [3, 0])]
    with pytest.raises(ValueError, match="overlap"):
        simplify_coverage(torn, 5)


def test_reads_the_publishers_columns_and_refuses_the_same_ward_twice(tmp_path) -> None:
    wards = geopandas.GeoDataFrame(
        {"WD25CD": ["E05013715", "E05013714"], "WD25NM": ["Zed", "Alpha"], "LAD25NM": ["L", "L"]},
        geometry=[shapely.box(0, 51, 1, 52), shapely.box(1, 51, 2, 52)],
        crs=4326,
    )
    wards.to_file(tmp_path / "wards.geojson")
    assert list(read_wards(tmp_path / "wards.geojson")["name"]) == ["Alpha", "Zed"]
    wards["WD25CD"] = "E05013714"
    wards.to_file(tmp_path / "twice.geojson")
    with pytest.raises(ValueError, match="twice"):
        read_wards(tmp_path / "twice.geojson")
    wards["WD25CD"] = ["E05000437", "E05013714"]
    wards.to_file(tmp_path / "old.geojson")
    with pytest.raises(WardCodeError):
        read_wards(tmp_path / "old.geojson")


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (51.445680, -0.018789, "E05013730"),  # Catford, in Rushey Green
        (
            51.459275,
            -0.011683,
            "E05013727",
        ),  # Lewisham High Street, which its postcode's lookup puts in Ladywell
        (51.465613, 0.009469, None),  # Blackheath Village, over the boundary
        (51.5, -0.12, None),
    ],
)
def test_a_point_is_placed_by_polygon(lat: float, lon: float, code: str | None) -> None:
    assert ward_at(read_wards(PUBLISHED / "wards.geojson"), lat, lon) == code
