"""Ways to have a say: the survey and the three big questions."""

import content
from pages.ui.pieces import heading, show

heading("have-your-say")
words = content.load()
show(
    "cards.html",
    cards=[
        {
            "heading": words.page(key).heading,
            "text": words.page(key).lead,
            "href": f"/{words.page(key).path}",
            "go": go,
        }
        for key, go in (("survey", "Take the survey"), ("questions", "See the questions"))
    ],
)
