"""What the parts of a composition must hold between them, told from the plain tree, as for checklists."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from inspect_app.domain.consistency import dicts, grade_order, number_in, unknown_document
from inspect_app.domain.quantities import percent_text, plain
from inspect_app.domain.yaml_source import Path, Problem, Source

NEEDS = {"rank": ("first", "step"), "ratio": (), "score": ()}
ONLY_RANK = ("first", "step", "least")


def contradictions(source: Source) -> Iterator[Problem]:
    """Errors between parts: doubled ids, weights that do not make 100%, keys that do not go together."""
    tree = source.tree
    for key, called in (("id", "id"), ("title", "名称")):
        yield from _doubled(source, key, called)
    for p, part in dicts(tree, "parts"):
        yield from _part(source, ("parts", p), part)
        yield from unknown_document(source, ("parts", p), part)
    yield from _weights(source)
    yield from _total(source)
    yield from _missing(source)
    if tree.get("compose") == "side-by-side":
        yield from _only_scores(source)
        yield from _grades_without_total(source)
    else:
        yield from _grades_with_total(source)


def doubts(source: Source) -> Iterator[Problem]:
    """Warnings: parts without a source, vetoes that nothing is made of."""
    for p, part in dicts(source.tree, "parts"):
        if "source" not in part:
            advice = f"“{part.get('title')}”没有写出处（source）"
            yield source.problem(("parts", p, "title"), advice, warning=True)
        if part.get("veto") == "true" and not source.tree.get("grades"):
            advice = "写了veto但没有写grades，一票否决没有等次可定"
            yield source.problem(("parts", p, "veto"), advice, warning=True)


def _doubled(source: Source, key: str, called: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for p, part in dicts(source.tree, "parts"):
        value, path = part.get(key), ("parts", p, key)
        if not isinstance(value, str):
            continue
        if value in seen:
            advice = f"两个部分的{called}都是“{value}”，第{seen[value]}行已经用过，请换一个"
            yield source.problem(path, advice)
        seen.setdefault(value, source.place(path)[0])


def _part(source: Source, path: Path, part: dict[str, Any]) -> Iterator[Problem]:
    if "checklist" not in part and "period" not in part:
        advice = "没有写这一部分取哪里的得分，请写checklist（细则的id）或period（例如 q1），可以都写"
        yield source.problem(path, advice)
    by = part.get("by", "score")
    for key in NEEDS.get(by, ()):
        if key not in part:
            yield source.problem(path, f"by是rank时必须写{key}，例如 first: 10、step: 0.5")
    if by == "rank" and "full" in part:
        yield source.problem((*path, "full"), "by是rank时满分就是first，请删去full")
    for key in ONLY_RANK:
        if by != "rank" and key in part:
            yield source.problem((*path, key), f"{key}只用于by: rank（按名次计分），请删去或写上by: rank")
    first, least = number_in(part.get("first")), number_in(part.get("least"))
    if first is not None and least is not None and least > first:
        yield source.problem((*path, "least"), f"最低{plain(least)}分超过第一名的{plain(first)}分，请核对")


def _weights(source: Source) -> Iterator[Problem]:
    """Weights belong to `weighted`, where every part has one and all make 100%."""
    parts = list(dicts(source.tree, "parts"))
    if source.tree.get("compose") != "weighted":
        for p, part in parts:
            if "weight" in part:
                advice = "weight只用于compose: weighted（按权重相加），请删去或改compose"
                yield source.problem(("parts", p, "weight"), advice)
        return
    for p, part in parts:
        if "weight" not in part:
            yield source.problem(("parts", p), "缺少“weight”（占几成，例如 40%），请补上")
    shares = [share for _, part in parts if (share := _percent(part.get("weight"))) is not None]
    together = sum(shares, Fraction(0))
    if parts and len(shares) == len(parts) and together != 1:
        advice = f"各部分的权重合计是{percent_text(together)}，应为100%，请改成一致"
        yield source.problem(("parts",), advice)


def _percent(text: Any) -> Fraction | None:
    found = isinstance(text, str) and re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)%", text)
    return Fraction(found[1]) / 100 if found else None


def _total(source: Source) -> Iterator[Problem]:
    way, total = source.tree.get("compose"), number_in(source.tree.get("total"))
    if way == "side-by-side" and "total" in source.tree:
        yield source.problem(("total",), "并列计分（side-by-side）没有总分，请删去total")
    full = [_most(part) for _, part in dicts(source.tree, "parts")]
    if way != "sum" or total is None or None in full:
        return
    together = sum((one for one in full if one is not None), Decimal(0))
    if together != total:
        advice = f"各部分的满分合计是{plain(together)}分，与total的{plain(total)}分不一致，请改成一致"
        yield source.problem(("total",), advice)


def _most(part: dict[str, Any]) -> Decimal | None:
    return number_in(part.get("first") if part.get("by") == "rank" else part.get("full", "100"))


def _missing(source: Source) -> Iterator[Problem]:
    skips = source.tree.get("missing") == "skip"
    if skips and source.tree.get("compose") == "side-by-side":
        advice = "并列计分没有总分可以折算，缺一部分就不能定等次，请删去missing: skip"
        yield source.problem(("missing",), advice)
    enough = number_in(source.tree.get("enough"))
    if "enough" in source.tree and not skips:
        advice = "enough（至少要有几部分）只用于missing: skip，请删去或写上missing: skip"
        yield source.problem(("enough",), advice)
    parts = len(list(dicts(source.tree, "parts")))
    if enough is not None and not 1 <= enough <= parts:
        yield source.problem(("enough",), f"共{parts}个部分，enough应写1至{parts}")


def _grades_with_total(source: Source) -> Iterator[Problem]:
    yield from grade_order(source)
    grades = list(dicts(source.tree, "grades"))
    for g, grade in grades:
        if "min" not in grade:
            yield source.problem(("grades", g), "缺少“min”（从几分起，含），请补上")
    yield from _lowest(source, grades)


def _only_scores(source: Source) -> Iterator[Problem]:
    for p, part in dicts(source.tree, "parts"):
        if part.get("by", "score") != "score":
            yield source.problem(("parts", p, "by"), "并列计分（side-by-side）各部分照录得分，请删去by")


def _grades_without_total(source: Source) -> Iterator[Problem]:
    """Two hundreds are graded by what each part reaches: nothing is added, and nobody is before another."""
    grades = list(dicts(source.tree, "grades"))
    for g, grade in grades:
        for key, reason in (("min", "没有总分可比"), ("quota", "没有综合名次可排")):
            if key in grade:
                advice = f"并列计分{reason}，请删去{key}，用each_part或no_zero定条件"
                yield source.problem(("grades", g, key), advice)
        if g < len(grades) - 1 and not {"each_part", "no_zero"} & set(grade):
            yield source.problem(("grades", g), "没有写条件，请写each_part（各部分得分率不低于），例如 90%")
    yield from _lowest(source, grades)


def _lowest(source: Source, grades: list[tuple[int, dict[str, Any]]]) -> Iterator[Problem]:
    """The last grade takes everybody who is left."""
    for g, grade in grades[-1:]:
        for key in sorted({"each_part", "no_zero", "quota"} & set(grade)):
            advice = f"最后一个等次不能有条件，否则有人没有等次，请删去{key}"
            yield source.problem(("grades", g, key), advice)
