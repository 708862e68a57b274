"""How far the sheets of an old xls reach, before its reader asks for memory for every cell in between."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import olefile

_BOUND_SHEET, _END, _DIMENSIONS = 0x0085, 0x000A, 0x0200
_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
"""Records that hold something: formula, numbers, text, truth; those of empty cells are not among them."""

MOST_RECORDS = 5_000_000
WHOLE_SHEET = 65_536 * 256


class NotXls(ValueError):
    """No old workbook, a damaged one, or one that promises more than such a file can hold."""


def streams(content: bytes) -> list[str]:
    """What an OLE file holds at its top: "Workbook", "WordDocument" … Raises NotXls."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            return ["/".join(path) for path in file.listdir()]
    except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
        raise NotXls("not an OLE file") from error


def cells_spanned(content: bytes) -> int:
    """The cells of all sheets, from the corner to the furthest that holds something. Raises NotXls."""
    stream = _workbook(content)
    budget = MOST_RECORDS
    sheets, total = [], 0
    for kind, body in _records(stream, 0):
        budget -= 1
        if kind == _BOUND_SHEET and len(body) >= 4:
            sheets.append(struct.unpack_from("<I", body)[0])
        if kind == _END or budget < 0:
            break
    for begin in sheets:
        widest = lowest = 0
        for kind, body in _records(stream, begin):
            budget -= 1
            if budget < 0:
                raise NotXls("too many records")
            if kind in _CELLS and len(body) >= 4:
                row, column = struct.unpack_from("<HH", body)
                if kind == 0x00BD:
                    (column,) = struct.unpack_from("<H", body, len(body) - 2)
                widest, lowest = max(widest, column + 1), max(lowest, row + 1)
            elif kind == _DIMENSIONS:
                _refuse_vast(body)
            elif kind == _END:
                break
        total += widest * lowest
    return total


def _refuse_vast(dimensions: bytes) -> None:
    """The reader believes what a sheet says of its own size and reserves the memory."""
    form = {14: "<IIHH", 10: "<HHHH"}.get(len(dimensions))
    if form is None:
        raise NotXls("no size")
    top, bottom, left, right = struct.unpack_from(form, dimensions)
    if bottom < top or right < left or (bottom - top + 1) * (right - left + 1) > 2 * WHOLE_SHEET:
        raise NotXls("no such size")


def _workbook(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            name = next(name for name in ("Workbook", "Book") if file.exists(name))
            return bytes(file.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error, RecursionError, StopIteration) as error:
        raise NotXls("no workbook in it") from error


def _records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    while begin + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, begin)
        yield kind, stream[begin + 4 : begin + 4 + length]
        begin += 4 + length
