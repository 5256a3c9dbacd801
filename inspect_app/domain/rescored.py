"""Two score sheets of one unit side by side: which items differ, and by which lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from inspect_app.domain.quantities import plain
from inspect_app.domain.results import ItemScore, ScoreLine, ScoreSheet

NOT_RECORDED = "未填："


@dataclass(frozen=True)
class ItemChange:
    """One item or veto whose result differs. A score is None where the item is not on the sheet."""

    title: str
    before: Decimal | None
    after: Decimal | None
    reasons: tuple[str, ...]


def item_changes(before: ScoreSheet, after: ScoreSheet) -> tuple[ItemChange, ...]:
    """The items of the new sheet that differ in score or state, in its order, then those that are gone."""
    old, new = ({item.id: item for item in sheet.items} for sheet in (before, after))
    found = [_change(old.get(key), item) for key, item in new.items()]
    found += [_change(item, None) for key, item in old.items() if key not in new]
    steps = tuple(_step_words(before, after))
    summed = [ItemChange("合计", None, None, steps)] if steps else []
    return (*(one for one in found if one is not None), *summed)


def _change(old: ItemScore | None, new: ItemScore | None) -> ItemChange | None:
    if old is None or new is None:
        held = new or old
        assert held is not None
        words = "新细则增加的项" if old is None else "新细则没有这一项"
        unfilled = "，还没有填" if new is not None and new.state == "open" else ""
        score = held.score
        return ItemChange(
            held.title,
            None if old is None else score,
            None if new is None else score,
            (f"{words}{unfilled}",),
        )
    if (old.score, old.points, old.state) == (new.score, new.points, new.state) and not _verdict_differs(
        old, new
    ):
        return None
    return ItemChange(new.title, old.score, new.score, tuple(_reasons(old, new)))


def _verdict_differs(old: ItemScore, new: ItemScore) -> bool:
    """A veto has no points: whether it happened is what it says."""
    return old.veto and old.lines[0].state != new.lines[0].state


def _reasons(old: ItemScore, new: ItemScore) -> Iterator[str]:
    if old.points != new.points:
        yield f"分值由{plain(old.points)}分改为{plain(new.points)}分"
    before, after = (_by_rule(item) for item in (old, new))
    for rule in [*after, *(rule for rule in before if rule not in after)]:
        was, now = before.get(rule, ""), after.get(rule, "")
        if was == now:
            continue
        yield from (f"{when}：{words}" for when, words in (("原", was), ("现", now)) if words)


def _by_rule(item: ItemScore) -> dict[str, str]:
    """What each line says, by its rule; the lines that the item adds itself by their clause."""
    return {line.rule or line.clause: _said(line) for line in item.lines}


def _said(line: ScoreLine) -> str:
    return f"{NOT_RECORDED}{line.words}" if line.state == "open" else line.words


def _step_words(before: ScoreSheet, after: ScoreSheet) -> Iterator[str]:
    """The steps between items and total that only one of the sheets has."""
    old, new = (
        [
            step.words
            for step in (*(s for section in sheet.sections for s in section.steps), *sheet.adjustments)
        ]
        for sheet in (before, after)
    )
    yield from (f"原：{words}" for words in old if words not in new)
    yield from (f"现：{words}" for words in new if words not in old)
