from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from data.places import PUBLISHED
from data.violence.store import import_published
from data.violence.tables import Edition, MonthlyCount


def empty_engine() -> Engine:
    engine = create_engine("sqlite://")
    for table in (Edition, MonthlyCount):
        table.__table__.create(engine)
    return engine


@pytest.fixture
def empty() -> Iterator[Session]:
    """A session on the two tables of figures, with nothing in them."""
    with Session(empty_engine()) as session:
        yield session


@pytest.fixture(scope="session")
def figures() -> Iterator[Session]:
    """A session on the committed bundle's figures. Only for reading."""
    with Session(empty_engine()) as session:
        import_published(session, PUBLISHED)
        session.commit()
        yield session
