"""Which keys may stand where: read off the models, so that a wrong key is answered with the right ones."""

from collections.abc import Iterable
from functools import cache
from typing import Any, get_args

from inspect_app.domain.strict import Strict

Models = tuple[type[Strict], ...]


@cache
def keys_of(root: type[Strict]) -> tuple[str, ...]:
    """Every key of the part and of the parts below it."""
    parts: set[type[Strict]] = set()
    _gather(root, parts)
    return tuple(sorted({key for part in parts for key in _own(part)}))


def keys_at(root: type[Strict], loc: Iterable[int | str]) -> tuple[str, ...]:
    """The keys that may stand beside the last one of an error's location; none where they are not fixed."""
    here: Models = (root,)
    for step in list(loc)[:-1]:
        if isinstance(step, str):
            here = _below(here, step)
    return _own(here[0]) if len(here) == 1 else ()


def _below(here: Models, step: str) -> Models:
    """The models that a key, or the kind that pydantic puts into a location, leads to."""
    of_kind = tuple(model for model in here if len(here) > 1 and _kind(model) == step)
    return of_kind or tuple(inner for model in here for inner in _inner(model, step))


def _kind(model: type[Strict]) -> str:
    named = get_args(model.model_fields["kind"].annotation) if "kind" in model.model_fields else ()
    return str(named[0]) if named else ""


def _inner(model: type[Strict], key: str) -> Models:
    for name, field in model.model_fields.items():
        if key == (field.alias or name):
            return _models_in(field.annotation)
    return ()


def _models_in(kind: Any) -> Models:
    if isinstance(kind, type) and issubclass(kind, Strict):
        return (kind,)
    return tuple(model for inner in get_args(kind) for model in _models_in(inner))


@cache
def _own(model: type[Strict]) -> tuple[str, ...]:
    """The model's keys, those that it does not share with others of its sort first."""
    first = [name for name in model.__annotations__ if name in model.model_fields]
    names = dict.fromkeys([*first, *model.model_fields])
    return tuple(model.model_fields[name].alias or name for name in names)


def _gather(kind: Any, parts: set[type[Strict]]) -> None:
    if isinstance(kind, type) and issubclass(kind, Strict) and kind not in parts:
        parts.add(kind)
        for field in kind.model_fields.values():
            _gather(field.annotation, parts)
    for inner in get_args(kind):
        _gather(inner, parts)
