"""What an xlsx unpacks to, within limits: a file of a few kilobytes can ask for all the memory there is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Literal
from zipfile import ZipFile, ZipInfo

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']([^<]*)""")


def repacked(
    content: bytes, most_bytes: int, most_cells: int
) -> io.BytesIO | Literal["too_large", "too_many_rows"]:
    """The workbook's own parts, unpacked within limits.

    What the zip's directory promises is held against what comes out, and a cell far away from the others is
    found before the reader would ask for memory for all the cells in between.
    """
    plain = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as packed, ZipFile(plain, "w") as unpacked:
        parts = list(_parts(packed))
        if sum(part.file_size for part in parts) > most_bytes:
            return "too_large"
        for part in parts:
            with packed.open(part) as stream:
                text = stream.read(part.file_size + 1)
            if _cells(text) > most_cells:
                return "too_many_rows"
            unpacked.writestr(part.filename, text)
    plain.seek(0)
    return plain


def _parts(packed: ZipFile) -> Iterator[ZipInfo]:
    seen = set()
    for part in packed.infolist():
        known = part.filename.startswith(("xl/", "_rels/", "[Content_Types]"))
        if known and part.filename.endswith((".xml", ".rels")) and part.filename not in seen:
            seen.add(part.filename)
            yield part


def _cells(part: bytes) -> int:
    """How many cells a sheet spans, from its corner to the furthest cell that holds something."""
    widest = lowest = 0
    for letters, digits, rest in _CELL.findall(part):
        if not rest.rstrip().endswith(b"/>"):
            column = 0
            for letter in letters.upper():
                column = column * 26 + letter - 64
            widest, lowest = max(widest, column), max(lowest, int(digits))
    return widest * lowest
