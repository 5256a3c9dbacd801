"""Files that a command is given: read, or refused with every problem and its line."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from inspect_app.domain.checklist import Checklist
from inspect_app.domain.composition import Composition, examine_either
from inspect_app.domain.yaml_source import Problem, SourceError, decode


def load_or_exit(file: Path, *, status: int) -> Checklist:
    """The checklist in the file; one that is wrong ends the command with its problems and this exit status."""
    found = load_either_or_exit(file, status=status)
    if isinstance(found, Composition):
        advice = (
            "这是综合考核办法（有compose），这个命令只用于考核细则；综合考核办法可以用check、explain和diff"
        )
        refuse(file, [Problem(1, 1, advice)], status=status)
    return found


def load_either_or_exit(file: Path, *, status: int) -> Checklist | Composition:
    """The checklist or the composition in the file; the command ends as in `load_or_exit`."""
    try:
        found, problems = examine_either(decode(file.read_bytes()))
    except SourceError as error:
        refuse(file, error.problems, status=status)
    errors = [problem for problem in problems if not problem.warning]
    if errors or found is None:
        refuse(file, errors, status=status)
    return found


def refuse(file: Path, problems: Sequence[Problem], *, status: int) -> NoReturn:
    """Print the problems as compilers do and end the command with this exit status."""
    for problem in problems:
        click.echo(problem.at(str(file)), err=True)
    sys.exit(status)
