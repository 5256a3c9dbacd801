"""Create the first tables."""

from typing import Any

from peewee import (
    BooleanField,
    CharField,
    Check,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)


def up(migrator: Any, db: Database) -> None:
    """Frozen copies of the models as they were at the beginning."""

    class Subject(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=60)
        group = CharField(max_length=20, column_name="group_name")
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "subject"

    class User(Model):
        login = CharField(unique=True, max_length=40)
        name = CharField(max_length=30)
        role = CharField(
            max_length=20, constraints=[Check("role IN ('administrator', 'manager', 'inspector', 'contact')")]
        )
        subject = ForeignKeyField(Subject, null=True)
        password = CharField(max_length=200)
        session_key = CharField(max_length=40)
        active = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "account"
            constraints = [Check("(role = 'contact') = (subject_id IS NOT NULL)")]

    class ChecklistVersion(Model):
        checklist_id = CharField(max_length=48)
        version = CharField(max_length=20)
        title = CharField(max_length=60)
        text = TextField()
        sha256 = CharField(max_length=64)
        published_at = DateTimeField()
        published_by = ForeignKeyField(User, null=True)

        class Meta:
            database = db
            table_name = "checklist_version"
            indexes = ((("checklist_id", "version"), True),)

    class Round(Model):
        title = CharField(unique=True, max_length=60)
        period_start = DateField()
        period_end = DateField()
        deadline = DateField()
        checklist = ForeignKeyField(ChecklistVersion)
        state = CharField(max_length=10, default="open", constraints=[Check("state IN ('open', 'released')")])
        created_at = DateTimeField()
        created_by = ForeignKeyField(User, null=True)
        released_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "round"
            constraints = [Check("period_start <= period_end")]

    class Inspection(Model):
        round = ForeignKeyField(Round)
        subject = ForeignKeyField(Subject)
        checklist = ForeignKeyField(ChecklistVersion)
        state = CharField(
            max_length=10,
            default="assigned",
            constraints=[Check("state IN ('assigned', 'open', 'submitted', 'returned', 'approved')")],
        )
        tally = JSONField(default=dict)
        return_reason = TextField(default="")
        submitted_at = DateTimeField(null=True)
        submitted_by = ForeignKeyField(User, null=True)
        reviewed_at = DateTimeField(null=True)
        reviewed_by = ForeignKeyField(User, null=True)

        class Meta:
            database = db
            table_name = "inspection"
            indexes = ((("round", "subject"), True),)

    class Answer(Model):
        inspection = ForeignKeyField(Inspection)
        entry = CharField(max_length=48)
        facts = JSONField(default=dict)
        not_applicable = CharField(max_length=200, default="")
        note = TextField(default="")
        version = IntegerField(default=1)
        updated_at = DateTimeField()
        updated_by = ForeignKeyField(User)

        class Meta:
            database = db
            table_name = "answer"
            indexes = ((("inspection", "entry"), True),)

    class Assignment(Model):
        inspection = ForeignKeyField(Inspection, on_delete="CASCADE")
        user = ForeignKeyField(User)

        class Meta:
            database = db
            table_name = "assignment"
            indexes = ((("inspection", "user"), True),)

    class Audit(Model):
        at = DateTimeField()
        user = ForeignKeyField(User, null=True)
        action = CharField(max_length=40)
        target = CharField(index=True, max_length=60)
        inspection = ForeignKeyField(Inspection, null=True)
        entry = CharField(max_length=48, default="")
        before = JSONField(null=True)
        after = JSONField(null=True)
        save_id = CharField(unique=True, null=True, max_length=36)

        class Meta:
            database = db
            table_name = "audit"

    class Evidence(Model):
        sha256 = CharField(unique=True, max_length=64)
        media_type = CharField(max_length=40)
        width = IntegerField()
        height = IntegerField()
        size = IntegerField()

        class Meta:
            database = db
            table_name = "evidence"

    class LoginFailure(Model):
        at = DateTimeField(index=True)
        login = CharField(index=True, max_length=40)
        address = CharField(index=True, max_length=45)

        class Meta:
            database = db
            table_name = "login_failure"

    class Member(Model):
        subject = ForeignKeyField(Subject, on_delete="CASCADE")
        roster = CharField(max_length=20)
        name = CharField(max_length=30)
        role = CharField(max_length=30, default="")
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "member"
            indexes = ((("subject", "roster", "name"), True),)

    class Notice(Model):
        round = ForeignKeyField(Round)
        subject = ForeignKeyField(Subject)
        state = CharField(max_length=10, default="draft", constraints=[Check("state IN ('draft', 'issued')")])
        year = IntegerField(null=True)
        serial = IntegerField(null=True)
        version = IntegerField(default=1)
        opening = TextField()
        closing = TextField()
        deadline = DateField()
        issued_at = DateTimeField(null=True)
        issued_by = ForeignKeyField(User, null=True)

        class Meta:
            database = db
            table_name = "notice"
            constraints = [Check("(state = 'issued') = (serial IS NOT NULL)")]
            indexes = ((("round", "subject"), True), (("year", "serial"), True))

    class Photo(Model):
        inspection = ForeignKeyField(Inspection)
        entry = CharField(max_length=48)
        evidence = ForeignKeyField(Evidence)
        caption = CharField(max_length=100, default="")
        added_at = DateTimeField()
        added_by = ForeignKeyField(User)
        save_id = CharField(unique=True, max_length=36)

        class Meta:
            database = db
            table_name = "photo"

    class Printout(Model):
        document = CharField(max_length=20)
        round = ForeignKeyField(Round)
        subject = ForeignKeyField(Subject, null=True)
        state = CharField(
            max_length=10,
            default="waiting",
            constraints=[Check("state IN ('waiting', 'running', 'done', 'failed')")],
        )
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        pages = IntegerField(default=0)
        file = CharField(max_length=120, default="")
        message = TextField(default="")
        requested_at = DateTimeField()
        requested_by = ForeignKeyField(User)

        class Meta:
            database = db
            table_name = "printout"

    class Rectification(Model):
        notice = ForeignKeyField(Notice, on_delete="CASCADE")
        position = IntegerField()
        entry = CharField(max_length=48)
        heading = CharField(max_length=60)
        problem = TextField()
        basis = CharField(max_length=120)
        quote = TextField()
        demand = TextField()
        deadline = DateField()

        class Meta:
            database = db
            table_name = "rectification"

    class Visit(Model):
        inspection = ForeignKeyField(Inspection)
        date = DateField()
        place = CharField(max_length=60)
        people = CharField(max_length=200)
        inspectors = CharField(max_length=200)
        note = TextField(default="")
        save_id = CharField(unique=True, max_length=36)

        class Meta:
            database = db
            table_name = "visit"

    db.create_tables(
        [
            Subject,
            User,
            ChecklistVersion,
            Round,
            Inspection,
            Answer,
            Assignment,
            Audit,
            Evidence,
            LoginFailure,
            Member,
            Notice,
            Photo,
            Printout,
            Rectification,
            Visit,
        ]
    )
