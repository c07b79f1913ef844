"""Find a trusted adult: places near a postcode or in a ward, as a list and as a map in the same order."""

import streamlit as st

import content
from data import finder, places
from data.clock import today
from data.settings import settings
from geo import maps
from materials.listing import card
from pages.ui.map_frame import map_frame
from pages.ui.pieces import heading, notice, show
from pages.ui.ward_choice import ward_choice


def forget_ward() -> None:
    """A postcode and a ward are two ways to start: choosing one lets the other go."""
    st.session_state["ward"] = ""


def forget_postcode() -> None:
    """The other way round."""
    st.session_state["near"] = ""


words = content.load()
heading("find")
by_postcode, beside = st.columns([3, 2], vertical_alignment="bottom")
with by_postcode, st.form("near-form", border=False):
    field, button = st.columns([2, 1], vertical_alignment="bottom")
    near = field.text_input(
        "Your postcode",
        key="near",
        bind="query-params",
        placeholder="Like SE6 4RU",
        max_chars=40,
        autocomplete="postal-code",
    )
    button.form_submit_button("Find a place", type="primary", on_click=forget_ward, width="stretch")
answer = st.container()
# Whose postcode was found came for the list: the other way to search stands below it then.
with st.container() if finder.can_place(near or "") else beside:
    code = ward_choice("Or choose a ward", "All of Lewisham", on_change=forget_postcode)

found = finder.search(near or "", code)
with answer:
    if found.problem:
        notice(found.problem, kind="problem", field="Your postcode")
    cards = [card(words, each, today()) for each in found.results]

    as_list, as_map = st.columns([1, 1], gap="large")
    with as_list:
        show("place_list.html", search=found, places=cards)
        if found.by_referral:
            show(
                "referral_list.html",
                note=words.say("find.referral"),
                places=[card(words, each, today()) for each in found.by_referral],
            )
    with as_map, st.container(key="map"):
        wards_drawn = places.boundaries()
        drawn = maps.borough_map(
            wards_drawn,
            tiles_url=settings().map_tiles_url,
            tiles_attribution=settings().map_tiles_attribution,
        )
        maps.add_wards(drawn, wards_drawn)
        pins = [
            maps.Pin(
                each.hub.latitude,
                each.hub.longitude,
                said.name,
                f"{said.kind}. {said.hours}.",
                said.letter,
                said.shape,
            )
            for each, said in zip(found.results, cards, strict=True)
        ]
        maps.add_pins(drawn, pins)
        points = [(pin.lat, pin.lon) for pin in pins]
        if found.start:
            maps.add_start(drawn, found.start.lat, found.start.lon, f"You asked about {found.start.postcode}")
            points.append((found.start.lat, found.start.lon))
        if not found.everything:
            maps.show_around(drawn, points)
        map_frame(
            drawn,
            key=f"places-{found.heading}",
            label="The same places on a map. The list says all that the map says.",
        )
