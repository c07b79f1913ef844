"""Privacy: one document of content/."""

from pages.ui.pieces import document

document("privacy")
