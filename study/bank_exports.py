"""A bank written out in any format it could have come in: a new one is a module and a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import storage.banks
from storage.banks import Bank
from storage.transaction import Transaction
from study.question_exports.docx import write_docx
from study.question_exports.exported import NamedQuestion
from study.question_exports.gift import write_gift
from study.question_exports.xlsx import bank_sheets
from study.question_exports.yaml_bank import write_yaml
from study.rules.frozen import frozen
from study.rules.question import localize
from study.spreadsheets import write_book

Write = Callable[[Bank, Sequence[NamedQuestion], str], bytes]
"""(bank, its questions in one language, that language) to the file."""


@frozen
class Format:
    """How such files end, and how they are written."""

    ending: str
    write: Write


FORMATS: dict[str, Format] = {
    "xlsx": Format(".xlsx", lambda bank, questions, language: write_book(bank_sheets(questions, language))),
    "docx": Format(
        ".docx",
        lambda bank, questions, language: write_docx(
            localize(bank.title, language, language), questions, language
        ),
    ),
    "gift": Format(".gift.txt", lambda bank, questions, language: write_gift(questions).encode()),
    "yaml": Format(
        ".yaml", lambda bank, questions, language: write_yaml(bank.title, bank.topic, questions).encode()
    ),
}


def written(tx: Transaction, bank: Bank, form: str, language: str, fallback_language: str) -> bytes:
    """The bank as it reads now, in one language where the format has but one."""
    questions = [
        NamedQuestion(
            name=each.name,
            question=each.question(language, fallback_language),
            difficulty=int(each.content.get("difficulty") or 3),
            content=each.content,
        )
        for each in storage.banks.questions(tx, bank.slug)
    ]
    return FORMATS[form].write(bank, questions, language)
