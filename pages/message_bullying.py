"""The message "bullying", for each of its audiences."""

from pages.ui.message import message_page

message_page("bullying")
