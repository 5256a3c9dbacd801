"""The data: the first account, the demonstration, back-up."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import click
from peewee import SqliteDatabase

from inspect_app.cli.settings import configured
from inspect_app.config import now
from inspect_app.storage import database
from inspect_app.storage.models import ROLES


@click.command()
@click.argument("login")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES[:3]), default="administrator", help="角色")
def user(login: str, name: str, role: str) -> None:
    """添加账号（第一个管理员用这个命令添加），密码由程序生成并显示一次。"""
    from inspect_app.services.people import AccountEntry, Taken, add_account

    configured()
    database.migrate()
    try:
        _, password = add_account(AccountEntry(login=login, name=name, role=role), by=None, at=now())
    except Taken as error:
        raise click.ClickException(f"账号“{login}”已经有了，请换一个") from error
    click.echo(f"账号：{login}\n密码：{password}\n请登录后修改密码")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """把数据库和佐证材料备份到一个新文件夹，服务不用停。"""
    config = configured()
    if not isinstance(database.database.obj, SqliteDatabase):
        raise click.ClickException("数据库是PostgreSQL，请用pg_dump备份数据库，并另外复制佐证材料文件夹")
    if folder.exists():
        raise click.ClickException(f"{folder}已经存在，请写一个新的文件夹")
    folder.mkdir(parents=True)
    # The database first: a picture is on disk before its row, so every row's picture is there to be copied.
    with closing(sqlite3.connect(folder / "inspect.db")) as target:
        database.database.connection().backup(target)
    if config.evidence.is_dir():
        # What is being written now has no row in the copied database, and may be renamed under our hands.
        shutil.copytree(config.evidence, folder / "evidence", ignore=shutil.ignore_patterns("tmp*"))
    click.echo(f"已备份到{folder}。恢复时停止服务，把里面的文件放回数据文件夹{config.data}")


@click.command()
@click.option("--if-empty", is_flag=True, help="数据库里已有数据时不出错，只再显示一次演示账号")
@click.option("--seed", default=2020, show_default=True, help="演示数据的种子：种子相同，数据相同")
def demo(if_empty: bool, seed: int) -> None:
    """在空的数据库里放进演示数据：虚构的云川市，两个半年批次和一个年终批次。"""
    from inspect_app.demo import accounts, build, is_empty

    config = configured()
    database.migrate()
    if is_empty():
        click.echo("正在准备演示数据（云川市及其单位、人员都是虚构的）")
        shown = build(config, seed, lambda step: click.echo(f"· {step} …"))
    elif if_empty:
        shown = accounts.kept(config.data)
    else:
        raise click.ClickException(
            "数据库里已经有数据，演示数据只能放进空的数据库。请用DATABASE_URL指定另一个数据库"
        )
    if shown:
        click.echo(f"\n演示账号（密码由本机随机生成，记在{config.data / accounts.FILE}）：\n\n{shown}")


COMMANDS = (user, backup, demo)
