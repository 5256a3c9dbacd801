"""Printing from the command line: the same documents as from the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from peewee import JOIN

from inspect_app.cli.settings import configured, round_named
from inspect_app.config import Config, now
from inspect_app.storage.models import ChecklistVersion, Inspection, Overall, Round, Subject

OUTPUT = click.Path(path_type=Path)


@click.command()
@click.argument("round_name", metavar="ROUND")
@click.option("-o", "output", required=True, type=OUTPUT, help="写到哪个PDF文件")
def report(round_name: str, output: Path) -> None:
    """印一个批次的考核通报。"""
    from inspect_app.printing import gathering

    config = configured()
    letterhead = gathering.Letterhead.of(config)
    with _told():
        document = gathering.gather_report(round_named(round_name), letterhead, today=now().date())
        _write(document, output, config)


@click.command("overall")
@click.argument("title", metavar="TITLE")
@click.option("-o", "output", required=True, type=OUTPUT, help="写到哪个PDF文件")
def overall_command(title: str, output: Path) -> None:
    """印一个综合排名的通报。"""
    from inspect_app.printing import gathering

    config = configured()
    row = Overall.get_or_none(Overall.title == title)
    if row is None:
        raise click.ClickException(f"没有叫“{title}”的综合排名，请核对名称")
    with _told():
        _write(
            gathering.gather_overall(row, gathering.Letterhead.of(config), today=now().date()), output, config
        )


@click.command()
@click.argument("round_name", metavar="ROUND")
@click.argument("subject_name", metavar="SUBJECT")
@click.option("-o", "output", required=True, type=OUTPUT, help="写到哪个PDF文件")
def sheet(round_name: str, subject_name: str, output: Path) -> None:
    """印一个单位的得分说明。"""
    from inspect_app.printing import gathering

    config = configured()
    inspection = _inspection(round_named(round_name), subject_name)
    with _told():
        _write(gathering.gather_sheet(inspection, config, today=now().date()), output, config)


@click.command()
@click.argument("round_name", metavar="ROUND")
@click.option("-o", "folder", required=True, type=OUTPUT, help="写到哪个文件夹")
def notices(round_name: str, folder: Path) -> None:
    """印一个批次的全部整改通知书：每个单位一份，另有一份合订供打印。"""
    from inspect_app.printing import gathering
    from inspect_app.printing.fonts import FontFolders
    from inspect_app.printing.runs import print_run

    config = configured()
    with _told():
        _, entries = gathering.gather_run(round_named(round_name), config, today=now().date())
        fonts = FontFolders(config.fonts, config.site_fonts)
        for path in print_run(entries, folder, "合订", fonts):
            click.echo(path)


def _inspection(round_: Round, subject_name: str) -> Inspection:
    """The sheet of the unit of that name or code in the round."""
    query = (
        Inspection.select(Inspection, Subject, Round, ChecklistVersion)
        .join_from(Inspection, Subject, JOIN.INNER)
        .join_from(Inspection, Round)
        .join_from(Inspection, ChecklistVersion)
        .where(Inspection.round == round_)
    )
    wanted = (Subject.name == subject_name) | (Subject.code == subject_name)
    found: Inspection | None = query.where(wanted).first()
    if found is None:
        names = "、".join(row.subject.name for row in query.order_by(Subject.code))
        raise click.ClickException(f"“{round_.title}”里没有“{subject_name}”。这个批次的单位有：{names}")
    return found


@contextmanager
def _told() -> Iterator[None]:
    """Turns a document that cannot be printed into the command's error message."""
    from inspect_app.printing.errors import PrintError
    from inspect_app.printing.fonts import NoFonts
    from inspect_app.printing.gathering import NothingToPrint

    try:
        yield
    except (PrintError, NoFonts, NothingToPrint) as error:
        raise click.ClickException(str(error)) from error


def _write(document: object, output: Path, config: Config) -> None:
    from inspect_app.printing.engine import render
    from inspect_app.printing.fonts import FontFolders

    pdf = render(document, FontFolders(config.fonts, config.site_fonts))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(pdf)
    click.echo(output)


COMMANDS = (report, overall_command, sheet, notices)
