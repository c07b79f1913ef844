"""Postcodes as people type them, turned into a value object at the edge and never a bare string again."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product
from typing import Literal, Self

Reason = Literal["empty", "nonsense", "partial"]

# The six shapes of a British postcode (A9, A99, AA9, AA99, A9A, AA9A before 9AA), with the letters that each place
# may hold. https://en.wikipedia.org/wiki/Postcodes_in_the_United_Kingdom#Validation
OUTWARD = r"(?:[A-PR-UWYZ][0-9][0-9A-HJKPS-UW]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9ABEHMNPRV-Y]?)"
INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
WHOLE = re.compile(f"({OUTWARD})({INWARD})")
PART = re.compile(f"{OUTWARD}(?:[0-9][ABD-HJLNP-UW-Z]?)?")
SLIPS = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1IL"}
LONGEST_WORTH_READING = 100


class PostcodeError(ValueError):
    """Text that is not a whole postcode.

    `reason` is "empty" (nothing typed), "partial" (the beginning of a postcode, like "SE6" or "SE6 4") or
    "nonsense" (anything else).
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, order=True)
class Postcode:
    """A well-formed postcode, which need not exist. `outward` is "SE6" and `inward` "4RU" of "SE6 4RU"."""

    outward: str
    inward: str

    def __post_init__(self) -> None:
        if not WHOLE.fullmatch(self.outward + self.inward) or len(self.inward) != 3:
            raise PostcodeError("nonsense")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a postcode whatever its case, spaces and punctuation, full-width letters included.

        An O for a 0 (or I or L for a 1, and back) is put right when only one postcode can be meant.
        Raises PostcodeError.
        """
        compact = squeeze(text)
        if not compact:
            raise PostcodeError("empty")
        if WHOLE.fullmatch(compact):
            return cls(compact[:-3], compact[-3:])
        if PART.fullmatch(compact):
            raise PostcodeError("partial")
        meant = [guess for guess in corrections(compact) if WHOLE.fullmatch(guess)]
        if len(meant) != 1:
            raise PostcodeError("nonsense")
        return cls(meant[0][:-3], meant[0][-3:])

    @property
    def full(self) -> str:
        """The postcode as it is written: "SE6 4RU"."""
        return f"{self.outward} {self.inward}"

    def __str__(self) -> str:
        return self.full


def squeeze(text: str) -> str:
    """Text in capitals without spaces, punctuation and invisible characters; too long a text gives "?"."""
    if len(text) > LONGEST_WORTH_READING:
        return "?" if text.strip() else ""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "ZPC").upper()


def corrections(compact: str) -> list[str]:
    """Every text that letters and digits taken for one another could stand for."""
    if not 5 <= len(compact) <= 7:
        return []
    return ["".join(letters) for letters in product(*(SLIPS.get(letter, letter) for letter in compact))]
