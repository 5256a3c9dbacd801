"""Publishing a composition: from then on its text never changes."""

from datetime import datetime
from hashlib import sha256

from peewee import IntegrityError

from inspect_app.domain.composition import Composition, load
from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.models import CompositionVersion, User


class VersionTaken(Exception):
    """The same id and version is published already with another text."""


def publish(text: str, *, by: User | None, at: datetime) -> CompositionVersion:
    """The published row of the text; the same text again is the same row. Raises ChecklistError, VersionTaken."""
    composition = load(text)
    digest = sha256(text.encode()).hexdigest()
    row = _published(composition)
    if row is None:
        try:
            return _store(composition, text, digest, by=by, at=at)
        except IntegrityError:  # somebody else has just published this version
            row = _published(composition)
    if row is None or row.sha256 != digest:
        raise VersionTaken
    return row


def _published(composition: Composition) -> CompositionVersion | None:
    row: CompositionVersion | None = CompositionVersion.get_or_none(
        CompositionVersion.composition_id == composition.id, CompositionVersion.version == composition.version
    )
    return row


def _store(
    composition: Composition, text: str, digest: str, *, by: User | None, at: datetime
) -> CompositionVersion:
    with writing():
        row: CompositionVersion = CompositionVersion.create(
            composition_id=composition.id,
            version=composition.version,
            title=composition.title,
            text=text,
            sha256=digest,
            published_at=at,
            published_by=by,
        )
        after = {"title": composition.title, "version": composition.version}
        audit.record(by, "publish-composition", row, at=at, after=after)
    return row
