"""Photographs and documents, and the files behind them."""

from peewee import CharField, Check, DateTimeField, ForeignKeyField, IntegerField, TextField

from inspect_app.storage.models.base import Row
from inspect_app.storage.models.inspections import Inspection
from inspect_app.storage.models.people import User

PICTURE = "image/jpeg"
DOCUMENT = "application/octet-stream"  # only ever downloaded
ANONYMOUS = f"{DOCUMENT}; anonymous"  # a document from which its authors were taken out


class Evidence(Row):
    """A stored file by content hash; it lies in the evidence folder.

    A picture has a size in pixels, a document its number of pages, or 0 where that is not known.
    """

    sha256 = CharField(max_length=64, unique=True)
    media_type = CharField(max_length=40)
    suffix = CharField(max_length=5, default=".jpg")
    width = IntegerField()
    height = IntegerField()
    size = IntegerField()
    pages = IntegerField(default=0)


class Photo(Row):
    """A picture or a document at an item of an inspection; the tablet knows it by its `save_id`.

    `turn` (degrees clockwise) and `drawing` (JSON, see domain.drawing) are laid over the stored picture. `before` is
    the picture of the same place before it was put right. `taken_from` says whose clock `taken_at` is (camera, tablet,
    server), `located_by` who gave the coordinates (camera, tablet); those are decimal degrees as text, `place` words.
    """

    inspection = ForeignKeyField(Inspection, backref="photos")
    entry = CharField(max_length=48)
    evidence = ForeignKeyField(Evidence)
    name = CharField(max_length=120, default="")
    caption = CharField(max_length=100, default="")
    position = IntegerField(default=0)
    turn = IntegerField(default=0, constraints=[Check("turn IN (0, 90, 180, 270)")])
    drawing = TextField(default="")
    before = ForeignKeyField("self", null=True, unique=True, on_delete="SET NULL", backref="afters")
    taken_at = DateTimeField(null=True)
    taken_from = CharField(max_length=8, default="server")
    place = CharField(max_length=60, default="")
    latitude = CharField(max_length=12, default="")
    longitude = CharField(max_length=12, default="")
    located_by = CharField(max_length=8, default="")
    added_at = DateTimeField()
    added_by = ForeignKeyField(User)
    save_id = CharField(max_length=36, unique=True)

    @property
    def is_picture(self) -> bool:
        """Whether it is shown, and not only offered for download."""
        return bool(self.evidence.media_type == PICTURE)

    @property
    def names_authors(self) -> bool:
        """Whether the file may say who made it: a document that is kept as it came."""
        return bool(self.evidence.media_type not in (PICTURE, ANONYMOUS))
