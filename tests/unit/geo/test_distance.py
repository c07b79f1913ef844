"""Distances against an independent geodesic library, and walks."""

import pytest
from pyproj import Geod

from geo.distance import EARTH_RADIUS_METRES, metres, walk_minutes, walking_metres

CATFORD = (51.4453, -0.0206)
PLACES = [
    (51.4613, -0.0119),
    (51.4453, -0.0206),
    (51.4744, -0.0361),
    (55.9533, -3.1883),
    (-33.8688, 151.2093),
    (51.4453, 179.98),
]


@pytest.mark.parametrize("place", PLACES)
def test_metres_agree_with_a_geodesic_library_on_the_same_sphere(place: tuple[float, float]) -> None:
    sphere = Geod(a=EARTH_RADIUS_METRES, b=EARTH_RADIUS_METRES)
    _, _, expected = sphere.inv(CATFORD[1], CATFORD[0], place[1], place[0])
    assert metres(*CATFORD, *place) == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_the_sphere_is_good_enough_in_lewisham() -> None:
    _, _, expected = Geod(ellps="WGS84").inv(CATFORD[1], CATFORD[0], -0.0119, 51.4613)
    assert metres(*CATFORD, 51.4613, -0.0119) == pytest.approx(expected, rel=0.003)


def test_opposite_ends_of_the_earth_are_half_its_girth_apart() -> None:
    assert metres(0, 0, 0, 180) == pytest.approx(3.141592653589793 * EARTH_RADIUS_METRES)


@pytest.mark.parametrize(
    ("walked", "minutes"), [(0, 1), (1, 1), (80, 1), (80.1, 2), (160, 2), (450, 6), (1040, 13)]
)
def test_minutes_are_rounded_up(walked: float, minutes: int) -> None:
    assert walk_minutes(walked) == minutes


def test_a_walk_is_longer_than_the_straight_line() -> None:
    assert walking_metres(1000) == 1300
