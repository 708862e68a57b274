"""Content taken into the record: one version per hash, the last good one kept when a file is broken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.content
import storage.drafts
from storage.transaction import Transaction
from study.authored import AuthoredContent
from study.quizzes import check_bank
from study.rules.content import QuestionUnit, ReadingUnit


def take_in(tx: Transaction, authored: AuthoredContent, now: datetime) -> None:
    """Make what was read the current content. Units that could not be read stay as they were."""
    for reading in authored.readings.values():
        _take_reading(tx, reading, now)
    for bank in authored.banks.values():
        storage.content.keep_bank(tx, bank.slug, bank.sheet.title, bank.sheet.topic, is_practice=True)
        _take_questions(tx, bank.slug, bank.sheet.questions, now)
    _retire_missing(tx, authored)


def _take_reading(tx: Transaction, reading: ReadingUnit, now: datetime) -> None:
    storage.content.keep_reading(tx, reading.slug, reading.hash, _reading_content(reading), now)
    bank = check_bank(reading.slug)
    storage.content.keep_bank(tx, bank, reading.sheet.title, reading.sheet.topic, is_practice=False)
    _take_questions(tx, bank, reading.sheet.check, now)


def _take_questions(tx: Transaction, bank: str, questions: tuple[QuestionUnit, ...], now: datetime) -> None:
    for question in questions:
        content = _question_content(question)
        storage.content.keep_question(tx, bank, question.id, hash_of(content), content, now)
    storage.content.retire_questions(tx, bank, [question.id for question in questions])


def _retire_missing(tx: Transaction, authored: AuthoredContent) -> None:
    """What was removed from the folders is offered no more; a unit that is there but broken is kept."""
    made_in_chat = storage.drafts.made_in_chat(tx)
    for version in storage.content.current_readings(tx):
        kept = version.slug in authored.readings or version.slug in authored.broken
        if not kept and version.slug not in made_in_chat:
            storage.content.retire_reading(tx, version.slug)
            storage.content.retire_bank(tx, check_bank(version.slug))
    for slug in storage.content.folder_banks(tx):
        if "/" not in slug and slug not in authored.banks and slug not in authored.broken:
            storage.content.retire_bank(tx, slug)


def _reading_content(reading: ReadingUnit) -> dict[str, Any]:
    sheet = reading.sheet
    return {
        "title": dict(sheet.title),
        "topic": sheet.topic,
        "summary": dict(sheet.summary),
        "source_notes": dict(sheet.source_notes),
        "minutes": sheet.minutes,
        "bodies": dict(reading.bodies),
        "short_bodies": dict(reading.short_bodies),
        "images": {
            name: {"file": dict(image.file), "alt": dict(image.alt)} for name, image in sheet.images.items()
        },
    }


def _question_content(question: QuestionUnit) -> dict[str, Any]:
    return {
        "type": question.type,
        "stem": dict(question.stem),
        "choices": [dict(choice) for choice in question.choices],
        "answer": list(question.answer),
        "explanation": dict(question.explanation),
        "reading": question.reading,
        "difficulty": question.difficulty,
        "shuffle": question.shuffle,
    }


def hash_of(content: Mapping[str, Any]) -> str:
    """The same for the same content."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
