"""`garden serve`."""

from __future__ import annotations

import asyncio
import os

import typer
import uvloop
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from garden import serving
from garden.clock import system_now
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, refuse
from garden.commands.office_words import words
from garden.configuration import load_settings
from garden.demo.preparing import needs_demo, prepare
from garden.logs import log_to_stderr
from storage.database import Refused
from study.rules.county import County
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar
from study.strict_yaml import Faulty


def add_commands(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Serve until told to stop; a demo configuration without a database first gets its county."""
    log_to_stderr()
    try:
        settings = load_settings(config, os.environ)
        county = County(settings, WorkCalendar())
        _prepare_demo(settings, county)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serving.serve(settings, county, os.environ, lambda: _say_where(settings)))
    except Faulty as error:
        refuse("\n".join(str(fault) for fault in error.faults))
    except Refused as error:
        refuse(error.reason)
    except OSError as error:
        refuse(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _say_where(settings: Settings) -> None:
    web = settings.channels.web
    if web:
        address = web.public_url or f"http://{web.host}:{web.port}"
        typer.echo(words("open_here", settings.language, address=address))


def _prepare_demo(settings: Settings, county: County) -> None:
    if not needs_demo(settings):
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words("building_demo", settings.language), total=1.0)
        prepare(settings, county, system_now(), lambda share: progress.update(task, completed=share))
