"""Markdown: taken as it is, its headings moved so that `##` are the sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt

from study.markdown import MOST_CHARACTERS
from study.reading_files.found import FoundReading, UnreadableReading, escaped, found_reading
from study.reading_files.pieces import DEEPEST_HEADING
from study.reading_files.plain_text import decoded
from study.rules.frozen import frozen

_FRONT_MATTER = re.compile(r"\A---[ ]*\n(?P<matter>.*?)\n(?:---|\.\.\.)[ ]*(?:\n|\Z)", re.DOTALL)
_TITLE_LINE = re.compile(r"^title:\s*[\"']?(?P<title>.+?)[\"']?\s*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])|<img\b[^>\n]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING_ID = re.compile(r"\s*\{#[^}]*\}\s*$")
_EMPHASIS = re.compile(r"[*_`]+")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")

_BLOCKS = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).disable("inline")


@frozen
class _Heading:
    """The lines from `first` up to but not `end`."""

    first: int
    end: int
    level: int
    text: str


def read_markdown(name: str, content: bytes) -> FoundReading:
    """A .md file. Pictures in it are left out and counted; tables become lists. Raises UnreadableReading."""
    source = decoded(content)
    if len(source) > 2 * MOST_CHARACTERS:
        raise UnreadableReading("too_long")
    title, source = _front_matter(source)
    source, pictures = _IMAGE.subn("", _BREAK.sub("  \n", _COMMENT.sub("", source)))
    lines = list(_without_tables(source.split("\n")))
    headings = _headings("\n".join(lines))
    if not title and headings and _is_title(headings, lines):
        title = _plain_title(headings[0].text)
        lines[headings[0].first : headings[0].end] = [""] * (headings[0].end - headings[0].first)
        headings = headings[1:]
    return found_reading(name, title, "\n".join(_levelled(lines, headings)), pictures)


def _front_matter(source: str) -> tuple[str, str]:
    """The title that stands in front of the text, and the text without what stands there."""
    found = _FRONT_MATTER.match(source.lstrip())
    if not found:
        return "", source
    named = _TITLE_LINE.search(found["matter"])
    return named["title"] if named else "", source.lstrip()[found.end() :]


def _headings(source: str) -> list[_Heading]:
    try:
        tokens = _BLOCKS.parse(source)
    except RecursionError as error:
        raise UnreadableReading("too_deep") from error
    return [
        _Heading(token.map[0], token.map[1], int(token.tag[1:]), tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.map and token.level == 0
    ]


def _is_title(headings: Sequence[_Heading], lines: Sequence[str]) -> bool:
    """Whether the first heading stands above all others, and nothing before it."""
    first, *others = headings
    return all(other.level > first.level for other in others) and not "".join(lines[: first.first]).strip()


def _plain_title(text: str) -> str:
    return _EMPHASIS.sub("", _HEADING_ID.sub("", text)).replace("\\", "").strip()


def _levelled(lines: Sequence[str], headings: Sequence[_Heading]) -> Iterator[str]:
    """The highest headings become `##`, the next `###`, whatever they were before."""
    levels = sorted({heading.level for heading in headings})
    at = {heading.first: heading for heading in headings}
    number = 0
    while number < len(lines):
        heading = at.get(number)
        if heading is None:
            yield lines[number]
            number += 1
            continue
        marks = "#" * min(levels.index(heading.level) + 2, DEEPEST_HEADING)
        yield f"{marks} {' '.join(heading.text.split())}"
        number = heading.end


def _without_tables(lines: Sequence[str]) -> Iterator[str]:
    """A table's rows as list items, for it has no place on a phone; the words of its head stay bold."""
    number, is_fenced = 0, False
    while number < len(lines):
        is_fenced ^= bool(_FENCE.match(lines[number]))
        is_table = (
            not is_fenced
            and "|" in lines[number]
            and number + 1 < len(lines)
            and "|" in lines[number + 1]
            and _RULE.fullmatch(lines[number + 1])
        )
        if not is_table:
            yield lines[number]
            number += 1
            continue
        yield ""
        yield f"- **{_row(lines[number])}**"
        number += 2
        while number < len(lines) and "|" in lines[number]:
            yield f"- {_row(lines[number])}"
            number += 1
        yield ""


def _row(line: str) -> str:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    return " · ".join(cell for cell in cells if cell) or escaped("-")
