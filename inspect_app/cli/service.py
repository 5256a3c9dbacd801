"""Running it: migrate, serve, worker."""

import os
import signal
import threading
import time

import click

from inspect_app.cli.settings import configured
from inspect_app.storage import database


@click.command()
def migrate() -> None:
    """建立数据库，或把它升级到本版本。"""
    configured()
    for name in database.migrate():
        click.echo(f"已执行迁移 {name}")


@click.command()
@click.option("--host", default="127.0.0.1", help="监听地址")
@click.option("--port", default=8000, help="监听端口")
def serve(host: str, port: int) -> None:
    """启动网站和打印进程。"""
    from inspect_app import serving

    config = configured(serving=True)
    database.migrate()
    database.before_fork()
    serving.run(config, host, port)


@click.command()
@click.option("--parent", type=int, hidden=True)
def worker(parent: int | None) -> None:
    """只启动打印进程（网站另行启动时用）。"""
    from inspect_app import jobs

    config = configured()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    jobs.work(config)


def _end_with(parent: int) -> None:
    """A server that was killed cannot stop its print process; nobody may go on printing for it."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


COMMANDS = (migrate, serve, worker)
