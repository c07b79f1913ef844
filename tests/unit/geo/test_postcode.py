"""Postcodes as people type them."""

import csv
from pathlib import Path

import pytest

from geo.postcode import Postcode, PostcodeError

PUBLISHED = Path(__file__).resolve().parents[3] / "data" / "published" / "postcodes.csv"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SE6 4RU", "SE6 4RU"),
        ("se64ru", "SE6 4RU"),
        ("  s E 6\t4 r u ", "SE6 4RU"),
        ("SE6-4RU.", "SE6 4RU"),
        ("ＳＥ６　４ＲＵ", "SE6 4RU"),
        ("SE6\u00a04RU", "SE6 4RU"),
        ("SE6\u200b 4RU\ufeff", "SE6 4RU"),
        ("SE13 5JL", "SE13 5JL"),
        ("M1 1AE", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
    ],
)
def test_a_postcode_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert Postcode.parse(typed).full == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("SE1O 8AA", "SE10 8AA"),
        ("SE8 OAA", "SE8 0AA"),
        ("SEI3 5JL", "SE13 5JL"),
        ("sel3 5jl", "SE13 5JL"),
        ("SE4 IAB", "SE4 1AB"),
    ],
)
def test_a_letter_for_a_digit_is_put_right_when_only_one_postcode_can_be_meant(
    typed: str, meant: str
) -> None:
    assert Postcode.parse(typed).full == meant


def test_a_slip_that_could_mean_two_postcodes_is_not_guessed() -> None:
    # OL1 1AA and O11 1AA are both well-formed.
    with pytest.raises(PostcodeError, match="nonsense"):
        Postcode.parse("0L1 1AA")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \t\n", "empty"),
        ("\u200b", "empty"),
        (" " * 1000, "empty"),
        ("SE6", "partial"),
        ("se13", "partial"),
        ("SE6 4", "partial"),
        ("SE6 4R", "partial"),
        ("hello", "nonsense"),
        ("Catford", "nonsense"),
        ("12345", "nonsense"),
        ("SE6 4RUX", "nonsense"),
        ("SE6 4RC", "nonsense"),
        ("QQ1 1AA", "nonsense"),
        ("SE6; DROP TABLE hub", "nonsense"),
        ("😀", "nonsense"),
        ("SE٦ 4RU", "nonsense"),
        ("SE6 4RU" * 1000, "nonsense"),
    ],
)
def test_anything_else_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(PostcodeError) as refused:
        Postcode.parse(typed)
    assert refused.value.reason == reason


def test_its_parts() -> None:
    postcode = Postcode.parse("se13 5jl")
    assert (postcode.outward, postcode.inward, str(postcode)) == ("SE13", "5JL", "SE13 5JL")
    assert postcode == Postcode("SE13", "5JL")


@pytest.mark.parametrize(("outward", "inward"), [("SE6", "4ru"), ("SE", "64RU"), ("SE64", "RU"), ("", "")])
def test_it_cannot_be_made_malformed(outward: str, inward: str) -> None:
    with pytest.raises(PostcodeError):
        Postcode(outward, inward)


def test_every_published_postcode_is_read_as_it_stands() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = [row["postcode"] for row in csv.DictReader(file)]
    assert len(published) > 8000
    assert [Postcode.parse(each).full for each in published] == published
