"""What an operator can set from outside. Every setting is an environment variable, and all of them are in VARIABLES."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what holds when it is not set, and what it means in plain words."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable(
        "DATABASE_URL",
        "sqlite:///var/site.db",
        "Where records are kept: a SQLite file (a relative path counts from the project's folder) or a PostgreSQL "
        "database, as postgresql://user:password@host/name.",
    ),
    Variable(
        "PUBLIC_URL",
        "http://localhost:8501",
        "The address visitors type, used in links, QR codes and the sitemap.",
    ),
    Variable(
        "MAP_TILES_URL",
        "",
        "A street map server, as https://tiles.example.org/{z}/{x}/{y}.png. Empty: maps show wards without streets.",
    ),
    Variable(
        "MAP_TILES_ATTRIBUTION", "", "The credit that the street map's licence asks for, shown on each map."
    ),
    Variable(
        "SECURE_COOKIES",
        "auto",
        "Whether the officers' cookie is sent over HTTPS only: yes, no, or auto (yes when PUBLIC_URL is https).",
    ),
    Variable("LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
    Variable(
        "EXIT_URL",
        "",
        'Where "Exit this page" leads. Empty: the address given with the site\'s words in content/.',
    ),
)


class SettingsError(ValueError):
    """A setting that cannot be used. The message names the variable and says what is wrong."""


@dataclass(frozen=True)
class Settings:
    """All settings, validated. Raises SettingsError."""

    database_url: str
    public_url: str
    map_tiles_url: str
    map_tiles_attribution: str
    secure_cookies: bool
    log_level: str
    exit_url: str

    def __post_init__(self) -> None:
        if urlsplit(self.database_url).scheme.split("+")[0] not in {"sqlite", "postgresql", "postgres"}:
            raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql://")
        for name, address in (
            ("PUBLIC_URL", self.public_url),
            ("EXIT_URL", self.exit_url or self.public_url),
        ):
            parts = urlsplit(address)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise SettingsError(f"{name} must be a web address that begins with http:// or https://")
        if self.map_tiles_url and not all(part in self.map_tiles_url for part in ("{x}", "{y}", "{z}")):
            raise SettingsError("MAP_TILES_URL must hold {z}, {x} and {y}")
        if self.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise SettingsError("LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from an environment; a variable that is missing or blank has its default. Raises SettingsError."""
    given = {each.name: environment.get(each.name, "").strip() or each.default for each in VARIABLES}
    secure = given["SECURE_COOKIES"].lower()
    if secure not in {"yes", "no", "auto"}:
        raise SettingsError("SECURE_COOKIES must be yes, no or auto")
    return Settings(
        database_url=given["DATABASE_URL"],
        public_url=given["PUBLIC_URL"].rstrip("/"),
        map_tiles_url=given["MAP_TILES_URL"],
        map_tiles_attribution=given["MAP_TILES_ATTRIBUTION"],
        secure_cookies=given["PUBLIC_URL"].startswith("https://") if secure == "auto" else secure == "yes",
        log_level=given["LOG_LEVEL"].upper(),
        exit_url=given["EXIT_URL"],
    )


@cache
def settings() -> Settings:
    """The settings of this process, read once. `settings.cache_clear()` reads them anew. Raises SettingsError."""
    return read_settings(os.environ)
