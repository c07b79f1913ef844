"""A folium map in the page: never the only way to what it shows, and quiet (no rerun when it is moved)."""

from __future__ import annotations

import folium
from streamlit_folium import st_folium

from pages.ui.pieces import show


def map_frame(drawn: folium.Map, *, key: str, label: str, height: int = 420) -> None:
    """Show a map. `label` says in words what it shows and where the same stands as a list or table."""
    show("map_label.html", label=label)
    st_folium(drawn, key=key, height=height, use_container_width=True, returned_objects=[])
