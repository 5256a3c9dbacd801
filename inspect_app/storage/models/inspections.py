"""考核单: who fills it, what was recorded, what was found on site."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, JSONField, TextField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.people import Subject, User
from inspect_app.storage.models.rounds import ChecklistVersion, Round

INSPECTION_STATES = ("assigned", "open", "submitted", "returned", "approved")


class Inspection(Row):
    """考核单. `tally` remembers each entry's result, so that a save scores only what it touches.

    `context` is what its score rests on beside the answers, {} until first needed: see storage.contexts.
    `previous` is the unit's sheet of the same checklist before this one.
    """

    round = ForeignKeyField(Round, backref="inspections")
    subject = ForeignKeyField(Subject, backref="inspections")
    checklist = ForeignKeyField(ChecklistVersion)
    state = CharField(max_length=10, default="assigned", constraints=[one_of("state", INSPECTION_STATES)])
    tally = JSONField(default=dict)
    context = JSONField(default=dict)
    previous = ForeignKeyField("self", null=True, backref="following")
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
    """填报 of one item or veto. `version` counts the saves; `facts` is by rule label.

    `problem` was written down by hand, whether points are lost or not.
    """

    inspection = ForeignKeyField(Inspection, backref="answers")
    entry = CharField(max_length=48)
    facts = JSONField(default=dict)
    not_applicable = CharField(max_length=200, default="")
    note = TextField(default="")
    problem = TextField(default="")
    version = IntegerField(default=1)
    updated_at = DateTimeField()
    updated_by = ForeignKeyField(User)

    class Meta:
        indexes = ((("inspection", "entry"), True),)


class Visit(Row):
    """走访: one on-site visit."""

    inspection = ForeignKeyField(Inspection, backref="visits")
    date = DateField()
    place = CharField(max_length=60)
    people = CharField(max_length=200)
    inspectors = CharField(max_length=200)
    note = TextField(default="")
    save_id = CharField(max_length=36, unique=True)


class OfficeValue(Row):
    """What the office knows for a rule of a sheet: a number as exact text, or a grade's name."""

    inspection = ForeignKeyField(Inspection, backref="office_values", on_delete="CASCADE")
    entry = CharField(max_length=48)
    rule = CharField(max_length=40)
    value = CharField(max_length=20)
    entered_at = DateTimeField()
    entered_by = ForeignKeyField(User)

    class Meta:
        indexes = ((("inspection", "entry", "rule"), True),)
