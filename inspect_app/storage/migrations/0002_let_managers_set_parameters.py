"""Let managers set the parameters of a round's checklist."""

from typing import Any

from peewee import CharField, Database, ForeignKeyField, Model


def up(migrator: Any, db: Database) -> None:
    """A frozen copy of the model as it was then."""

    class Round(Model):
        class Meta:
            database = db
            table_name = "round"

    class Parameter(Model):
        round = ForeignKeyField(Round, on_delete="CASCADE")
        name = CharField(max_length=48)
        value = CharField(max_length=20)

        class Meta:
            database = db
            table_name = "parameter"
            indexes = ((("round", "name"), True),)

    db.create_tables([Parameter])
