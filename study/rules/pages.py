"""A text's blocks, and the pages they make: cut at headings and paragraphs, never inside a word of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from study.rules.frozen import frozen
from study.rules.rich_text import RichText, Span

CHINESE_CHARACTERS_A_MINUTE = 300
ENGLISH_WORDS_A_MINUTE = 220
BAR_CELLS = 10
BETWEEN, QUOTED, PICTURED = "\n\n", "│ ", "🖼 "

_SENTENCE_END = re.compile(r"[。！？；!?;]|\.(?=\s|$)")
_CHINESE = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z0-9']+")


@frozen
class Block:
    """One paragraph, heading, list item, quotation or picture. `section`: the id of the `##` it stands under."""

    kind: Literal["heading", "paragraph", "item", "quote", "image"]
    text: RichText
    level: int
    section: str
    url: str = ""


@frozen
class Page:
    """`number` from 1; `text` is all of it with its marks."""

    number: int
    section: str
    blocks: tuple[Block, ...]
    text: RichText


def paginate(blocks: Sequence[Block], limit: int) -> tuple[Page, ...]:
    """Pages of at most `limit` code points; none goes over a `##` section. At least one page."""
    groups = [group for section in _sections(blocks) for group in _fill(section, limit)] or [()]
    return tuple(
        Page(number, group[0].section if group else "", group, _text_of(group))
        for number, group in enumerate(groups, start=1)
    )


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    section: list[Block] = []
    for block in blocks:
        if section and block.section != section[0].section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _fill(section: Iterable[Block], limit: int) -> Iterator[tuple[Block, ...]]:
    page: list[Block] = []
    for block in section:
        under_heading = bool(page) and page[-1].kind == "heading"
        taken = len(_text_of(page).text) + len(BETWEEN) if under_heading else 0
        if block.kind == "heading" and page and not under_heading and _is_low(page, block, limit):
            yield tuple(page)
            page = []
        for piece in _pieces(block, limit - taken, limit):
            if page and len(_text_of([*page, piece]).text) > limit:
                yield tuple(page)
                page = []
            page.append(piece)
    if page:
        yield tuple(page)


def _is_low(page: list[Block], heading: Block, limit: int) -> bool:
    """Whether a heading here would have less than a quarter of the page below it."""
    return len(_text_of([*page, heading]).text) > limit - limit // 4


def _pieces(block: Block, first_limit: int, limit: int) -> Iterator[Block]:
    """A block too long for its page is cut at the ends of sentences, or else where the page ends.

    The first piece has the room a heading leaves it, so that no heading stands alone.
    """
    rest, room = block.text, max(first_limit, limit // 4)
    while len(rest.text) > room - len(QUOTED):
        ends = [found.end() for found in _SENTENCE_END.finditer(rest.text, 0, room - len(QUOTED))]
        at = ends[-1] if ends and ends[-1] > room // 4 else room - len(QUOTED)
        yield replace(block, text=rest.cut(0, at).strip())
        rest, room = rest.cut(at, len(rest.text)).strip(), limit
    yield replace(block, text=rest)


def _text_of(blocks: Sequence[Block]) -> RichText:
    text = RichText("")
    for number, block in enumerate(blocks):
        if number:
            both_items = block.kind == "item" and blocks[number - 1].kind == "item"
            text = text + RichText("\n" if both_items else BETWEEN)
        text = text + _shown(block)
    return text


def _shown(block: Block) -> RichText:
    if block.kind == "heading":
        return RichText(block.text.text, (Span("bold", 0, len(block.text.text)),))
    if block.kind == "image":
        return RichText(PICTURED) + block.text
    if block.kind == "quote":
        return RichText(QUOTED) + block.text
    return block.text


def minutes(text: str, language: str) -> int:
    """How long a text takes to read, at least 1: by characters in Chinese, by words in English."""
    if language == "zh-Hans":
        return max(1, round(characters(text) / CHINESE_CHARACTERS_A_MINUTE))
    return max(1, round(words(text) / ENGLISH_WORDS_A_MINUTE))


def characters(text: str) -> int:
    """Chinese characters, punctuation not counted."""
    return len(_CHINESE.findall(text))


def words(text: str) -> int:
    """Words in Latin letters, and numbers."""
    return len(_WORD.findall(text))


def progress_bar(page: int, pages: int) -> str:
    """`▓▓▓░░`: at most ten cells, one a page where there are fewer pages."""
    cells = min(pages, BAR_CELLS)
    filled = round(page / pages * cells) if pages else 0
    return "▓" * filled + "░" * (cells - filled)
