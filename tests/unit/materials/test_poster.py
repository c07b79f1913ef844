"""Posters: one tagged page that says what it should, in the same bytes each time, whatever the names."""

import re
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from materials.emblems import SLUGS
from materials.poster import PosterError, PosterHelp, PosterPlace, poster

URL = "https://stop.example/find?near=SE6%204RU"
DAY = date(2026, 11, 21)
ON_PAPER = {"a4": (210, 297), "a3": (297, 420)}
LONG = (
    "The Very Long And Entirely Official Name Of A Community Centre "
    "With A Garden, A Hall And A Kitchen For Everybody Here 12"
)
HOSTILE = (
    '#read("/etc/passwd") <script>alert(1)</script> {{ 7*7 }} \u202eevil\u202c 🙂 $x$ *b* \\ @ref ' * 4
)[:300]
WIDE = "W" * 300


@dataclass(frozen=True)
class Words:
    headline: str = "You do not have to put up with it."
    lines: tuple[str, ...] = ("Tell one adult you trust.", "Keep the messages.", "It is not your fault.")
    call: str = "Find a place near you"


@dataclass(frozen=True)
class Message:
    """As much of a content.Message as a poster reads."""

    slug: str = "bullying"
    title: str = "Bullying"
    hue: str = "#6B4E9B"
    poster: Words = Words()


PLACES = (
    PosterPlace(
        "Example Youth Centre", "1 Example Road · 6 minutes' walk", "Public place, listed December 2025."
    ),
    PosterPlace("Café Łódź – Library", "2 Example Road · 9 minutes' walk", "Confirmed, 3 November 2026."),
)
HELPLINES = (
    PosterHelp("Emergency services", "999", "Day and night"),
    PosterHelp("Childline", "0800 1111", "Day and night"),
    PosterHelp("Fearless", "fearless.org"),
)


def made(message=Message(), places=PLACES, helplines=HELPLINES, **change) -> bytes:
    details = {"finder_url": URL, "place_label": "SE6 4RU", "checked_on": DAY} | change
    return poster(message, places, helplines, **details)


def text_of(pdf: bytes) -> str:
    words = PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\u200b", "")
    return re.sub(r"\s+", " ", words)


def tags(pdf: bytes) -> list[str]:
    """The structure's tags in reading order."""

    def below(node) -> list[str]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            return [tag for child in node for tag in below(child)]
        if not isinstance(node, dict) or "/S" not in node:
            return []
        return [str(node["/S"])[1:], *(below(node["/K"]) if "/K" in node else [])]

    return below(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]["/K"])


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert made() == made()
    assert made() != made(checked_on=date(2026, 11, 22))


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("size", ON_PAPER)
def test_every_message_is_one_page_of_its_paper(slug: str, size: str) -> None:
    pages = PdfReader(BytesIO(made(Message(slug=slug), size=size))).pages
    assert len(pages) == 1
    millimetres = tuple(round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:])
    assert millimetres == ON_PAPER[size]


def test_it_says_the_message_the_places_the_helplines_and_the_day() -> None:
    words = text_of(made())
    for part in (
        "Bullying",
        "You do not have to put up with it.",
        "Keep the messages.",
        "Places near SE6 4RU",
        "Example Youth Centre 1 Example Road · 6 minutes' walk Public place, listed December 2025.",
        "Café Łódź – Library",
        "Confirmed, 3 November 2026.",
        "Find a place near you",
        "stop.example/find?near=SE6 4RU",
        "999 Emergency services Day and night",
        "fearless.org Fearless",
        "Helplines last checked on 21 November 2026.",
        "Sources: stop.example/data-sources",
        "Stop the Violence Now Lewisham",
    ):
        assert part in words


def test_without_places_it_says_how_to_find_them() -> None:
    words = text_of(made(places=(), place_label=None))
    assert "Places near" not in words
    assert "Put in your postcode, or choose your ward." in words


def test_no_more_than_three_places_and_six_helplines_are_shown() -> None:
    places = [replace(PLACES[0], name=f"Place number {n}") for n in range(1, 6)]
    lines = [PosterHelp(f"Line number {n}", f"0800 {n}") for n in range(1, 9)]
    words = text_of(made(places=places, helplines=lines))
    assert "Place number 3" in words
    assert "Place number 4" not in words
    assert "Line number 6" in words
    assert "Line number 7" not in words


def test_it_is_tagged_for_screen_readers() -> None:
    pdf = made()
    root = PdfReader(BytesIO(pdf)).trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "You do not have to put up with it." in PdfReader(BytesIO(pdf)).metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_data()
    found = tags(pdf)
    assert found.count("H1") == 1
    assert found.count("H2") == 3
    assert found.count("LI") == len(Message().poster.lines) + len(PLACES)
    assert found.index("H1") < found.index("H2") < found.index("Figure")


