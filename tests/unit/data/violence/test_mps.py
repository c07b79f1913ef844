"""Each rule a correct reader of the Met's files must know, on a small file made for it."""

import hashlib
from pathlib import Path

import pytest

from data.violence.measures import Measure
from data.violence.months import Month
from data.violence.mps import MpsError, read_mps
from tests.unit.data.violence.making import (
    BOROUGH_HEADER,
    EAST,
    VIOLENCE,
    WARD_HEADER,
    WEST,
    good_rows,
    ward_row,
    whole,
    write,
)


def spoilt(row: int, column: int, cell: str) -> list[list[str]]:
    rows = good_rows()
    rows[row][column] = cell
    return rows


def test_adds_offences_up_into_measures(tmp_path: Path) -> None:
    file = read_mps(write(tmp_path))
    assert file.counts[Measure.VIOLENCE] == {EAST: (30, 33, 34), WEST: (13, 15, 17)}
    assert file.counts[Measure.WITH_INJURY] == {EAST: (10, 11, 12), WEST: (5, 6, 7)}
    assert file.counts[Measure.WITHOUT_INJURY] == {EAST: (20, 21, 22), WEST: (8, 9, 10)}
    assert file.boroughs == {EAST: "Lewisham", WEST: "Lewisham"}
    assert file.months == (Month(2025, 1), Month(2025, 2), Month(2025, 3))


def test_no_row_means_zero_when_the_edition_knows_the_label(tmp_path: Path) -> None:
    file = read_mps(write(tmp_path))
    assert file.counts[Measure.ROBBERY] == {EAST: (3, 0, 1), WEST: (0, 0, 0)}
    assert file.counts[Measure.HOMICIDE][WEST] == (0, 0, 0)


def test_a_label_the_edition_does_not_know_is_not_zero_but_missing(tmp_path: Path) -> None:
    assert Measure.SEXUAL not in read_mps(write(tmp_path)).counts


def test_five_minor_texts_join_as_three(tmp_path: Path) -> None:
    rows = [
        *good_rows(),
        ward_row(EAST, "DEATH SERIOUS INJURY ILLEGAL DRIVING", 1, 1, 1),
        ward_row(EAST, "STALKING AND HARASSMENT", 2, 2, 2),
    ]
    counts = read_mps(write(tmp_path, rows)).counts
    assert counts[Measure.WITH_INJURY][EAST] == (11, 12, 13)
    assert counts[Measure.WITHOUT_INJURY][EAST] == (22, 23, 24)
    assert counts[Measure.VIOLENCE][EAST] == (33, 36, 37)


def test_title_case_and_upper_case_are_the_same_labels(tmp_path: Path) -> None:
    rows = [[row[0].title(), row[1].title(), *row[2:]] for row in good_rows()]
    assert read_mps(write(tmp_path, rows)).counts == read_mps(write(tmp_path)).counts


