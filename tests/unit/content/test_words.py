"""What the words themselves must and must not say. Oracles from outside where there is one (textstat for reading age)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest
import textstat
from textstat.backend.counts import _count_syllables

from content.model import Audience, Content
from content.reading import HERE

AUDIENCES = ("young-people", "parents-and-carers", "other-adults")
SLUGS = ("bullying", "healthy-relationships", "knife-crime", "drugs-and-alcohol", "online-dangers")
EVERY_AUDIENCE = [(slug, audience) for slug in SLUGS for audience in AUDIENCES]
FINDER = '"Find a trusted adult"'

# Words that frighten, label or blame, whoever reads them.
NOWHERE = re.compile(
    r"\b(stab\w*|blades?|gangs?|thugs?|yobs?|junk(y|ie)s?|addicts?|druggies?|feral|hoodies?|sluts?|bull(y|ies)|dealers?"
    r"|murder\w*|kill(s|ed|ing|ers?)?|blood\w*|committed suicide|asked for it|should have known|offenders?|perpetrators?)\b",
    re.IGNORECASE,
)
NOT_FOR_THE_YOUNG = re.compile(
    r"\b(victims?(?! Support)|criminals?|weapons?|exploitation|groomed|safeguarding|at risk|prison)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"confidential|in confidence|anonymous|guarantee|we promise|we will protect|(will|can) keep you safe\b|you will be safe",
    re.IGNORECASE,
)
# Names of organisations, services and laws, and a few words that stand before a name; a person's name is not among them.
NAMES = (
    "Stop the Violence Now",
    "Safer Lewisham Partnership",
    "Lewisham Youth Justice Strategic Plan",
    "Youth Offending Service",
    "MJ Achievement Awards",
    "Department for Education's Innovation Unit",
    "Victim Support",
    "Athena",
    "Report Remove",
    "Internet Watch Foundation",
    "UK Council for Internet Safety",
    "Think Family",
    "University Hospital Lewisham",
    "London Borough of Lewisham",
    "London Datastore",
    "Metropolitan Police Service",
    "Office for National Statistics",
    "Open Government Licence",
    "Royal Mail",
    "Frictionless Data Package",
    "Web Content Accessibility Guidelines",
    "Easy Read",
    "Information Commissioner's Office",
    "Equality Advisory and Support Service",
    "Equality and Human Rights Commission",
    "UN Convention on the Rights of the Child",
    "Criminal Justice Act",
    "Protection of Children Act",
    "Sexual Offences Act",
    "Misuse of Drugs Act",
    "Children and Families Act",
    "Licensing Act",
    "Domestic Abuse Act",
    "Serious Crime Act",
    "Education and Inspections Act",
    "Independent School Standards",
    "Working Together to Safeguard Children",
    "Keeping Children Safe in Education",
    "Scottish",
    "Youth Endowment Fund",
    "NHS England",
    "Wales",
    "Smoking, Drinking and Drug Use among Young People",
    "National Crime Agency",
    "General Data Protection Regulation",
    "World Wide Web Consortium",
    "Flesch-Kincaid",
    "Find Ring In How The If Contains",
)
TITLES = re.compile(r"\b(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Cllr|Councillor|Sgt|Inspector|Rev)\b\.? [A-Z]")
PAIRS = re.compile(r"\b[A-Z][\w'’]*[a-z](?:[ -][A-Z][\w'’]*[a-z])+\b")
NAME_WORDS = {word.removesuffix("'s") for name in NAMES for word in re.split("[ ,-]+", name)}


@pytest.fixture(autouse=True)
def no_dictionary_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """textstat would fetch a dictionary; without it, it counts syllables by hyphenation and reads up to one grade low."""
    monkeypatch.setattr(_count_syllables, "get_cmudict", lambda lang: None)


def texts(value: Any) -> Iterator[str]:
    """Every string in a dumped model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from texts(each)


