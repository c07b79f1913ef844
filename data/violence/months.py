"""A calendar month as a value: published files write 202403, we write 2024-03, people read March 2024."""

import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})-?(\d{2})", re.ASCII)
_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class MonthError(ValueError):
    """The text is not a month."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One month of one year. Sorts in time; `str` gives YYYY-MM, which sorts the same way."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1900 <= self.year <= 2199 and 1 <= self.number <= 12):
            raise MonthError(f"{self.year}-{self.number} is not a month")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read YYYYMM or YYYY-MM. Raises MonthError for anything else."""
        found = _FORM.fullmatch(text)
        if not found:
            raise MonthError(f"{text!r} is not a month such as 202403 or 2024-03")
        return cls(int(found[1]), int(found[2]))

    def shift(self, months: int) -> "Month":
        """The month so many later, or earlier when negative."""
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def until(self, last: "Month") -> tuple["Month", ...]:
        """Every month from this one to `last`, both included; empty when `last` is earlier."""
        length = (last.year - self.year) * 12 + last.number - self.number + 1
        return tuple(self.shift(step) for step in range(length))

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def label(self) -> str:
        """March 2024."""
        return f"{_NAMES[self.number - 1]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
