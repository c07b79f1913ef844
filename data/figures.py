"""A year of published figures in words: the sentence, the table and what the numbers cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from content import Content
from data import places
from data.violence import series
from data.violence.measures import Measure
from data.violence.mps import BOROUGH
from data.violence.series import NotPlaced, TwelveMonths


@dataclass(frozen=True)
class Picture:
    """Twelve months of one measure: every ward, their sum, and the share that could not be placed in a ward.

    `not_placed` is for those of the twelve months that the borough's file holds too, or None where it holds none.
    """

    borough: TwelveMonths
    wards: tuple[TwelveMonths, ...]
    not_placed: NotPlaced | None

    def of(self, area_code: str) -> TwelveMonths:
        """The borough's or a ward's year; the borough's for a code that is neither."""
        return next((each for each in self.wards if each.area_code == area_code), self.borough)

    @property
    def source(self) -> str:
        """Where the numbers come from, in one line: every file that a number shown is taken from."""
        files = " and ".join(self.borough.editions)
        if self.not_placed is not None:
            files += f", and for what is not placed in a ward {self.not_placed.edition}"
        return f"Source: Metropolitan Police Service, {files}; residents: Census 2021."


def picture(session: Session, measure: Measure) -> Picture:
    """The newest twelve months that the ward files hold. Raises series.NoFigures when there are none."""
    borough = series.twelve_months(session, places.borough().code, measure)
    wards = series.all_wards(session, measure)
    return Picture(borough, wards, share_not_placed(session, measure, borough))


def share_not_placed(session: Session, measure: Measure, year: TwelveMonths) -> NotPlaced | None:
    """The share not placed in a ward, over those of the year's months that the borough file holds as well.

    The borough's file can be a month or two behind the wards': the months they share are compared, none invented. None
    where they share no month, or one between is missing.
    """
    try:
        points = series.series(session, places.borough().code, measure, level=BOROUGH)
        shared = [point.month for point in points if year.first_month <= point.month <= year.last_month]
        return series.not_placed(session, measure, shared[0], shared[-1]) if shared else None
    except series.NoFigures:
        return None


def sentence(words: Content, shown: Picture, chosen: TwelveMonths) -> dict[str, Any]:
    """The values of trend.html: one true sentence about an area, and the numbers it rests on."""
    if chosen.comparison is None:
        said = words.say(
            "trends.borough",
            borough=chosen.area_name,
            rate=f"{chosen.rate:.0f}",
            last_month=chosen.last_month.label,
        )
    else:
        said = words.say(
            "trends.sentence",
            ward=chosen.area_name,
            rate=f"{chosen.rate:.0f}",
            last_month=chosen.last_month.label,
            comparison=words.say(f"trends.{chosen.comparison}"),
            borough_rate=f"{shown.borough.rate:.0f}",
        )
    return {
        "sentence": said,
        "count": f"{chosen.count:,}",
        "first": chosen.first_month.label,
        "last": chosen.last_month.label,
        "residents": f"{chosen.residents:,}",
        "rate": f"{chosen.rate:.2f}",
        "low": f"{chosen.low:.2f}",
        "high": f"{chosen.high:.2f}",
        "source": shown.source,
    }


def limits(words: Content, shown: Picture) -> list[str]:
    """What the numbers cannot tell, each in a sentence."""
    lines = [words.say(f"trends.limits.{key}") for key in ("reported", "place", "daytime")]
    if shown.not_placed is not None:
        lines.append(
            words.say(
                "trends.limits.not_placed",
                share=f"{max(shown.not_placed.share, 0):.1%}",
                first=shown.not_placed.first_month.label,
                last=shown.not_placed.last_month.label,
            )
        )
    lines.append(words.say("trends.limits.official"))
    return lines


def table(words: Content, shown: Picture) -> dict[str, Any]:
    """The values of trend_table.html: every ward by name, then nothing else. No order by number, ever."""
    first, last = shown.borough.first_month.label, shown.borough.last_month.label
    return {
        "caption": words.say("trends.table", first=first, last=last),
        "borough": shown.borough.area_name,
        "rows": [
            {
                "name": each.area_name,
                "count": f"{each.count:,}",
                "residents": f"{each.residents:,}",
                "rate": f"{each.rate:.1f}",
                "interval": f"{each.low:.1f} to {each.high:.1f}",
                "comparison": each.comparison,
            }
            for each in shown.wards
        ],
    }
