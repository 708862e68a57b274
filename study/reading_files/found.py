"""What a file with a reading holds, whatever kind of file it is."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from study.markdown import MOST_CHARACTERS, blocks_of
from study.rules.frozen import frozen

LONGEST_TITLE = 60
MOST_BYTES = 20_000_000

Unreadable = Literal[
    "not_readable",
    "too_large",
    "too_long",
    "too_deep",
    "wrong_encoding",
    "no_text",
    "scanned",
    "locked",
    "unknown_kind",
]

_CHINESE = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[A-Za-z']+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0\u2000-\u200a]")
_MARKS = re.compile(r"([\\`*_\[\]<>&])")
_AT_START = re.compile(r"(#{1,6}(?=\s|$)|[+\-=~](?=\s|$|[+\-=~]))")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


@frozen
class FoundReading:
    """`body`: Markdown without the title, `##` for its sections. `left_out`: pictures that were in the file."""

    title: str
    body: str
    language: str
    left_out: int = 0


class UnreadableReading(ValueError):
    """A file that cannot be taken; `reason` is a key of `reading_files.words`."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason)
        self.reason: Unreadable = reason


def found_reading(name: str, title: str, body: str, left_out: int = 0) -> FoundReading:
    """The reading, if it can be shown; `name` is the file's, the title where the text has none."""
    body = body.strip()
    title = " ".join(title.split()) or stem(name)
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1]}…"
    if not any(character.isalnum() for character in body):
        raise UnreadableReading("no_text")
    if len(body) > MOST_CHARACTERS:
        raise UnreadableReading("too_long")
    try:
        blocks_of(body)
    except ValueError as error:
        raise UnreadableReading("too_deep") from error
    return FoundReading(title, body, language_of(f"{title}\n{body}"), left_out)


def stem(name: str) -> str:
    """A file's name without its ending."""
    return name.rpartition(".")[0] or name


def language_of(text: str) -> str:
    """By script: a Chinese character says as much as half an English word."""
    return "zh-Hans" if len(_CHINESE.findall(text)) >= len(_WORD.findall(text)) else "en"


def plain(text: str) -> str:
    """The text with line ends as \\n and without what cannot be seen: controls, marks of direction, lone halves."""
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def escaped(line: str) -> str:
    """One line of plain text as Markdown that reads exactly so."""
    return guarded(escaped_words(line.strip()))


def escaped_words(words: str) -> str:
    """Words inside a line."""
    return _MARKS.sub(r"\\\1", words)


def guarded(line: str) -> str:
    """A line of Markdown whose beginning is no heading's, list's or rule's mark."""
    line = _AT_START.sub(r"\\\1", line, count=1) if _AT_START.match(line) else line
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line
