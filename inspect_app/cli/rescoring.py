"""What a changed checklist would do to a round: a table on the screen, and nothing in the database."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspect_app.cli.language import FILE, TROUBLE
from inspect_app.cli.reading import load_or_exit
from inspect_app.cli.settings import configured, round_named
from inspect_app.domain.quantities import plain
from inspect_app.printing.imprint import width

if TYPE_CHECKING:
    from inspect_app.services.rescoring import Rescored

HEAD = ("名次", "单位", "总分", "等次", "说明")
GAP = "  "


@click.command("rescore")
@click.argument("round_name", metavar="ROUND")
@click.option("--with", "checklist_file", required=True, type=FILE, help="改过的考核细则")
def rescore_command(round_name: str, checklist_file: Path) -> None:
    """改用另一版细则，一个批次的得分和名次会怎样变；只算给人看，不改动数据。"""
    from inspect_app.services.rescoring import rescore
    from inspect_app.storage.checklists import checklist_of

    new = load_or_exit(checklist_file, status=TROUBLE)
    configured()
    round_ = round_named(round_name)
    rescored = rescore(round_, new)
    click.echo(f"{round_.title}，改用《{new.title}》{new.version}（只是试算，没有改动任何数据）")
    used = checklist_of(round_.checklist)
    if used.id != new.id:
        click.echo(f"注意：批次用的是{used.id}，这个文件是{new.id}，不是同一份细则的另一版，请核对")
    if not rescored:
        click.echo("这个批次还没有开始填的考核单")
        return
    for group, members in groupby(rescored, key=lambda one: one.group):
        click.echo(f"\n{group}")
        _table([HEAD, *(_row(one) for one in members)])
    for one in rescored:
        _details(one)


def _row(one: "Rescored") -> tuple[str, ...]:
    ranks = [f"{row.rank}" if row else "—" for row in (one.old, one.new)]
    grades = [
        "" if sheet.open else row.grade if row else sheet.grade
        for row, sheet in ((one.old, one.before), (one.new, one.after))
    ]
    still = f"还有{len(one.after.open)}项未填" if one.after.open else ""
    said = "，".join(part for part in (one.reason, still) if part)
    totals = [plain(one.before.total), plain(one.after.total)]
    return (_arrow(ranks), one.name, _arrow(totals), _arrow([grade or "—" for grade in grades]), said)


def _arrow(pair: Sequence[str]) -> str:
    """What was and what would be; once where they are the same."""
    return pair[0] if pair[0] == pair[1] else f"{pair[0]}→{pair[1]}"


def _table(rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as their widest cell: a Chinese character takes the room of two Latin ones."""
    filled = list(rows)
    widths = [max(_room(cell) for cell in column) for column in zip(*filled, strict=True)]
    for row in filled:
        cells = (cell + " " * (room - _room(cell)) for cell, room in zip(row, widths, strict=True))
        click.echo(f"  {GAP.join(cells)}".rstrip())


def _room(text: str) -> int:
    return int(2 * width(text))


def _details(one: "Rescored") -> None:
    if not one.items and not one.misfits:
        return
    click.echo(f"\n{one.name}")
    for item in one.items:
        changed = _arrow([_score(item.before), _score(item.after)])
        has_score = (item.before, item.after) != (None, None)
        click.echo(f"  {item.title}{f'：{changed}' if has_score else ''}")
        for reason in item.reasons:
            click.echo(f"    {reason}")
    for misfit in one.misfits:
        click.echo(f"  不再合用　{misfit.place}：{misfit.words}")


def _score(score: Decimal | None) -> str:
    return "没有" if score is None else f"{plain(score)}分"


COMMANDS = (rescore_command,)
