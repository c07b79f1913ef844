"""The operators' commands, as they are typed."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from data import __main__, clock, officers, survey
from data.__main__ import main
from data.audit import AuditEvent
from data.connection import session
from data.resource import PUBLISHED
from data.settings import settings
from data.soundness import check_published
from tests.questionnaires import questionnaire

PASSWORD = "seven quiet green herons"


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=typed, prog_name="python -m data")


def trail() -> list[tuple[str, str, str, str]]:
    with session() as opened:
        events = opened.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()))
        return [(each.actor, each.action, each.subject, each.detail) for each in events]


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


def test_every_command_explains_itself() -> None:
    found = list(commands(main))
    assert {path[0] for path in found} == {
        "build-bundle",
        "check",
        "delete-answers",
        "init",
        "officer",
        "purge",
        "show-answers",
    }
    assert {path[1] for path in found if len(path) > 1} == {"add", "disable", "list", "reset"}
    for path in found:
        shown = run(*path, "--help")
        assert shown.exit_code == 0
        assert len(shown.output.split("Options:")[0].splitlines()) > 2, path


def test_init_makes_the_database_and_check_says_so(
    tmp_path: Path, use_database: Callable[[str], None]
) -> None:
    use_database(f"sqlite:///{tmp_path / 'var' / 'site.db'}")
    before = run("check")
    assert before.exit_code == 1
    assert "NOT READY" in before.output
    assert "missing" in before.output

    first, second = run("init"), run("init")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "loaded" in first.output
    assert "loaded" not in second.output

    after = run("check")
    assert after.exit_code == 0
    assert "NOT READY" not in after.output


@pytest.mark.parametrize("command", [["officer", "list"], ["officer", "disable", "sam"], ["init"]])
def test_a_database_that_is_away_is_one_sentence(
    command: list[str], tmp_path: Path, use_database: Callable[[str], None]
) -> None:
    (tmp_path / "site.db").write_bytes(b"not a database" * 1000)
    use_database(f"sqlite:///{tmp_path / 'site.db'}")
    said = run(*command)
    assert said.exit_code == 1
    assert said.output == "Error: The database file is damaged.\n"


@pytest.mark.parametrize("command", ["init", "check"])
def test_a_broken_bundle_is_one_sentence(
    command: str, site_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = shutil.copytree(PUBLISHED, tmp_path / "published")
    (bundle / "population.csv").unlink()
    monkeypatch.setattr(__main__, "check_published", partial(check_published, bundle))
    said = run(command)
    assert said.exit_code == 1
    assert said.output == "Error: population.csv: the file cannot be read (No such file or directory)\n"


def test_a_mistake_in_the_places_is_one_sentence_wherever_it_is_found(
    site_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = shutil.copytree(PUBLISHED, tmp_path / "published")
    text = (bundle / "hubs.csv").read_text(encoding="utf-8")
    (bundle / "hubs.csv").write_text(text.replace(",library,", ",lighthouse,", 1), encoding="utf-8")
    monkeypatch.setattr("data.database.PUBLISHED", bundle)
    said = run("init")
    assert said.exit_code == 1
    assert said.output.startswith("Error: hubs.csv: line ")
    assert len(said.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("url", "says"), [("mysql://host/site", "DATABASE_URL"), ("sqlite://", "SQLite file")]
)
def test_a_setting_that_cannot_work_is_one_sentence(
    url: str, says: str, site_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings.cache_clear()
    said = run("init")
    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
    assert says in said.output
    assert len(said.output.splitlines()) == 1


def test_an_officer_is_added_with_a_password_typed_twice_and_never_shown(site_database: Path) -> None:
    said = run("officer", "add", "Sam", "--role", "editor", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert said.exit_code == 0
    assert PASSWORD not in said.output
    assert "Added sam (editor)." in said.output
    assert trail() == [("command line", "officer.add", "sam", "editor")]
    with session() as opened:
        officer = officers.verify(opened, "sam", PASSWORD)
        assert officer is not None
        assert officer.role == "editor"


def test_a_password_can_come_from_standard_input(site_database: Path) -> None:
    assert run("officer", "add", "sam", "--password-stdin", typed=f"{PASSWORD}\r\n").exit_code == 0
    with session() as opened:
        assert officers.verify(opened, "sam", PASSWORD) is not None


def test_two_passwords_that_differ_are_asked_for_again(site_database: Path) -> None:
    said = run("officer", "add", "sam", typed=f"{PASSWORD}\nsomething else\n{PASSWORD}\n{PASSWORD}\n")
    assert said.exit_code == 0
    with session() as opened:
        assert officers.verify(opened, "sam", PASSWORD) is not None


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [("sam", "short", "at least 12"), ("sam smith", PASSWORD, "user name"), ("sam", "", "at least 12")],
)
def test_what_cannot_be_added_is_one_sentence(
    site_database: Path, username: str, password: str, says: str
) -> None:
    said = run("officer", "add", username, "--password-stdin", typed=f"{password}\n")
    assert said.exit_code == 1
    assert said.output.startswith("Error: ")
    assert says in said.output
    assert trail() == []


def test_officers_are_listed_disabled_and_reset(site_database: Path) -> None:
    assert "no officers yet" in run("officer", "list").output
    run("officer", "add", "sam", "--password-stdin", typed=PASSWORD)
    run("officer", "add", "amal", "--role", "administrator", "--password-stdin", typed=PASSWORD)
    assert run("officer", "disable", "sam").exit_code == 0
    assert [line.split() for line in run("officer", "list").output.splitlines()] == [
        ["amal", "administrator"],
        ["sam", "officer", "disabled"],
    ]
    assert run("officer", "reset", "sam", "--password-stdin", typed="another eight herons").exit_code == 0
    assert [line.split() for line in run("officer", "list").output.splitlines()][1] == ["sam", "officer"]
    assert [action for _, action, _, _ in trail()] == [
        "officer.reset",
        "officer.disable",
        "officer.add",
        "officer.add",
    ]


@pytest.mark.parametrize("command", ["disable", "reset"])
def test_nobody_of_that_name(site_database: Path, command: str) -> None:
    said = run(
        "officer", command, "alex", *(["--password-stdin"] if command == "reset" else []), typed=PASSWORD
    )
    assert said.exit_code == 1
    assert "There is no officer alex." in said.output
    assert trail() == []


def a_response(day: date) -> str:
    """The receipt of a response received on a day."""
    with session() as opened:
        code = survey.submit(opened, questionnaire(), {"by_day": "very_safe"}, str(day)).code
        found = survey.find(opened, code)
        assert found is not None
        found.received_on = day
    return code


@pytest.mark.usefixtures("site_database")
def test_purge_deletes_what_the_privacy_page_says_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    old, young = a_response(date(2023, 11, 21)), a_response(date(2023, 11, 22))
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    shown = run("purge")
    assert shown.exit_code == 0
    assert shown.output == "Deleted 1 survey responses received 36 months ago or earlier.\n"
    with session() as opened:
        assert survey.find(opened, old) is None
        assert survey.find(opened, young) is not None
        assert opened.scalar(select(func.count()).select_from(survey.Answer)) == 1
    assert trail()[0][1:] == ("survey.purge", "responses", "1 deleted")


@pytest.mark.usefixtures("site_database")
def test_a_person_can_have_their_answers_shown_by_receipt() -> None:
    code = a_response(date(2026, 11, 21))
    nobodys = run("show-answers", "00000-00000")
    assert (nobodys.exit_code, nobodys.output) == (1, "Error: No answers belong to that receipt.\n")
    assert trail() == []
    shown = run("show-answers", code.lower())
    assert shown.exit_code == 0
    assert shown.output.splitlines() == [
        "Questionnaire: safer-spaces, version 2026.1",
        "Received on:   2026-11-21",
        "by_day: very_safe",
    ]
    assert trail() == [("command line", "survey.show", "one response", "by receipt")]


@pytest.mark.usefixtures("site_database")
def test_a_person_can_have_their_answers_deleted_by_receipt() -> None:
    code = a_response(date(2026, 11, 21))
    assert run("delete-answers", "00000-00000").exit_code == 1
    assert run("delete-answers", code.lower()).output == "The answers are deleted.\n"
    with session() as opened:
        assert survey.find(opened, code) is None
    assert "receipt" in trail()[0][3]
    assert code not in str(trail())
    assert run("delete-answers", code).exit_code == 1
