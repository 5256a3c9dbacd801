"""Files that a command is given: read, or refused with every problem and its line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from inspect_app.domain.checklist import Checklist, ChecklistError, load_bytes
from inspect_app.domain.yaml_source import Problem


def load_or_exit(file: Path, *, status: int) -> Checklist:
    """The checklist in the file; one that is wrong ends the command with its problems and this exit status."""
    try:
        return load_bytes(file.read_bytes())
    except ChecklistError as error:
        refuse(file, error.problems, status=status)


def refuse(file: Path, problems: Sequence[Problem], *, status: int) -> NoReturn:
    """Print the problems as compilers do and end the command with this exit status."""
    for problem in problems:
        click.echo(problem.at(str(file)), err=True)
    sys.exit(status)
