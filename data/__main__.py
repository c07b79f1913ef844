"""The operators' commands: `python -m data COMMAND`. Each explains itself with --help."""

import importlib
import sys
from time import perf_counter

import click

import content
from content import ContentError
from data import audit, clock, helplines, officers, survey
from data.database import DatabaseUnavailable, prepare, readiness, session
from data.helplines import HelplineError
from data.officers import OfficerError, Role
from data.resource import PublishedError
from data.settings import SettingsError
from data.soundness import check_published
from data.violence.store import StoreError

ACTOR = "command line"
NO_ANSWERS = "No answers belong to that receipt."


class Commands(click.Group):
    """A group in which a trouble that has a plain sentence ends in that sentence, and rarely used parts load late."""

    late = {"build-bundle": ("data.bundle", "build_bundle")}  # noqa: RUF012 (a constant)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, those that load late included."""
        return sorted([*super().list_commands(ctx), *self.late])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name in self.late:
            module, name = self.late[cmd_name]
            return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        """Run, and end with exit code 1 and a sentence when the database or the request is at fault."""
        try:
            return super().invoke(ctx)
        except (
            ContentError,
            DatabaseUnavailable,
            HelplineError,
            OfficerError,
            PublishedError,
            SettingsError,
            StoreError,
        ) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands)
def main() -> None:
    """Look after the site's records.

    The database is the one that the environment variable DATABASE_URL names, or var/site.db.
    """


@main.command()
def init() -> None:
    """Make the database ready: tables, published figures, places. Checks the site's words and published files first.

    Safe to repeat, and safe while the site runs: what is done already is left alone.
    """
    start = perf_counter()
    content.load()
    check_published()
    helplines.helplines()
    done = prepare()
    click.echo("Tables brought up to date." if done.migrated else "Tables were up to date.")
    click.echo(
        "Published figures and places loaded." if done.seeded else "Figures and places were up to date."
    )
    click.echo(f"Ready in {perf_counter() - start:.1f} s.")


@main.command()
def check() -> None:
    """Say whether the site can do its work; exit code 1 when it cannot.

    Looks at the published files that the site comes with, and at the database.
    """
    check_published()
    state = readiness()
    for label, good in (("Database", state.database), ("Figures", state.figures), ("Places", state.hubs)):
        click.echo(f"{label:<9} {'ready' if good else 'NOT READY'}")
    click.echo(state.detail)
    if not state.ready:
        raise SystemExit(1)


@main.command()
def purge() -> None:
    """Delete what has been kept long enough: survey answers, once 36 months have passed to the day. Run it every day."""
    with session() as opened:
        number = survey.purge(opened, clock.today())
        audit.record(opened, ACTOR, "survey.purge", "responses", f"{number} deleted")
    click.echo(f"Deleted {number} survey responses received {survey.KEPT_MONTHS} months ago or earlier.")


@main.command("show-answers")
@click.argument("receipt")
def show_answers(receipt: str) -> None:
    """Show the survey answers that belong to a RECEIPT, when the person who holds it asks.

    The look is written to the audit log, without the receipt or the answers.
    """
    with session() as opened:
        found = survey.find(opened, receipt)
        if found is None:
            raise click.ClickException(NO_ANSWERS)
        given = {answer.question: answer.code for answer in found.answers}
        audit.record(opened, ACTOR, "survey.show", "one response", "by receipt")
    click.echo(f"Questionnaire: {found.questionnaire}, version {found.version}")
    click.echo(f"Received on:   {found.received_on}")
    for question, choice in sorted(given.items()):
        click.echo(f"{question}: {choice}")


@main.command("delete-answers")
@click.argument("receipt")
def delete_answers(receipt: str) -> None:
    """Delete the survey answers that belong to a RECEIPT, when the person who holds it asks."""
    with session() as opened:
        deleted = survey.delete_by_receipt(opened, receipt)
        if deleted:
            audit.record(opened, ACTOR, "survey.delete", "one response", "by receipt")
    if not deleted:
        raise click.ClickException(NO_ANSWERS)
    click.echo("The answers are deleted.")


@main.group()
def officer() -> None:
    """Add, list, disable and reset the officers' local accounts.

    Every change is written to the audit log.
    """


from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of standard input."
)


def asked_password(password_stdin: bool) -> str:
    """The new password, asked for twice, or read from standard input for scripts."""
    if password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))


@officer.command("add")
@click.argument("username")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.OFFICER.value,
    show_default=True,
    help="editor: places and conversations; officer: results and moderation; safeguarding_lead: the safeguarding "
    "queue; administrator: people, data and settings.",
)
@from_stdin
def add(username: str, role: str, password_stdin: bool) -> None:
    """Make an account. The password needs 12 characters and must not be a common one."""
    password = asked_password(password_stdin)
    with session() as opened:
        made = officers.add(opened, username, password, Role(role))
        audit.record(opened, ACTOR, "officer.add", made.username, role)
    click.echo(f"Added {made.username} ({role}).")


@officer.command("list")
def list_officers() -> None:
    """List the accounts with their roles, and which are disabled."""
    with session() as opened:
        accounts = officers.everyone(opened)
    for account in accounts:
        state = "disabled" if account.disabled else ""
        click.echo(f"{account.username:<40} {account.role:<18} {state}".rstrip())
    if not accounts:
        click.echo("There are no officers yet: python -m data officer add USERNAME")


@officer.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Shut an account and sign it out everywhere. `reset` opens it again."""
    with session() as opened:
        shut = officers.disable(opened, username)
        audit.record(opened, ACTOR, "officer.disable", shut.username)
    click.echo(f"Disabled {shut.username} and ended its sessions.")


@officer.command("reset")
@click.argument("username")
@from_stdin
def reset(username: str, password_stdin: bool) -> None:
    """Give an account a new password, and open it again if it was locked or disabled."""
    password = asked_password(password_stdin)
    with session() as opened:
        changed = officers.reset(opened, username, password)
        audit.record(opened, ACTOR, "officer.reset", changed.username)
    click.echo(f"New password set for {changed.username}; its sessions are ended.")


if __name__ == "__main__":
    main(prog_name="python -m data")
