"""What changed between two versions of a composition, in words, part by part."""

from collections.abc import Iterator

from inspect_app.domain.compared_values import differences
from inspect_app.domain.comparison import WHOLE, Change, named_changes
from inspect_app.domain.composition import Composition


def composition_changes(old: Composition, new: Composition) -> tuple[Change, ...]:
    """Every difference; none means that both give the same results and read alike."""
    return tuple(Change(WHOLE, words) for words in _words(old, new))


def _words(old: Composition, new: Composition) -> Iterator[str]:
    yield from differences(old, new, without=("parts", "grades", "basis"))
    yield from named_changes("依据", old.basis, new.basis)
    yield from named_changes("部分", {one.id: one for one in old.parts}, {one.id: one for one in new.parts})
    yield from named_changes(
        "等次", {one.name: one for one in old.grades}, {one.name: one for one in new.grades}
    )
