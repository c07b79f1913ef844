"""Violence trends: a ward's twelve months as a sentence, a map and a table, with what is known about the numbers."""

from itertools import pairwise

import streamlit as st

import content
from data import figures, places
from data.database import session
from data.violence.measures import Measure
from geo import maps
from pages.ui.map_frame import map_frame
from pages.ui.pieces import show
from pages.ui.ward_choice import ward_choice

BREAKS = (20.0, 30.0, 40.0)  # offences for every 1,000 residents; fixed, so that years can be compared
words = content.load()
page = words.page("trends")
title = st.container()
borough = places.borough()
code = ward_choice("Choose a ward", f"{borough.name} as a whole")
with title:
    st.title(f"Violence in {places.ward(code).name}" if code else page.heading, anchor=False)
    show("lead.html", lead=page.lead)
with session() as db:
    picture = figures.picture(db, Measure.VIOLENCE)

chosen = picture.of(code)
show("trend.html", **figures.sentence(words, picture, chosen))

as_map, about = st.columns([3, 2], gap="large")
with as_map, st.container(key="map"):
    boundaries = places.boundaries()
    rates = {each.area_code: each for each in picture.wards}
    drawn = maps.borough_map(boundaries)
    maps.add_wards(
        drawn,
        boundaries.assign(
            told=[f"{rates[code].rate:.1f} for every 1,000 residents" for code in boundaries["code"]]
        ),
        fill={code: maps.COLOURS[maps.class_of(each.rate, BREAKS)] for code, each in rates.items()},
    )
    if code:
        maps.outline(drawn, boundaries, code)
    map_frame(
        drawn, key=f"trends-{code}", label="Each ward's figure on a map. The table below has every number."
    )
    edges = [f"{edge:.0f}" for edge in BREAKS]
    names = [
        f"under {edges[0]}",
        *(f"{low} to {high}" for low, high in pairwise(edges)),
        f"{edges[-1]} and over",
    ]
    show(
        "trend_key.html",
        entries=[{"colour": c, "label": n} for c, n in zip(maps.COLOURS, names, strict=True)],
    )
with about:
    show("limits.html", lines=figures.limits(words, picture), source=picture.source)
show("trend_table.html", **figures.table(words, picture))