def test_lf_crlf_and_a_byte_order_mark_read_the_same(tmp_path: Path) -> None:
    unix = read_mps(write(tmp_path))
    windows = read_mps(write(tmp_path, ending="\r\n"))
    path = write(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert unix.counts == windows.counts == read_mps(path).counts
    assert unix.sha256 != windows.sha256


def test_the_order_of_the_text_columns_is_free(tmp_path: Path) -> None:
    order = [2, 3, 0, 1, 4]
    header = [WARD_HEADER[place] for place in order]
    rows = [[*(row[place] for place in order), *row[5:]] for row in good_rows()]
    assert read_mps(write(tmp_path, rows, header=header)).counts == read_mps(write(tmp_path)).counts


def test_a_month_below_half_the_median_is_set_aside_wherever_it_stands(tmp_path: Path) -> None:
    months = ("202403", "202404", "202405", "202406", "202407")
    rows = [
        *whole(EAST, 49, 100, 100, 110, 50),
    ]
    file = read_mps(write(tmp_path, rows, months))
    assert [str(month) for month in file.months] == ["2024-04", "2024-05", "2024-06", "2024-07"]
    assert file.counts[Measure.VIOLENCE][EAST] == (100, 100, 110, 50)
    assert file.stubs == {Month(2024, 3): 49}


def test_the_median_is_of_every_offence_in_the_file(tmp_path: Path) -> None:
    rows = [
        *whole(EAST, 1, 10, 10),
        ward_row(EAST, "ARSON", 90, 80, 80, major="ARSON"),
    ]
    assert read_mps(write(tmp_path, rows)).stubs == {}


@pytest.mark.parametrize("length", [1, 12, 23, 25, 60])
def test_any_number_of_months_is_taken(tmp_path: Path, length: int) -> None:
    months = [str(month).replace("-", "") for month in Month(2020, 1).until(Month(2020, 1).shift(length - 1))]
    file = read_mps(write(tmp_path, whole(EAST, *range(50, 50 + length)), months))
    assert file.counts[Measure.WITH_INJURY][EAST] == tuple(range(50, 50 + length))


@pytest.mark.parametrize("spelling", ["Aviation Security (SO18)", "AVIATION SECURITY(SO18)"])
def test_aviation_security_is_not_a_borough(tmp_path: Path, spelling: str) -> None:
    aviation = ward_row(EAST, "VIOLENCE WITH INJURY", 7, 7, 7, borough=spelling)
    assert read_mps(write(tmp_path, [*good_rows(), aviation])).counts == read_mps(write(tmp_path)).counts


def test_a_borough_file_is_read_by_name_without_the_airports(tmp_path: Path) -> None:
    rows = [
        [VIOLENCE, "VIOLENCE WITH INJURY", "Lewisham", "1", "2", "3"],
        [VIOLENCE, "VIOLENCE WITHOUT INJURY", "Lewisham", "0", "0", "0"],
        [VIOLENCE, "VIOLENCE WITH INJURY", "London Heathrow and London City Airports", "9", "9", "9"],
    ]
    file = read_mps(write(tmp_path, rows, header=BOROUGH_HEADER))
    assert (file.level, file.areas) == ("borough", ("Lewisham",))
    assert file.counts[Measure.VIOLENCE] == {"Lewisham": (1, 2, 3)}


def test_wards_are_joined_on_codes_alone(tmp_path: Path) -> None:
    rows = good_rows()
    for row in rows:
        row[2] = "The same name everywhere"
    assert read_mps(write(tmp_path, rows)).areas == (EAST, WEST)


def test_an_edition_is_known_by_its_hash_and_named_by_its_span(tmp_path: Path) -> None:
    path = write(tmp_path)
    file = read_mps(path)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert file.title == "MPS Ward Level Crime 2025-01 to 2025-03"
    assert file.slug == "mps-ward-level-crime-2025-01-to-2025-03"
    assert file.as_at == Month(2025, 3)


def test_a_long_file_is_historical_and_speaks_from_two_years_after_its_end(tmp_path: Path) -> None:
    months = [str(month).replace("-", "") for month in Month(2018, 1).until(Month(2022, 12))]
    file = read_mps(write(tmp_path, whole(EAST, *([9] * 60)), months))
    assert file.historical
    assert file.title == "MPS Ward Level Crime (Historical) 2018-01 to 2022-12"
    assert file.as_at == Month(2024, 12)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (spoilt(1, 6, "-1"), "row 3, column 202502: '-1' is not a count"),
        (spoilt(1, 5, "many"), "row 3, column 202501: 'many' is not a count"),
        (spoilt(1, 7, ""), "row 3, column 202503: '' is not a count"),
        (spoilt(2, 7, "1.5"), "row 4, column 202503: '1.5' is not a count"),
        (spoilt(2, 7, " 5"), "row 4, column 202503: ' 5' is not a count"),
        (spoilt(2, 7, "1_0"), "row 4, column 202503: '1_0' is not a count"),
        (spoilt(2, 7, "٣"), "row 4, column 202503: '٣' is not a count"),
        (spoilt(2, 7, "9" * 5000), "row 4, column 202503: '9999"),
        (spoilt(3, 3, "E05000449"), "row 5, column WardCode: E05000449 is an old ward"),
        (spoilt(3, 3, "Bellingham"), "row 5, column WardCode: 'Bellingham' is not a ward code"),
        (
            spoilt(3, 4, "Bromley"),
            f"row 6, column LookUp_BoroughName: {WEST} is in Bromley above, Lewisham here",
        ),
        (spoilt(0, 1, "AFFRAY"), "row 2, column MinorText: 'AFFRAY' is a kind of violence we do not know"),
        ([*good_rows(), good_rows()[3]], "row 9 says again what row 5 said"),
        (
            [
                row
                for row in good_rows()
                if row[:2] != [VIOLENCE, "VIOLENCE WITHOUT INJURY"] or row[3] == EAST
            ],
            f"no violence without injury for {WEST}: the file may have been cut short",
        ),
        ([*good_rows()[:-1], good_rows()[-1][:-1]], "row 8 has 7 columns where there should be 8"),
        (
            [*good_rows(), ["VIOLENCE AG"]],
            "row 9 has 1 columns where there should be 8: the file may have been cut short",
        ),
        ([*good_rows(), [*good_rows()[0], "1"]], "row 9 has 9 columns"),
        ([*good_rows(), []], "row 9 has"),
        ([row for row in good_rows() if row[0] != VIOLENCE], "no violence against the person in this file"),
        (
            [*good_rows(), ward_row("E05013716", "ARSON", 1, 1, 1, major="ARSON")],
            "no violence with injury for E05013716: the file may have been cut short",
        ),
    ],
)
def test_a_bad_row_refuses_the_whole_file_by_row_and_column(
    tmp_path: Path, rows: list[list[str]], says: str
) -> None:
    path = write(tmp_path, rows)
    with pytest.raises(MpsError) as caught:
        read_mps(path)
    assert str(caught.value).startswith(path.name)
    assert says in str(caught.value)


