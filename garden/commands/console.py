"""How every command runs: on an opened garden, with one way to refuse and to write a file."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from garden.opening import OpenedGarden, opened
from storage.database import Refused
from study.strict_yaml import Faulty

T = TypeVar("T")

ConfigOption = Annotated[
    Path, typer.Option("--config", envvar="GARDEN_CONFIG", help="The garden's configuration file.")
]
DEFAULT_CONFIG = Path("config.yaml")


def run(config: Path, work: Callable[[OpenedGarden], Awaitable[T]]) -> T:
    """Run the work on the garden of this configuration; what is refused ends the command with exit code 1."""
    try:
        return asyncio.run(_on_garden(config, work))
    except Faulty as error:
        refuse("\n".join(str(fault) for fault in error.faults))
    except Refused as error:
        refuse(error.reason)
    except OSError as error:
        refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))


async def _on_garden(config: Path, work: Callable[[OpenedGarden], Awaitable[T]]) -> T:
    async with opened(config) as garden:
        return await work(garden)


def refuse(sentence: str) -> NoReturn:
    """Say why on the error stream; exit code 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def check_kind(file: Path, *suffixes: str) -> None:
    """Wrong usage unless the file's name ends with one of these."""
    if file.suffix.lower() not in suffixes:
        raise typer.BadParameter(f"{file} must end with {' or '.join(suffixes)}")


@contextmanager
def progress_bar(steps: int) -> Iterator[Callable[[str], None]]:
    """A bar on the error stream while work lasts; each call names the step that begins."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=steps)
        begun = 0

        def begin(step: str) -> None:
            nonlocal begun
            progress.update(task, description=step, completed=begun)
            begun += 1

        yield begin


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file readable by its owner alone that takes its name when all of it is written. Raises OSError."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
