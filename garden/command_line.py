"""`garden`: the county's office at the command line. Exit 0 ok, 1 refused with the reason, 2 usage."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer

from garden.commands import (
    banks,
    dead_letters,
    exceptions,
    invites,
    moving,
    office,
    people,
    report,
    serve,
    simulate,
)

COMMANDS: tuple[Callable[[typer.Typer], None], ...] = (
    serve.add_commands,
    office.add_commands,
    dead_letters.add_commands,
    people.add_commands,
    banks.add_commands,
    invites.add_commands,
    exceptions.add_commands,
    moving.add_commands,
    report.add_commands,
    simulate.add_commands,
)
"""Each adds its group of commands."""

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_show_locals=False)
for add_commands in COMMANDS:
    add_commands(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("learning-garden"))
        raise typer.Exit


@app.callback()
def garden(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Learning Garden: a county's training office inside a chat window."""


def main() -> None:
    """What is made here holds personal data, so it is its owner's alone."""
    os.umask(0o077)
    app()