def test_the_same_words_in_other_case_are_a_duplicate_too(tmp_path: Path) -> None:
    again = good_rows()[3]
    again[1] = again[1].title()
    with pytest.raises(MpsError, match="says again"):
        read_mps(write(tmp_path, [*good_rows(), again]))


@pytest.mark.parametrize(
    ("months", "says"),
    [
        (("202501", "202502", "202502"), "column 202502: the month after 2025-02 should come here"),
        (("202501", "202503", "202504"), "column 202503: the month after 2025-01 should come here"),
        (("202503", "202502", "202501"), "column 202502: the month after 2025-03 should come here"),
        (("202513", "202601", "202602"), "column 202513"),
        (("202501", "202502", "2025 total"), "column 2025 total"),
        (("202501", "202502", "Total"), "not the columns of a ward or borough file"),
    ],
)
def test_months_must_follow_one_another(tmp_path: Path, months: tuple[str, ...], says: str) -> None:
    with pytest.raises(MpsError, match=says):
        read_mps(write(tmp_path, months=months))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\r\n \r\n", "the file is empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "this is a web page"),
        (b"\xef\xbb\xbf\n  <html>", "this is a web page"),
        (b"MajorText,MinorText,BoroughName\n", "there are no months"),
        (b"Crime ID,Month,Reported by\n", "not the columns of a ward or borough file"),
        (b"MajorText,MajorText,MinorText,BoroughName,202501\n", "a column is there twice"),
        (b"MajorText,202501,MinorText,BoroughName\n", "months must stand together"),
        (
            b"MajorText,MinorText,BoroughName,202501\nROBBERY,\xff\xfe,Lewisham,1\n",
            "row 2: the text is not UTF-8",
        ),
        (b'MajorText,MinorText,BoroughName,202501\nROBBERY,"A" b,Lewisham,1\n', "row 2: "),
        (b'MajorText,MinorText,BoroughName,202501\nROBBERY,"A', "row 2: "),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "download.csv"
    path.write_bytes(content)
    with pytest.raises(MpsError, match=says):
        read_mps(path)
