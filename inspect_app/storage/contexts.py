"""What the scoring of a sheet depends on beside its answers.

An inspection remembers it, so that a save reads nothing more and a released sheet stays as it was; what changes it
calls `storage.refreshing`. A sheet that remembers nothing yet is looked at anew each time.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import Context
from inspect_app.storage.checklists import checklist_of
from inspect_app.storage.known import Known, facts_from
from inspect_app.storage.models import Inspection, Parameter, Round, Subject
from inspect_app.storage.periods import histories

ATTRIBUTES = ("group", "kind", "size")


def context_of(checklist: Checklist, inspection: Inspection) -> Context:
    """What the inspection remembers; no statement, unless it remembers nothing yet."""
    if inspection.context:
        return Context.from_json(inspection.context)
    return contexts_of(checklist, inspection.round, [inspection])[inspection.id]


def contexts_of(checklist: Checklist, round_: Round, inspections: Sequence[Inspection]) -> dict[int, Context]:
    """The contexts as they stand now of inspections of that round and checklist, by id.

    The number of statements depends on what the checklist's rules ask for, not on how many inspections there are.
    """
    parameters = parameters_of(round_) if checklist.parameters else {}
    past = histories(checklist, round_, inspections) if checklist.needs.repeated else {}
    known = facts_from(checklist, round_, inspections)
    return {
        row.id: Context(
            attributes_of(row.subject), parameters, past.get(row.id, {}), *_by_rule(known.get(row.id, ()))
        )
        for row in inspections
    }


def remembered(round_: Round, inspections: Sequence[Inspection]) -> dict[int, Context]:
    """What each of the round's inspections remembers, by id; for those that remember nothing as things stand now."""
    found = {row.id: Context.from_json(row.context) for row in inspections if row.context}
    new = [row for row in inspections if not row.context]
    for version in {row.checklist_id: row.checklist for row in new}.values():
        own = [row for row in new if row.checklist_id == version.id]
        found |= contexts_of(checklist_of(version), round_, own)
    return found


def _by_rule(
    known: Sequence[Known],
) -> tuple[dict[str, dict[str, Mapping[str, str]]], dict[str, dict[str, str]]]:
    """Facts and sources by entry and rule."""
    facts: dict[str, dict[str, Mapping[str, str]]] = {}
    sources: dict[str, dict[str, str]] = {}
    for one in known:
        facts.setdefault(one.entry, {})[one.rule] = one.facts
        sources.setdefault(one.entry, {})[one.rule] = one.source
    return facts, sources


def attributes_of(subject: Subject) -> dict[str, str]:
    """What rules may ask of a unit; what nobody has said of it is left out."""
    return {name: value for name in ATTRIBUTES if (value := getattr(subject, name))}


def parameters_of(round_: Round | int) -> Mapping[str, Decimal]:
    """The parameters set for the round, by name."""
    rows = Parameter.select(Parameter.name, Parameter.value).where(Parameter.round == round_)
    return {row.name: Decimal(row.value) for row in rows}
