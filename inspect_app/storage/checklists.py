"""Published checklists, parsed once for each text."""

from typing import Any

from inspect_app.domain import checklist
from inspect_app.domain.checklist import Checklist, iter_rules
from inspect_app.domain.rules.shortfall import Shortfall
from inspect_app.storage.models import ChecklistVersion

MOST_KEPT = 64
# The text is some 50 KB and is parsed once for all.
WITHOUT_TEXT = tuple(f for f in ChecklistVersion._meta.sorted_fields if f is not ChecklistVersion.text)

_kept: dict[str, Checklist] = {}


def checklist_of(version: ChecklistVersion) -> Checklist:
    """The checklist of a published version. The row may have been selected without its text."""
    kept = _kept.get(version.sha256)
    if kept is not None:
        return kept
    parsed = checklist.load(version.text or _text_of(version))
    # Published texts are few; a server that has seen very many begins again rather than grow for ever.
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[version.sha256] = parsed
    return parsed


def _text_of(version: ChecklistVersion) -> str:
    text: str = (
        ChecklistVersion.select(ChecklistVersion.text).where(ChecklistVersion.id == version.id).scalar()
    )
    return text


def wanted_rosters() -> dict[str, tuple[str, ...]]:
    """The rosters that the newest published checklists ask for, with the roles that they tell apart."""
    rosters: dict[str, tuple[str, ...]] = {}
    for version in newest_versions():
        for _, _, rule in iter_rules(checklist_of(version)):
            if isinstance(rule, Shortfall) and rule.roster is not None:
                known = rosters.get(rule.roster, ())
                rosters[rule.roster] = known + tuple(role for role in rule.roles if role not in known)
    return rosters


def newest_versions() -> list[ChecklistVersion]:
    """The newest version of each published checklist, by title, without the texts."""
    latest: dict[str, ChecklistVersion] = {}
    for row in published():
        latest.setdefault(row.checklist_id, row)
    return sorted(latest.values(), key=lambda row: (row.title, row.checklist_id))


def checklist_titles() -> dict[str, str]:
    """What the newest version of each published checklist is called, by the checklist's id."""
    return {row.checklist_id: row.title for row in newest_versions()}


def published() -> Any:
    """A query of all published versions, newest first, without the texts."""
    return ChecklistVersion.select(*WITHOUT_TEXT).order_by(
        ChecklistVersion.published_at.desc(), ChecklistVersion.id.desc()
    )
