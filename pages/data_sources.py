"""Where the site's data comes from: one document of content/."""

from pages.ui.pieces import document

document("data-sources")
