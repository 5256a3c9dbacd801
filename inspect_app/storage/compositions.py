"""Published compositions, parsed once for each text."""

from functools import lru_cache
from typing import Any

from inspect_app.domain import composition
from inspect_app.domain.composition import Composition
from inspect_app.storage.models import CompositionVersion


def composition_of(version: CompositionVersion) -> Composition:
    """The composition of a published version."""
    return _parsed(version.text)


@lru_cache(maxsize=32)
def _parsed(text: str) -> Composition:
    return composition.load(text)


def published_compositions() -> Any:
    """A query of all published versions, newest first."""
    return CompositionVersion.select().order_by(
        CompositionVersion.published_at.desc(), CompositionVersion.id.desc()
    )
