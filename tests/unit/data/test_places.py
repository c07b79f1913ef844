import pytest

from data import places
from geo.postcode import Postcode
from geo.wards import ward_at


def test_the_borough_and_its_nineteen_wards_by_name() -> None:
    assert places.borough() == places.Area("E09000023", "Lewisham")
    names = [ward.name for ward in places.wards()]
    assert (len(names), names[0], names[-1]) == (19, "Bellingham", "Telegraph Hill")
    assert names == sorted(names)


def test_residents_are_the_census_counts() -> None:
    assert places.ward("E05013727").residents == 8198
    assert places.residents("E05013727") == 8198
    assert places.residents("E09000023") == sum(ward.residents for ward in places.wards()) == 300_532


@pytest.mark.parametrize("area", ["E09000023", "E05013714"])
def test_age_bands_add_up(area: str) -> None:
    parts = [(0, 9), (10, 17), (18, 24), (25, 84), (85, None)]
    assert sum(places.residents(area, part) for part in parts) == places.residents(area)
    assert places.residents(area, (0, None)) == places.residents(area)
    assert 0 < places.residents(area, (85, None)) < places.residents(area, (80, None))


@pytest.mark.parametrize("ages", [(11, 17), (10, 16), (10, 12), (17, 10), (86, None), (0, 200)])
def test_ages_that_cut_a_band_are_refused(ages: tuple[int, int | None]) -> None:
    with pytest.raises(ValueError):
        places.residents("E09000023", ages)


@pytest.mark.parametrize("code", ["E05000449", "E09000001", "Bellingham", ""])
def test_an_unknown_area_is_refused(code: str) -> None:
    for ask in (places.ward, places.area, places.residents):
        with pytest.raises(places.UnknownArea):
            ask(code)


def test_finds_a_postcode_with_its_ward_and_point() -> None:
    found = places.find(Postcode.parse("se6 4ju"))
    assert found is not None
    assert (found.postcode, found.ward_code, found.retired) == ("SE6 4JU", "E05013730", None)
    assert ward_at(places.boundaries(), found.lat, found.lon) == found.ward_code


def test_a_retired_postcode_is_found_and_says_since_when() -> None:
    found = places.find(Postcode.parse("BR1 4PN"))
    assert found is not None
    assert (found.ward_code, found.retired) == ("E05013720", "2009-03")


def test_a_postcode_elsewhere_is_not_found() -> None:
    assert places.find(Postcode.parse("SW1A 1AA")) is None


def test_every_postcode_lies_in_its_ward() -> None:
    shapes = places.boundaries()
    points = {(record.lat, record.lon): record.ward_code for record in places._postcodes().values()}
    placed = {point: ward_at(shapes, *point) for point in points}
    assert sum(placed[point] != code for point, code in points.items()) <= len(points) * 0.005


def test_ward_points_lie_in_their_wards() -> None:
    shapes = places.boundaries()
    for ward in places.wards():
        assert ward_at(shapes, ward.lat, ward.lon) == ward.code


def test_the_frame_of_boundaries_is_the_callers_own() -> None:
    places.boundaries()["name"] = "spoilt"
    assert "spoilt" not in set(places.boundaries()["name"])
