"""Checklists and the rounds that use them."""

from peewee import BooleanField, CharField, Check, DateField, DateTimeField, ForeignKeyField, TextField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.people import User

ROUND_STATES = ("open", "released")


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
    """考核批次. Once `released`, units see their own results and nothing can be changed.

    With `watermark`, photographs are shown and printed with time, place, unit and inspector on them.
    Of an `unannounced` one (暗访) a unit learns nothing before that.
    """

    title = CharField(max_length=60, unique=True)
    period_start = DateField()
    period_end = DateField()
    deadline = DateField()
    checklist = ForeignKeyField(ChecklistVersion, backref="rounds")
    signatures_required = BooleanField(default=False)
    state = CharField(max_length=10, default="open", constraints=[one_of("state", ROUND_STATES)])
    created_at = DateTimeField()
    created_by = ForeignKeyField(User, null=True)
    released_at = DateTimeField(null=True)
    watermark = BooleanField(default=False)
    unannounced = BooleanField(default=False)

    class Meta:
        constraints = [Check("period_start <= period_end")]


class Parameter(Row):
    """A number that the round's checklist leaves to the office. `value` is exact; a per cent 90% is 90."""

    round = ForeignKeyField(Round, backref="parameters", on_delete="CASCADE")
    name = CharField(max_length=48)
    value = CharField(max_length=20)

    class Meta:
        indexes = ((("round", "name"), True),)
