"""What an import of questions came to, for people and for scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import typer

from garden.commands.bank_words import words
from study.bank_import import Difference, Duplicate
from study.question_files.found import Place
from study.question_files.words import kind, place, refused_where, sentence
from study.rules.frozen import frozen
from study.upload_purpose import Facts


@frozen
class Import:
    """`facts` as the file was read; `bank` the short name of the bank it was saved in, None where it was not."""

    facts: Facts
    difference: Difference | None = None
    alike: tuple[Duplicate, ...] = ()
    bank: str | None = None


def report(done: Import, as_json: bool, dry_run: bool, language: str) -> NoReturn:
    """Tell it and end the command: exit code 1 if anything was refused."""
    if as_json:
        typer.echo(json.dumps(_facts(done, language), ensure_ascii=False))
    elif "refused" in done.facts:
        typer.echo(sentence(done.facts["refused"]["reason"], language), err=True)
    else:
        _tell(done, dry_run, language)
    raise typer.Exit(1 if "refused" in done.facts or done.facts["refusals"] else 0)


def _tell(done: Import, dry_run: bool, language: str) -> None:
    facts, difference = done.facts, done.difference
    for refusal in facts["refusals"]:
        why = sentence(refusal["reason"], language, refusal["text"])
        typer.echo(f"{refused_where(refusal, language)}: {why}", err=True)
    for skipped in facts["skipped"]:
        typer.echo(f"{_where(skipped, language)}: {_skipped(skipped, language)}", err=True)
    for each in done.alike:
        typer.echo(words("alike", language, **_alike(each, facts["questions"], language)))
    counts = {"read": len(facts["questions"]), "refused": len(facts["refusals"])}
    typer.echo(words("read", language, skipped=len(facts["skipped"]), **counts))
    if difference is not None:
        typer.echo(
            words(
                "difference",
                language,
                new=len(difference.new),
                changed=len(difference.changed),
                same=len(difference.same),
                absent=len(difference.absent),
            )
        )
    if done.bank:
        typer.echo(words("saved", language, bank=done.bank))
    else:
        typer.echo(words("dry_run" if dry_run else "not_saved", language), err=not dry_run)


def _facts(done: Import, language: str) -> dict[str, Any]:
    facts = done.facts
    if "refused" in facts:
        whole = {"where": "", "why": sentence(facts["refused"]["reason"], language)}
        return {"read": 0, "refused": [whole], "skipped": [], "duplicates": [], "saved": False}
    return {
        "read": len(facts["questions"]),
        "refused": [
            {
                "where": refused_where(each, language),
                "why": sentence(each["reason"], language, each["text"]),
            }
            for each in facts["refusals"]
        ],
        "skipped": [
            {"where": _where(each, language), "why": _skipped(each, language)} for each in facts["skipped"]
        ],
        "duplicates": [_alike(each, facts["questions"], language) for each in done.alike],
        "saved": done.bank is not None,
    }


def _where(found: Mapping[str, Any], language: str) -> str:
    return place(Place(*found["place"]), language)


def _skipped(skipped: Mapping[str, Any], language: str) -> str:
    return sentence("type_not_supported", language, kind(skipped["kind"], language))


def _alike(each: Duplicate, questions: Sequence[Mapping[str, Any]], language: str) -> dict[str, str]:
    if each.bank:
        other = words("in_bank", language, bank=each.bank)
    else:
        other = words("in_file", language, where=_where(questions[each.other], language))
    return {"where": _where(questions[each.index], language), "other": other, "stem": each.stem}
