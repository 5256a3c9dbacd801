"""What changed between two versions of a checklist, in words, part by part in the order of the sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspect_app.domain.checklist import Checklist, Item, Section
from inspect_app.domain.compared_values import differences, rule_change
from inspect_app.domain.quantities import plain
from inspect_app.domain.quoting import quoted
from inspect_app.domain.rules import Rule

WHOLE = "全表"
BY_THEMSELVES = ("sections", "parameters", "basis", "vetoes", "grades")


@dataclass(frozen=True)
class Change:
    """One difference: where it is (全表, or 一级指标 and item) and what changed there."""

    place: str
    words: str


def changes(old: Checklist, new: Checklist) -> tuple[Change, ...]:
    """Every difference; none means that both score, print and read alike."""
    return (*_head(old, new), *_sections(old, new), *_items(old, new))


def _head(old: Checklist, new: Checklist) -> Iterator[Change]:
    for words in differences(old, new, without=BY_THEMSELVES):
        yield Change(WHOLE, words)
    for called, before, after in (
        ("依据", old.basis, new.basis),
        ("参数", old.parameters, new.parameters),
        ("全表事项", {one.id: one for one in old.vetoes}, {one.id: one for one in new.vetoes}),
        ("等次", {one.name: one for one in old.grades}, {one.name: one for one in new.grades}),
    ):
        for words in named_changes(called, before, after):
            yield Change(WHOLE, words)


def named_changes(called: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """Parts that have a name: gone, new, changed, and if nothing else their order."""
    for name in [*old, *(name for name in new if name not in old)]:
        one = (new if name in new else old)[name]
        title = quoted(one if isinstance(one, str) else getattr(one, "title", name))
        if name not in new:
            yield f"删去{called}{title}"
        elif name not in old:
            yield f"新增{called}{title}"
        else:
            yield from (f"{called}{title}：{words}" for words in differences(old[name], new[name]))
    yield from _reordered(called, list(old), list(new))


def _reordered(called: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield f"{called}的先后顺序有变"


def _sections(old: Checklist, new: Checklist) -> Iterator[Change]:
    before, after = ({one.id: one for one in sheet.sections} for sheet in (old, new))
    for section in _in_order(before, after):
        was, now = before.get(section.id), after.get(section.id)
        if was is None or now is None:
            yield Change(section.title, "删去这个一级指标" if now is None else "新增这个一级指标")
            continue
        for words in differences(was, now, without=("items",)):
            yield Change(section.title, words)
        for words in _reordered("考核内容", [one.id for one in was.items], [one.id for one in now.items]):
            yield Change(section.title, words)
    for words in _reordered("一级指标", list(before), list(after)):
        yield Change(WHOLE, words)


def _in_order(before: Mapping[str, Section], after: Mapping[str, Section]) -> list[Section]:
    """The sections of the new sheet, then those that are gone."""
    return [*after.values(), *(one for key, one in before.items() if key not in after)]


def _items(old: Checklist, new: Checklist) -> Iterator[Change]:
    homes = [_homes(sheet) for sheet in (old, new)]
    renamed = _renamed(old, new)
    for key, item in new.items.items():
        place = f"{homes[1][key].title}／{item.title}"
        origin = key if key in old.items else renamed.get(key)
        if origin is None:
            yield Change(place, f"新增，{_worth(item)}")
            continue
        moved = homes[0][origin].id != homes[1][key].id
        words = [f"由{quoted(homes[0][origin].title)}移到{quoted(homes[1][key].title)}"] if moved else []
        words += differences(old.items[origin], item, without=("rules",))
        words += _rules(old.items[origin].rules, item.rules)
        yield from (Change(place, one) for one in words)
    for key, item in old.items.items():
        if key not in new.items and key not in renamed.values():
            yield Change(f"{homes[0][key].title}／{item.title}", f"删去，原{_worth(item)}")


def _homes(checklist: Checklist) -> dict[str, Section]:
    return {item.id: section for section in checklist.sections for item in section.items}


def _renamed(old: Checklist, new: Checklist) -> dict[str, str]:
    """New ids whose item is otherwise one that is gone: new id → old id."""
    gone = {key: item for key, item in old.items.items() if key not in new.items}
    found: dict[str, str] = {}
    for key, item in new.items.items():
        if key in old.items:
            continue
        same = (one for one, was in gone.items() if was.title == item.title and one not in found.values())
        origin = next(same, None)
        if origin is not None:
            found[key] = origin
    return found


def _worth(item: Item) -> str:
    clauses = "；".join(rule.clause() for rule in item.rules)
    return f"{plain(item.points)}分：{clauses}" if item.points else clauses


def _rules(old: Iterable[Rule], new: Iterable[Rule]) -> list[str]:
    before, after = ({rule.label: rule for rule in rules} for rules in (old, new))
    words = [f"删去规则：{rule.clause()}" for label, rule in before.items() if label not in after]
    for label, rule in after.items():
        if label not in before:
            words.append(f"新增规则：{rule.clause()}")
        else:
            words += rule_change(before[label], rule)
    return [*words, *_reordered("规则", list(before), list(after))]
