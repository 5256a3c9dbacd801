"""Filled sheets out of dice: from perfect to terrible, and two that come out at the same score."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from inspect_app.demo.city import Unit
from inspect_app.demo.facts import faulty, sound, with_remark
from inspect_app.demo.remarks import REASONS, fault_words, sound_words
from inspect_app.domain.checklist import Checklist, Item
from inspect_app.domain.scoring import score, score_entry
from inspect_app.storage.answers import Content

Sheet = dict[str, Content]


@dataclass(frozen=True)
class Quality:
    """How a unit does: the share of its items with a fault, and whether the faults are grave."""

    faulty_percent: int
    grave: bool = False


PERFECT, GOOD, FAIR, POOR = Quality(0), Quality(12), Quality(55), Quality(90, grave=True)


def draw(checklist: Checklist, unit: Unit, quality: Quality, dice: Random) -> Sheet:
    """A complete sheet of that quality; no veto has happened."""
    items = list(checklist.items.values())
    chosen = dice.sample(items, len(items) * quality.faulty_percent // 100)
    faults = {item.id: _labels(item, dice, every=quality.grave) for item in chosen}
    return _sheet(checklist, unit, faults, dice, grave=quality.grave)


def draw_equal(checklist: Checklist, unit: Unit, other: Sheet, dice: Random) -> Sheet:
    """A sheet that loses exactly what the other one loses, in other items as far as that comes out even."""
    wanted = lost(checklist, other)
    items = list(checklist.items.values())
    untouched = [item for item in items if not _lost_in(checklist, item.id, other[item.id])]
    for tries in range(400):
        candidates = untouched if tries < 50 else items
        dice.shuffle(candidates)
        sheet = _losing(checklist, unit, wanted, candidates, dice)
        if lost(checklist, sheet) == wanted:
            return sheet
    raise ValueError(f"no sheet found that loses {wanted} points")


def _losing(checklist: Checklist, unit: Unit, wanted: Decimal, items: Iterable[Item], dice: Random) -> Sheet:
    sheet = _sheet(checklist, unit, {}, dice)
    for item in items:
        candidate = _item(item, unit, _labels(item, dice, every=False), dice, grave=False)
        amount = _lost_in(checklist, item.id, candidate)
        if amount <= wanted:
            sheet[item.id] = candidate
            wanted -= amount
    return sheet


def lost(checklist: Checklist, sheet: Sheet) -> Decimal:
    """The points that the sheet loses."""
    return score(checklist, {key: content.recorded() for key, content in sheet.items()}).lost


def _lost_in(checklist: Checklist, key: str, content: Content) -> Decimal:
    return score_entry(checklist, key, content.recorded()).lost


def _labels(item: Item, dice: Random, *, every: bool) -> set[str]:
    labels = [rule.label for rule in item.rules]
    return set(labels) if every else {dice.choice(labels)}


def _sheet(
    checklist: Checklist, unit: Unit, faults: dict[str, set[str]], dice: Random, *, grave: bool = False
) -> Sheet:
    sheet = {
        item.id: _item(item, unit, faults.get(item.id, set()), dice, grave=grave)
        for item in checklist.items.values()
    }
    vetoes = {veto.id: Content({veto.title: {"happened": "no"}}) for veto in checklist.vetoes}
    return {**sheet, **vetoes}


def _item(item: Item, unit: Unit, faults: set[str], dice: Random, *, grave: bool) -> Content:
    facts = {}
    for rule in item.rules:
        if rule.label in faults:
            recorded = faulty(rule, unit, dice, grave=grave)
            facts[rule.label] = with_remark(recorded, fault_words(item, rule))
        else:
            facts[rule.label] = sound(rule, unit, dice)
    if not faults and dice.random() < 0.3:
        facts = _remarked(item, facts, dice)
    return Content(facts)


def _remarked(item: Item, facts: dict[str, Any], dice: Random) -> dict[str, Any]:
    """The inspector's words at the item's first rule."""
    first = item.rules[0].label
    return {**facts, first: with_remark(facts[first], sound_words(item, dice.randrange(100)))}


def mistaken(checklist: Checklist, unit: Unit, key: str, dice: Random) -> Content:
    """The entry as it was first recorded, wrongly: with every rule at fault."""
    item = checklist.items[key]
    return _item(item, unit, _labels(item, dice, every=True), dice, grave=True)


def without(sheet: Sheet, keys: Iterable[str]) -> Sheet:
    """The sheet with these items not applicable."""
    return {**sheet, **{key: Content({}, not_applicable=REASONS[key]) for key in keys}}


def nothing_to_count(checklist: Checklist, sheet: Sheet, key: str, remark: str) -> Sheet:
    """The sheet with 0 of 0 in the item's rate."""
    rule = checklist.items[key].rules[0]
    return {**sheet, key: replace(sheet[key], facts={rule.label: {"of": 0, "done": 0, "remark": remark}})}


def with_problem(sheet: Sheet, key: str, words: str) -> Sheet:
    """The sheet with a problem noted by hand at the item."""
    return {**sheet, key: replace(sheet[key], problem=words)}


def with_veto(checklist: Checklist, sheet: Sheet, key: str, remark: str) -> Sheet:
    """The sheet with the veto matter happened."""
    title = next(veto.title for veto in checklist.vetoes if veto.id == key)
    return {**sheet, key: Content({title: {"happened": "yes", "remark": remark}})}
