"""Logging: as much as LOG_LEVEL says, one line for a message."""

import logging
import re
from collections.abc import Iterator

import pytest

from data import logs
from data.settings import settings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The root logger, afterwards as it was before."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    settings.cache_clear()
    yield
    root.setLevel(level)
    root.handlers[:] = handlers
    settings.cache_clear()


def test_the_level_is_the_one_that_is_set(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "warning")
    logs.set_up()
    logging.getLogger("data.finder").info("not said")
    logging.getLogger("data.finder").warning("said")
    assert re.fullmatch(
        r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING data\.finder: said\n", capsys.readouterr().err
    )


def test_setting_up_twice_says_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logs.set_up()
    logging.getLogger("data").error("once")
    assert capsys.readouterr().err.count("once") == 1


def test_a_message_cannot_forge_a_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    logging.getLogger("data").error("typed: %s", "SE6\r\n2026-01-01T00:00:00Z ERROR data: forged")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_traceback_is_still_there(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up()
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logging.getLogger("data").exception("trouble")
    assert "Traceback" in capsys.readouterr().err.splitlines()[1]
