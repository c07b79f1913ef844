"""How Alembic runs here: always inside the connection and transaction that `data.database.prepare` hands over."""

from alembic import context

from data.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
