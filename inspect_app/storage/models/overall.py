"""Compositions and the overall rankings that put several rounds together by them."""

from peewee import CharField, DateTimeField, ForeignKeyField, JSONField, TextField

from inspect_app.storage.models.base import Row, one_of
from inspect_app.storage.models.people import Subject, User
from inspect_app.storage.models.rounds import Round

OVERALL_STATES = ("open", "published")


class CompositionVersion(Row):
    """A published composition: its text never changes again."""

    composition_id = CharField(max_length=48)
    version = CharField(max_length=20)
    title = CharField(max_length=60)
    text = TextField()
    sha256 = CharField(max_length=64)
    published_at = DateTimeField()
    published_by = ForeignKeyField(User, null=True)

    class Meta:
        indexes = ((("composition_id", "version"), True),)


class Overall(Row):
    """综合排名. While open it is reckoned from its rounds; once `published` the stored `result` is what holds."""

    title = CharField(max_length=60, unique=True)
    composition = ForeignKeyField(CompositionVersion, backref="overalls")
    state = CharField(max_length=10, default="open", constraints=[one_of("state", OVERALL_STATES)])
    result = JSONField(null=True)
    created_at = DateTimeField()
    created_by = ForeignKeyField(User, null=True)
    published_at = DateTimeField(null=True)


class OverallPart(Row):
    """The round that one part of the composition takes its scores from; a part without one has no row."""

    overall = ForeignKeyField(Overall, backref="parts", on_delete="CASCADE")
    part = CharField(max_length=48)
    round = ForeignKeyField(Round)

    class Meta:
        indexes = ((("overall", "part"), True),)


class OverallUnit(Row):
    """Who has a row in a published overall ranking, under which code it stands there."""

    overall = ForeignKeyField(Overall, backref="units", on_delete="CASCADE")
    subject = ForeignKeyField(Subject)
    code = CharField(max_length=20)

    class Meta:
        indexes = ((("overall", "subject"), True),)
