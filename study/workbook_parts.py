"""What an xlsx or ods unpacks to, within limits: a few kilobytes can ask for all the memory there is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^<]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']([^<]*)""")
_OPEN_PART = re.compile(
    rb"""<(?P<end>/)?table:(?P<kind>table-row|table-cell|covered-table-cell|table)(?=[\s/>])"""
    rb"""(?P<said>(?:[^<>"']|"[^<"]*"|'[^<']*')*)>"""
)
_REPEATED = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']([^"']*)["']""")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s>/]")
_USES_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_SHARED_INDEX = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
_SPACES = re.compile(rb"""text:c\s*=\s*["']([^"']*)["']""")
_ROW_ENDS = re.compile(rb"\s*(?:</table:(?:covered-)?table-cell>)?\s*</table:table-row>")
_HOLDS = re.compile(rb"(?:office:[a-z-]*value(?:-type)?|table:formula)\s*=")

Refusal = Literal["too_large", "too_many_rows"]


def repacked(content: bytes, most_bytes: int, most_cells: int) -> io.BytesIO | Refusal:
    """The parts of an xlsx, unpacked within limits.

    What the zip's directory promises is held against what comes out, and a cell far away from the others is
    found before the reader would ask for memory for all the cells in between. A text that cells share is
    copied into each of them: it counts as often as it is used.
    """
    shared: list[int] = []
    sheets: list[bytes] = []

    def refused(name: str, part: bytes) -> bool:
        shared.extend(_lengths_of_shared(part))
        sheets.append(part)
        return _cells(part) > most_cells

    plain = _unpacked(content, most_bytes, _is_part_of_xlsx, refused)
    return "too_large" if shared and _shared(sheets, shared, most_bytes) > most_bytes else plain


def repacked_open_document(content: bytes, most_bytes: int, most_cells: int) -> io.BytesIO | Refusal:
    """The parts of an ods, unpacked within limits; repeated cells and rows count as often as they repeat."""

    def refused(name: str, part: bytes) -> bool:
        return name == "content.xml" and not _within(part, most_bytes, most_cells)

    return _unpacked(content, most_bytes, _is_part_of_ods, refused)


def _unpacked(
    content: bytes, most_bytes: int, is_part: Callable[[str], bool], refused: Callable[[str, bytes], bool]
) -> io.BytesIO | Refusal:
    plain = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as packed, ZipFile(plain, "w", ZIP_STORED) as unpacked:
        parts = list(_parts(packed, is_part))
        if sum(part.file_size for part in parts) > most_bytes:
            return "too_large"
        for part in parts:
            with packed.open(part) as stream:
                text = stream.read(part.file_size + 1)
            if refused(part.filename, text):
                return "too_many_rows"
            unpacked.writestr(part.filename, text)
    plain.seek(0)
    return plain


def _is_part_of_xlsx(name: str) -> bool:
    return name.startswith(("xl/", "_rels/", "[Content_Types]")) and name.endswith((".xml", ".rels"))


def _is_part_of_ods(name: str) -> bool:
    return name in ("mimetype", "content.xml", "META-INF/manifest.xml")


def _parts(packed: ZipFile, is_part: Callable[[str], bool]) -> Iterator[ZipInfo]:
    seen = set()
    for part in packed.infolist():
        if is_part(part.filename) and part.filename not in seen:
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


def _lengths_of_shared(part: bytes) -> list[int]:
    """Of each shared text, how long it is at most."""
    begins = [found.start() for found in _SHARED_TEXT.finditer(part)]
    return [end - begin for begin, end in pairwise([*begins, len(part)])]


def _shared(sheets: list[bytes], lengths: list[int], enough: int) -> int:
    """How much text the cells get that share theirs; counted one by one only where it may be more than enough."""
    uses = sum(len(_USES_SHARED.findall(part)) for part in sheets)
    if uses * max(lengths) <= enough:
        return 0
    indexes = [int(index) for part in sheets for index in _SHARED_INDEX.findall(part)]
    if len(indexes) < uses:
        return enough + 1
    return sum(lengths[index] for index in indexes if index < len(lengths))


def _within(part: bytes, most_bytes: int, most_cells: int) -> bool:
    """Whether the tables of an ods, with everything that is repeated, stay below both limits.

    The reader fills in all empty cells of a row but the last, and all rows up to the last that holds
    something; a text is copied as often as its cell and its row repeat.
    """
    cells = rows = lowest = widest = total = copied = 0
    in_row, repeat, held = 0, 1, False
    for found in _OPEN_PART.finditer(part):
        kind, said, is_end = found["kind"], found["said"], bool(found["end"])
        closed = said.endswith(b"/")
        if kind == b"table" and not is_end:
            total += widest * lowest
            rows = lowest = widest = 0
        elif kind == b"table-row":
            if not is_end:
                in_row, repeat, held = 0, _times(said, most_cells), False
            if is_end or closed:
                rows += repeat
                lowest = rows if held else lowest
        elif kind != b"table" and not is_end:
            times = _times(said, most_cells)
            holds = bool(_HOLDS.search(said))
            if holds or not _ROW_ENDS.match(part, found.end()):
                in_row += times
                cells += times
            if holds:
                held, widest = True, max(widest, in_row)
                end = part.find(b"</table:", found.end()) if not closed else found.end()
                copied += times * repeat * max(1, end - found.start()) if times * repeat > 1 else 0
        if cells > 2 * most_cells or total + widest * lowest > most_cells or copied > most_bytes:
            return False
    spaces = sum(_number(count, most_bytes) for count in _SPACES.findall(part))
    return total + widest * lowest <= most_cells and spaces <= most_bytes


def _times(said: bytes, most: int) -> int:
    found = _REPEATED.search(said)
    return _number(found[1], most) if found else 1


def _number(digits: bytes, most: int) -> int:
    """A count as written; what is no plain number counts as too many."""
    return int(digits) if digits.isdigit() and len(digits) < 12 else most + 1
