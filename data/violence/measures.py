"""What is counted: one consistent set of measures over labels that the publisher has changed.

The Met's files name an offence by a major and a minor text. Majors have kept their names apart from their
case. Minors have not: until mid-2025 violence against the person had three, and has five since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Measure(StrEnum):
    """The measures we publish. The values are used in files, addresses and the database."""

    VIOLENCE = "violence"
    WITH_INJURY = "violence-with-injury"
    WITHOUT_INJURY = "violence-without-injury"
    HOMICIDE = "homicide"
    ROBBERY = "robbery"
    WEAPONS = "possession-of-weapons"
    SEXUAL = "sexual-offences"

    @property
    def label(self) -> str:
        return DESCRIPTIONS[self].label

    @property
    def definition(self) -> str:
        return DESCRIPTIONS[self].definition


@dataclass(frozen=True)
class Description:
    """What a person reads about a measure, and which of an area's figures may be shown.

    `ward` is False where a ward's figure could point at one event and so at a family. `ward_months` is True
    only where single months of a ward are large enough to say something.
    """

    label: str
    definition: str
    ward: bool = True
    ward_months: bool = False


DESCRIPTIONS: Mapping[Measure, Description] = {
    Measure.VIOLENCE: Description(
        "All violence against the person",
        "Every offence the police recorded as violence against a person: from threats, harassment and "
        "stalking to assault and homicide. It does not include robbery or sexual offences.",
        ward_months=True,
    ),
    Measure.WITH_INJURY: Description(
        "Violence with injury",
        "Assaults and other violence in which somebody was hurt, and deaths or serious injuries caused by "
        "illegal driving.",
    ),
    Measure.WITHOUT_INJURY: Description(
        "Violence without injury",
        "Violence in which nobody was physically hurt, such as threats, stalking and harassment. It can "
        "still do lasting harm.",
    ),
    Measure.HOMICIDE: Description(
        "Homicide",
        "Murder, manslaughter and infanticide. Shown for the whole borough only, out of respect for "
        "families.",
        ward=False,
    ),
    Measure.ROBBERY: Description(
        "Robbery",
        "Taking something from a person or a business by force or by the threat of force.",
    ),
    Measure.WEAPONS: Description(
        "Possession of weapons",
        "Having a weapon where the law does not allow it. This counts what police found or were told about, "
        "so it also rises when police search more.",
    ),
    Measure.SEXUAL: Description(
        "Sexual offences",
        "Rape and other sexual offences, counted when they were reported to the police, which can be long "
        "after they happened.",
    ),
}

VIOLENCE_MAJOR = "VIOLENCE AGAINST THE PERSON"

MAJORS: Mapping[str, Measure] = {
    VIOLENCE_MAJOR: Measure.VIOLENCE,
    "ROBBERY": Measure.ROBBERY,
    "POSSESSION OF WEAPONS": Measure.WEAPONS,
    "SEXUAL OFFENCES": Measure.SEXUAL,
}

VIOLENCE_MINORS: Mapping[str, Measure] = {
    "HOMICIDE": Measure.HOMICIDE,
    "VIOLENCE WITH INJURY": Measure.WITH_INJURY,
    "DEATH SERIOUS INJURY ILLEGAL DRIVING": Measure.WITH_INJURY,
    "VIOLENCE WITHOUT INJURY": Measure.WITHOUT_INJURY,
    "STALKING AND HARASSMENT": Measure.WITHOUT_INJURY,
}


class UnknownOffence(ValueError):
    """A minor text of violence against the person that no measure claims."""


def measures_of(major: str, minor: str) -> tuple[Measure, ...]:
    """The measures an offence counts towards; none for offences we do not publish. Case does not matter.

    Raises UnknownOffence for a new kind of violence, since guessing where it belongs would bend a series.
    """
    major, minor = major.strip().upper(), minor.strip().upper()
    if major not in MAJORS:
        return ()
    if major != VIOLENCE_MAJOR:
        return (MAJORS[major],)
    if minor not in VIOLENCE_MINORS:
        raise UnknownOffence(f"{minor!r} is a kind of violence we do not know")
    return (Measure.VIOLENCE, VIOLENCE_MINORS[minor])
