"""The evidence folder: whether every photograph and document is there and is itself."""

import click

from inspect_app.cli.settings import configured


@click.command()
@click.option("--check", is_flag=True, required=True, help="逐个核对文件是否在、是否与存入时一样")
def evidence(check: bool) -> None:
    """核对佐证材料文件夹：缺少或损坏的文件，连同它所在的考核单逐个列出。"""
    from inspect_app.storage.evidence import EvidenceDamaged, read
    from inspect_app.storage.models import Evidence

    config, rows, bad = configured(), 0, 0
    for row in Evidence.select().order_by(Evidence.id).iterator():
        rows += 1
        try:
            read(config.evidence, row.sha256, row.suffix)
        except EvidenceDamaged as damage:
            bad += 1
            click.echo(f"{row.sha256}{damage.reason}：{_places(row.id) or '已经从考核单中删去'}")
    if bad:
        raise click.ClickException(f"{rows}份佐证材料中有{bad}份缺少或损坏，请从备份中恢复上面列出的文件")
    click.echo(f"{rows}份佐证材料都在，与存入时一样")


def _places(id: int) -> str:
    """The sheets and captions that show the file."""
    from inspect_app.storage.models import Inspection, Photo, Round, Subject

    query = (
        Photo.select(Photo.caption, Photo.name, Inspection.id, Subject.name, Round.title)
        .join_from(Photo, Inspection)
        .join_from(Inspection, Subject)
        .join_from(Inspection, Round)
        .where(Photo.evidence == id)
        .order_by(Photo.id)
    )
    return "；".join(
        f"{row.inspection.round.title}{row.inspection.subject.name}“{row.caption or row.name or '没有说明的照片'}”"
        for row in query
    )


COMMANDS = (evidence,)
