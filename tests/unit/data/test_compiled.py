"""What the working notes of the compiled lists let through, and in what words."""

import re

import pytest

from data.compiled import (
    HELPLINE_COLUMNS,
    HUB_COLUMNS,
    CompiledError,
    LeftOut,
    helpline_or_reason,
    hub_or_reason,
    plain_hours,
    slug,
)

VENUE = {
    "name": "Corner Library",
    "kind": "library",
    "operator": "Lewisham Council",
    "address": "1 High Street, London",
    "postcode": "SE6 4JU",
    "latitude": "51.4456",
    "longitude": "-0.0187",
    "phone": "",
    "website": "https://example.org/",
    "audience": "all ages",
    "open_hours_text": "",
    "accessibility": "",
    "source_url_or_repo": "https://example.org/list",
    "source_date": "2025-12",
    "note": "",
}
LISTED = {
    "name": "Childline",
    "number_text_url": "0800 1111; childline.org.uk",
    "hours": "24/7",
    "source": "file 68865498299 (reviewed 2026-08)",
    "confidence": "confirmed in several repos",
}


def hub(**change: str) -> dict[str, str]:
    found = hub_or_reason(VENUE | change)
    assert isinstance(found, dict)
    return found


def reason(**change: str) -> str:
    found = hub_or_reason(VENUE | change)
    assert isinstance(found, LeftOut)
    return found.reason


def helpline(**change: str) -> dict[str, str]:
    found = helpline_or_reason(LISTED | change)
    assert isinstance(found, dict)
    return found


def test_a_plain_row_is_published_with_every_column() -> None:
    found = hub()
    assert tuple(found) == HUB_COLUMNS
    assert (found["id"], found["latitude"], found["walk_in"]) == ("corner-library", "51.445600", "true")
    assert found["caution"] == ""


@pytest.mark.parametrize(
    ("note", "because"),
    [
        ("CLOSED since 2023-09", "marked closed"),
        ("UNAVAILABLE: building works", "marked unavailable"),
        ("UNCERTAIN: only a 2007 source", "marked uncertain"),
        ("HISTORIC: joined in 2009", "marked historic"),
        ("get from the council before publishing", "before publishing"),
        ("do not list until confirmed", "do not list"),
        ("do not send anyone", "do not send"),
        ("confirm it runs", "confirm it runs"),
        ("x: confirm it still runs", "confirm it still runs"),
        ("confirm it exists", "confirm it exists"),
    ],
)
def test_what_a_note_forbids_stays_out(note: str, because: str) -> None:
    assert because in reason(note=note)


@pytest.mark.parametrize("change", [{"latitude": ""}, {"longitude": ""}])
def test_a_row_without_a_place_stays_out(change: dict[str, str]) -> None:
    assert "no place on the map" in reason(**change)


def test_a_doubt_without_plain_words_stops_the_build() -> None:
    with pytest.raises(CompiledError, match="Corner Library"):
        hub(note="the door may be round the back: confirm")


def test_a_doubt_is_said_in_plain_words_and_never_in_the_lists_own() -> None:
    found = hub(note="arts centre; confirm the youth group day and time")
    assert found["caution"] == "Check the day and time of the youth group before you go."


def test_an_unconfirmed_safe_haven_is_not_called_one() -> None:
    assert hub(kind="safe_haven")["kind"] == "other"


@pytest.mark.parametrize("note", ["by referral", "alternative provision, not a drop-in"])
def test_a_place_by_referral_is_not_for_walking_in(note: str) -> None:
    found = hub(note=note)
    assert found["walk_in"] == "false"
    assert found["caution"]


@pytest.mark.parametrize(
    ("hours", "always", "told"),
    [
        ("24 hours, 7 days", "true", "24 hours, 7 days"),
        ("front counter open 24 hours, 7 days", "true", "Front counter open 24 hours, 7 days"),
        ("Mon-Fri 9am-5pm", "false", "Monday to Friday, 9am to 5pm"),
        ("", "false", ""),
    ],
)
def test_always_open_means_round_the_clock(hours: str, always: str, told: str) -> None:
    found = hub(open_hours_text=hours)
    assert (found["always_open"], found["hours_text"]) == (always, told)


def test_old_opening_times_lose_their_notes_and_gain_a_caution() -> None:
    found = hub(open_hours_text="2023 return: Mon-Sat all day, closed Sun, 58 h a week (53 staffed)")
    assert found["hours_text"] == "Monday to Saturday all day, closed Sunday, 58 hours a week"
    assert found["caution"] == "Opening times are from 2023 and may have changed."


def test_an_old_entry_says_its_year() -> None:
    assert hub(source_date="2017-08")["caution"] == "This entry is from 2017. Check before you go."
    assert hub(source_date="2023-01")["caution"] == ""


