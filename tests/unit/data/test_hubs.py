"""Places: how far each can be trusted, which are near, and how the published list is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyproj import Geod
from sqlalchemy import Engine, exc, update

from data import clock, hubs
from data.connection import session
from data.hubs import KINDS, Hub, HubView, load_published, published_fallback, read_published
from geo.distance import EARTH_RADIUS_METRES

LIBRARY = HubView(
    id="a-library",
    name="A Library",
    kind="library",
    operator="",
    address="1 High Road",
    postcode="SE6 4RU",
    latitude=51.4453,
    longitude=-0.0206,
    ward_code="E05013728",
    phone="",
    phone_note="",
    website="",
    audience="",
    hours_text="",
    always_open=False,
    access_text="",
    walk_in=True,
    caution="",
    source="Compiled list of public places",
    source_date="2025-12",
)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("confirmed_on", "review_on", "assurance"),
    [
        (None, None, "listed"),
        (date(2026, 11, 3), date(2027, 11, 3), "confirmed"),
        (TODAY, TODAY, "confirmed"),
        (date(2025, 11, 20), date(2026, 11, 20), "lapsed"),
    ],
)
def test_assurance_lapses_by_itself(
    confirmed_on: date | None, review_on: date | None, assurance: str
) -> None:
    assert replace(LIBRARY, confirmed_on=confirmed_on, review_on=review_on).assurance(TODAY) == assurance


@pytest.mark.parametrize(
    "change",
    [{"name": ""}, {"id": ""}, {"kind": "lighthouse"}, {"latitude": 91.0}, {"longitude": float("nan")}],
)
def test_a_place_that_makes_no_sense_cannot_be_made(change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        replace(LIBRARY, **change)


def test_kinds_differ_in_letter_or_shape() -> None:
    marks = [(kind.letter, kind.shape) for kind in KINDS.values()]
    assert len(set(marks)) == len(marks)
    assert all(len(kind.letter) == 1 and kind.label for kind in KINDS.values())


def test_nearest_first_by_an_honest_walk() -> None:
    start = (51.4613, -0.0119)
    far = replace(LIBRARY, id="far", latitude=51.43)
    near = replace(LIBRARY, id="near", latitude=51.4610, longitude=-0.0119)
    found = hubs.nearest([far, LIBRARY, near], *start)
    assert [each.hub.id for each in found] == ["near", "a-library", "far"]
    sphere = Geod(a=EARTH_RADIUS_METRES, b=EARTH_RADIUS_METRES)
    straight = sphere.inv(start[1], start[0], LIBRARY.longitude, LIBRARY.latitude)[2]
    assert found[1].metres == pytest.approx(straight * 1.3)
    assert found[1].minutes == 31  # 1,879 m x 1.3 at 80 m a minute is 30.5 minutes
    assert found[0].minutes == 1
    assert hubs.nearest([far, LIBRARY, near], *start, limit=1) == found[:1]


def test_places_equally_far_keep_one_order() -> None:
    twins = [replace(LIBRARY, id="b"), replace(LIBRARY, id="a")]
    assert [each.hub.id for each in hubs.nearest(twins, 51.45, -0.02)] == ["a", "b"]


def test_in_ward() -> None:
    elsewhere = replace(LIBRARY, id="elsewhere", ward_code="E05013714")
    assert hubs.in_ward([elsewhere, LIBRARY], "E05013728") == [LIBRARY]


def test_the_database_lists_what_the_bundle_says(each_database: Engine) -> None:
    with session() as opened:
        listed = hubs.listed(opened)
    by_id = {hub.id: hub for hub in read_published()}
    assert {hub.id: hub for hub in listed} == by_id
    assert len(by_id) > 30
    assert sorted(hub.name for hub in listed) == [hub.name for hub in published_fallback()]
    assert all(hub.assurance(TODAY) == "listed" for hub in listed)


def test_the_bundle_tells_yes_from_no() -> None:
    published = {hub.id: hub for hub in read_published()}
    assert {hub.always_open for hub in published.values()} == {True, False}
    assert {hub.walk_in for hub in published.values()} == {True, False}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (",library,", ",lighthouse,", "lighthouse"),
        (",false,", ",maybe,", "maybe"),
        (",51.4", ",north,51.4", ""),
    ],
)
def test_a_mistake_in_the_bundle_names_its_line(old: str, new: str, reason: str, tmp_path: Path) -> None:
    lines = (hubs.PUBLISHED / "hubs.csv").read_text(encoding="utf-8").splitlines()
    number = next(number for number, line in enumerate(lines) if old in line)
    lines[number] = lines[number].replace(old, new, 1)
    path = tmp_path / "hubs.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"hubs\.csv: line {number + 1}: .*{reason}"):
        read_published(path)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Set the day."""

    def set_day(day: date) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    return set_day


def test_a_place_no_longer_published_is_kept_but_not_shown(
    each_database: Engine, on: Callable[[date], None]
) -> None:
    on(date(2026, 12, 1))
    with session() as opened:
        load_published(opened, [LIBRARY])
    with session() as opened:
        assert hubs.listed(opened) == [LIBRARY]
        gone = opened.get_one(Hub, read_published()[0].id)
        assert gone.withdrawn_on == date(2026, 12, 1)
        load_published(opened, read_published())
    with session() as opened:
        assert {hub.id for hub in hubs.listed(opened)} == {hub.id for hub in read_published()}


def test_a_confirmed_place_is_the_officers_not_the_lists(each_database: Engine) -> None:
    with session() as opened:
        load_published(opened, [LIBRARY])
        library = opened.get_one(Hub, LIBRARY.id)
        library.confirmed_on, library.review_on = date(2026, 11, 3), date(2027, 11, 3)
        library.name = "A Library, confirmed"
    with session() as opened:
        load_published(opened, [replace(LIBRARY, name="A Library, renamed")])
        load_published(opened, [])
    with session() as opened:
        assert [hub.name for hub in hubs.listed(opened)] == ["A Library, confirmed"]


def test_loading_the_same_list_again_changes_nothing(
    each_database: Engine, on: Callable[[date], None]
) -> None:
    with session() as opened:
        before = {hub.id: hub.updated_at for hub in opened.query(Hub)}
    on(date(2027, 1, 1))
    with session() as opened:
        load_published(opened, read_published())
    with session() as opened:
        assert {hub.id: hub.updated_at for hub in opened.query(Hub)} == before


@pytest.mark.parametrize(
    "change",
    [
        {"latitude": 91.0},
        {"confirmed_on": date(2026, 1, 1)},
        {"confirmed_on": date(2026, 1, 2), "review_on": date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_what_makes_no_sense(each_database: Engine, change: dict[str, object]) -> None:
    some = update(Hub).where(Hub.id == read_published()[0].id).values(**change)
    with pytest.raises(exc.IntegrityError), session() as opened:
        opened.execute(some)