def test_the_qr_code_has_words_and_the_address_is_a_link() -> None:
    document = PdfReader(BytesIO(made()))
    objects = [document.get_object(number) for number in range(1, document.trailer["/Size"])]
    figures = [thing["/Alt"] for thing in objects if isinstance(thing, dict) and thing.get("/S") == "/Figure"]
    assert figures == [f"QR code that opens {URL}"]
    links = [annotation.get_object()["/A"]["/URI"] for annotation in document.pages[0]["/Annots"]]
    assert links == [URL]


@pytest.mark.parametrize("size", ON_PAPER)
@pytest.mark.parametrize(
    "url", [URL, "http://localhost:8501/find", "https://stop.example/find?near=" + "a" * 300]
)
def test_the_qr_code_reads_back_as_the_address(url: str, size: str) -> None:
    picture = pypdfium2.PdfDocument(made(finder_url=url, size=size))[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [url]


def test_the_fonts_travel_with_it() -> None:
    page = PdfReader(BytesIO(made())).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {str(font["/BaseFont"]).split("+")[1] for font in fonts} == {
        "PosterSans-Regular",
        "PosterSans-SemiBold",
        "PosterSans-Bold",
    }
    for font in fonts:
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert described.keys() & {"/FontFile2", "/FontFile3"}


@pytest.mark.parametrize("size", ON_PAPER)
@pytest.mark.parametrize(
    "name", [LONG, HOSTILE, WIDE, "\u202e", "\x00\n\r a"], ids=["long", "hostile", "wide", "rtl", "control"]
)
def test_any_names_stay_on_one_page_and_inside_it(name: str, size: str) -> None:
    message = Message(title=name, poster=Words(name, (name,) * 3, name))
    pdf = made(
        message,
        [PosterPlace(name, name, name)] * 3,
        [PosterHelp(name, name, name)] * 6,
        place_label=name,
        size=size,
    )
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    width, height = document[0].get_size()
    text = document[0].get_textpage()
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if text.get_text_range(index, 1).strip():
            assert width * 0.07 < left <= right < width * 0.93
            assert 0 < bottom <= top < height


def test_a_name_of_120_characters_is_shown_whole() -> None:
    assert len(LONG) == 120
    assert LONG in text_of(made(places=[replace(PLACES[0], name=LONG)]))


def test_hostile_text_is_shown_as_text() -> None:
    words = text_of(made(places=[replace(PLACES[0], name=HOSTILE)]))
    assert '#read("/etc/passwd") <script>alert(1)</script> {{ 7*7 }} evil $x$ *b* \\ @ref' in words
    assert "root:" not in words
    assert "\u202e" not in words


def test_letters_the_fonts_lack_are_told_and_pictures_left_out() -> None:
    words = text_of(made(places=[replace(PLACES[0], name="🙂 Hall\u00ad 中 ﬁne Ⅷ")]))
    assert "Hall ? fine VIII" in words
    assert "🙂" not in words


def test_a_number_that_is_not_999_is_not_in_the_colour_of_danger() -> None:
    def coral(pdf: bytes) -> int:
        picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1.5).to_pil().convert("RGB")
        return sum(count for count, colour in picture.getcolors(1 << 24) if colour == (0xB8, 0x3A, 0x22))

    assert coral(made()) > 50
    assert coral(made(helplines=HELPLINES[1:])) == 0


def test_the_page_wears_the_messages_hue() -> None:
    picture = pypdfium2.PdfDocument(made(Message(hue="#2F5D8A")))[0].render(scale=1).to_pil().convert("RGB")
    assert picture.getpixel((5, 5)) == (0x2F, 0x5D, 0x8A)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"size": "a5"}, "a4 or a3"),
        ({"finder_url": "/find"}, "whole web address"),
        ({"finder_url": "javascript:alert(1)"}, "whole web address"),
        ({"finder_url": "https://stop.example/" + "x" * 3000}, "too long for a QR code"),
    ],
)
def test_what_it_cannot_make_it_names(change: dict[str, str], said: str) -> None:
    with pytest.raises(PosterError, match=said):
        made(**change)


def test_a_place_must_say_how_far_it_can_be_trusted() -> None:
    with pytest.raises(PosterError, match="Youth Centre is confirmed or only listed"):
        PosterPlace("Youth Centre", "1 Example Road", " ")
    with pytest.raises(PosterError, match="needs a name"):
        PosterPlace("", "1 Example Road", "Listed.")
    with pytest.raises(PosterError, match="number or address"):
        PosterHelp("Childline", "")
