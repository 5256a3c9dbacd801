"""Tools for who writes a checklist: its schema for editors, its content in words, what changed in it."""

import json
import sys
from pathlib import Path

import click

from inspect_app.cli.reading import load_either_or_exit
from inspect_app.domain.checklist import Checklist
from inspect_app.domain.comparison import Change
from inspect_app.domain.composition import Composition
from inspect_app.domain.explanation import Explanation, explain

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
TROUBLE = 2  # as diff and cmp end when they could not compare


@click.command("schema")
@click.option("-o", "output", type=OUTPUT, help="写到哪个文件，不写就显示出来")
def schema_command(output: Path | None) -> None:
    """输出细则格式的JSON Schema，编辑器用它补全和检查。"""
    from inspect_app.domain.schema import json_schema

    _put(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", output)


@click.command("explain")
@click.argument("checklist_file", metavar="CHECKLIST.yaml", type=FILE)
@click.option("-o", "output", type=OUTPUT, help="写到哪个文件：.md是文字，.pdf是空白考核表")
def explain_command(checklist_file: Path, output: Path | None) -> None:
    """把细则读回成评分表，把综合考核办法读回成说明，用来和原文核对。"""
    found = load_either_or_exit(checklist_file, status=TROUBLE)
    if isinstance(found, Composition):
        _explain_composition(found, output)
        return
    explanation = explain(found)
    if output is not None and output.suffix.lower() == ".pdf":
        _print_blank(explanation, output)
    elif output is not None and output.suffix.lower() != ".md":
        raise click.UsageError(f"“{output.name}”应以.md或.pdf结尾")
    else:
        from inspect_app.cli.markdown import table_text

        _put(table_text(explanation), output)


def _explain_composition(composition: Composition, output: Path | None) -> None:
    from inspect_app.cli.markdown import composition_text
    from inspect_app.domain.composition_words import explain_composition

    if output is not None and output.suffix.lower() != ".md":
        raise click.UsageError(f"综合考核办法没有空白考核表，“{output.name}”应以.md结尾")
    _put(composition_text(explain_composition(composition)), output)


@click.command("diff")
@click.argument("old_file", metavar="OLD.yaml", type=FILE)
@click.argument("new_file", metavar="NEW.yaml", type=FILE)
def diff_command(old_file: Path, new_file: Path) -> None:
    """说明两版细则（或综合考核办法）改了什么；相同时退出码是0，不同时是1，读不了时是2。"""
    found = _changes(*(load_either_or_exit(file, status=TROUBLE) for file in (old_file, new_file)))
    if not found:
        click.echo("两版内容相同")
        return
    place = None
    for change in found:
        if change.place != place:
            click.echo(change.place)
            place = change.place
        click.echo(f"  {change.words}")
    sys.exit(1)


def _changes(old: Checklist | Composition, new: Checklist | Composition) -> tuple[Change, ...]:
    from inspect_app.domain.comparison import changes
    from inspect_app.domain.composition_changes import composition_changes

    if isinstance(old, Checklist) and isinstance(new, Checklist):
        return changes(old, new)
    if isinstance(old, Composition) and isinstance(new, Composition):
        return composition_changes(old, new)
    click.echo("一份是考核细则，另一份是综合考核办法，不能比较", err=True)
    sys.exit(TROUBLE)


def _print_blank(explanation: Explanation, output: Path) -> None:
    from inspect_app import config as settings
    from inspect_app.printing.blank import Blank
    from inspect_app.printing.engine import render
    from inspect_app.printing.errors import PrintError
    from inspect_app.printing.fonts import FontFolders, NoFonts

    try:
        config = settings.from_environment()
        pdf = render(Blank(config.office, explanation), FontFolders(config.fonts, config.site_fonts))
    except (settings.ConfigError, PrintError, NoFonts) as error:
        raise click.ClickException(str(error)) from error
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(pdf)
    click.echo(output)


def _put(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, encoding="utf-8")
    click.echo(output)


COMMANDS = (schema_command, explain_command, diff_command)
