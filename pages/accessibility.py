"""Accessibility: one document of content/."""

from pages.ui.pieces import document

document("accessibility")
