"""Whatever counts a sound file holds are read back; whatever is done to one, it is read right or refused."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.violence.measures import VIOLENCE_MINORS, Measure
from data.violence.mps import MpsError, MpsFile, read_mps
from tests.unit.data.violence.making import WEST, good_rows, ward_row, write

MONTHS = ("202501", "202502", "202503", "202504")
counts = st.lists(st.integers(0, 9_999), min_size=4, max_size=4)
codes = st.integers(13000, 14999).map(lambda number: f"E050{number}")
offences = st.dictionaries(
    st.tuples(codes, st.sampled_from(sorted(VIOLENCE_MINORS))), counts, min_size=1, max_size=12
)


def rows_for(table: dict[tuple[str, str], list[int]]) -> list[list[str]]:
    """A row for every offence, and the rows that no ward is without."""
    least = {
        (code, minor): [0] * len(MONTHS)
        for code, _ in table
        for minor in ("VIOLENCE WITH INJURY", "VIOLENCE WITHOUT INJURY")
    }
    return [ward_row(code, minor, *found) for (code, minor), found in (least | table).items()]


def read(rows: list[list[str]], ending: str = "\n") -> MpsFile:
    with tempfile.TemporaryDirectory() as folder:
        return read_mps(write(Path(folder), rows, MONTHS, ending=ending))


@given(offences, st.sampled_from(["\n", "\r\n"]), st.randoms())
def test_what_is_written_is_read_in_any_order(
    table: dict[tuple[str, str], list[int]], ending: str, random
) -> None:
    rows = rows_for(table)
    random.shuffle(rows)
    file = read(rows, ending)
    kept = [MONTHS.index(str(month).replace("-", "")) for month in file.months]
    for area in file.areas:
        own = [found for (code, _), found in table.items() if code == area]
        assert file.counts[Measure.VIOLENCE][area] == tuple(
            sum(found[place] for found in own) for place in kept
        )


@given(offences)
def test_the_parts_add_up_to_the_whole(table: dict[tuple[str, str], list[int]]) -> None:
    file = read(rows_for(table))
    parts = [
        file.counts[measure]
        for measure in (Measure.HOMICIDE, Measure.WITH_INJURY, Measure.WITHOUT_INJURY)
        if measure in file.counts
    ]
    for area in file.areas:
        assert (
            tuple(map(sum, zip(*(part[area] for part in parts), strict=True)))
            == file.counts[Measure.VIOLENCE][area]
        )


@given(
    st.integers(0, 6),
    st.integers(5, 7),
    st.text(max_size=6).filter(lambda cell: not re.fullmatch("[0-9]+", cell)),
)
def test_any_other_cell_than_a_count_is_refused(row: int, column: int, cell: str) -> None:
    rows = good_rows()
    rows[row][column] = cell
    with tempfile.TemporaryDirectory() as folder, pytest.raises(MpsError):
        read_mps(write(Path(folder), rows))


@given(st.integers(1, 696))
def test_a_file_cut_short_is_refused(cut: int) -> None:
    rows = [*good_rows(), ward_row(WEST, "ARSON", 1, 1, 1, major="ARSON AND CRIMINAL DAMAGE")]
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), sorted(rows))  # by major text, as the publisher sorts them
        left = path.read_bytes()[:-cut]
        assume(left.count(b",", left.rfind(b"\n") + 1) < 7)  # inside a row's last number nobody can tell
        path.write_bytes(left)
        with pytest.raises(MpsError):
            read_mps(path)
