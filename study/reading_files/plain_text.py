"""Plain text: the first line is the title, numbered lines that stand alone are sections."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from study.reading_files.found import FoundReading, UnreadableReading, escaped, plain
from study.reading_files.pieces import Piece, rank, reading_of

WIDEST_WRAPPED = 120
"""Columns; longer lines were not broken by a program."""

_BYTE_ORDER = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENCODINGS = ("utf-8-sig", "gb18030")


def read_plain_text(name: str, content: bytes) -> FoundReading:
    """A .txt in UTF-8, UTF-16 or GB18030. Raises UnreadableReading."""
    return reading_of(name, pieces_of(lines_of(decoded(content))))


def decoded(content: bytes) -> str:
    """The text of a file whose encoding nobody told. Raises UnreadableReading."""
    if b"\0" in content[:4000] and content[:2] not in _BYTE_ORDER:
        raise UnreadableReading("not_readable")
    for encoding in (_BYTE_ORDER.get(content[:2]), *_ENCODINGS):
        if encoding:
            try:
                return plain(content.decode(encoding))
            except UnicodeDecodeError:
                continue
    raise UnreadableReading("wrong_encoding")


def lines_of(text: str) -> list[str]:
    """Lines as paragraphs, "" between those that stood apart; lines a program has broken are joined again."""
    lines = [line.rstrip() for line in text.split("\n")]
    return list(joined(lines)) if _is_wrapped(lines) else [line.strip() for line in lines]


def pieces_of(lines: Iterable[str]) -> list[Piece]:
    """Every line that is not empty as a paragraph."""
    return [Piece("paragraph", escaped(line), line.strip()) for line in lines if line.strip()]


def width(text: str) -> int:
    """Columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines that another follows at once are about as long as the longest."""
    longest = max(map(width, lines), default=0)
    followed = [width(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    if longest > WIDEST_WRAPPED or len(followed) < 3:
        return False
    return sum(each >= 0.75 * longest for each in followed) >= 0.6 * len(followed)


def joined(lines: Iterable[str], share: float = 0.75) -> Iterator[str]:
    """Paragraphs of broken lines: one goes on while its lines are full and the next begins nothing new."""
    kept = [line.rstrip() for line in lines]
    widths = sorted(width(line) for line in kept if line.strip())
    full = share * widths[int(0.9 * (len(widths) - 1))] if widths else 0
    paragraph, goes_on = "", False
    for line in kept:
        begins = not line.strip() or not goes_on or line[:2] in ("  ", "　　") or rank(line) is not None
        if begins and paragraph:
            yield paragraph
            paragraph = ""
        paragraph = line.strip() if not paragraph else join(paragraph, line.strip())
        goes_on = bool(line.strip()) and width(line) >= full and rank(line) is None
    if paragraph:
        yield paragraph


def join(before: str, after: str) -> str:
    """Two lines of one paragraph: nothing between Chinese, a hyphen at a line's end taken back, else a space."""
    if not before or not after:
        return before or after
    if before[-1] == "-" and before[-2:-1].isalpha() and after[0].islower():
        return before[:-1] + after
    is_chinese = _is_wide(before[-1]) or _is_wide(after[0])
    return before + ("" if is_chinese else " ") + after


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—"
