"""Small files in the Met's layout, to be spoiled one way at a time."""

from collections.abc import Sequence
from pathlib import Path

WARD_HEADER = ["MajorText", "MinorText", "WardName", "WardCode", "LookUp_BoroughName"]
BOROUGH_HEADER = ["MajorText", "MinorText", "BoroughName"]
VIOLENCE = "VIOLENCE AGAINST THE PERSON"
EAST, WEST = "E05013714", "E05013715"


def ward_row(
    code: str, minor: str, *counts: object, major: str = VIOLENCE, borough: str = "Lewisham"
) -> list[str]:
    return [major, minor, "Any name", code, borough, *map(str, counts)]


def whole(code: str, *counts: object) -> list[list[str]]:
    """The least a ward must have: these counts with injury, and none without."""
    return [
        ward_row(code, "VIOLENCE WITH INJURY", *counts),
        ward_row(code, "VIOLENCE WITHOUT INJURY", *([0] * len(counts))),
    ]


def good_rows() -> list[list[str]]:
    return [
        ward_row(EAST, "HOMICIDE", 0, 1, 0),
        ward_row(EAST, "VIOLENCE WITH INJURY", 10, 11, 12),
        ward_row(EAST, "VIOLENCE WITHOUT INJURY", 20, 21, 22),
        ward_row(WEST, "VIOLENCE WITH INJURY", 5, 6, 7),
        ward_row(WEST, "VIOLENCE WITHOUT INJURY", 8, 9, 10),
        ward_row(EAST, "ROBBERY OF PERSONAL PROPERTY", 3, 0, 1, major="ROBBERY"),
        ward_row(EAST, "ARSON", 4, 4, 4, major="ARSON AND CRIMINAL DAMAGE"),
    ]


def write(
    folder: Path,
    rows: Sequence[Sequence[str]] | None = None,
    months: Sequence[str] = ("202501", "202502", "202503"),
    *,
    header: Sequence[str] = WARD_HEADER,
    ending: str = "\n",
) -> Path:
    lines = [[*header, *months], *(good_rows() if rows is None else rows)]
    path = folder / "MPS Ward Level Crime (most recent 24 months).csv"
    path.write_bytes("".join(",".join(line) + ending for line in lines).encode())
    return path
