"""Record a problem by hand at any item."""

from typing import Any

from peewee import Database


def up(migrator: Any, db: Database) -> None:
    """On SQLite the migrator would build the table anew; this only adds to it."""
    db.execute_sql('ALTER TABLE "answer" ADD COLUMN "problem" TEXT NOT NULL DEFAULT \'\'')
