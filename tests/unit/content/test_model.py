"""The models: Markdown without HTML, phrases that are filled in exactly, nothing that can be changed by accident."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from content.model import Content, Document, Prose, gaps
from content.phrases import PHRASES
from content.sheets import ContentError


def test_markdown_becomes_html() -> None:
    assert (
        Prose.model_validate("**Who:** [help](/help)").html
        == '<p><strong>Who:</strong> <a href="/help">help</a></p>\n'
    )


def test_html_in_markdown_is_text() -> None:
    html = Prose.model_validate("a <script>alert(1)</script> <b>b</b>").html
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_links_cannot_run_anything(address: str) -> None:
    assert "href" not in Prose.model_validate(f"[x]({address})").html


def test_empty_prose_is_refused() -> None:
    with pytest.raises(ValidationError):
        Prose.model_validate("  \n ")


def test_words_cannot_be_changed(words: Content) -> None:
    with pytest.raises(ValidationError):
        words.site.name = "Other"


def test_a_phrase_is_filled_in(words: Content) -> None:
    said = words.say("postcode.outside", postcode="SW1A 1AA")
    assert said.startswith("SW1A 1AA ")
    assert "{" not in said


@pytest.mark.parametrize("values", [{}, {"postcod": "x"}, {"postcode": "x", "more": "y"}])
def test_a_phrase_filled_in_wrongly_is_an_error(words: Content, values: dict[str, str]) -> None:
    with pytest.raises(ContentError, match=r"postcode\.outside"):
        words.say("postcode.outside", **values)


def test_an_unknown_phrase_is_an_error(words: Content) -> None:
    with pytest.raises(ContentError, match=r"no phrase 'postcode\.moon'"):
        words.say("postcode.moon")


def test_values_in_a_phrase_are_not_read_as_gaps(words: Content) -> None:
    assert "{evil}" in words.say("postcode.outside", postcode="{evil}")


def test_every_phrase_can_be_said(words: Content) -> None:
    for key, names in PHRASES.items():
        said = words.say(key, **{name: f"<{name}>" for name in names})
        assert all(f"<{name}>" in said for name in names)


@pytest.mark.parametrize("phrase", ["{a", "a}", "{a:>3}", "{a!r}"])
def test_odd_gaps_are_refused(phrase: str) -> None:
    with pytest.raises(ValueError):
        gaps(phrase)


def test_pages_and_messages_are_found_by_key(words: Content) -> None:
    assert words.page("find").path == "find"
    assert words.message("bullying").title == "Bullying"
    with pytest.raises(KeyError, match="moon"):
        words.page("moon")
    with pytest.raises(KeyError, match="moon"):
        words.message("moon")


def test_sources_are_cited_by_their_full_titles_in_order(words: Content) -> None:
    assert words.cited(("YJP", "WSA")) == (
        "Lewisham Youth Justice Strategic Plan 2018-21",
        "Lewisham whole systems approach note",
    )
    assert words.cited(()) == ()
    with pytest.raises(KeyError, match="moon"):
        words.cited(("WSA", "moon"))


def test_a_document_s_sections_have_anchors_and_html(words: Content) -> None:
    help_now: Document = words.documents["help"]
    danger = help_now.sections[0]
    assert danger.id == "danger"
    assert danger.html.startswith("<p>")
    assert "999" in danger.html
