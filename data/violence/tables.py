"""The two tables of published counts: which edition said what.

Nothing is ever overwritten. A later edition of the same months is a new row in `edition` with its own
counts, so every figure keeps the file it came from and any revision can be shown.
"""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.base import Base


class Edition(Base):
    """One published file, known by the hash of its bytes. Months are written YYYY-MM.

    `as_at` is the month the file speaks from: where two editions hold the same month, the later `as_at` wins, and of
    equals the one loaded later, which has the greater `id`. A file that is published again with other numbers has the
    slug of the first, so a slug may stand twice.
    """

    __tablename__ = "edition"
    __table_args__ = (
        CheckConstraint("level IN ('ward', 'borough')", name="level"),
        CheckConstraint("first_month <= last_month", name="months"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(200))
    publisher: Mapped[str] = mapped_column(String(120))
    licence: Mapped[str] = mapped_column(String(80))
    source_url: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    first_month: Mapped[str] = mapped_column(String(7))
    last_month: Mapped[str] = mapped_column(String(7))
    as_at: Mapped[str] = mapped_column(String(7))
    note: Mapped[str] = mapped_column(Text, default="")

    counts: Mapped[list["MonthlyCount"]] = relationship(
        back_populates="edition", cascade="all, delete-orphan", passive_deletes=True
    )


class MonthlyCount(Base):
    """Offences recorded in one area in one month, as one edition gives them. A zero is a real zero."""

    __tablename__ = "monthly_count"
    __table_args__ = (
        CheckConstraint('"count" >= 0', name="not_negative"),
        Index("ix_monthly_count_area", "area_code", "measure", "month"),
    )

    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True)
    area_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    measure: Mapped[str] = mapped_column(String(32), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)

    edition: Mapped[Edition] = relationship(back_populates="counts")
