"""`garden dead-letters`: events that could not be read, or failed three times."""

from __future__ import annotations

from datetime import datetime
from random import SystemRandom

import typer

import storage.clockwork
from bot.reception import receive
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, run
from garden.commands.office_words import words
from garden.opening import OpenedGarden
from storage.clockwork import DeadLetter
from storage.transaction import Transaction

dead_letter_commands = typer.Typer(no_args_is_help=True, help="Events that could not be handled.")


def add_commands(app: typer.Typer) -> None:
    app.add_typer(dead_letter_commands, name="dead-letters")


@dead_letter_commands.command("list")
def list_dead_letters(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Events that could not be read or failed three times."""

    async def work(garden: OpenedGarden) -> None:
        letters = await garden.database.read(storage.clockwork.dead_letters)
        if not letters:
            typer.echo(words("no_dead_letters", garden.language))
        for letter in letters:
            at = letter.buried_at.astimezone(garden.county.zone).strftime("%Y-%m-%d %H:%M")
            facts = {"id": letter.id, "channel": letter.channel, "at": at, "failure": letter.failure}
            typer.echo(words("dead_letter", garden.language, **facts))

    run(config, work)


@dead_letter_commands.command("retry")
def retry_dead_letters(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Handle them again, as they came; replies go out when the garden serves."""

    async def work(garden: OpenedGarden) -> None:
        letters = await garden.database.read(storage.clockwork.dead_letters)
        done = 0
        for letter in letters:
            try:
                await garden.database.write(_retry, letter, garden, garden.now)
                done += 1
            except Exception as error:
                facts = {"id": letter.id, "failure": type(error).__name__}
                typer.echo(words("retry_failed", garden.language, **facts), err=True)
        typer.echo(words("retried", garden.language, count=done))
        if done < len(letters):
            raise typer.Exit(1)

    run(config, work)


def _retry(tx: Transaction, letter: DeadLetter, garden: OpenedGarden, now: datetime) -> None:
    """Handle one letter in the transaction that marks it; a failure leaves it where it was."""
    # The chat library takes half a second to import, and no other command needs it.
    from bot.channels.telegram.sending import TelegramChannel
    from bot.channels.telegram.translate import Arrived, read_update

    read = read_update(letter.payload.encode())
    if isinstance(read, Arrived):
        receive(tx, read.incoming, TelegramChannel.capabilities, garden.county, SystemRandom(), now, None)
    storage.clockwork.mark_retried(tx, letter.id, now)
