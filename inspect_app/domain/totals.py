"""From the items' results to the total: sections, caps, missing items, factors, vetoes and the grade."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from inspect_app.domain.checklist import Checklist, Grade, Section, Veto
from inspect_app.domain.quantities import percent_text, plain, round_points
from inspect_app.domain.results import ZERO, Adjustment, ItemScore, ScoreSheet, SectionScore
from inspect_app.domain.rules.modifiers import times_text


def assemble(checklist: Checklist, scored: Mapping[str, ItemScore]) -> ScoreSheet:
    """Sections, caps, missing items, vetoes and grade, out of the items' results."""
    sections = tuple(_section(section, scored) for section in checklist.sections)
    vetoes = tuple(scored[veto.id] for veto in checklist.vetoes)
    happened = [veto for veto in checklist.vetoes if scored[veto.id].lines[0].state == "lost"]
    steps, full = _steps(checklist, sections, happened)
    total = _sum(section.score for section in sections) + _sum(step.amount for step in steps)
    failed = any(veto.effect == "fail" for veto in happened)
    grade, note = _grade(checklist.grades, total, sections, failed=failed)
    grade, note = _held_down(checklist.grades, grade, note, happened)
    graded = full or failed or checklist.is_free
    barred = any(veto.effect == "bar" for veto in happened)
    return ScoreSheet(
        sections, vetoes, steps, full, grade if graded else "", barred, failed, checklist.unlimited, note
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _steps(
    checklist: Checklist, sections: Sequence[SectionScore], happened: Sequence[Veto]
) -> tuple[tuple[Adjustment, ...], Decimal]:
    """Every step from the sections to the total in its order, and the full marks that then count."""
    steps = [*_base(checklist), *_bonus_cap(checklist, sections)]
    before = _sum(section.score for section in sections)
    missing, full = _missing_items(checklist, sections, before + _sum(step.amount for step in steps))
    steps += missing
    steps += _factors(sections, happened)
    steps += _bounds(checklist, before + _sum(step.amount for step in steps))
    steps += _veto_steps(checklist, happened, before + _sum(step.amount for step in steps))
    return tuple(steps), full


def _section(section: Section, scored: Mapping[str, ItemScore]) -> SectionScore:
    items = tuple(scored[item.id] for item in section.items)
    raw = SectionScore(section.id, section.title, items)
    if all(item.state == "void" for item in items):
        return raw
    return SectionScore(section.id, section.title, items, tuple(_section_steps(section, raw.score)))


def _section_steps(section: Section, raw: Decimal) -> Iterable[Adjustment]:
    if section.floor is not None and raw < section.floor:
        words = (
            f"{section.title}合计{plain(raw)}分，低于保底{plain(section.floor)}分，计{plain(section.floor)}分"
        )
        yield Adjustment(words, section.floor - raw)
    if section.limit is not None and raw > section.limit:
        words = f"{section.title}合计{plain(raw)}分，最多计{plain(section.limit)}分"
        yield Adjustment(words, section.limit - raw)


def _base(checklist: Checklist) -> list[Adjustment]:
    base = checklist.base
    return [] if base is None else [Adjustment(f"起评分{plain(base)}分", ZERO + base)]


def _bonus_cap(checklist: Checklist, sections: Sequence[SectionScore]) -> list[Adjustment]:
    bonus = _bonus(sections)
    held = (checklist.base or ZERO) + _sum(section.score for section in sections) - bonus
    if bonus and checklist.bonus_from is not None and held < checklist.bonus_from:
        reached = f"加分以外得{plain(held)}分，不到{plain(checklist.bonus_from)}分"
        return [Adjustment(f"{reached}，各项加分{plain(bonus)}分不计", ZERO - bonus)]
    if checklist.bonus_cap is None or bonus <= checklist.bonus_cap:
        return []
    words = f"各项加分合计{plain(bonus)}分，全表最多加{plain(checklist.bonus_cap)}分"
    return [Adjustment(words, checklist.bonus_cap - bonus)]


def _bonus(sections: Sequence[SectionScore]) -> Decimal:
    return _sum(item.bonus for section in sections for item in section.items if item.state != "void")


def _missing_items(
    checklist: Checklist, sections: Sequence[SectionScore], subtotal: Decimal
) -> tuple[list[Adjustment], Decimal]:
    """What 缺项 does to the total, and the full marks that then count. A bonus is not converted."""
    applicable = _sum(section.points for section in sections)
    if applicable == checklist.full:
        return [], checklist.total if checklist.is_free else checklist.full
    given, left_out, converted = _absent(checklist, sections, applicable)
    full = checklist.full - left_out if left_out else checklist.full
    steps = [Adjustment(f"{_absent_words(given)}，按满分计，加{plain(given)}分", given)] if given else []
    if left_out and not checklist.is_free:
        steps.append(Adjustment(f"{_absent_words(left_out)}，不计入，满分为{plain(full)}分", ZERO))
    if converted:
        held, bonus = _convertible(checklist, sections, subtotal)
        steps.append(_rescaled(_absent_words(converted), held + given, applicable + given, full, bonus))
    return steps, checklist.total if checklist.is_free else full


def _absent(
    checklist: Checklist, sections: Sequence[SectionScore], applicable: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    """The points of what does not apply: given as full marks, left out, and converted, as each item says."""
    points = {"full": ZERO, "exclude": ZERO, "rescale": ZERO}
    for section in sections:
        for item in section.items:
            if item.state == "void" and item.points:
                points[checklist.absent_item(checklist.items[item.id])] += item.points
    if not applicable + points["full"]:  # nothing is there to convert by
        return ZERO, points["exclude"] + points["rescale"], ZERO
    return points["full"], points["exclude"], points["rescale"]


def _absent_words(points: Decimal) -> str:
    return f"不适用的项目共{plain(points)}分"


def _convertible(
    checklist: Checklist, sections: Sequence[SectionScore], subtotal: Decimal
) -> tuple[Decimal, Decimal]:
    """What is converted, and the bonus beside it. On a sheet with a base or without a maximum only items with
    points of their own are."""
    if checklist.is_free:
        items = [
            item for section in sections for item in section.items if item.points and item.state != "void"
        ]
        return _sum(item.score - item.bonus for item in items), ZERO
    bonus = _bonus(sections) + _sum(step.amount for step in _bonus_cap(checklist, sections))
    return subtotal - bonus, bonus


def _rescaled(said: str, held: Decimal, applicable: Decimal, full: Decimal, bonus: Decimal) -> Adjustment:
    rescaled = round_points(Fraction(held) / Fraction(applicable) * Fraction(full))
    sum_ = f"{plain(held)}÷{plain(applicable)}×{plain(full)}＝{plain(rescaled)}分"
    apart = f"，加分{plain(bonus)}分不折算" if bonus else ""
    return Adjustment(f"{said}，按比例折算：{sum_}{apart}", rescaled - held)


def _factors(sections: Sequence[SectionScore], happened: Iterable[Veto]) -> list[Adjustment]:
    """What was lost in all items, multiplied for the whole sheet."""
    lost = _sum(item.lost for section in sections for item in section.items)
    steps = []
    for matter in happened:
        if matter.effect == "times" and matter.times is not None:
            after = round_points(Fraction(lost) * Fraction(matter.times))
            change = f"各项共扣{plain(lost)}分，变为扣{plain(after)}分"
            steps.append(
                Adjustment(f"{matter.title}，扣分{times_text(matter.times)}：{change}", lost - after)
            )
            lost = after
    return steps


def _bounds(checklist: Checklist, raw: Decimal) -> list[Adjustment]:
    """The sheet's own floor, and for a sheet with a base its maximum."""
    if raw < 0 and checklist.floor == "zero":
        return [Adjustment(f"合计{plain(raw)}分，最低计0分", ZERO - raw)]
    top = checklist.total + (checklist.bonus_cap or ZERO)
    if checklist.is_free and not checklist.unlimited and raw > top:
        return [Adjustment(f"合计{plain(raw)}分，最高计{plain(top)}分", top - raw)]
    return []


def _veto_steps(checklist: Checklist, happened: Iterable[Veto], subtotal: Decimal) -> Iterable[Adjustment]:
    """Each veto's step; a total never falls below 0 unless the checklist allows it."""
    left = subtotal
    for veto in happened:
        if veto.effect == "times":
            continue
        held, taken = max(left, ZERO), ZERO
        if veto.effect == "zero":
            taken = held
        elif veto.effect == "deduct" and veto.deduct is not None:
            taken = veto.deduct if checklist.floor == "negative" else min(veto.deduct, held)
        left -= taken
        effect = veto.words
        if veto.effect == "deduct":
            effect = f"一次扣{plain(veto.deduct or 0)}分，实扣{plain(taken)}分"
        said = veto.title if veto.effect in {"lower", "cap"} else f"一票否决（{veto.title}）"
        yield Adjustment(f"{said}：{effect}", ZERO - taken)


def grade_of(grades: tuple[Grade, ...], total: Decimal, *, failed: bool = False) -> str:
    """The grade's name: the best whose `min` the total reaches (a half-open band), the last when vetoed."""
    return _grade(grades, total, (), failed=failed)[0]


def _grade(
    grades: tuple[Grade, ...], total: Decimal, sections: Sequence[SectionScore], *, failed: bool
) -> tuple[str, str]:
    """The grade's name, and what kept a better one away."""
    if not grades:
        return "", ""
    if failed:
        return grades[-1].name, ""
    notes: list[str] = []
    for grade in grades:
        if total < grade.min:
            continue
        obstacle = _obstacle(grade, sections)
        if not obstacle:
            return grade.name, "；".join(notes)
        notes.append(f"总分达到{grade.name}，但{obstacle}")
    return grades[-1].name, "；".join(notes)


def _held_down(grades: tuple[Grade, ...], grade: str, note: str, happened: Iterable[Veto]) -> tuple[str, str]:
    """The grade after the matters that lower it or hold it down, and what they did."""
    names, notes = [one.name for one in grades], [note] if note else []
    for veto in happened:
        if veto.effect not in {"lower", "cap"} or grade not in names:
            continue
        place = names.index(grade)
        lowest = place + 1 if veto.effect == "lower" else names.index(veto.grade or grade)
        after = names[min(max(place, lowest), len(names) - 1)]
        if after != grade:
            notes.append(f"因“{veto.title}”由{grade}定为{after}")
        grade = after
    return grade, "；".join(notes)


def _obstacle(grade: Grade, sections: Sequence[SectionScore]) -> str:
    """The first condition of the grade that is not met, with the part that breaks it."""
    items = [item for section in sections for item in section.items if item.state != "void" and item.points]
    if grade.no_zero:
        empty = next((item for item in items if item.score <= 0), None)
        if empty is not None:
            return f"“{empty.title}”得0分，{grade.name}要求单项不为0"
    parts: list[tuple[Fraction | None, Sequence[ItemScore | SectionScore], str]] = [
        (grade.each_item, items, "单项"),
        (grade.each_section, [one for one in sections if one.points], "各部分"),
    ]
    for least, entries, called in parts:
        low = next((one for one in entries if least is not None and _rate(one) < least), None)
        if low is not None and least is not None:
            rate = percent_text(_rate(low), below=least)
            return f"“{low.title}”得分率{rate}，{grade.name}要求{called}不低于{percent_text(least)}"
    return ""


def _rate(one: ItemScore | SectionScore) -> Fraction:
    return Fraction(one.score) / Fraction(one.points)
