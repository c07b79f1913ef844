"""The message "knife-crime", for each of its audiences."""

from pages.ui.message import message_page

message_page("knife-crime")
