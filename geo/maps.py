"""Maps of the borough (folium), drawn from plain rows and fetched from our own server alone.

folium's own Map loads a dozen files from content networks. `LocalMap` loads Leaflet and jQuery from /vendor, which web/
serves from PyPI packages, and has no background tiles unless a tile server is named. folium writes what it is given as
HTML: every name that reaches a popup or tooltip is escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template
from geopandas import GeoDataFrame

LEAFLET = "/vendor/leaflet/leaflet.js"
LEAFLET_CSS = "/vendor/leaflet/leaflet.css"
JQUERY = "/vendor/jquery/jquery.min.js"
INK = "#16233B"
PAPER = "#FFFDF8"
LAND = "#E3F0EF"
GROUND = f"""<style>
.leaflet-container {{ background: {PAPER}; }}
@media (prefers-color-scheme: dark) {{ .leaflet-container {{ background: #1B2740; }} }}
</style>"""
COLOURS = ("#D6E6F5", "#6BACE6", "#2073BC", "#12436D")
"""Sequential, light to dark; told apart also without colour vision."""
SHAPES: Mapping[str, str] = {
    "square": "border-radius:8px;background:#0B5D63",
    "circle": "border-radius:50%;background:#2F5D8A",
    "diamond": "border-radius:6px;background:#B2456E;transform:rotate(45deg) scale(.82)",
    "shield": "border-radius:6px 6px 50% 50%;background:#16233B",
    "leaf": "border-radius:3px 50% 3px 50%;background:#2E6B3F",
}


class LocalMap(folium.Map):
    """A folium.Map whose scripts and styles come from this site."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.default_js = [("leaflet", LEAFLET), ("jquery", JQUERY)]
        self.default_css = [("leaflet_css", LEAFLET_CSS)]


@dataclass(frozen=True)
class Pin:
    """A place on the map: a shape and a letter for its kind, and the plain text of its popup."""

    lat: float
    lon: float
    name: str
    detail: str
    letter: str
    shape: str


def borough_map(wards: GeoDataFrame, *, tiles_url: str = "", tiles_attribution: str = "") -> LocalMap:
    """An empty map of the wards' extent. `wards` is in EPSG:4326."""
    west, south, east, north = wards.total_bounds
    made = LocalMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=tiles_url or None,
        attr=escape(tiles_attribution) or None,
        zoom_control=True,
        scroll_wheel_zoom=False,
        zoom_snap=0.25,
        attribution_control=bool(tiles_url),
    )
    figure: Any = made.get_root()
    figure.header.add_child(Element(GROUND))
    made.fit_bounds([[south, west], [north, east]], padding=(6, 6))
    return made


def add_wards(
    to: folium.Map, wards: GeoDataFrame, *, labels: bool = True, fill: Mapping[str, str] | None = None
) -> None:
    """Draw ward outlines; `fill` gives a colour by ward code, without it the wards are one pale ground."""

    def style(feature: Mapping[str, Any]) -> dict[str, Any]:
        colour = fill.get(feature["properties"]["code"], LAND) if fill else LAND
        return {
            "fillColor": colour,
            "fillOpacity": 1 if fill else 0.9,
            "color": INK if fill else "#8FB7B3",
            "weight": 1,
        }

    escaped = wards[["code", "name", "geometry"]].assign(name=wards["name"].map(escape))
    if "told" in wards:
        escaped["told"] = wards["told"].map(escape)
    fields = [column for column in ("name", "told") if column in escaped]
    folium.GeoJson(
        escaped,
        style_function=style,
        highlight_function=(lambda feature: {"weight": 3}) if fill else None,
        tooltip=folium.GeoJsonTooltip(fields=fields, labels=False) if labels else None,
        smooth_factor=0.5,
    ).add_to(to)


class Pins(MacroElement):
    """All pins of a map as one script: a folium object for each would cost more than the rest of the page."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this.pins|tojson }}.forEach((pin) => {
            const marker = L.marker(pin.at, {
                icon: L.divIcon({ className: "pin", html: pin.html, iconSize: [28, 28], iconAnchor: [pin.shift, 14] }),
            });
            marker.bindPopup(pin.popup, { maxWidth: 240 }).addTo({{ this._parent.get_name() }});
            marker.getElement().setAttribute("aria-label", pin.name);
            marker.getElement().title = pin.name;
        });
        {% endmacro %}
        """
    )

    def __init__(self, pins: Sequence[Pin]) -> None:
        super().__init__()
        standing: Counter[tuple[float, float]] = Counter()
        self.pins = []
        for pin in pins:
            spot = (round(pin.lat, 4), round(pin.lon, 4))
            self.pins.append(
                {
                    "at": [pin.lat, pin.lon],
                    "name": pin.name,
                    "html": pin_html(pin),
                    "shift": 14 - 24 * standing[spot],
                    "popup": f"<b>{escape(pin.name)}</b><br>{escape(pin.detail)}",
                }
            )
            standing[spot] += 1


def pin_html(pin: Pin) -> str:
    """A pin's drawing: its shape, and its letter upright in it."""
    turn = "transform:rotate(-45deg)" if pin.shape == "diamond" else ""
    return (
        f'<div style="width:28px;height:28px;display:grid;place-items:center;color:#fff;font:800 14px sans-serif;'
        f'border:2px solid {PAPER};box-sizing:border-box;{SHAPES[pin.shape]}">'
        f'<span style="{turn}">{escape(pin.letter)}</span></div>'
    )


def add_pins(to: folium.Map, pins: Sequence[Pin]) -> None:
    """Draw places. Several at one spot are set side by side, so that none hides another."""
    Pins(pins).add_to(to)


def add_start(to: folium.Map, lat: float, lon: float, label: str) -> None:
    """Mark where the search started, with a ring that no place's mark resembles."""
    folium.CircleMarker(
        [lat, lon],
        radius=9,
        color=INK,
        weight=4,
        fill=True,
        fill_color="#F4B740",
        fill_opacity=1,
        tooltip=escape(label),
    ).add_to(to)


def show_around(to: folium.Map, points: Sequence[tuple[float, float]]) -> None:
    """Zoom so that all these points are in view."""
    if points:
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        to.fit_bounds([[min(lats), min(lons)], [max(lats), max(lons)]], padding=(30, 30), max_zoom=15)


def outline(to: folium.Map, wards: GeoDataFrame, code: str) -> None:
    """Draw a heavy line round one ward, over everything drawn before."""
    folium.GeoJson(
        wards.loc[wards["code"] == code, ["geometry"]],
        style_function=lambda feature: {"fill": False, "color": "#F4B740", "weight": 5},
        interactive=False,
    ).add_to(to)


def class_of(value: float, breaks: Sequence[float]) -> int:
    """Which class a value falls in: 0 below the first break, len(breaks) at or above the last."""
    return sum(value >= each for each in breaks)
