"""The five messages, side by side."""

import content
from pages.ui.pieces import heading, show

heading("messages")
show("tiles.html", messages=content.load().messages)
show("find_card.html")
