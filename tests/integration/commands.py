"""The command `inspect-app` on the database of a test, with the fonts of this checkout."""

from click.testing import CliRunner, Result
from playhouse.pool import PooledDatabase

from inspect_app.cli import main
from inspect_app.config import Config, from_environment
from inspect_app.storage import database


def run(config: Config, *words: object, **environ: str) -> Result:
    """What the command with these words says; afterwards the test is connected to its database again."""
    lend_fonts(config)
    settings = {"DATABASE_URL": config.database_url, "INSPECT_DATA": str(config.data), **environ}
    leave()
    try:
        return CliRunner().invoke(main, [str(word) for word in words], env=settings, catch_exceptions=False)
    finally:
        leave()
        database.bind(config.database_url)
        database.connect()


def lend_fonts(config: Config) -> None:
    """Printing needs fonts, which set-up lays into the data folder."""
    config.data.mkdir(parents=True, exist_ok=True)
    if not config.fonts.exists():
        config.fonts.symlink_to(from_environment().fonts)


def leave() -> None:
    """Close every connection of this process."""
    database.before_fork()
    bound = database.database.obj
    if isinstance(bound, PooledDatabase):
        bound.close_all()
