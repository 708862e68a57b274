"""A text in pieces, and Markdown of them: what the title is, which lines are headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from study.reading_files.found import FoundReading, found_reading
from study.rules.frozen import frozen

LONGEST_HEADING = 40
DEEPEST_HEADING = 6

_NUMBER = "〇零一二三四五六七八九十百"
_RANKS = (
    re.compile(rf"第\s*[{_NUMBER}\d]+\s*[章编篇]|(?:Chapter|Part)\s+[\dIVXLC]+\b", re.IGNORECASE),
    re.compile(rf"第\s*[{_NUMBER}\d]+\s*(?:节|部分)|Section\s+\d+\b", re.IGNORECASE),
    re.compile(rf"[{_NUMBER}]+\s*[、．.]"),
    re.compile(rf"[（(][{_NUMBER}]+[)）]"),
    re.compile(r"\d{1,3}\s*(?:[、．]|\.(?!\d))"),
    re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s"),
)
_SENTENCE_ENDS = "。；;，,：:！!？?.、"


@frozen
class Piece:
    """`text` is Markdown of one line, `plain` the words alone. `level`: of a heading, or how deep an item stands.

    `mark`: what stands before an item; `is_bold`: the whole piece is.
    """

    kind: Literal["heading", "paragraph", "item"]
    text: str
    plain: str
    level: int = 0
    mark: str = "- "
    is_bold: bool = False


def reading_of(name: str, pieces: Sequence[Piece], left_out: int = 0) -> FoundReading:
    """The reading these pieces make; where none of them is a heading, headings are told by their look."""
    title, rest = _title(list(pieces))
    if not any(piece.kind == "heading" for piece in rest):
        rest = _by_number(rest)
    if not any(piece.kind == "heading" for piece in rest):
        rest = _by_weight(rest)
    return found_reading(name, title, _markdown(_levelled(rest)), left_out)


def rank(line: str) -> int | None:
    """How high a line stands that looks like a heading, 0 the highest: 第一章, 一、, （一）, 1. alone on a line."""
    line = line.strip()
    if not _is_short(line):
        return None
    return next((number for number, pattern in enumerate(_RANKS) if pattern.match(line)), None)


def _is_short(line: str) -> bool:
    return 0 < len(line) <= LONGEST_HEADING and line[-1] not in _SENTENCE_ENDS


def _title(pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """The first piece, where it is a heading above all others or a short line that is no section's."""
    if not pieces:
        return "", pieces
    first, rest = pieces[0], pieces[1:]
    if first.kind == "heading":
        is_alone = all(piece.level > first.level for piece in rest if piece.kind == "heading")
        return (first.plain, rest) if is_alone and rest else ("", pieces)
    if first.kind == "paragraph" and _is_short(first.plain) and rank(first.plain) is None and rest:
        return first.plain, rest
    return "", pieces


def _by_number(pieces: Iterable[Piece]) -> list[Piece]:
    """Numbered lines that stand alone become headings; one that follows another of its kind at once is a list's."""
    whole = list(pieces)
    ranks = [rank(piece.plain) if piece.kind == "paragraph" else None for piece in whole]
    marked = []
    for number, (piece, own) in enumerate(zip(whole, ranks, strict=True)):
        after = ranks[number + 1] if number + 1 < len(whole) else own
        before = ranks[number - 1] if number else None
        is_listed = own is not None and own in (before, after)
        is_heading = own is not None and not is_listed
        marked.append(
            replace(piece, kind="heading", level=own + 1) if is_heading and own is not None else piece
        )
    return marked


def _by_weight(pieces: Iterable[Piece]) -> list[Piece]:
    """Short bold lines of their own, where there are at least two, are headings."""
    whole = list(pieces)
    heavy = [piece.kind == "paragraph" and piece.is_bold and _is_short(piece.plain) for piece in whole]
    if sum(heavy) < 2:
        return whole
    return [
        replace(piece, kind="heading", level=2) if is_heading else piece
        for piece, is_heading in zip(whole, heavy, strict=True)
    ]


def _levelled(pieces: Sequence[Piece]) -> list[Piece]:
    """The highest headings become `##`, the next `###`, whatever they were before."""
    levels = sorted({piece.level for piece in pieces if piece.kind == "heading"})
    place = {level: min(number + 2, DEEPEST_HEADING) for number, level in enumerate(levels)}
    return [
        replace(piece, level=place[piece.level]) if piece.kind == "heading" else piece for piece in pieces
    ]


def _markdown(pieces: Iterable[Piece]) -> str:
    parts: list[str] = []
    was_item = False
    for piece in pieces:
        is_item = piece.kind == "item"
        if parts:
            parts.append("\n" if is_item and was_item else "\n\n")
        if piece.kind == "heading":
            parts.append(f"{'#' * piece.level} {piece.text}")
        elif is_item:
            parts.append(f"{'    ' * (piece.level - 1)}{piece.mark}{piece.text}")
        else:
            parts.append(piece.text)
        was_item = is_item
    return "".join(parts)
