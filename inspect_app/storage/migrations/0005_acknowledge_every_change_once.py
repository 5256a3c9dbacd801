"""Acknowledge every kind of change once, and know who is at which item."""

from typing import Any

from peewee import CharField, Database, DateTimeField, ForeignKeyField, Model

# The audit log alone now says what was carried out; so far photographs and visits kept their save ids themselves.
TAKE_OVER = """
    UPDATE audit SET save_id = (
        SELECT added.save_id FROM {table} AS added
        WHERE added.id = CAST(substr(audit.target, {start}) AS INTEGER)
    )
    WHERE action = 'add-{table}' AND save_id IS NULL
"""


def up(migrator: Any, db: Database) -> None:
    """A frozen copy of the model as it was then."""

    class Inspection(Model):
        class Meta:
            database = db
            table_name = "inspection"

    class User(Model):
        class Meta:
            database = db
            table_name = "account"

    class Presence(Model):
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        entry = CharField(max_length=48)
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "presence"
            indexes = ((("inspection", "user"), True),)

    db.create_tables([Presence])
    for table in ("photo", "visit"):
        db.execute_sql(TAKE_OVER.format(table=table, start=len(table) + 2))
