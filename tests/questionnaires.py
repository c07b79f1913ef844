"""A small questionnaire for tests of the survey."""

from types import SimpleNamespace
from typing import Any

CHOICES = {
    "after_dark": ("very_safe", "fairly_safe", "bit_unsafe", "very_unsafe", "not_out"),
    "by_day": ("very_safe", "fairly_safe", "bit_unsafe", "very_unsafe"),
    "know_where": ("yes", "not_sure", "no"),
}


def questionnaire(name: str = "safer-spaces") -> Any:
    """What the survey reads of a content.Questionnaire."""
    return SimpleNamespace(
        id=name,
        version="2026.1",
        questions=tuple(
            SimpleNamespace(
                id=question, options=tuple(SimpleNamespace(code=code, label=code) for code in codes)
            )
            for question, codes in CHOICES.items()
        ),
    )
