"""The tables. Times are China's wall clock without an offset; numbers in JSON are text, so they stay exact."""

from typing import TYPE_CHECKING, Any

from peewee import (
    BooleanField,
    CharField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

from inspect_app.storage.database import database

ROLES = ("administrator", "manager", "inspector", "contact")
INSPECTION_STATES = ("assigned", "open", "submitted", "returned", "approved")
ROUND_STATES = ("open", "released")
NOTICE_STATES = ("draft", "issued")
PRINTOUT_STATES = ("waiting", "running", "done", "failed")


def one_of(column: str, values: tuple[str, ...]) -> Any:
    """The constraint that a column holds one of the values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return Check(f"{column} IN ({listed})")


class Row(Model):
    """What every table shares."""

    id: Any

    if TYPE_CHECKING:
        # Peewee adds subject_id beside subject, and the back references.
        def __getattr__(self, name: str) -> Any: ...

    class Meta:
        database = database
        legacy_table_names = False


class Subject(Row):
    """考核对象. `code` orders units everywhere; units are ranked within `group` (县, 区)."""

    code = CharField(max_length=20, unique=True)
    name = CharField(max_length=60, unique=True)
    group = CharField(max_length=20, column_name="group_name")
    active = BooleanField(default=True)


class Member(Row):
    """A person in a roster of a subject, such as 班子成员; the forms begin with these rows."""

    subject = ForeignKeyField(Subject, backref="members", on_delete="CASCADE")
    roster = CharField(max_length=20)
    name = CharField(max_length=30)
    role = CharField(max_length=30, default="")
    position = IntegerField(default=0)

    class Meta:
        indexes = ((("subject", "roster", "name"), True),)


class User(Row):
    """A person who logs in. `session_key` changes with the password, which ends the old sessions."""

    login = CharField(max_length=40, unique=True)
    name = CharField(max_length=30)
    role = CharField(max_length=20, constraints=[one_of("role", ROLES)])
    subject = ForeignKeyField(Subject, null=True, backref="contacts")
    password = CharField(max_length=200)
    session_key = CharField(max_length=40)
    active = BooleanField(default=True)

    class Meta:
        table_name = "account"
        constraints = [Check("(role = 'contact') = (subject_id IS NOT NULL)")]


class LoginFailure(Row):
    """One wrong password, for throttling by account and by address."""

    at = DateTimeField(index=True)
    login = CharField(max_length=40, index=True)
    address = CharField(max_length=45, index=True)


class ChecklistVersion(Row):
    """A published checklist: its text never changes again."""

    checklist_id = CharField(max_length=48)
    version = CharField(max_length=20)
    title = CharField(max_length=60)
    text = TextField()
    sha256 = CharField(max_length=64)
    published_at = DateTimeField()
    published_by = ForeignKeyField(User, null=True)

    class Meta:
        indexes = ((("checklist_id", "version"), True),)


class Round(Row):
    """考核批次. Once `released`, units see their own results and nothing can be changed."""

    title = CharField(max_length=60, unique=True)
    period_start = DateField()
    period_end = DateField()
    deadline = DateField()
    checklist = ForeignKeyField(ChecklistVersion, backref="rounds")
    state = CharField(max_length=10, default="open", constraints=[one_of("state", ROUND_STATES)])
    created_at = DateTimeField()
    created_by = ForeignKeyField(User, null=True)
    released_at = DateTimeField(null=True)

    class Meta:
        constraints = [Check("period_start <= period_end")]


class Parameter(Row):
    """A number that the round's checklist leaves to the office. `value` is exact; a per cent 90% is 90."""

    round = ForeignKeyField(Round, backref="parameters", on_delete="CASCADE")
    name = CharField(max_length=48)
    value = CharField(max_length=20)

    class Meta:
        indexes = ((("round", "name"), True),)


class Inspection(Row):
    """考核单. `tally` remembers each entry's result, so that a save scores only what it touches."""

    round = ForeignKeyField(Round, backref="inspections")
    subject = ForeignKeyField(Subject, backref="inspections")
    checklist = ForeignKeyField(ChecklistVersion)
    state = CharField(max_length=10, default="assigned", constraints=[one_of("state", INSPECTION_STATES)])
    tally = JSONField(default=dict)
    return_reason = TextField(default="")
    submitted_at = DateTimeField(null=True)
    submitted_by = ForeignKeyField(User, null=True)
    reviewed_at = DateTimeField(null=True)
    reviewed_by = ForeignKeyField(User, null=True)

    class Meta:
        indexes = ((("round", "subject"), True),)


class Assignment(Row):
    """An inspector of an inspection: who may see and fill it."""

    inspection = ForeignKeyField(Inspection, backref="assignments", on_delete="CASCADE")
    user = ForeignKeyField(User, backref="assignments")

    class Meta:
        indexes = ((("inspection", "user"), True),)


class Answer(Row):
    """填报 of one item or veto. `version` counts the saves; `facts` is by rule label."""

    inspection = ForeignKeyField(Inspection, backref="answers")
    entry = CharField(max_length=48)
    facts = JSONField(default=dict)
    not_applicable = CharField(max_length=200, default="")
    note = TextField(default="")
    version = IntegerField(default=1)
    updated_at = DateTimeField()
    updated_by = ForeignKeyField(User)

    class Meta:
        indexes = ((("inspection", "entry"), True),)


class Evidence(Row):
    """A stored picture by content hash; the file lies in the evidence folder."""

    sha256 = CharField(max_length=64, unique=True)
    media_type = CharField(max_length=40)
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()


class Visit(Row):
    """走访: one on-site visit."""

    inspection = ForeignKeyField(Inspection, backref="visits")
    date = DateField()
    place = CharField(max_length=60)
    people = CharField(max_length=200)
    inspectors = CharField(max_length=200)
    note = TextField(default="")
    save_id = CharField(max_length=36, unique=True)


class Photo(Row):
    """A picture at an item of an inspection."""

    inspection = ForeignKeyField(Inspection, backref="photos")
    entry = CharField(max_length=48)
    evidence = ForeignKeyField(Evidence)
    caption = CharField(max_length=100, default="")
    added_at = DateTimeField()
    added_by = ForeignKeyField(User)
    save_id = CharField(max_length=36, unique=True)


class Notice(Row):
    """整改通知书. A draft has no number; an issued one never changes."""

    round = ForeignKeyField(Round, backref="notices")
    subject = ForeignKeyField(Subject, backref="notices")
    state = CharField(max_length=10, default="draft", constraints=[one_of("state", NOTICE_STATES)])
    year = IntegerField(null=True)
    serial = IntegerField(null=True)
    version = IntegerField(default=1)
    opening = TextField()
    closing = TextField()
    deadline = DateField()
    issued_at = DateTimeField(null=True)
    issued_by = ForeignKeyField(User, null=True)

    class Meta:
        indexes = ((("round", "subject"), True), (("year", "serial"), True))
        constraints = [Check("(state = 'issued') = (serial IS NOT NULL)")]


class Rectification(Row):
    """整改事项: one line of a notice."""

    notice = ForeignKeyField(Notice, backref="rectifications", on_delete="CASCADE")
    position = IntegerField()
    entry = CharField(max_length=48)
    heading = CharField(max_length=60)
    problem = TextField()
    basis = CharField(max_length=120)
    quote = TextField()
    demand = TextField()
    deadline = DateField()


class Printout(Row):
    """A print job: what is asked for, how far it is, and the file's name when done."""

    document = CharField(max_length=20)
    round = ForeignKeyField(Round, backref="printouts")
    subject = ForeignKeyField(Subject, null=True)
    state = CharField(max_length=10, default="waiting", constraints=[one_of("state", PRINTOUT_STATES)])
    done = IntegerField(default=0)
    total = IntegerField(default=0)
    pages = IntegerField(default=0)
    file = CharField(max_length=120, default="")
    message = TextField(default="")
    requested_at = DateTimeField()
    requested_by = ForeignKeyField(User)


class Audit(Row):
    """Who changed what, when, from what to what. `save_id` makes a save that is sent twice count once."""

    at = DateTimeField()
    user = ForeignKeyField(User, null=True)
    action = CharField(max_length=40)
    target = CharField(max_length=60, index=True)
    inspection = ForeignKeyField(Inspection, null=True, backref="history")
    entry = CharField(max_length=48, default="")
    before = JSONField(null=True)
    after = JSONField(null=True)
    save_id = CharField(max_length=36, null=True, unique=True)


TABLES = (
    Subject,
    User,
    Member,
    LoginFailure,
    ChecklistVersion,
    Round,
    Parameter,
    Inspection,
    Assignment,
    Answer,
    Evidence,
    Visit,
    Photo,
    Notice,
    Rectification,
    Printout,
    Audit,
)
