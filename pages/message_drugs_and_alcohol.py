"""The message "drugs-and-alcohol", for each of its audiences."""

from pages.ui.message import message_page

message_page("drugs-and-alcohol")
