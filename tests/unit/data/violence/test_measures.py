import pytest

from data.violence.measures import DESCRIPTIONS, Measure, UnknownOffence, measures_of

VIOLENCE = "Violence Against the Person"


@pytest.mark.parametrize(
    ("minor", "measure"),
    [
        ("Homicide", Measure.HOMICIDE),
        ("Violence with Injury", Measure.WITH_INJURY),
        ("DEATH SERIOUS INJURY ILLEGAL DRIVING", Measure.WITH_INJURY),
        ("VIOLENCE WITHOUT INJURY", Measure.WITHOUT_INJURY),
        ("STALKING AND HARASSMENT", Measure.WITHOUT_INJURY),
    ],
)
def test_three_and_five_minor_texts_join_the_same_measures(minor: str, measure: Measure) -> None:
    assert measures_of(VIOLENCE, minor) == (Measure.VIOLENCE, measure)


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_case_does_not_matter(case) -> None:
    assert measures_of(case(VIOLENCE), case("violence with injury")) == (
        Measure.VIOLENCE,
        Measure.WITH_INJURY,
    )


@pytest.mark.parametrize(
    ("major", "minor", "measure"),
    [
        ("ROBBERY", "ROBBERY OF BUSINESS PROPERTY", Measure.ROBBERY),
        ("Possession of Weapons", "Other Knife Offences", Measure.WEAPONS),
        ("POSSESSION OF WEAPONS", "POSSESSION OF WEAPONS", Measure.WEAPONS),
        ("Sexual Offences", "Rape", Measure.SEXUAL),
    ],
)
def test_other_majors_take_every_minor_text(major: str, minor: str, measure: Measure) -> None:
    assert measures_of(major, minor) == (measure,)


def test_offences_we_do_not_publish_count_towards_nothing() -> None:
    assert measures_of("THEFT", "SHOPLIFTING") == ()


def test_a_new_kind_of_violence_is_not_guessed_at() -> None:
    with pytest.raises(UnknownOffence, match="MODERN SLAVERY"):
        measures_of(VIOLENCE, "Modern slavery")


def test_every_measure_has_plain_words() -> None:
    assert set(DESCRIPTIONS) == set(Measure)
    for measure in Measure:
        assert measure.label
        assert measure.definition.endswith(".")


def test_homicide_is_for_the_borough_only_and_single_ward_months_for_all_violence_only() -> None:
    assert [measure for measure in Measure if not DESCRIPTIONS[measure].ward] == [Measure.HOMICIDE]
    assert [measure for measure in Measure if DESCRIPTIONS[measure].ward_months] == [Measure.VIOLENCE]
