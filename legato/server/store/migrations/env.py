"""Alembic runs this for each command: migrations go through the connection, and in the transaction, of the caller."""

from alembic import context

from legato.server.store.tables import metadata

connection = context.config.attributes["connection"]
# SQLite cannot change a table in place; Alembic then copies it.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
