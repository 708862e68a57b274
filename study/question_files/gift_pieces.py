"""A GIFT file cut into pieces of one question each, with the line each begins on."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from study.rules.frozen import frozen

_SIGN = re.compile(r"\\.|[{}]", re.DOTALL)
_TAG = re.compile(r"\[tag:\s*([^\]]{1,80}?)\s*\]")


@frozen
class Piece:
    """`tags`: what the comments above it say in `[tag:…]`."""

    line: int
    text: str
    tags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Paragraph:
    lines: list[tuple[int, str]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)


def pieces(text: str) -> Iterator[Piece]:
    """Pieces in order. A blank line ends one, unless its braces are still open and close further on."""
    for paragraph in _joined(_paragraphs(text)):
        yield from _cut(paragraph)


def braces(text: str) -> list[tuple[int, str]]:
    """Place and sign of every brace that is not escaped."""
    if "{" not in text and "}" not in text:
        return []
    return [(found.start(), found[0]) for found in _SIGN.finditer(text) if found[0] in "{}"]


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Runs of lines between blank ones, without comments and categories."""
    current = _Paragraph()
    for number, line in enumerate(
        re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff").replace("\0", "")), start=1
    ):
        bare = line.strip()
        if bare.startswith("//"):
            current.tags.update(_TAG.findall(bare))
        elif bare and not bare.startswith("$CATEGORY:"):
            current.lines.append((number, bare))
        elif current.lines or not bare:
            yield current
            current = _Paragraph()
    yield current


def _joined(paragraphs: Iterable[_Paragraph]) -> Iterator[_Paragraph]:
    """Paragraphs that one pair of braces spans are put together; one whose brace nothing closes stays alone."""
    held: list[_Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.lines:
            continue
        signs = [sign for _, line in paragraph.lines for _, sign in braces(line)]
        if held and signs and signs[0] == "}":
            for each in held[1:]:
                held[0].lines += each.lines
            held[0].lines += paragraph.lines
            paragraph, held = held[0], []
        elif held and signs:
            yield from held
            held = []
        if held or signs[-1:] == ["{"]:
            held.append(paragraph)
        else:
            yield paragraph
    yield from held


def _cut(paragraph: _Paragraph) -> Iterator[Piece]:
    """Questions that follow each other without a blank line are told apart where a line begins."""
    text = "\n".join(line for _, line in paragraph.lines)
    starts = [0]
    for _, line in paragraph.lines:
        starts.append(starts[-1] + len(line) + 1)
    begin, last_open, last_closed = 0, -1, -1
    cuts = [0]
    for place, sign in braces(text):
        if sign == "}":
            last_open, last_closed = -1, place
            continue
        cut = -1
        if last_open >= 0:
            cut = text.rfind("\n", last_open, place) + 1
        elif last_closed >= begin:
            cut = text.find("\n", last_closed, place) + 1
        if cut > 0:
            cuts.append(cut)
            begin, last_closed = cut, -1
        last_open = place
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        number = paragraph.lines[bisect_right(starts, start) - 1][0]
        yield Piece(number, text[start:end].strip(), frozenset(paragraph.tags) if not start else frozenset())
