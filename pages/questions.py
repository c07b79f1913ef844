"""The three big questions."""

import content
from pages.ui.pieces import heading, show

heading("questions")
show("questions.html", questions=content.load().questions)
