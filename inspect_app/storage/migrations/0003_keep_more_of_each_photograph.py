"""Keep of each photograph its order, marks, pair, time and place; take documents; let a round ask for watermarks."""

from typing import Any

from peewee import Database, DateTimeField

# On SQLite the migrator makes a column NOT NULL by building the table anew, and every row that points to it would go.
COLUMNS = (
    ("round", "watermark", "BOOLEAN NOT NULL DEFAULT FALSE"),
    ("evidence", "suffix", "VARCHAR(5) NOT NULL DEFAULT '.jpg'"),
    ("evidence", "pages", "INTEGER NOT NULL DEFAULT 0"),
    ("photo", "name", "VARCHAR(120) NOT NULL DEFAULT ''"),
    ("photo", "position", "INTEGER NOT NULL DEFAULT 0"),
    ("photo", "turn", "INTEGER NOT NULL DEFAULT 0 CHECK (turn IN (0, 90, 180, 270))"),
    ("photo", "drawing", "TEXT NOT NULL DEFAULT ''"),
    ("photo", "before_id", "INTEGER NULL REFERENCES photo (id) ON DELETE SET NULL"),
    ("photo", "taken_from", "VARCHAR(8) NOT NULL DEFAULT 'server'"),
    ("photo", "place", "VARCHAR(60) NOT NULL DEFAULT ''"),
    ("photo", "latitude", "VARCHAR(12) NOT NULL DEFAULT ''"),
    ("photo", "longitude", "VARCHAR(12) NOT NULL DEFAULT ''"),
    ("photo", "located_by", "VARCHAR(8) NOT NULL DEFAULT ''"),
)


def up(migrator: Any, db: Database) -> None:
    """What is there already was taken, for all that is known, when it was added."""
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    migrator.migrate(migrator.add_column("photo", "taken_at", DateTimeField(null=True)))
    db.execute_sql('UPDATE "photo" SET "taken_at" = "added_at"')
    db.execute_sql('CREATE UNIQUE INDEX "photo_before_id" ON "photo" ("before_id")')
