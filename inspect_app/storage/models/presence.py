"""Who is at which item of a sheet at this moment."""

from peewee import CharField, DateTimeField, ForeignKeyField

from inspect_app.storage.models.base import Row
from inspect_app.storage.models.inspections import Inspection
from inspect_app.storage.models.people import User


class Presence(Row):
    """Where an inspector was last on a sheet, and when. It is a hint, and nobody's work rests on it."""

    inspection = ForeignKeyField(Inspection, backref="presences", on_delete="CASCADE")
    user = ForeignKeyField(User, on_delete="CASCADE")
    entry = CharField(max_length=48)
    at = DateTimeField()

    class Meta:
        indexes = ((("inspection", "user"), True),)
