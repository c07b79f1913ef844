"""How the site logs: to standard error, a line for each message, as much as LOG_LEVEL says."""

import logging
import time

from data.settings import settings

NAME = "site"
TALKATIVE = ("alembic", "fontTools")
"""Libraries that tell each step of ordinary work."""


class OneLine(logging.Formatter):
    """The time in UTC, the level, who speaks and what: never where a visitor came from. A traceback follows below."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with line breaks in the message written out so that nobody can forge a second line."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")


def set_up() -> None:
    """Let every logger speak in this form, at LOG_LEVEL. Doing it again adds nothing. Raises SettingsError."""
    root = logging.getLogger()
    root.setLevel(settings().log_level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    if NAME not in {handler.name for handler in root.handlers}:
        handler = logging.StreamHandler()
        handler.name = NAME
        handler.setFormatter(OneLine())
        root.addHandler(handler)
