"""Officers' accounts, sign-in and sessions."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, func, select, update

from data import clock, officers
from data.audit import AuditEvent
from data.connection import session
from data.officers import LockedOut, Officer, OfficerError, OfficerSession, Role, SignInTries

PASSWORD = "seven quiet green herons"
OTHER_PASSWORD = "another eight brown herons"
START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that cost next to nothing."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(officers, "_hasher", quick)
    monkeypatch.setattr(officers, "_NOBODY", quick.hash("nobody"))


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.at = START

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that everything under test asks."""
    moving = Clock()
    monkeypatch.setattr(clock, "now", lambda: moving.at)
    return moving


def add(username: str = "sam", password: str = PASSWORD, role: Role = Role.OFFICER) -> Officer:
    with session() as opened:
        return officers.add(opened, username, password, role)


def enter(username: str = "sam", password: str = PASSWORD) -> str | None:
    """Sign in; the officer's name, None when refused, "locked" when locked out."""
    try:
        with session() as opened:
            officer = officers.verify(opened, username, password)
    except LockedOut:
        return "locked"
    return officer.username if officer else None


def test_the_right_password_lets_in_and_nothing_else_does(each_database: Engine) -> None:
    add()
    assert enter() == "sam"
    assert enter(" SAM ") == "sam"
    assert enter(password="seven quiet green heron") is None
    assert enter(password="") is None
    assert enter("alex") is None
    assert enter("") is None


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "x" * 100_000, "ﷺ", "sam'--"])
def test_odd_names_and_passwords_are_only_wrong(each_database: Engine, odd: str) -> None:
    add()
    assert enter(odd) is None
    assert enter(password=odd) is None
    assert enter() == "sam"


def test_the_same_letters_in_another_form_are_the_same_password(database: Engine) -> None:
    add(password="café café café")
    assert enter(password="cafe\u0301 cafe\u0301 café") == "sam"


def test_passwords_are_kept_as_argon2id_at_the_recommended_cost(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officers, "_hasher", PasswordHasher())
    hashed = add().password_hash
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in hashed


def test_a_hash_of_an_old_cost_is_renewed_at_sign_in(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(officers, "_hasher", dearer)
    assert enter() == "sam"
    with session() as opened:
        assert not dearer.check_needs_rehash(officers.everyone(opened)[0].password_hash)
    assert enter() == "sam"


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [
        ("sam", "eleven char", "at least 12"),
        ("sam", "x" * 201, "at most 200"),
        ("sam", "PasswordPassword", "among the first"),
        ("sam", "stoptheviolencenow", "among the first"),
        ("sam", "abababababab", "among the first"),
        ("sam", "my name is SAM ok", "user name"),
        ("sa", PASSWORD, "user name is"),
        ("1sam", PASSWORD, "user name is"),
        ("sam smith", PASSWORD, "user name is"),
        ("sam\x00", PASSWORD, "user name is"),
        ("x" * 41, PASSWORD, "user name is"),
    ],
)
def test_weak_passwords_and_unusable_names_are_refused(
    database: Engine, username: str, password: str, says: str
) -> None:
    with pytest.raises(OfficerError, match=says):
        add(username, password)
    with session() as opened:
        assert officers.everyone(opened) == []


def test_every_common_password_would_pass_the_other_rules() -> None:
    assert len(officers.COMMON_PASSWORDS) > 20
    assert all(12 <= len(each) <= 200 and each == each.casefold() for each in officers.COMMON_PASSWORDS)


def test_a_name_is_taken_once(each_database: Engine) -> None:
    add("sam")
    with pytest.raises(OfficerError, match="already"):
        add("Sam")


def test_officers_are_listed_by_name_with_their_roles(each_database: Engine) -> None:
    add("zoe", role=Role.ADMINISTRATOR)
    add("amal", role=Role.SAFEGUARDING_LEAD)
    with session() as opened:
        found = [(each.username, each.role) for each in officers.everyone(opened)]
    assert found == [("amal", "safeguarding_lead"), ("zoe", "administrator")]


@pytest.mark.parametrize("username", ["sam", "nobody-of-that-name"])
def test_a_name_locks_for_longer_and_longer_whether_or_not_it_exists(
    each_database: Engine, time: Clock, username: str
) -> None:
    add("sam")
    for _ in range(5):
        assert enter(username, "wrong") is None
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        assert enter(username, "wrong") == "locked"
        time.move(minutes=minutes, seconds=-1)
        assert enter(username, "wrong") == "locked"
        time.move(seconds=1)
        assert enter(username, "wrong") is None


