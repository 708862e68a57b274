"""`garden bank list|import|export`: question banks as files, by the same code as in the chat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

import storage.banks
from garden.commands.bank_report import Import, report
from garden.commands.bank_words import words
from garden.commands.console import DEFAULT_CONFIG, ConfigOption, new_file, progress_bar, refuse, run
from garden.opening import OpenedGarden
from garden.reading_apart import read_apart
from storage.banks import Bank
from storage.transaction import Transaction
from study import audiences, bank_import, bank_upload
from study.bank_exports import FORMATS, written
from study.rules.question import localize
from study.upload_purpose import Facts

bank_commands = typer.Typer(no_args_is_help=True, help="Question banks.")


def add_commands(app: typer.Typer) -> None:
    app.add_typer(bank_commands, name="bank")
    bank_commands.command("list")(list_banks)
    bank_commands.command("import")(import_bank)
    bank_commands.command("export")(export_bank)


def list_banks(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """The banks there are."""

    async def work(garden: OpenedGarden) -> None:
        table = Table(*(words(column, garden.language) for column in ("slug", "title", "questions", "unit")))
        for bank in await garden.database.read(storage.banks.current):
            title = localize(bank.title, garden.language, garden.language)
            table.add_row(*map(Text, (bank.slug, title, str(bank.questions), bank.unit_path or "")))
        Console().print(table)

    run(config, work)


def import_bank(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file of questions.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be saved.")] = False,
    partial: Annotated[
        bool, typer.Option("--partial", help="Save the good questions without the refused ones.")
    ] = False,
    into: Annotated[str | None, typer.Option("--into", help="The short name of a bank there is.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title of a new bank.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Bring questions in. Questions of the bank that are not in the file stay."""

    async def work(garden: OpenedGarden) -> None:
        with progress_bar(2) as begin:
            begin(words("reading", garden.language))
            facts = await read_apart(("bank",), file.name, file.read_bytes())
            if facts is None:
                facts = {"refused": {"reason": "not_readable", "text": ""}}
            if "refused" in facts:
                report(Import(facts), as_json, dry_run, garden.language)
            if title:
                facts["title"] = title[: bank_upload.LONGEST_TITLE]
            begin(words("comparing", garden.language))
            saves = not dry_run and (partial or not facts["refusals"])
            change = garden.database.write if saves else garden.database.read
            done = await change(_import, facts, into, saves, garden)
        report(done, as_json, dry_run, garden.language)

    run(config, work)


def _import(tx: Transaction, facts: Facts, into: str | None, saves: bool, garden: OpenedGarden) -> Import:
    there = storage.banks.current(tx)
    own = (bank for bank in there if bank.slug == into or (into is None and bank.file_name == facts["file"]))
    bank = next(own, None)
    if into is not None and bank is None:
        refuse(words("no_such_bank", garden.language, bank=into))
    offered = bank_upload.offered(facts)
    known = storage.banks.questions(tx, bank.slug) if bank else []
    difference = bank_import.compare(offered, known, bank is not None and bank.file_name == facts["file"])
    everything = [question for each in there for question in storage.banks.questions(tx, each.slug)]
    found = bank_import.duplicates(offered, everything, garden.language)
    alike = tuple(each for each in found if each.index in difference.new)
    if saves:
        bank = bank or _new_bank(tx, facts, garden)
        bank_import.save(tx, bank, offered, difference, frozenset(), None, facts["file"], garden.now)
    return Import(facts, difference, alike, bank.slug if bank and saves else None)


def _new_bank(tx: Transaction, facts: Facts, garden: OpenedGarden) -> Bank:
    """A bank of the whole county."""
    roots = audiences.roots(tx)
    if not roots:
        refuse(words("no_unit", garden.language))
    return storage.banks.insert_made(
        tx, title=facts["title"], unit_id=roots[0], made_by=None, file_name=facts["file"], now=garden.now
    )


def export_bank(
    bank: Annotated[str, typer.Argument(help="A bank's short name.")],
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file; its ending tells the format.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write a bank out: .xlsx, .docx, .gift.txt or .yaml."""

    async def work(garden: OpenedGarden) -> None:
        form = next((name for name, each in FORMATS.items() if file.name.endswith(each.ending)), None)
        if form is None:
            endings = ", ".join(each.ending for each in FORMATS.values())
            refuse(words("format", garden.language, file=file, endings=endings))
        found = await garden.database.read(storage.banks.by_slug, bank)
        if found is None:
            refuse(words("no_such_bank", garden.language, bank=bank))
        content = await garden.database.read(written, found, form, garden.language, garden.language)
        with new_file(file) as made:
            made.write(content)
        typer.echo(words("exported", garden.language, file=file, count=found.questions))

    run(config, work)
