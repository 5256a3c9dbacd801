"""What the scoring of a sheet depends on beside its answers."""

from collections.abc import Mapping
from decimal import Decimal

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.context import Context
from inspect_app.storage.models import Inspection, Parameter, Round, Subject


def context_of(checklist: Checklist, inspection: Inspection) -> Context:
    """The unit's attributes, and the parameters set for the round; one statement where there are parameters."""
    parameters = parameters_of(inspection.round_id) if checklist.parameters else {}
    return Context(attributes_of(inspection.subject), parameters)


def attributes_of(subject: Subject) -> dict[str, str]:
    """What rules may ask of a unit."""
    return {"group": subject.group}


def parameters_of(round_: Round | int) -> Mapping[str, Decimal]:
    """The parameters set for the round, by name."""
    rows = Parameter.select(Parameter.name, Parameter.value).where(Parameter.round == round_)
    return {row.name: Decimal(row.value) for row in rows}