def test_a_locked_name_does_not_open_even_to_the_right_password_until_the_lock_ends(
    each_database: Engine, time: Clock
) -> None:
    add()
    for _ in range(5):
        enter(password="wrong")
    assert enter() == "locked"
    time.move(minutes=1)
    assert enter() == "sam"
    for _ in range(4):
        assert enter(password="wrong") is None
    assert enter() == "sam"


def test_one_name_locks_alone(database: Engine) -> None:
    add("sam")
    add("alex")
    for _ in range(6):
        enter("sam", "wrong")
    assert enter("sam") == "locked"
    assert enter("alex") == "alex"


def test_many_tries_at_once_get_no_more_than_one_after_another(
    each_database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    add()
    checked: list[str] = []
    matches = officers._matches

    def counted(hashed: str, password: str) -> bool:
        checked.append(password)
        return matches(hashed, password)

    monkeypatch.setattr(officers, "_matches", counted)
    together = threading.Barrier(12)
    answers: list[str | None] = []

    def guess(number: int) -> None:
        together.wait()
        answers.append(enter(password=f"wrong {number}"))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(checked) == 5
    assert sorted(str(answer) for answer in answers) == ["None"] * 5 + ["locked"] * 7


def test_an_unknown_name_costs_a_password_check_too(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(officers, "_matches", lambda hashed, password: bool(checked.append(hashed)))
    for name in ("nobody-of-that-name", "not a name", ""):
        assert enter(name) is None
    assert checked == [officers._NOBODY] * 3


def test_tries_are_forgotten_after_a_day_and_names_are_not_readable(
    each_database: Engine, time: Clock
) -> None:
    for name in ("sam", "my password typed in the wrong field"):
        enter(name, "wrong")
    with session() as opened:
        held = opened.scalars(select(SignInTries.name_hash)).all()
    assert len(held) == 2
    assert not any("sam" in each or "password" in each for each in held)
    time.move(days=1, seconds=1)
    enter("alex", "wrong")
    with session() as opened:
        assert opened.scalar(select(func.count()).select_from(SignInTries)) == 1


def test_a_disabled_account_is_shut_until_it_is_reset(each_database: Engine) -> None:
    add()
    with session() as opened:
        officers.disable(opened, "Sam")
    assert enter() is None
    with session() as opened:
        officers.reset(opened, "sam", OTHER_PASSWORD)
    assert enter(password=OTHER_PASSWORD) == "sam"
    assert enter() is None


def test_a_reset_opens_a_locked_account(each_database: Engine) -> None:
    add()
    for _ in range(6):
        enter(password="wrong")
    with session() as opened:
        officers.reset(opened, "sam", OTHER_PASSWORD)
    assert enter(password=OTHER_PASSWORD) == "sam"


def test_a_reset_has_the_same_rules(database: Engine) -> None:
    add()
    with pytest.raises(OfficerError, match="at least 12"), session() as opened:
        officers.reset(opened, "sam", "short")
    assert enter() == "sam"


@pytest.mark.parametrize("name", ["alex", "", "\x00"])
def test_what_is_not_there_cannot_be_changed(each_database: Engine, name: str) -> None:
    for change in (
        lambda opened: officers.disable(opened, name),
        lambda opened: officers.reset(opened, name, PASSWORD),
    ):
        with pytest.raises(OfficerError, match="no officer"), session() as opened:
            change(opened)


@pytest.fixture
def token(each_database: Engine, time: Clock) -> str:
    """The token of sam, just signed in."""
    add()
    with session() as opened:
        officer = officers.verify(opened, "sam", PASSWORD)
        assert officer is not None
        return officers.open_session(opened, officer)


def who(token: str) -> str | None:
    with session() as opened:
        found = officers.find_session(opened, token)
        return found.officer.username if found else None


def test_a_session_is_found_by_its_token_alone(token: str) -> None:
    assert who(token) == "sam"
    assert who(token[:-1]) is None
    assert who("") is None
    assert who("\ud800\x00") is None


def test_only_a_hash_of_the_token_is_kept(token: str) -> None:
    with session() as opened:
        held = opened.scalars(select(OfficerSession)).one()
        assert token not in (held.token_hash, held.csrf)
        assert len(held.csrf) >= 40


def test_every_session_has_a_token_and_a_csrf_of_its_own(token: str) -> None:
    with session() as opened:
        other = officers.open_session(opened, officers.everyone(opened)[0])
    assert other != token
    with session() as opened:
        assert len({each.csrf for each in opened.scalars(select(OfficerSession))}) == 2


def test_a_session_ends_after_half_an_hour_of_silence(token: str, time: Clock) -> None:
    time.move(minutes=29, seconds=59)
    assert who(token) == "sam"
    time.move(minutes=29, seconds=59)
    assert who(token) == "sam"
    time.move(minutes=30)
    assert who(token) is None


def test_a_session_ends_after_eight_hours_however_busy(token: str, time: Clock) -> None:
    for _ in range(23):
        time.move(minutes=20)
        assert who(token) == "sam"
    time.move(minutes=20)
    assert who(token) is None


def test_a_closed_session_is_closed(token: str) -> None:
    with session() as opened:
        officers.close_session(opened, "some other token")
    assert who(token) == "sam"
    with session() as opened:
        officers.close_session(opened, token)
    assert who(token) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda opened: officers.disable(opened, "sam"),
        lambda opened: officers.reset(opened, "sam", OTHER_PASSWORD),
    ],
)
def test_disabling_and_resetting_end_every_session(token: str, change: Callable[[object], object]) -> None:
    with session() as opened:
        change(opened)
    assert who(token) is None