def prose(markdown: str) -> list[str]:
    """The lines of a Markdown text without its marks."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return [line for line in re.sub(r"[*_#`]", "", bare).splitlines() if line.strip()]


def grade(lines: list[str]) -> float:
    """US school grade by Flesch and Kincaid, with the grade that counting without a dictionary may miss.

    A reading age is about five years more.
    """
    ended = [line if line.rstrip().rstrip('"')[-1:] in set(".?!") else f"{line}." for line in lines]
    return textstat.flesch_kincaid_grade(" ".join(ended)) + 1


def names(text: str) -> list[str]:
    """What may be a person's name: a title with a name after it, and words in a row that start with a capital letter."""
    titled = [found[0] for found in TITLES.finditer(text)]
    rows = [word for row in PAIRS.findall(text) for word in re.split("[ -]", row)]
    return titled + [word for word in rows if word.removesuffix("'s") not in NAME_WORDS]


def lines_of(audience: Audience) -> list[str]:
    return [
        audience.lead,
        *prose(audience.what_it_is.markdown),
        *audience.looks_like,
        *audience.questions,
        *audience.openers,
        *audience.next_steps,
    ]


def told(words: Content, slug: str, audience: str) -> Audience:
    return next(each for each in words.message(slug).audiences if each.slug == audience)


def test_the_oracle_knows_hard_from_easy() -> None:
    assert grade(["The cat sat on the mat.", "You can tell me."]) < 2
    assert (
        grade(
            [
                "Multidisciplinary safeguarding arrangements necessitate comprehensive organisational collaboration."
            ]
        )
        > 15
    )


@pytest.mark.parametrize(("slug", "audience"), EVERY_AUDIENCE)
def test_reading_age(words: Content, slug: str, audience: str) -> None:
    limit = 6 if audience == "young-people" else 7
    page = told(words, slug, audience)
    assert grade(lines_of(page)) <= limit
    assert grade(prose(page.what_it_is.markdown)) <= limit


@pytest.mark.parametrize("key", ["about", "privacy", "accessibility", "data-sources", "help"])
def test_reading_age_of_documents(words: Content, key: str) -> None:
    document = words.documents[key]
    assert grade([line for section in document.sections for line in prose(section.markdown)]) <= (
        6 if key == "help" else 7
    )


def test_reading_age_of_the_survey_and_of_phrases(words: Content) -> None:
    survey = words.survey
    assert (
        grade(
            [
                *prose(survey.intro.markdown),
                *prose(survey.thanks.markdown),
                *(each.text for each in survey.questions),
            ]
        )
        <= 6
    )
    assert grade(list(words.phrases.values())) <= 6


def test_the_accessibility_page_says_what_is_measured(words: Content) -> None:
    """The limits above, as ages: a grade and five years."""
    testing = next(each for each in words.documents["accessibility"].sections if each.id == "testing")
    assert (
        "The pages for young people, Get help now and the survey must come out at 11 or less, "
        "the pages for adults and long texts like this one at 12 or less." in testing.markdown
    )


def test_five_messages_for_three_audiences(words: Content) -> None:
    assert tuple(message.slug for message in words.messages) == SLUGS
    for message in words.messages:
        assert tuple(audience.slug for audience in message.audiences) == AUDIENCES


@pytest.mark.parametrize("slug", SLUGS)
def test_each_audience_is_told_in_its_own_words(words: Content, slug: str) -> None:
    pages = words.message(slug).audiences
    lines = [line for page in pages for line in lines_of(page)]
    assert sorted({line for line in lines if lines.count(line) > 1}) in (
        [],
        ["If a child is in danger now, call 999."],
    )
    assert len({page.what_it_is.markdown for page in pages}) == 3


@pytest.mark.parametrize(("slug", "audience"), EVERY_AUDIENCE)
def test_next_steps_lead_to_a_place_and_to_999(words: Content, slug: str, audience: str) -> None:
    steps = told(words, slug, audience).next_steps
    assert any(FINDER in step for step in steps)
    assert any("999" in step for step in steps)


