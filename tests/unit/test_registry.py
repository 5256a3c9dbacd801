"""A new kind of rule is three touches: its file, its template, its line in REGISTRY."""

from pathlib import Path

import pytest

from inspect_app.domain.rules import REGISTRY

ROOT = Path(__file__).parents[2]
SHARED = {"__init__", "banding", "base", "fields", "listing", "modifiers", "rows", "substitution", "weighing"}
MADE = {"mark", "veto"}  # made by the checklist, never written as a rule


def kinds_with_a_file() -> set[str]:
    return {path.stem for path in (ROOT / "inspect_app/domain/rules").glob("*.py")} - SHARED - MADE


@pytest.mark.parametrize("kind", sorted(kinds_with_a_file() | set(REGISTRY)))
def test_no_touch_is_missing(kind):
    assert kind in REGISTRY, f"{kind} has no line in REGISTRY"
    assert kind in kinds_with_a_file(), f"inspect_app/domain/rules/{kind}.py is missing"
    template = ROOT / f"templates/rules/{kind}.html"
    assert template.exists(), f"templates/rules/{kind}.html is missing"
    assert "macro input(" in template.read_text(encoding="utf-8"), f"{template.name} has no macro input"


@pytest.mark.parametrize("kind", sorted(REGISTRY))
def test_a_kind_is_registered_under_the_name_that_a_checklist_writes(kind):
    assert REGISTRY[kind].model_fields["kind"].annotation.__args__ == (kind,)
