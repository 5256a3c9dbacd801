"""整改通知书 and their lines."""

from peewee import CharField, Check, DateField, DateTimeField, ForeignKeyField, IntegerField, TextField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.people import Subject, User
from inspect_app.storage.models.rounds import Round

NOTICE_STATES = ("draft", "issued")


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