@pytest.mark.parametrize(("slug", "audience"), EVERY_AUDIENCE)
def test_no_words_that_frighten_label_or_blame(words: Content, slug: str, audience: str) -> None:
    text = "\n".join(texts(told(words, slug, audience).model_dump(exclude={"helplines"})))
    assert NOWHERE.findall(text) == []
    if audience == "young-people":
        assert NOT_FOR_THE_YOUNG.findall(text) == []


def test_the_check_for_words_sees_them() -> None:
    assert NOWHERE.search("He was stabbed")
    assert NOWHERE.search("the bullies")
    assert not NOWHERE.search("Bullying is not OK")
    assert NOT_FOR_THE_YOUNG.search("a victim")
    assert not NOT_FOR_THE_YOUNG.search("Victim Support")


def test_documents_posters_and_phrases_are_as_kind(words: Content) -> None:
    dumped = words.model_dump(exclude={"helpline_words", "sources", "messages"})
    posters = [message.poster.model_dump() for message in words.messages]
    found = [text for text in texts([dumped, posters]) if NOWHERE.search(text)]
    assert found == []


def test_nothing_is_promised_that_cannot_be_kept(words: Content) -> None:
    found = [text for text in texts(words.model_dump()) if PROMISES.search(text)]
    assert found == []


def test_no_person_is_named(words: Content) -> None:
    found = {text[:80]: names(text) for text in texts(words.model_dump()) if names(text)}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Asha Okafor about it.", ["Asha", "Okafor"]),
        ("Ring Jean-Luc at the Youth Offending Service.", ["Jean", "Luc"]),
        ("Speak to Ms Okafor.", ["Ms O"]),
        ("Ring Victim Support or the Metropolitan Police Service.", []),
    ],
)
def test_the_check_for_names_sees_one(text: str, found: list[str]) -> None:
    assert set(found) <= set(names(text))
    assert bool(found) == bool(names(text))


def test_the_big_questions_keep_their_published_wording(words: Content) -> None:
    assert {(each.number, each.id, each.text) for each in words.questions} == {
        (1, "less-violent-society", "How do we become a less violent society?"),
        (2, "better-place", "How do we shape a better place and space?"),
        (3, "negative-bias", "How do we ensure negative bias is recognised and acted upon?"),
    }
    assert [each.number for each in words.questions] == [1, 2, 3]


def test_each_message_has_the_hue_of_the_design(words: Content) -> None:
    assert {message.slug: message.hue for message in words.messages} == {
        "bullying": "#6B4E9B",
        "healthy-relationships": "#B2456E",
        "knife-crime": "#2F5D8A",
        "drugs-and-alcohol": "#3C7A4B",
        "online-dangers": "#A15C14",
    }


def test_navigation_has_the_design_s_order(words: Content) -> None:
    labels = [page.label for page in words.pages if page.label]
    assert labels == [
        "Find a trusted adult",
        "Five messages",
        "Have your say",
        "Violence trends",
        "Schools",
        "About",
        "Get help now",
    ]
    assert [page.key for page in words.pages if page.section == "messages"] == list(SLUGS)
    assert [page.key for page in words.pages if page.section == "have-your-say"] == ["survey", "questions"]
    assert [page.key for page in words.pages if not page.index] == ["officers"]


def test_the_survey_asks_three_things_on_the_design_s_scale(words: Content) -> None:
    dark, day, where = words.survey.questions
    assert [option.label for option in dark.options] == [
        "Very safe",
        "Fairly safe",
        "A bit unsafe",
        "Very unsafe",
        "I do not go out alone after dark",
    ]
    assert [option.code for option in dark.options] == [option.code for option in day.options]
    assert [option.label for option in where.options] == ["Yes", "Not sure", "No"]
    assert "999" in words.survey.intro.markdown


