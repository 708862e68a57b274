"""The text of a Word file, paragraph by paragraph, with the numbers that Word itself counts."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from study.question_files.found import PICTURE, UnreadableQuestions
from study.question_files.word_numbering import Numbering

MOST_XML = 50 * 1024 * 1024
"""Bytes of the document's own XML, unpacked: a book has less than a tenth of it."""

MOST_PARAGRAPHS = 200_000
DEEPEST = 200
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_SHOWN = ("}blip", "}chart", "}relIds", "}imagedata")
_SIGNS = {"00FC": "√", "F0FC": "√", "F050": "√", "F0D6": "√", "F052": "√"} | dict.fromkeys(
    ("00FB", "F0FB", "F04F", "F0B4", "F051"), "×"
)
_GAP = "\ue000"
"""One character of an underlined gap: two or more of them are a blank."""


def word_text(content: bytes, outside_tables: bool = False) -> str:
    """The paragraphs as lines; those of an automatic list get their number, `1. `. Raises UnreadableQuestions."""
    try:
        numbering = Numbering(_part(content, "word/numbering.xml"), _part(content, "word/styles.xml"))
        return "\n".join(_lines(document_xml(content), numbering, outside_tables))
    except (ParseError, DefusedXmlException) as error:
        raise UnreadableQuestions("not_readable") from error


def document_xml(content: bytes) -> bytes:
    """The document's own part, unpacked within its limit. Raises UnreadableQuestions."""
    xml = _part(content, "word/document.xml")
    if xml is None:
        raise UnreadableQuestions("not_readable")
    return xml


def paragraph_text(paragraph: Element) -> str:
    """What a paragraph reads as: an underlined gap is a blank, a picture or a formula is `found.PICTURE`."""
    text = "".join(_parts(paragraph))
    gaps = re.sub(rf"{_GAP}(?:[ \u3000]*{_GAP})+", "____", text)
    return gaps.replace(_GAP, " ")


def _part(content: bytes, name: str) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if name not in packed.namelist():
                return None
            if packed.getinfo(name).file_size > MOST_XML:
                raise UnreadableQuestions("too_large")
            with packed.open(name) as stream:
                xml = stream.read(MOST_XML + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, EOFError, UnicodeError) as error:
        raise UnreadableQuestions("not_readable") from error
    if len(xml) > MOST_XML:
        raise UnreadableQuestions("too_large")
    return xml


def _lines(xml: bytes, numbering: Numbering, outside_tables: bool) -> Iterator[str]:
    depth = paragraphs = tables = fallbacks = 0
    for event, element in iterparse(io.BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        step = 1 if event == "start" else -1
        depth += step
        tables += step if element.tag == f"{_W}tbl" else 0
        fallbacks += step if element.tag == _FALLBACK else 0
        if depth > DEEPEST:
            raise UnreadableQuestions("too_deep")
        if element.tag != f"{_W}p" or event == "start" or fallbacks or (tables and outside_tables):
            continue
        paragraphs += 1
        if paragraphs > MOST_PARAGRAPHS:
            raise UnreadableQuestions("too_large")
        text = paragraph_text(element)
        mark = numbering.mark(element) if text.strip() else ""
        yield from f"{mark}{text}".split("\n")
        element.clear()


def _parts(element: Element, underlined: bool = False) -> Iterator[str]:
    """The texts within, in order, without what is there twice or was moved away."""
    for inner in element:
        tag = inner.tag
        if tag in (_FALLBACK, f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"):
            continue
        if tag == f"{_W}r":
            yield from _parts(inner, _is_underlined(inner))
        elif tag == f"{_W}t":
            text = inner.text or ""
            yield _GAP * len(text) if underlined and text and not text.strip(" \xa0\u3000") else text
        elif tag == f"{_W}tab":
            yield _GAP * 4 if underlined else "\t"
        elif tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif tag == f"{_W}sym":
            yield _SIGNS.get(inner.get(f"{_W}char", "").upper(), PICTURE)
        elif tag in (_MATH, f"{_W}object"):
            yield PICTURE
        elif tag in (f"{_W}drawing", f"{_W}pict"):
            yield PICTURE if any(str(part.tag).endswith(_SHOWN) for part in inner.iter()) else ""
        else:
            yield from _parts(inner, underlined)


def _is_underlined(run: Element) -> bool:
    line = run.find(f"{_W}rPr/{_W}u")
    return line is not None and line.get(f"{_W}val", "single") != "none"
