"""Every kind of question file there is, by its ending: a new one is one module and one line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from study.csv_tables import DELIMITERS
from study.file_text import decoded
from study.question_files.aiken import read_aiken
from study.question_files.file_kinds import kind_of
from study.question_files.found import QuestionFile, Unreadable, UnreadableQuestions
from study.question_files.gift import read_gift
from study.question_files.moodle_xml import read_moodle_xml
from study.question_files.numbered_text import read_numbered_text
from study.question_files.table_columns import find_columns
from study.question_files.tables import read_tables, surest
from study.question_files.word_file import word_text
from study.question_files.word_tables import word_tables
from study.question_files.yaml_bank import read_yaml_bank
from study.spreadsheets import MOST_BYTES, read_sheets
from study.spreadsheets import Unreadable as NoTable

Importer = Callable[[bytes], QuestionFile]

MOST_QUESTIONS = 20_000

_GIFT = re.compile(r"(?<!\\)\{\s*(?:[=~#%]|T(?:RUE)?\s*[}#]|F(?:ALSE)?\s*[}#])")
_AIKEN = re.compile(r"^\s*ANSWER\s*[:：]\s*[A-Z]\b", re.MULTILINE | re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*[(（]?\d{1,5}\s*[.．、)）]", re.MULTILINE)
_WHY_NO_TABLE: dict[str, Unreadable] = {"too_large": "too_large", "too_many_rows": "table_too_large"}


def read_questions(name: str, content: bytes) -> QuestionFile:
    """The questions of a file; what kind it is, its content tells before its name. Raises UnreadableQuestions."""
    if len(content) > MOST_BYTES:
        raise UnreadableQuestions("too_large")
    kind = kind_of(name, content)
    if kind not in IMPORTERS:
        raise UnreadableQuestions("unknown_format")
    try:
        found = IMPORTERS[kind](content)
    except RecursionError as error:
        raise UnreadableQuestions("too_deep") from error
    if len(found.questions) + len(found.refused) + len(found.skipped) > MOST_QUESTIONS:
        raise UnreadableQuestions("too_many_questions")
    return found


def read_text(text: str) -> QuestionFile:
    """The questions of a text that nobody named: a table, GIFT, Aiken, or numbered as in a test paper."""
    table = _surest_table(text)
    if table is not None:
        return table
    if _GIFT.search(text):
        return read_gift(text)
    answers = len(_AIKEN.findall(text))
    return read_aiken(text) if answers > len(_NUMBERED.findall(text)) else read_numbered_text(text)


def _surest_table(text: str) -> QuestionFile | None:
    """A table that was copied out of a spreadsheet or saved as text; None when it has no header."""
    beginning = text[:20_000]
    if not any(delimiter in beginning for delimiter in DELIMITERS):
        return None
    sheets = read_sheets("text.csv", text.encode("utf-8-sig"))
    tables = () if isinstance(sheets, NoTable) else surest(sheets)
    return read_tables(tables) if tables else None


def _text(read: Callable[[str], QuestionFile]) -> Importer:
    def importer(content: bytes) -> QuestionFile:
        text = decoded(content)
        if text is None:
            raise UnreadableQuestions("wrong_encoding")
        return read(text.replace("\r\n", "\n"))

    return importer


def _workbook(kind: str, content: bytes) -> QuestionFile:
    sheets = read_sheets(f"questions.{kind}", content)
    if isinstance(sheets, NoTable):
        raise UnreadableQuestions(_WHY_NO_TABLE.get(sheets.reason, "not_readable"))
    return read_tables(surest(sheets) if kind in ("csv", "tsv") else sheets)


def _word(content: bytes) -> QuestionFile:
    """Questions in tables that have a header, and those in the text around them."""
    tables = [table for table in word_tables(content) if find_columns(table.rows)]
    text = word_text(content, outside_tables=bool(tables))
    around = read_text(text)
    if not tables:
        return around
    inside = read_tables(tables)
    return QuestionFile(
        inside.questions + around.questions, inside.refused + around.refused, inside.skipped + around.skipped
    )


IMPORTERS: dict[str, Importer] = {
    "xlsx": partial(_workbook, "xlsx"),
    "xls": partial(_workbook, "xls"),
    "ods": partial(_workbook, "ods"),
    "csv": partial(_workbook, "csv"),
    "tsv": partial(_workbook, "tsv"),
    "docx": _word,
    "txt": _text(read_text),
    "md": _text(read_text),
    "gift": _text(read_gift),
    "xml": read_moodle_xml,
    "yaml": _text(read_yaml_bank),
    "yml": _text(read_yaml_bank),
}
