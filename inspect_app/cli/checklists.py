"""Checklists without a database: check them, score answer files."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from inspect_app.cli.reading import load_or_exit, refuse
from inspect_app.domain import answers
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.composition import Composition, examine_either
from inspect_app.domain.context import Context
from inspect_app.domain.quantities import ROUNDING_RULE, plain
from inspect_app.domain.scoring import ItemScore, ScoreLine, ScoreSheet
from inspect_app.domain.scoring import score as score_answers
from inspect_app.domain.yaml_source import SourceError, decode
from inspect_app.formatting import amount_text

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
def check(files: Sequence[Path]) -> None:
    """检查考核细则和综合考核办法，列出每一处问题的行号和改法。"""
    sound = [_is_sound(file) for file in files]
    sys.exit(0 if all(sound) else 1)


def _is_sound(file: Path) -> bool:
    """Print what there is to say of the file, and whether it can be used."""
    try:
        found, problems = examine_either(decode(file.read_bytes()))
    except SourceError as error:
        found, problems = None, error.problems
    for problem in problems:
        click.echo(problem.at(str(file)))
    if found is None or any(not problem.warning for problem in problems):
        return False
    click.echo(f"{file}: 《{found.title}》{found.version}，{_size(found)}，可以使用")
    return True


def _size(found: Checklist | Composition) -> str:
    if isinstance(found, Checklist):
        base = f"起评{plain(found.base)}分" if found.base is not None else ""
        most = "不设最高分" if found.unlimited else f"{'最高' if base else ''}{plain(found.total)}分"
        return "，".join(part for part in (f"{len(found.items)}项", base, most) if part)
    return f"{len(found.parts)}个部分" + (f"，{plain(found.full)}分" if found.full else "，并列不合计")


@click.command()
@click.argument("checklist_file", metavar="CHECKLIST.yaml", type=FILE)
@click.argument("answers_file", metavar="[ANSWERS.yaml]", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="输出JSON")
@click.option("--template", "wants_template", is_flag=True, help="输出一份空的填报文件")
@click.option("--group", default="", help="考核对象的组别，例如 县")
@click.option("--kind", default="", help="考核对象的类别")
@click.option("--size", default="", help="考核对象的规模")
@click.option(
    "--parameter", "set_", multiple=True, metavar="名称=数", help="细则留给督导办定的数，可以写几个"
)
def score(
    checklist_file: Path,
    answers_file: Path | None,
    as_json: bool,
    wants_template: bool,
    set_: Sequence[str],
    **attributes: str,
) -> None:
    """按考核细则给填报文件计分，逐条说明。"""
    checklist = load_or_exit(checklist_file, status=1)
    if wants_template:
        click.echo(answers.template(checklist), nl=False)
        return
    if answers_file is None:
        raise click.UsageError("请写出填报文件，或用--template生成一份空的")
    context = _context(checklist, attributes, set_)
    try:
        recorded = answers.load_answers(decode(answers_file.read_bytes()), checklist)
    except (answers.AnswersError, SourceError) as error:
        refuse(answers_file, error.problems, status=1)
    sheet = score_answers(checklist, recorded, context)
    if as_json:
        click.echo(json.dumps(as_data(checklist, sheet), ensure_ascii=False, indent=2))
    else:
        _print(checklist, sheet)


def _context(checklist: Checklist, attributes: Mapping[str, str], settings: Sequence[str]) -> Context:
    """What the options say of the unit and of the parameters."""
    numbers = {}
    for setting in settings:
        name, _, number = setting.partition("=")
        if name not in checklist.parameters or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", number):
            known = "、".join(checklist.parameters) or "没有"
            raise click.UsageError(
                f"参数应写成“名称=数”，例如 funds=10；这份细则的参数：{known}。不能写“{setting}”"
            )
        numbers[name] = Decimal(number)
    return Context({key: value for key, value in attributes.items() if value}, numbers)


def _print(checklist: Checklist, sheet: ScoreSheet) -> None:
    """The sheet as text, line by line as on screen and on paper."""
    click.echo(f"《{checklist.title}》{checklist.version}")
    for section in sheet.sections:
        click.echo(f"\n{section.title}　{_of(section.score, section.points)}")
        for item in section.items:
            _print_item(item)
        for step in section.steps:
            click.echo(f"  {step.words}")
    for veto in sheet.vetoes:
        _print_item(veto)
    for step in sheet.adjustments:
        click.echo(f"\n{step.words}")
    grade = f"　{sheet.grade}" if sheet.grade and sheet.complete else ""
    note = f"（{sheet.grade_note}）" if sheet.grade_note and sheet.complete else ""
    click.echo(f"\n总分　{_of(sheet.total, Decimal(0) if sheet.unlimited else sheet.full)}{grade}{note}")
    if not sheet.complete:
        click.echo(f"还有{len(sheet.open)}项没有填完，以上未填的按不扣分计")
    click.echo(f"（{ROUNDING_RULE}）")


def _of(score: Decimal, points: Decimal) -> str:
    """The score with what it is measured by, if there is such a maximum."""
    return f"{plain(score)}／{plain(points)}分" if points else f"{plain(score)}分"


def _named(line: ScoreLine) -> str:
    """The line's words with its rule's name, which some leave to the form that stands beside them."""
    return line.words if line.rule in line.words else f"{line.rule}：{line.words}"


def _print_item(item: ItemScore) -> None:
    points = f"　{plain(item.score)}／{plain(item.points)}分" if item.points else ""
    click.echo(f"  {item.title}{points}")
    for line in item.lines:
        said = "未填：" if line.state == "open" else f"{amount_text(line.amount)}：" if line.amount else ""
        click.echo(f"    {said}{_named(line)}" + (f"（{line.remark}）" if line.remark else ""))
        if line.charge:
            click.echo(f"    {line.charge.words}")


def as_data(checklist: Checklist, sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet as JSON data; amounts and scores are text, so that they stay exact."""
    return {
        "checklist": checklist.id,
        "version": checklist.version,
        "total": str(sheet.total),
        "full": str(sheet.full),
        "grade": sheet.grade,
        "complete": sheet.complete,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "score": str(section.score),
                "points": str(section.points),
                "items": [_item_data(item) for item in section.items],
                "steps": [{"words": step.words, "amount": str(step.amount)} for step in section.steps],
            }
            for section in sheet.sections
        ],
        "vetoes": [_item_data(veto) for veto in sheet.vetoes],
        "adjustments": [{"words": step.words, "amount": str(step.amount)} for step in sheet.adjustments],
        "rounding": ROUNDING_RULE,
    }


def _item_data(item: ItemScore) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "state": item.state,
        "score": str(item.score),
        "points": str(item.points),
        "lines": [
            {
                "rule": line.rule,
                "clause": line.clause,
                "state": line.state,
                "words": line.words,
                "amount": str(line.amount),
                "remark": line.remark,
            }
            for line in item.lines
        ],
    }


COMMANDS = (check, score)
