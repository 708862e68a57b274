"""A PDF made of text. Pages are put together again: page numbers and running heads go, broken lines are joined."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from study.markdown import MOST_CHARACTERS
from study.reading_files.found import FoundReading, UnreadableReading, plain
from study.reading_files.pieces import reading_of
from study.reading_files.plain_text import joined, pieces_of

MOST_PAGES = 500
LEAST_A_PAGE = 8
"""Characters; a PDF with fewer on average is a scan."""

AT_EDGE = 2
"""Lines at the top and the bottom of a page that may belong to no text."""

_PAGE_NUMBER = re.compile(
    r"[-–—•·\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?"
    r"(?:\s*,?\s*共\s*\d{1,4}\s*页)?[-–—•·\s]*|Page\s+\d+(?:\s+of\s+\d+)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def read_pdf(name: str, content: bytes) -> FoundReading:
    """The text of a PDF. Raises UnreadableReading: `scanned` where it holds only pictures of pages."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = _pages(content)
    except UnreadableReading:
        raise
    except Exception as error:
        # A damaged or hostile file makes the parser fail in any way there is.
        raise UnreadableReading("not_readable") from error
    if sum(len("".join(line.split())) for page in pages for line in page) < LEAST_A_PAGE * len(pages):
        raise UnreadableReading("scanned")
    lines = [line for page in _without_edges(pages) for line in page]
    return reading_of(name, pieces_of(joined(lines, 0.8)))


def _pages(content: bytes) -> list[list[str]]:
    # It takes a while to import, and most files are no PDF.
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableReading("locked")
    if len(reader.pages) > MOST_PAGES:
        raise UnreadableReading("too_long")
    pages, characters = [], 0
    for page in reader.pages:
        text = plain(page.extract_text())
        characters += len(text)
        if characters > 2 * MOST_CHARACTERS:
            raise UnreadableReading("too_long")
        pages.append([line for line in text.split("\n") if line.strip()])
    return pages


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """Without page numbers, and without what stands at the edge of most pages."""
    seen = Counter(line for page in pages for line in {_alike(each) for each in _edges(page)})
    often = {line for line, times in seen.items() if len(pages) > 2 and times > 0.5 * len(pages)}
    kept = []
    for page in pages:
        top, bottom = 0, len(page)
        while top < min(AT_EDGE, bottom) and _is_edge(page[top], often):
            top += 1
        while bottom > max(len(page) - AT_EDGE, top) and _is_edge(page[bottom - 1], often):
            bottom -= 1
        kept.append(page[top:bottom])
    return kept


def _edges(page: Sequence[str]) -> Sequence[str]:
    return [*page[:AT_EDGE], *page[-AT_EDGE:]]


def _is_edge(line: str, often: set[str]) -> bool:
    return _alike(line) in often or _PAGE_NUMBER.fullmatch(line.strip()) is not None


def _alike(line: str) -> str:
    """The same for the running head of every page, its number left out."""
    return _DIGITS.sub("#", " ".join(line.split()))
