"""The nearest places are those that measuring every one and sorting them all would give."""

from hypothesis import example, given
from hypothesis import strategies as st

from data import hubs
from data.hubs import Found, HubView, read_published
from geo.distance import metres, walk_minutes, walking_metres

SOME = read_published()[0]
# A few numbers again and again, so that many places are equally far.
LATITUDES = st.sampled_from([51.4, 51.45, 51.5, -51.45, 90.0, -90.0, 0.0]) | st.floats(-90, 90)
LONGITUDES = st.sampled_from([-0.02, 0.0, 180.0, -180.0, 179.98]) | st.floats(-180, 180)
CLOSE = st.tuples(st.floats(51.44, 51.46), st.floats(-0.03, -0.01))
POINTS = st.one_of(CLOSE, st.tuples(LATITUDES, LONGITUDES))


def one_by_one(places: list[HubView], lat: float, lon: float, limit: int | None) -> list[Found]:
    found = []
    for hub in places:
        walk = walking_metres(metres(lat, lon, hub.latitude, hub.longitude))
        found.append(Found(hub, walk, walk_minutes(walk)))
    return sorted(found, key=lambda each: (each.metres, each.hub.id))[:limit]


def place(name: str, lat: float, lon: float) -> HubView:
    return HubView(**{**vars(SOME), "id": name, "latitude": lat, "longitude": lon})


@given(
    points=st.lists(POINTS, max_size=40),
    start=POINTS,
    limit=st.none() | st.integers(0, 8) | st.integers(0, 45),
    names=st.permutations(range(40)),
)
@example(points=[(0.0, 10.0), (60.0, 15.0)], start=(60.0, 0.0), limit=1, names=[0, 1])
@example(points=[(70.0, 10.0), (50.0, 1.0), (62.0, 3.0)], start=(60.0, 0.0), limit=1, names=[0, 1, 2])
@example(points=[(75.0, 40.0), (48.0, 0.0)], start=(60.0, 0.0), limit=1, names=[0, 1])
@example(points=[(51.45, -0.02)] * 3, start=(51.45, -0.02), limit=1, names=[2, 1, 0])
@example(
    points=[(51.45, 179.99), (51.45, -179.98), (51.45, 0)], start=(51.45, -179.99), limit=2, names=[0, 1, 2]
)
@example(points=[(-51.45, 179.98), (-51.45, 179.98)], start=(51.45, -0.02), limit=1, names=[1, 0])
def test_the_quick_way_is_the_long_way(
    points: list[tuple[float, float]], start: tuple[float, float], limit: int | None, names: list[int]
) -> None:
    places = [place(f"place-{name:02}", *point) for name, point in zip(names, points, strict=False)]
    assert hubs.nearest(places, *start, limit) == one_by_one(places, *start, limit)
