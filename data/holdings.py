"""What the site holds: the counts an officer sees first."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.hubs import Hub
from data.survey import Response
from data.violence.tables import Edition


def holdings(session: Session) -> tuple[tuple[str, str], ...]:
    """Label and value, in the order to read them."""
    responses = session.scalar(select(func.count()).select_from(Response)) or 0
    places = session.scalar(select(func.count()).select_from(Hub)) or 0
    confirmed = (
        session.scalar(select(func.count()).select_from(Hub).where(Hub.confirmed_on.is_not(None))) or 0
    )
    editions = session.scalar(select(func.count()).select_from(Edition)) or 0
    last_month = session.scalar(select(func.max(Edition.last_month))) or "none"
    return (
        ("Places listed", str(places)),
        ("Places confirmed", str(confirmed)),
        ("Survey answers kept", str(responses)),
        ("Editions of police figures", str(editions)),
        ("Newest month of police figures", last_month),
    )
