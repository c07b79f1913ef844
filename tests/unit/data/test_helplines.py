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


@pytest.mark.parametrize(("section", "group"), [("danger", "danger"), ("online", "online-dangers")])
def test_a_section_of_the_help_page_has_its_groups_helplines(section: str, group: str) -> None:
    assert helplines.for_section(section) == helplines.in_group(group) != ()
