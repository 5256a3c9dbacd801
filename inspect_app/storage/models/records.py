"""What the system did: print jobs, and who changed what."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, JSONField, TextField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.inspections import Inspection
from inspect_app.storage.models.overall import Overall
from inspect_app.storage.models.people import Subject, User
from inspect_app.storage.models.rounds import Round

PRINTOUT_STATES = ("waiting", "running", "done", "failed")


class Printout(Row):
    """A print job: what is asked for, how far it is, and the file's name when done.

    With an `overall`, that ranking is printed, and `round` is the first of the rounds that it puts together.
    """

    document = CharField(max_length=20)
    round = ForeignKeyField(Round, backref="printouts")
    subject = ForeignKeyField(Subject, null=True)
    overall = ForeignKeyField(Overall, null=True)
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
