"""A rule with other numbers: the manager's parameters, or what varies for some subjects."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel

from inspect_app.domain.quantities import Asked, AskedPercent, plain
from inspect_app.domain.rules.modifiers import Variant

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def asked_in(part: object) -> tuple[Asked, ...]:
    """The parameters in a part of a checklist that are still to be set, in the order of its keys."""
    return tuple(_asked(part))


def _asked(part: object) -> Iterator[Asked]:
    if isinstance(part, Asked):
        yield part
    for child in _children(part):
        yield from _asked(child)


def _children(part: object) -> tuple[object, ...]:
    if isinstance(part, BaseModel):
        return tuple(getattr(part, name) for name in type(part).model_fields if name != "vary")
    if isinstance(part, Mapping):
        return tuple(part.values())
    return part if isinstance(part, tuple) else ()


def substituted(
    part: AnyModel,
    parameters: Mapping[str, Decimal],
    options: Mapping[str, Any] | None = None,
    *,
    titles: Mapping[str, str] | None = None,
) -> AnyModel:
    """The part with these parameters set and these options replaced; raises ValidationError.

    `titles` says what the parameters are called that the options name and nobody has set.
    """
    tree = {**_tree(part, parameters), **(options or {})}
    return type(part).model_validate(tree, context=titles)


def varied(
    part: AnyModel,
    variant: Variant | None,
    parameters: Mapping[str, Decimal],
    titles: Mapping[str, str] | None = None,
) -> AnyModel:
    """The part as it is for the subjects of this variant, with these parameters set; raises ValidationError."""
    if variant is not None:
        part = substituted(part, {}, {**variant.options(), "vary": ()}, titles=titles)
    return substituted(part, parameters)


def _tree(part: Any, parameters: Mapping[str, Decimal]) -> Any:
    """The part as its author would have written it with the parameters' values in place."""
    if isinstance(part, Asked) and part.name in parameters:
        value = parameters[part.name] * part.times
        return f"{plain(value)}%" if isinstance(part, AskedPercent) else value
    if isinstance(part, BaseModel):
        fields = type(part).model_fields
        written = {fields[name].alias or name: getattr(part, name) for name in part.model_fields_set}
        return {
            name: value if name == "vary" else _tree(value, parameters) for name, value in written.items()
        }
    if isinstance(part, Mapping):
        return {key: _tree(value, parameters) for key, value in part.items()}
    return [_tree(value, parameters) for value in part] if isinstance(part, tuple) else part
