"""Which kind of file is read how."""

from __future__ import annotations

from collections.abc import Callable

from study.reading_files.found import MOST_BYTES, FoundReading, UnreadableReading
from study.reading_files.markdown_file import read_markdown
from study.reading_files.pdf import read_pdf
from study.reading_files.plain_text import read_plain_text
from study.reading_files.word import read_word

READERS: dict[str, Callable[[str, bytes], FoundReading]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain_text,
    ".docx": read_word,
    ".pdf": read_pdf,
}
"""Ending to reader; a new kind is a module and a line."""


def read_reading(name: str, content: bytes) -> FoundReading:
    """What a file says, its kind told by the name's ending. Raises UnreadableReading."""
    if len(content) > MOST_BYTES:
        raise UnreadableReading("too_large")
    reader = READERS.get("." + name.lower().rpartition(".")[2])
    if reader is None:
        raise UnreadableReading("unknown_kind")
    return reader(name, content)
