"""Publish compositions and put several rounds together in overall rankings, and print them."""

from typing import Any

from peewee import CharField, Check, Database, DateTimeField, ForeignKeyField, JSONField, Model, TextField


def up(migrator: Any, db: Database) -> None:
    """Frozen copies of the models as they were then; a print job may be of an overall ranking."""

    class User(Model):
        class Meta:
            database = db
            table_name = "account"

    class Subject(Model):
        class Meta:
            database = db
            table_name = "subject"

    class Round(Model):
        class Meta:
            database = db
            table_name = "round"

    class CompositionVersion(Model):
        composition_id = CharField(max_length=48)
        version = CharField(max_length=20)
        title = CharField(max_length=60)
        text = TextField()
        sha256 = CharField(max_length=64)
        published_at = DateTimeField()
        published_by = ForeignKeyField(User, null=True)

        class Meta:
            database = db
            table_name = "composition_version"
            indexes = ((("composition_id", "version"), True),)

    class Overall(Model):
        title = CharField(max_length=60, unique=True)
        composition = ForeignKeyField(CompositionVersion)
        state = CharField(max_length=10, constraints=[Check("state IN ('open', 'published')")])
        result = JSONField(null=True)
        created_at = DateTimeField()
        created_by = ForeignKeyField(User, null=True)
        published_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "overall"

    class OverallPart(Model):
        overall = ForeignKeyField(Overall, on_delete="CASCADE")
        part = CharField(max_length=48)
        round = ForeignKeyField(Round)

        class Meta:
            database = db
            table_name = "overall_part"
            indexes = ((("overall", "part"), True),)

    class OverallUnit(Model):
        overall = ForeignKeyField(Overall, on_delete="CASCADE")
        subject = ForeignKeyField(Subject)
        code = CharField(max_length=20)

        class Meta:
            database = db
            table_name = "overall_unit"
            indexes = ((("overall", "subject"), True),)

    db.create_tables([CompositionVersion, Overall, OverallPart, OverallUnit])
    db.execute_sql('ALTER TABLE "printout" ADD COLUMN "overall_id" INTEGER NULL REFERENCES "overall" ("id")')
    db.execute_sql('CREATE INDEX "printout_overall_id" ON "printout" ("overall_id")')
