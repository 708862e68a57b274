"""The tables of a Word file, cell by cell, so that they are read like those of a spreadsheet."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from study.question_files.found import UnreadableQuestions
from study.question_files.word_file import document_xml, paragraph_text
from study.spreadsheets import TextSheet

MOST_CELLS = 1_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word_tables(content: bytes) -> tuple[TextSheet, ...]:
    """Every table, named #1, #2 …; what stands in a table within a table belongs to the outer cell.

    A cell over several columns is followed by empty ones. Raises UnreadableQuestions.
    """
    try:
        return tuple(_tables(document_xml(content)))
    except (ParseError, DefusedXmlException) as error:
        raise UnreadableQuestions("not_readable") from error


def _tables(xml: bytes) -> Iterator[TextSheet]:
    depth = cells = tables = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        if element.tag != f"{_W}tbl":
            continue
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 0:
            rows = tuple(tuple(_cells(row)) for row in element.iterfind(f"{_W}tr"))
            cells += sum(map(len, rows))
            if cells > MOST_CELLS:
                raise UnreadableQuestions("too_large")
            tables += 1
            yield TextSheet(f"#{tables}", rows)
            element.clear()


def _cells(row: Element) -> Iterator[str]:
    for cell in row.iterfind(f"{_W}tc"):
        yield "\n".join(line for line in map(paragraph_text, cell.iter(f"{_W}p")) if line.strip())
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        wide = span.get(f"{_W}val", "1") if span is not None else "1"
        yield from [""] * (min(int(wide), 64) - 1 if wide.isdecimal() and len(wide) < 4 else 0)
