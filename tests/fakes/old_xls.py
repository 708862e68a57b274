"""Workbooks as Excel 97 wrote them, small enough to be made by hand: text cells only, one stream, one table."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_xls(sheets: Mapping[str, Sequence[Sequence[str]]], far: tuple[int, int] | None = None) -> bytes:
    """`far`: (row, column), from 0, of one more cell in every sheet."""
    return ole("Workbook", _workbook(sheets, far))


def ole(name: str, stream: bytes) -> bytes:
    """A file with one stream of that name."""
    stream += b"\0" * max(0, 4096 - len(stream))
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < count + 1 + tables:
        tables += 1
    chain = [_TABLE] * tables + [_LAST] + [tables + 2 + place for place in range(count - 1)] + [_LAST]
    chain += [_FREE] * (tables * 128 - len(chain))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _LAST, 0, _LAST, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    directory = _entry("Root Entry", 5, 1, _LAST, 0) + _entry(name, 2, _FREE, tables + 1, len(stream))
    directory += b"\0" * (_SECTOR - len(directory))
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    spelt = text + b"\0" * (64 - len(text)) + struct.pack("<HBB", len(text) + 2, kind, 1)
    return spelt + struct.pack("<III", _FREE, _FREE, child) + b"\0" * 36 + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _workbook(sheets: Mapping[str, Sequence[Sequence[str]]], far: tuple[int, int] | None) -> bytes:
    pages = []
    for rows in sheets.values():
        cells = [(row, column, text) for row, line in enumerate(rows) for column, text in enumerate(line)]
        cells += [(*far, "x")] if far else []
        widest = max((column for _, column, _ in cells), default=0) + 1
        page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
        page += _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, widest, 0))
        for row, column, text in cells:
            page += _record(0x0204, struct.pack("<HHH", row, column, 0) + _text(text, "H"))
        pages.append(page + _record(0x000A, b""))
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    names = [_text(name, "B") for name in sheets]
    at = len(opening) + sum(4 + 6 + len(name) for name in names) + 4
    bound = b""
    for name, page in zip(names, pages, strict=True):
        bound += _record(0x0085, struct.pack("<IH", at, 0) + name)
        at += len(page)
    return opening + bound + _record(0x000A, b"") + b"".join(pages)
