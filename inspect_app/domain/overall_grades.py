"""Which grade a composed result gets, and what keeps a better one away."""

from collections.abc import Mapping

from inspect_app.domain.composing import Composed, Value, rate
from inspect_app.domain.composition import Composition, OverallGrade
from inspect_app.domain.quantities import percent_text


def grade_of(
    composition: Composition, result: Composed, values: Mapping[str, Value], failed: str
) -> tuple[str, str]:
    """The grade's name, and what kept a better one away."""
    if not composition.grades:
        return "", ""
    lowest = composition.grades[-1].name
    if failed:
        return lowest, f"{failed}一票否决，综合等次定为{lowest}"
    notes: list[str] = []
    for grade in composition.grades:
        if result.total is not None and result.total < (grade.min or 0):
            continue
        obstacle = _obstacle(composition, grade, values)
        if not obstacle:
            return grade.name, "；".join(notes)
        if result.total is None:
            notes = [obstacle]  # every grade has such a condition: the next better one's says enough
        else:
            notes.append(f"综合得分达到{grade.name}，但{obstacle}")
    return lowest, "；".join(notes)


def _obstacle(composition: Composition, grade: OverallGrade, values: Mapping[str, Value]) -> str:
    """The first condition of the grade that is not met, with the part that breaks it."""
    held = [(part, values[part.id]) for part in composition.parts if values[part.id].score is not None]
    for part, value in held:
        if grade.no_zero and (value.score or 0) <= 0:
            return f"{part.title}得0分，{grade.name}要求各部分不为0"
    for part, value in held:
        reached = rate(part, value)
        if grade.each_part is not None and reached < grade.each_part:
            said = percent_text(reached, below=grade.each_part)
            return f"{part.title}得分率{said}，{grade.name}要求各部分不低于{percent_text(grade.each_part)}"
    return ""
