"""What every command that needs the database begins with."""

import click

from inspect_app import config as settings
from inspect_app.config import Config, ConfigError
from inspect_app.storage import database
from inspect_app.storage.models import Round


def configured(*, serving: bool = False) -> Config:
    """The settings, with the database bound and open; a wrong setting ends the command with its message."""
    try:
        config = settings.from_environment()
        if serving:
            settings.require_secret(config)
        database.bind(config.database_url)
    except (ConfigError, RuntimeError) as error:
        raise click.ClickException(str(error)) from error
    database.connect()
    return config


def round_named(name: str) -> Round:
    """The round of that title, or of that number; a command that names none gets the list."""
    is_id = name.isascii() and name.isdigit() and len(name) < 10  # more than any database counts to
    wanted = (Round.title == name) | (Round.id == int(name)) if is_id else Round.title == name
    found: Round | None = Round.select().where(wanted).first()
    if found is None:
        listed = "\n".join(f"  {row.id}　{row.title}" for row in Round.select().order_by(Round.id))
        raise click.ClickException(
            f"没有“{name}”这个考核批次。现有批次（编号和名称都可以用）：\n{listed or '  （还没有）'}"
        )
    return found
