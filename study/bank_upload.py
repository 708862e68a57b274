"""Questions sent to the chat: read apart, compared with the banks there are, saved into one of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import storage.banks
from storage.banks import Bank
from storage.transaction import Transaction
from study import banks
from study.bank_import import Difference, Offered, compare, duplicates, save
from study.question_files.found import (
    FoundQuestion,
    FoundTexts,
    Place,
    QuestionFile,
    UnreadableQuestions,
)
from study.question_files.importers import read_questions
from study.rules.county import County
from study.upload_purpose import Facts, Planned, Purpose

NEW_BANK = ""
"""The target of questions that become a bank of their own."""

LONGEST_TITLE = 40
LONGEST_STEM = 200


def read(name: str, content: bytes) -> Facts:
    """The file as JSON values: questions as a bank keeps them, what is refused and skipped, each with its place."""
    try:
        file = read_questions(name, content)
    except UnreadableQuestions as error:
        return {"refused": {"reason": error.reason, "text": ""}}
    return as_facts(name, file)


def as_facts(name: str, file: QuestionFile) -> Facts:
    """What was found in a file of this name, or in words pasted into the chat."""
    if not (file.questions or file.refused or file.skipped):
        return {"refused": {"reason": "not_questions", "text": ""}}
    return {
        "file": name,
        "title": title_of(name),
        "questions": [_question(each) for each in file.questions],
        "refusals": [
            {
                "place": place(each.place),
                "column": each.column,
                "reason": each.reason,
                "text": each.text,
                "stem": each.stem,
            }
            for each in file.refused
        ],
        "skipped": [
            {"place": place(each.place), "kind": each.kind, "stem": each.stem} for each in file.skipped
        ],
        "target": NEW_BANK,
        "without": [],
        "likes": [],
    }


def title_of(name: str) -> str:
    """A bank's title from the name of its file."""
    return (name.rpartition(".")[0] or name).replace("_", " ").strip()[:LONGEST_TITLE] or name


def place(found: Place) -> list[Any]:
    return [found.kind, found.number, found.sheet]


def _question(found: FoundQuestion) -> Facts:
    return {"place": place(found.place), "name": found.name, "content": content_of(found)}


def content_of(found: FoundQuestion) -> Facts:
    """A question of a file as a version of it is stored."""
    texts = found.texts or {language_of(found.stem): FoundTexts(found.stem, found.choices, found.explanation)}
    return {
        "type": found.type,
        "stem": {language: said.stem for language, said in texts.items()},
        "choices": [
            {language: said.choices[index] for language, said in texts.items()}
            for index in range(len(found.choices))
        ],
        "answer": list(found.answer),
        "explanation": {language: said.explanation for language, said in texts.items() if said.explanation},
        "reading": found.reading,
        "difficulty": found.difficulty,
        "shuffle": found.shuffle,
    }


def language_of(text: str) -> str:
    """Chinese where there is a Chinese character in it."""
    return "zh-Hans" if any("\u3400" <= character <= "\u9fff" for character in text) else "en"


def offered(facts: Mapping[str, Any]) -> list[Offered]:
    return [Offered(each["name"], each["content"]) for each in facts["questions"]]


def look_around(
    tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime
) -> Facts:
    """The bank this file came from before, and questions that say nearly what others say. It takes its time."""
    today = county.local_day(now)
    usable = banks.usable(tx, actor, banks.CHANGE, today)
    own = [bank for bank in usable if bank.file_name == facts["file"]]
    target = next((bank.slug for bank in own if banks.may_change(tx, actor, bank.slug, today)), NEW_BANK)
    known = [question for bank in usable for question in storage.banks.questions(tx, bank.slug)]
    alike = duplicates(offered(facts), known, county.settings.language)
    likes = [[each.index, each.bank, each.other, each.stem[:LONGEST_STEM]] for each in alike]
    return {**facts, "target": target, "likes": likes}


def plan(tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime) -> Planned:
    """Compare with the bank these questions are for, as it is now."""
    bank = target_of(tx, facts, actor, county, now)
    known = storage.banks.questions(tx, bank.slug) if bank else []
    is_own_file = bank is not None and bank.file_name == facts["file"]
    difference = compare(offered(facts), known, is_own_file)
    shown = _preview(facts, bank, difference)
    apply = partial(_apply, tx, facts, bank, difference, actor, county, now) if shown["saving"] else None
    return Planned(shown, apply)


def target_of(
    tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime
) -> Bank | None:
    """The bank these questions go into, if it is there and may be changed; None for a new one."""
    slug, today = facts["target"], county.local_day(now)
    if slug == NEW_BANK or not banks.may_change(tx, actor, slug, today):
        return None
    return storage.banks.by_slug(tx, slug)


def _preview(facts: Mapping[str, Any], bank: Bank | None, difference: Difference) -> Facts:
    without, new = set(facts["without"]), set(difference.new)
    changed = [[index, known.question_id] for index, known in difference.changed]
    touched = new | {index for index, _ in changed}
    alike = [like for like in facts["likes"] if like[0] in new]
    return {
        "read": len(facts["questions"]),
        "refused": len(facts["refusals"]),
        "skipped": len(facts["skipped"]),
        "new": len(new - without),
        "same": len(difference.same),
        "changed": changed,
        "absent": len(difference.absent),
        "alike": alike,
        "left_out": len(without & touched),
        "saving": len(touched - without),
        "bank": bank.slug if bank else NEW_BANK,
        "digest": _digest(facts, bank, difference),
    }


def _digest(facts: Mapping[str, Any], bank: Bank | None, difference: Difference) -> str:
    """The same for the same change to the same bank."""
    whole = [
        bank.slug if bank else facts["title"],
        difference.stamp,
        difference.new,
        difference.same,
        sorted(facts["without"]),
        len(facts["questions"]),
    ]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()[:12]


def _apply(
    tx: Transaction,
    facts: Mapping[str, Any],
    bank: Bank | None,
    difference: Difference,
    actor: int,
    county: County,
    now: datetime,
) -> Facts:
    target = bank or _new_bank(tx, facts, actor, county, now)
    without = frozenset(facts["without"])
    done = save(tx, target, offered(facts), difference, without, actor, facts["file"], now)
    title = next(iter(target.title.values()))
    return {
        "bank": done.bank,
        "title": title,
        "new": done.new,
        "changed": done.changed,
        "rekeyed": list(done.rekeyed),
        "refused": len(facts["refusals"]),
    }


def _new_bank(tx: Transaction, facts: Mapping[str, Any], actor: int, county: County, now: datetime) -> Bank:
    unit_id = banks.home_unit(tx, actor, county.local_day(now))
    if unit_id is None:
        raise PermissionError("nobody without a grant over a unit is shown a way to save")
    return storage.banks.insert_made(
        tx, title=facts["title"], unit_id=unit_id, made_by=actor, file_name=facts["file"], now=now
    )


def with_questions(facts: Mapping[str, Any], refused: int, found: Sequence[FoundQuestion]) -> Facts:
    """The same file, with what somebody typed in the place of a refused question."""
    was = facts["refusals"][refused]
    typed = [{**_question(each), "place": was["place"]} for each in found]
    kept = [each for index, each in enumerate(facts["refusals"]) if index != refused]
    return {**facts, "questions": [*facts["questions"], *typed], "refusals": kept}


ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".docx", ".txt", ".gift", ".xml", ".yaml", ".yml")

BANK = Purpose(banks.CHANGE, ENDINGS, read, plan, look_around, finds=lambda read: bool(read.get("questions")))
