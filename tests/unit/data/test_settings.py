"""Settings: every one described, read and checked."""

from dataclasses import fields

import pytest

from data.settings import VARIABLES, Settings, SettingsError, read_settings, settings


def test_every_setting_is_a_described_variable() -> None:
    assert {each.name.lower() for each in VARIABLES} == {field.name for field in fields(Settings)}
    assert all(each.meaning.endswith(".") for each in VARIABLES)


def test_the_defaults_run_on_one_machine() -> None:
    found = read_settings({})
    assert found.database_url == "sqlite:///var/site.db"
    assert found.public_url == "http://localhost:8501"
    assert not found.secure_cookies
    assert (found.map_tiles_url, found.exit_url, found.log_level) == ("", "", "INFO")


def test_what_is_set_is_used_and_blank_counts_as_not_set() -> None:
    found = read_settings(
        {
            "DATABASE_URL": "postgresql://site:pass@db/site",
            "PUBLIC_URL": "https://stop.example.org/ ",
            "MAP_TILES_URL": "https://tiles.example.org/{z}/{x}/{y}.png",
            "LOG_LEVEL": "debug",
            "EXIT_URL": "  ",
        }
    )
    assert found.database_url == "postgresql://site:pass@db/site"
    assert found.public_url == "https://stop.example.org"
    assert found.secure_cookies
    assert (found.log_level, found.exit_url) == ("DEBUG", "")


@pytest.mark.parametrize(
    ("address", "asked", "secure"),
    [
        ("https://a.example", "auto", True),
        ("http://a.example", "auto", False),
        ("http://a.example", "YES", True),
        ("https://a.example", "no", False),
    ],
)
def test_secure_cookies(address: str, asked: str, secure: bool) -> None:
    assert read_settings({"PUBLIC_URL": address, "SECURE_COOKIES": asked}).secure_cookies is secure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://localhost/site"),
        ("DATABASE_URL", "var/site.db"),
        ("PUBLIC_URL", "stop.example.org"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("EXIT_URL", "ftp://example.org"),
        ("MAP_TILES_URL", "https://tiles.example.org/"),
        ("SECURE_COOKIES", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_what_cannot_work_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value})


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "http://one.example")
    settings.cache_clear()
    assert settings().public_url == "http://one.example"
    monkeypatch.setenv("PUBLIC_URL", "http://two.example")
    assert settings().public_url == "http://one.example"
    settings.cache_clear()
