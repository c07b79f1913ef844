"""Maps fetch from us alone, and write names as text."""

from __future__ import annotations

import re

import pytest

from data import places
from geo import maps

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}</div>\"'`${1}"


def page_of(drawn: maps.LocalMap) -> str:
    return drawn.get_root().render()


def test_every_script_and_style_is_our_own() -> None:
    drawn = maps.borough_map(places.boundaries())
    maps.add_wards(drawn, places.boundaries())
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page_of(drawn))
    assert sorted(addresses) == sorted([maps.LEAFLET, maps.JQUERY, maps.LEAFLET_CSS])


def test_hostile_names_are_text_everywhere() -> None:
    boundaries = places.boundaries()
    boundaries.loc[0, "name"] = HOSTILE
    drawn = maps.borough_map(
        boundaries, tiles_url="https://tiles.example/{z}/{x}/{y}.png", tiles_attribution=HOSTILE
    )
    maps.add_wards(drawn, boundaries.assign(told=HOSTILE), fill={})
    maps.add_pins(drawn, [maps.Pin(51.45, -0.02, HOSTILE, HOSTILE, "L", "circle")])
    maps.add_start(drawn, 51.45, -0.02, HOSTILE)
    assert "<script>alert" not in page_of(drawn)


def test_places_at_one_spot_stand_side_by_side() -> None:
    drawn = maps.borough_map(places.boundaries())
    pin = maps.Pin(51.45, -0.02, "A", "", "L", "circle")
    maps.add_pins(drawn, [pin, pin, maps.Pin(51.46, -0.02, "B", "", "L", "circle")])
    anchors = [int(each) for each in re.findall(r'"shift": (-?\d+)', page_of(drawn))]
    assert anchors == [14, -10, 14]


@pytest.mark.parametrize(
    ("value", "expected"), [(0, 0), (19.99, 0), (20, 1), (29.9, 1), (30, 2), (40, 3), (400, 3)]
)
def test_classes_are_fixed_and_closed_below(value: float, expected: int) -> None:
    assert maps.class_of(value, (20, 30, 40)) == expected


def test_pins_differ_by_shape_and_letter_not_by_colour_alone() -> None:
    from data.hubs import KINDS

    marks = [(kind.letter, kind.shape) for kind in KINDS.values()]
    assert len(set(marks)) == len(marks)
    assert {shape for _, shape in marks} <= set(maps.SHAPES)
