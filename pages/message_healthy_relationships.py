"""The message "healthy-relationships", for each of its audiences."""

from pages.ui.message import message_page

message_page("healthy-relationships")