def test_sessions_that_are_over_are_cleared_away(token: str, time: Clock) -> None:
    time.move(hours=9)
    with session() as opened:
        officers.open_session(opened, officers.everyone(opened)[0])
    with session() as opened:
        assert opened.scalar(select(func.count()).select_from(OfficerSession)) == 1


def test_looking_does_not_hold_up_writers(
    token: str, time: Clock, database_is_free: Callable[[], bool]
) -> None:
    time.move(minutes=5)
    with session() as opened:
        assert officers.find_session(opened, token) is not None
        assert database_is_free()


def test_nor_does_another_writer_stop_the_looking(
    token: str, time: Clock, monkeypatch: pytest.MonkeyPatch, database_is_free: Callable[[], bool]
) -> None:
    time.move(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: time.at if database_is_free() else None)
    assert who(token) == "sam"


def test_the_slow_check_does_not_hold_up_writers(
    each_database: Engine, monkeypatch: pytest.MonkeyPatch, database_is_free: Callable[[], bool]
) -> None:
    add()
    matches = officers._matches
    monkeypatch.setattr(officers, "_matches", lambda *both: database_is_free() and matches(*both))
    assert enter() == "sam"
    assert enter(password="wrong") is None


def test_an_officer_shut_out_by_any_hand_has_no_session(token: str) -> None:
    with session() as opened:
        opened.execute(update(Officer).values(disabled=True))
    assert who(token) is None


@pytest.fixture
def database_is_free(monkeypatch: pytest.MonkeyPatch, each_database: Engine) -> Callable[[], bool]:
    """Writes the same rows in another transaction, without waiting; raises when it may not."""

    def free() -> bool:
        with each_database.connect() as other, other.begin():
            if each_database.dialect.name == "sqlite":
                other.exec_driver_sql("PRAGMA busy_timeout = 0")
            else:
                other.exec_driver_sql("SET LOCAL lock_timeout = 100")
            other.exec_driver_sql("UPDATE officer_session SET csrf = csrf || '+'")
            other.exec_driver_sql("UPDATE sign_in_tries SET failed = failed")
        return True

    return free


def trail() -> list[tuple[str, str, str, str]]:
    """Who did what to whom, as the audit log has it."""
    with session() as opened:
        events = opened.scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(each.actor, each.action, each.subject, each.detail) for each in events]


def test_a_sign_in_and_the_sign_out_are_in_the_audit_log(token: str) -> None:
    assert trail() == [("sam", "officer.sign_in", "sam", "")]
    with session() as opened:
        officers.close_session(opened, "no such token")
        officers.close_session(opened, token)
        officers.close_session(opened, token)
    assert trail()[1:] == [("sam", "officer.sign_out", "sam", "")]


def test_a_lock_is_in_the_audit_log_and_a_name_that_is_nobodys_is_not(
    each_database: Engine, time: Clock
) -> None:
    add()
    for name in ("sam", "my password"):
        for _ in range(officers.FREE_TRIES):
            assert enter(name, OTHER_PASSWORD) is None
        assert enter(name, OTHER_PASSWORD) == "locked"
    assert trail() == [("sign-in form", "officer.lock", "sam", "5 tries in a row")]
    time.move(minutes=2)
    assert enter(password=OTHER_PASSWORD) is None
    assert trail()[1:] == [("sign-in form", "officer.lock", "sam", "6 tries in a row")]
