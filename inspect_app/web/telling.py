"""Telling a person what else his change has changed."""

from collections.abc import Sequence

from flask import flash

from inspect_app.storage.refreshing import Change, changes_words


def tell(changes: Sequence[Change]) -> None:
    """A message on the next page, if any other sheet's score has changed."""
    if words := changes_words(changes):
        flash(words)
