"""Publishing a checklist: from then on its text never changes."""

from datetime import datetime
from hashlib import sha256

from peewee import IntegrityError

from inspect_app.domain.checklist import Checklist, load
from inspect_app.storage import audit
from inspect_app.storage.database import writing
from inspect_app.storage.models import ChecklistVersion, User


class VersionTaken(Exception):
    """The same id and version is published already with another text; `published` is that row."""

    def __init__(self, published: ChecklistVersion) -> None:
        super().__init__(f"{published.checklist_id} {published.version}")
        self.published = published


def publish(text: str, *, by: User | None, at: datetime) -> ChecklistVersion:
    """The published row of the text; the same text again is the same row. Raises ChecklistError, VersionTaken."""
    checklist = load(text)
    digest = sha256(text.encode()).hexdigest()
    published = _published(checklist)
    if published is None:
        try:
            return _store(checklist, text, digest, by=by, at=at)
        except IntegrityError:  # somebody else has just published this version
            published = _published(checklist)
    assert published is not None
    if published.sha256 != digest:
        raise VersionTaken(published)
    return published


def _published(checklist: Checklist) -> ChecklistVersion | None:
    row: ChecklistVersion | None = ChecklistVersion.get_or_none(
        ChecklistVersion.checklist_id == checklist.id, ChecklistVersion.version == checklist.version
    )
    return row


def _store(
    checklist: Checklist, text: str, digest: str, *, by: User | None, at: datetime
) -> ChecklistVersion:
    with writing():
        row: ChecklistVersion = ChecklistVersion.create(
            checklist_id=checklist.id,
            version=checklist.version,
            title=checklist.title,
            text=text,
            sha256=digest,
            published_at=at,
            published_by=by,
        )
        after = {"title": checklist.title, "version": checklist.version}
        audit.record(by, "publish-checklist", row, at=at, after=after)
    return row
