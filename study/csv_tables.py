"""Tables as csv and tsv: read whatever their delimiter, written so that no field becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from study.file_text import decoded

DELIMITERS = (",", ";", "\t")

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


def delimited_rows(content: bytes, delimiters: Iterable[str] = DELIMITERS) -> Iterator[Iterator[list[str]]]:
    """The rows for each delimiter that may be meant, fields as they were before `guarded`.

    Raises ValueError when this is no text, csv.Error where a field never ends.
    """
    text = decoded(content)
    if text is None:
        raise ValueError("this is no text")
    present = [delimiter for delimiter in delimiters if delimiter in text] or [next(iter(delimiters))]
    for delimiter in present:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield ([unguarded(field) for field in row] for row in reader)


def guarded(text: str) -> str:
    """A csv field that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """For spreadsheets: with a byte order mark, fields guarded."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
