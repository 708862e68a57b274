"""A Word file: mammoth makes HTML of it, and this makes pieces of that."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from study.markdown import MOST_CHARACTERS
from study.reading_files.found import FoundReading, UnreadableReading, escaped, escaped_words, guarded, plain
from study.reading_files.pieces import Piece, reading_of

MOST_UNPACKED = 200_000_000
MOST_XML = 30_000_000
"""Bytes of all the XML in it, unpacked: a thick book has a tenth of that."""

MOST_PARTS = 5_000
DEEPEST_XML = 100
_STYLES = "\n".join(
    f"p[style-name='{name}'] => {tag}:fresh"
    for name, tag in (
        ("Title", "h1"),
        ("标题", "h1"),
        *(
            (f"{heading} {number}", f"h{number + 1}")
            for heading in ("Heading", "标题")
            for number in range(1, 6)
        ),
    )
)
_HEADING = re.compile(r"h[1-6]")
_EMPHASIS = {"strong": "**", "em": "*"}
_OPENS_PIECE = frozenset({"p", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_SAFE_LINK = re.compile(r"(?:https://|mailto:)[^\s()<>]+", re.IGNORECASE)
_NOT_A_ZIP = (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError)


def read_word(name: str, content: bytes) -> FoundReading:
    """A .docx; its pictures are left out and counted. Raises UnreadableReading."""
    _check_parts(content)
    # mammoth and what it needs are imported only where a Word file is read.
    import mammoth

    pictures = 0

    def count(image: Any) -> dict[str, str]:
        nonlocal pictures
        pictures += 1
        return {}

    try:
        made = mammoth.convert_to_html(
            io.BytesIO(content), style_map=_STYLES, convert_image=mammoth.images.img_element(count)
        )
    except RecursionError as error:
        raise UnreadableReading("too_deep") from error
    except Exception as error:
        # A damaged or hostile file makes the parser fail in any way there is.
        raise UnreadableReading("not_readable") from error
    if len(made.value) > 10 * MOST_CHARACTERS:
        raise UnreadableReading("too_long")
    return reading_of(name, _Walk().pieces(made.value), pictures)


def _check_parts(content: bytes) -> None:
    """Sizes before anything is unpacked; every XML part without declarations of its own, and not too deep."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            unpacked = sum(part.file_size for part in parts)
            if (
                len(parts) > MOST_PARTS
                or unpacked > MOST_UNPACKED
                or sum(p.file_size for p in xml) > MOST_XML
            ):
                raise UnreadableReading("too_large")
            packed.getinfo("word/document.xml")
            for part in xml:
                _check_xml(packed.read(part))
    except _NOT_A_ZIP as error:
        raise UnreadableReading("not_readable") from error
    except (ParseError, DefusedXmlException) as error:
        raise UnreadableReading("not_readable") from error


def _check_xml(part: bytes) -> None:
    depth = 0
    for event, element in iterparse(io.BytesIO(part), events=("start", "end"), forbid_dtd=True):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST_XML:
            raise UnreadableReading("too_deep")
        if event == "end":
            element.clear()


@dataclass(slots=True)
class _Marked:
    """Words between two marks of Markdown, as they come."""

    opens: str = ""
    closes: str = ""
    text: str = ""

    def whole(self) -> str:
        """The marks stand against the words; around nothing they go."""
        inner = self.text.strip()
        if not inner or not self.opens:
            return self.text
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        trail = self.text[len(self.text.rstrip()) :]
        return f"{lead}{self.opens}{inner}{self.closes}{trail}"


class _Walk(HTMLParser):
    """Pieces of mammoth's HTML; table rows become items, their cells side by side."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[Piece] = []
        self._lists: list[int | None] = []
        self._tables = 0
        self._begins_item = False
        self._begin()

    def _begin(self) -> None:
        self._heading = 0
        self._plain, self._bold_words = "", ""
        self._open = [_Marked()]

    def pieces(self, html: str) -> list[Piece]:
        self.feed(html)
        self.close()
        self._end_piece()
        return self._pieces

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _OPENS_PIECE and not (self._tables and tag in ("p", "li")):
            self._end_piece()
        if _HEADING.fullmatch(tag):
            self._heading = int(tag[1])
        elif tag == "table":
            self._tables += 1
        elif tag in ("td", "th"):
            self._add(" · " if self._plain.strip() else "")
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._begins_item = True
        elif tag in _EMPHASIS:
            self._open.append(_Marked(_EMPHASIS[tag], _EMPHASIS[tag]))
        elif tag == "a":
            url = dict(attrs).get("href") or ""
            self._open.append(_Marked("[", f"]({url})") if _SAFE_LINK.fullmatch(url) else _Marked())
        elif tag == "br":
            self._add(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._tables:
            self._add(" ")
        elif tag in _OPENS_PIECE:
            self._end_piece()
        if tag == "table":
            self._tables -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif (tag in _EMPHASIS or tag == "a") and len(self._open) > 1:
            self._close()

    def handle_data(self, data: str) -> None:
        self._add(plain(data).replace("\n", " "))

    def _add(self, words: str) -> None:
        self._plain += words
        if any(marked.opens == "**" for marked in self._open):
            self._bold_words += words
        self._open[-1].text += escaped_words(words)

    def _close(self) -> None:
        whole = self._open.pop().whole()
        self._open[-1].text += whole

    def _end_piece(self) -> None:
        while len(self._open) > 1:
            self._close()
        text, words = " ".join(self._open[0].text.split()), " ".join(self._plain.split())
        if any(character.isalnum() for character in words):
            self._pieces.append(self._piece(guarded(text), words))
        self._begin()

    def _piece(self, text: str, words: str) -> Piece:
        if self._heading:
            return Piece("heading", escaped(words), words, self._heading)
        if self._tables:
            return Piece("item", text, words, 1)
        if self._lists:
            return Piece("item", text, words, len(self._lists), self._mark())
        is_bold = len("".join(self._bold_words.split())) >= len("".join(words.split()))
        return Piece("paragraph", text, words, is_bold=is_bold)

    def _mark(self) -> str:
        """What stands before an item; its second paragraph stands below the first."""
        number = self._lists[-1]
        if not self._begins_item:
            return "  "
        self._begins_item = False
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "
