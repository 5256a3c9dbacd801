"""签字: who signed a 考核单, with what opinion, and under which content."""

from peewee import BooleanField, CharField, Check, DateField, DateTimeField, ForeignKeyField, JSONField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.inspections import Inspection
from inspect_app.storage.models.people import User


class Signature(Row):
    """One signature. `drawing` holds its strokes; without any the name was typed and confirmed face to face.

    `total` and `fingerprint` say what was signed; both are empty when the tablet showed other answers than are stored.
    """

    inspection = ForeignKeyField(Inspection, backref="signatures")
    party = CharField(max_length=10, constraints=[one_of("party", ("inspector", "unit"))])
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
        constraints = [
            Check("(party = 'unit') = (opinion IN ('agree', 'object'))"),
            Check("(opinion = 'object') = (reason <> '')"),
        ]