@pytest.mark.parametrize(
    ("text", "phone", "note"),
    [
        ("", "", ""),
        ("020 8694 6093", "020 8694 6093", ""),
        ("101 (999 in an emergency)", "101", "101 (999 in an emergency)"),
        ("020 7138 1250 or 020 7138 1251", "020 7138 1250", "020 7138 1250 or 020 7138 1251"),
        (
            "children's 020 8333 3138; adults 020 8333 3042",
            "",
            "children's 020 8333 3138; adults 020 8333 3042",
        ),
    ],
)
def test_one_number_to_press_or_none(text: str, phone: str, note: str) -> None:
    found = hub(phone=text)
    assert (found["phone"], found["phone_note"]) == (phone, note)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("https://a.org/x ; https://b.org/y", "https://a.org/x https://b.org/y"),
        ("https://a.org/x ; https://a.org/x", "https://a.org/x"),
        (
            "github:LibrariesHacked/librarydata-db data/x.csv (a return)",
            "https://github.com/LibrariesHacked/librarydata-db",
        ),
        ("github:somebody/something db/files ; https://a.org/x", "https://a.org/x"),
        ("service: https://a.org/x", "https://a.org/x"),
        ("file 58010458073 (an audit)", "Compiled list of public places"),
        ("note 58015173502", "Compiled list of public places"),
        ("http://person@slam.nhs.uk/refer", "Compiled list of public places"),
        ("", "Compiled list of public places"),
    ],
)
def test_sources_are_public_addresses_only(text: str, told: str) -> None:
    assert hub(source_url_or_repo=text)["source"] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Lewisham Council youth service since 2025-04 (was Youth First until 2025-03-31)",
            "Lewisham Council youth service",
        ),
        ("Eco Communities (2023 return)", "Eco Communities"),
        ("Landsec (security team)", "Landsec"),
        ("1Life (2021)", ""),
    ],
)
def test_the_operator_is_todays_or_nobody(text: str, told: str) -> None:
    assert hub(operator=text)["operator"] == told


def test_a_guessed_website_is_not_published() -> None:
    assert hub(note="not a drop-in; web address inferred from the e-mail domain")["website"] == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "University Hospital Lewisham: A&E (adult and children)",
            "university-hospital-lewisham-a-and-e-adult-and-children",
        ),
        ("St John's  Café", "st-johns-cafe"),
    ],
)
def test_an_id_is_plain_and_stable(name: str, told: str) -> None:
    assert slug(name) == told


@pytest.mark.parametrize(
    "confidence",
    [
        "partial: check",
        "one source",
        "NOT SOURCED",
        "service confirmed (2020)",
        "one secondary source: check",
        "",
    ],
)
def test_an_unconfirmed_helpline_stays_out(confidence: str) -> None:
    assert helpline_or_reason(LISTED | {"confidence": confidence}) == LeftOut("Childline", "not confirmed")


def test_opening_times_need_the_whole_entry_confirmed() -> None:
    assert helpline()["hours"] == "Day and night, every day"
    assert helpline(confidence="number confirmed; check hours")["hours"] == ""
    assert helpline(confidence="website confirmed")["hours"] == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("999", {"call": "999", "tel": "999"}),
        ("0800 1111; childline.org.uk", {"call": "0800 1111", "tel": "08001111", "web": "childline.org.uk", "url": "https://childline.org.uk"}),
        ("111 or 111.nhs.uk", {"call": "111", "tel": "111", "web": "111.nhs.uk", "url": "https://111.nhs.uk"}),
        ("text SHOUT to 85258", {"text": "Text SHOUT to 85258", "sms": "85258"}),
        ("0800 068 4141; text 88247", {"call": "0800 068 4141", "tel": "08000684141", "text": "Text 88247", "sms": "88247"}),
        ("0808 800 5000; help@nspcc.org.uk", {"call": "0808 800 5000", "tel": "08088005000", "email": "help@nspcc.org.uk"}),
        ("020 8314 6000 (ask for the team)", {"call": "020 8314 6000", "tel": "02083146000"}),
        ("43 Lewisham High Street SE13 5JZ", {"address": "43 Lewisham High Street SE13 5JZ"}),
        ("ceop.police.uk/safety-centre", {"web": "ceop.police.uk/safety-centre", "url": "https://ceop.police.uk/safety-centre"}),
        ("anti-bullyingalliance.org.uk", {"web": "anti-bullyingalliance.org.uk", "url": "https://anti-bullyingalliance.org.uk"}),
        ("0808 16 89 111", {"call": "0808 16 89 111", "tel": "08081689111"}),
        ("0808 2000 247", {"call": "0808 2000 247", "tel": "08082000247"}),
        ("116 123", {"call": "116 123", "tel": "116123"}),
        ("0800 58 58 58", {"call": "0800 58 58 58", "tel": "0800585858"}),
        (
            "textphone 18000; text 999 if registered; 999 BSL app",
            {"text": "Textphone 18000, text 999 if you have registered, or the 999 BSL app", "sms": "999"},
        ),
    ],
)  # fmt: skip
def test_ways_to_reach_a_helpline_are_told_apart(text: str, told: dict[str, str]) -> None:
    found = helpline(number_text_url=text)
    assert tuple(found) == HELPLINE_COLUMNS
    contact = ("call", "tel", "text", "sms", "email", "web", "url", "address")
    assert {name: found[name] for name in contact if found[name]} == told


def test_a_confirmed_helpline_needs_a_key_and_a_contact() -> None:
    with pytest.raises(CompiledError, match="no key"):
        helpline(name="Somebody new")
    with pytest.raises(CompiledError, match="no way to reach it"):
        helpline(number_text_url="")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("24/7 (from 2026-03-03 one of two in London)", "Day and night, every day"),
        ("5pm-midnight daily", "5pm to midnight, every day"),
        ("10am-10pm daily", "10am to 10pm, every day"),
        ("Mon-Fri 9am-5pm", "Monday to Friday, 9am to 5pm"),
        (
            "5pm-9am weekdays, weekends, bank holidays",
            "5pm to 9am on weekdays, and all day at weekends and on bank holidays",
        ),
        ("Tue, Thu, Sat daytime; closed other days", "Tuesday, Thursday, Saturday daytime; closed other days"),
        ("office hours", "Office hours"),
        ("", ""),
    ],
)  # fmt: skip
def test_opening_times_read_as_speech(text: str, told: str) -> None:
    assert plain_hours(text) == told


def test_no_inside_word_reaches_a_caution() -> None:
    from data.compiled import _cautions

    for _, sentence in _cautions():
        assert sentence.endswith(".")
        assert not re.search(r"repo|lookup|polygon|inferred|confirm|source|postcode", sentence, re.IGNORECASE)