def test_published_outcomes_carry_their_time_and_source(words: Content) -> None:
    section = next(each for each in words.documents["about"].sections if each.id == "outcomes")
    bullets = [line for line in section.markdown.splitlines() if line.startswith("- ")]
    assert len(bullets) == 6
    for bullet in bullets:
        assert re.match(r"- \*\*[^*]*(\d{4}|undated)[^*]*:\*\*", bullet), bullet
        assert "*Source:" in bullet, bullet
    for figure in ("24.1%", "39.7%", "56.3%", "45%", "60%", "70%", "32"):
        assert figure in section.markdown


def test_figures_about_childhood_harm_say_what_they_do_not_mean(words: Content) -> None:
    section = next(each for each in words.documents["about"].sections if each.id == "childhood-harm")
    assert "harm that was done to children" in section.markdown
    assert "nothing about any one child's future" in section.markdown


def test_leaving_and_listing_are_said_honestly(words: Content) -> None:
    assert "does not clear your history" in words.say("exit.note")
    assert "does not clear your history" in words.documents["privacy"].sections[3].markdown
    for key in ("hub.listed", "hub.listed_undated"):
        assert "We have not confirmed it" in words.phrases[key]
    assert "has not yet confirmed" in words.say("hub.no_confirmed_yet")


@pytest.mark.parametrize("key", ["empty", "nonsense", "partial", "outside"])
def test_a_postcode_that_does_not_work_leaves_a_way_on(words: Content, key: str) -> None:
    assert "every place" in words.phrases[f"postcode.{key}"]


def test_every_source_is_cited_somewhere(words: Content) -> None:
    cited = {
        key for message in words.messages for part in (message, *message.audiences) for key in part.sources
    }
    cited |= {key for document in words.documents.values() for key in document.sources}
    assert words.sources.keys() - cited == set()


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("do not carry a knife", "YEF2024"),
        ("people aged 13 to 17", "YEF2024"),
        ("pupils aged 11 to 15", "SDD2023"),
        ("boys as well as girls", "NCA2024"),
    ],
)
def test_what_is_said_of_most_young_people_names_its_survey(words: Content, said: str, key: str) -> None:
    saying = [
        part
        for message in words.messages
        for part in (message, *message.audiences)
        if any(said in text for text in texts(part.model_dump(exclude={"audiences"})))
    ]
    assert saying
    assert [part.lead for part in saying if key not in part.sources] == []


def test_what_is_said_of_the_list_of_places_is_counted_from_it(words: Content) -> None:
    published = HERE.parent / "data" / "published"
    with (published / "hubs.csv").open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    with (published / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        middles = {row["postcode"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    unnamed = [place for place in places if place["source"] == "Compiled list of public places"]
    at_the_middle = [
        place
        for place in places
        if (float(place["latitude"]), float(place["longitude"]))
        == pytest.approx(middles.get(place["postcode"], (0, 0)), abs=2e-5)
    ]
    told = next(each for each in words.documents["data-sources"].sections if each.id == "places").markdown
    assert f"{len(unnamed)} of the {len(places)} did not" in told
    assert f"{len(at_the_middle)} of the places stand on our map at the middle" in told


def test_links_inside_the_words_lead_to_pages_that_exist(words: Content) -> None:
    plain = {"/plain", "/plain/help", "/plain/hubs", "/plain/messages", "/open-data/datapackage.json"}
    pages = {f"/{page.path}" for page in words.pages} | plain
    for text in texts(words.model_dump()):
        for address in re.findall(r"\]\(([^)]*)\)", text):
            assert address in pages or address.startswith(("https://", "tel:")), address


def test_no_e_mail_address_is_made_up(words: Content) -> None:
    assert [text for text in texts(words.model_dump()) if re.search(r"\w@\w", text)] == []


def test_every_word_is_british(words: Content) -> None:
    american = r"\b(color|behavior|center|neighbor|organiz\w*|recogniz\w*|realiz\w*|math|mom)\b"
    assert [text for text in texts(words.model_dump()) if re.search(american, text, re.IGNORECASE)] == []
