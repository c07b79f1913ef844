"""Ways to have a say: the survey and the three big questions."""

import content
from pages.ui.pieces import heading, show

heading("have-your-say")
words = content.load()
show(
    "cards.html",
    cards=[(words.page("survey"), "Take the survey"), (words.page("questions"), "See the questions")],
)
