"""Remember what each sheet's score rests on, and which sheet of the unit came before it."""

from typing import Any

from peewee import (
    CharField,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    JSONField,
    Model,
    SqliteDatabase,
)


def up(migrator: Any, db: Database) -> None:
    """Frozen copies of the models as they were then."""
    _add_columns(db)

    class Subject(Model):
        group = CharField(max_length=20, column_name="group_name")

        class Meta:
            database = db
            table_name = "subject"

    class User(Model):
        class Meta:
            database = db
            table_name = "account"

    class ChecklistVersion(Model):
        checklist_id = CharField(max_length=48)

        class Meta:
            database = db
            table_name = "checklist_version"

    class Round(Model):
        state = CharField(max_length=10)
        period_end = DateField()

        class Meta:
            database = db
            table_name = "round"

    class Parameter(Model):
        round = ForeignKeyField(Round)
        name = CharField(max_length=48)
        value = CharField(max_length=20)

        class Meta:
            database = db
            table_name = "parameter"

    class Inspection(Model):
        round = ForeignKeyField(Round)
        subject = ForeignKeyField(Subject)
        checklist = ForeignKeyField(ChecklistVersion)
        state = CharField(max_length=10)
        context = JSONField(default=dict)
        previous = ForeignKeyField("self", null=True)

        class Meta:
            database = db
            table_name = "inspection"

    class OfficeValue(Model):
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE")
        entry = CharField(max_length=48)
        rule = CharField(max_length=40)
        value = CharField(max_length=20)
        entered_at = DateTimeField()
        entered_by = ForeignKeyField(User)

        class Meta:
            database = db
            table_name = "office_value"
            indexes = ((("inspection", "entry", "rule"), True),)

    db.create_tables([OfficeValue])
    _freeze_settled(Inspection, Round, Subject, Parameter)
    _link_previous(Inspection, Round, ChecklistVersion)


def _add_columns(db: Database) -> None:
    """As statements: the migrator would copy a SQLite table to say NOT NULL, and lose what refers to it."""
    kind, no = ("TEXT", "0") if isinstance(db, SqliteDatabase) else ("JSONB", "FALSE")
    boolean = "INTEGER" if isinstance(db, SqliteDatabase) else "BOOLEAN"
    for table, column in (
        ("inspection", f"\"context\" {kind} NOT NULL DEFAULT '{{}}'"),
        ("inspection", '"previous_id" INTEGER REFERENCES "inspection" ("id")'),
        ("round", f'"unannounced" {boolean} NOT NULL DEFAULT {no}'),
        ("subject", "\"kind\" VARCHAR(20) NOT NULL DEFAULT ''"),
        ("subject", "\"size\" VARCHAR(20) NOT NULL DEFAULT ''"),
    ):
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN {column}')
    db.execute_sql('CREATE INDEX "inspection_previous_id" ON "inspection" ("previous_id")')


def _freeze_settled(inspections: Any, rounds: Any, subjects: Any, parameters: Any) -> None:
    """What was approved or released keeps the group and the numbers with which it was scored."""
    numbers: dict[int, dict[str, str]] = {}
    for row in parameters.select():
        numbers.setdefault(row.round_id, {})[row.name] = row.value
    rows = inspections.select(inspections, subjects).join(subjects).switch(inspections).join(rounds)
    for row in rows.where((rounds.state == "released") | (inspections.state == "approved")):
        context = {
            "attributes": {"group": row.subject.group},
            "parameters": numbers.get(row.round_id, {}),
        }
        inspections.update(context=context).where(inspections.id == row.id).execute()


def _link_previous(inspections: Any, rounds: Any, versions: Any) -> None:
    """Each sheet's last approved one of the same unit and the same checklist."""
    rows = inspections.select(inspections, rounds, versions).join(rounds).switch(inspections).join(versions)
    latest: dict[tuple[int, str], int] = {}
    for row in sorted(rows, key=lambda one: (one.round.period_end, one.round_id)):
        key = row.subject_id, row.checklist.checklist_id
        if key in latest:
            inspections.update(previous=latest[key]).where(inspections.id == row.id).execute()
        if row.state == "approved":
            latest[key] = row.id
