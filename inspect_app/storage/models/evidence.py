"""Photographs and the files behind them."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField

from inspect_app.storage.models.base import Row
from inspect_app.storage.models.inspections import Inspection
from inspect_app.storage.models.people import User


class Evidence(Row):
    """A stored picture by content hash; the file lies in the evidence folder."""

    sha256 = CharField(max_length=64, unique=True)
    media_type = CharField(max_length=40)
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()


class Photo(Row):
    """A picture at an item of an inspection."""

    inspection = ForeignKeyField(Inspection, backref="photos")
    entry = CharField(max_length=48)
    evidence = ForeignKeyField(Evidence)
    caption = CharField(max_length=100, default="")
    added_at = DateTimeField()
    added_by = ForeignKeyField(User)
    save_id = CharField(max_length=36, unique=True)
