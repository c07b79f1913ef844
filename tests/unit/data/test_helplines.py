from dataclasses import replace

import pytest

import content
from data import helplines
from data.compiled import HELPLINE_KEYS


@pytest.fixture(autouse=True)
def fresh() -> None:
    helplines.helplines.cache_clear()
    helplines._by_key.cache_clear()


def test_words_and_facts_are_joined() -> None:
    found = helplines.helpline("childline")
    assert (found.call, found.tel, found.url) == ("0800 1111", "08001111", "https://childline.org.uk")
    assert found.what_for == content.load().helpline_words["childline"].what_for
    assert found.hours == "Day and night, every day"


def test_every_helpline_has_a_key_we_know_and_a_way_to_reach_it() -> None:
    found = helplines.helplines()
    assert {each.key for each in found} <= set(HELPLINE_KEYS.values())
    assert [each.key for each in found] == list(content.load().helpline_words)


def test_a_group_is_everyone_in_it_and_nobody_else() -> None:
    danger = helplines.in_group("danger")
    assert "emergency" in {each.key for each in danger}
    assert all("danger" in each.groups for each in danger)
    assert helplines.in_group("no such group") == ()


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        helplines.helpline("nobody")


def test_words_without_a_confirmed_fact_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = helplines._facts()
    del facts["childline"]
    monkeypatch.setattr(helplines, "_facts", lambda: facts)
    with pytest.raises(helplines.HelplineError, match="childline"):
        helplines.helplines()


def test_a_fact_without_words_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = helplines._facts()
    facts["somebody"] = facts["childline"]
    monkeypatch.setattr(helplines, "_facts", lambda: facts)
    assert "somebody" not in {each.key for each in helplines.helplines()}


def test_a_helpline_nobody_can_reach_is_refused() -> None:
    found = helplines.helpline("childline")
    with pytest.raises(helplines.HelplineError, match="no way"):
        replace(found, tel=None, sms=None, url=None, address=None)
    with pytest.raises(helplines.HelplineError, match="cannot be dialled"):
        replace(found, tel="0800 1111")


def test_sections_hold_each_helpline_once_and_the_help_page_holds_them_all() -> None:
    sections = [section.id for section in content.load().documents["help"].sections]
    found = [line.key for lines in helplines.by_section(sections).values() for line in lines]
    assert len(found) == len(set(found))
    assert set(found) | {"ben-kinsella"} == {line.key for line in helplines.helplines()}


def test_a_section_holds_its_group_first_come_first_served() -> None:
    found = helplines.by_section(["danger", "crime"])
    assert found["danger"] == helplines.in_group("danger")
    assert {"emergency", "police-counter"}.isdisjoint(line.key for line in found["crime"])
    assert "crimestoppers" in {line.key for line in found["crime"]}
