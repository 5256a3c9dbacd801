"""Take signatures on inspections, and let a round ask for them."""

from typing import Any

from peewee import (
    BooleanField,
    CharField,
    Check,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    JSONField,
    Model,
)


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

    class Signature(Model):
        inspection = ForeignKeyField(Inspection)
        party = CharField(max_length=10, constraints=[Check("party IN ('inspector', 'unit')")])
        name = CharField(max_length=30)
        position = CharField(max_length=40, default="")
        opinion = CharField(max_length=10, default="")
        reason = CharField(max_length=500, default="")
        signed_on = DateField()
        drawing = JSONField(null=True)
        total = CharField(max_length=20, default="")
        fingerprint = CharField(max_length=64, default="")
        withdrawn = BooleanField(default=False)
        taken_at = DateTimeField()
        taken_by = ForeignKeyField(User)
        save_id = CharField(max_length=36, unique=True)

        class Meta:
            database = db
            table_name = "signature"
            constraints = [
                Check("(party = 'unit') = (opinion IN ('agree', 'object'))"),
                Check("(opinion = 'object') = (reason <> '')"),
            ]

    db.create_tables([Signature])
    # On SQLite the migrator would build the table anew, and every row that points to it would go.
    db.execute_sql('ALTER TABLE "round" ADD COLUMN "signatures_required" BOOLEAN NOT NULL DEFAULT FALSE')
