"""Postcodes: whatever is typed is read right or refused with a reason, and nothing crashes."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from geo.postcode import Postcode, PostcodeError

OUTWARDS = "SE6 SE13 SE23 SE8 SE26 SE14 SE4 SE3 SE12 BR1 SE16 SE10 SE15 SE9 BR3".split()  # noqa: SIM905
SEPARATORS = st.text(alphabet=" \t\u00a0\u200b\u2009-.,", max_size=3)
WELL_FORMED = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}")


@st.composite
def typed_postcodes(draw: st.DrawFn) -> tuple[str, str]:
    """A Lewisham-like postcode and one way of typing it."""
    outward = draw(st.sampled_from(OUTWARDS))
    inward = draw(st.from_regex(r"[0-9][ABD-HJLNP-UW-Z]{2}", fullmatch=True))
    typed = draw(SEPARATORS)
    for letter in outward + inward:
        form = draw(st.sampled_from((letter, letter.lower(), chr(ord(letter) + 0xFEE0))))
        typed += form + draw(SEPARATORS)
    return f"{outward} {inward}", typed


@given(typed_postcodes())
def test_every_way_of_typing_a_postcode_is_read(case: tuple[str, str]) -> None:
    meant, typed = case
    assert Postcode.parse(typed).full == meant


@given(st.one_of(st.text(), st.text(alphabet="SEBRO0I1Ll46 ", max_size=9)))
@example("\ud800")
@example("ﷺ" * 100)
def test_any_text_gives_a_well_formed_postcode_or_a_reason(typed: str) -> None:
    reason, found = read(typed)
    if found is None:
        assert reason in {"empty", "nonsense", "partial"}
    else:
        assert WELL_FORMED.fullmatch(found.full)
        assert Postcode.parse(found.full) == found


def read(typed: str) -> tuple[str, Postcode | None]:
    """The reason and nothing, or no reason and a postcode."""
    try:
        return "", Postcode.parse(typed)
    except PostcodeError as refused:
        return refused.reason, None
