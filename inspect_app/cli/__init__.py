"""The command `inspect-app`: everything the browser does not do, and everything a script may want."""

import click

from inspect_app.cli import checklists, data, evidence, language, papers, rescoring, service


@click.group()
def main() -> None:
    """督导考核：考核细则、考核单、排名与整改通知。"""


for module in (service, checklists, language, papers, rescoring, data, evidence):
    for command in module.COMMANDS:
        main.add_command(command)
