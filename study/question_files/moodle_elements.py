"""The question elements of a Moodle XML file, one after another, within limits that hostile files run into."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from study.question_files.found import UnreadableQuestions

DEEPEST = 100
MOST_ELEMENTS = 3_000_000
"""Twenty thousand questions have less than half of it."""

_ENCODINGS = re.compile(r"utf-8(-sig)?|utf-16|us-ascii|iso-8859-\d{1,2}|windows-125\d|gb18030|big5")
_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")


def questions(content: bytes) -> Iterator[Element]:
    """Every element `question` but categories, which hold no question. Raises UnreadableQuestions."""
    depth = elements = 0
    root: Element | None = None
    try:
        for event, element in iterparse(io.BytesIO(_in_utf8(content)), ("start", "end"), forbid_dtd=True):
            if event == "start":
                depth, elements = depth + 1, elements + 1
                if depth == 1 and element.tag != "quiz":
                    raise UnreadableQuestions("not_questions")
                if depth > DEEPEST:
                    raise UnreadableQuestions("too_deep")
                if elements > MOST_ELEMENTS:
                    raise UnreadableQuestions("too_large")
                root = root if depth > 1 else element
                continue
            depth -= 1
            if depth == 1:
                if element.tag == "question" and element.get("type") != "category":
                    yield element
                if root is not None:
                    root.clear()
    except (ParseError, DefusedXmlException, LookupError) as error:
        raise UnreadableQuestions("not_readable") from error


def _in_utf8(content: bytes) -> bytes:
    """The content without its declaration, which has then been followed. UTF-16 has a mark of its own."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _DECLARED.match(content[:300])
        encoding = declared[1].decode("ascii").casefold() if declared else "utf-8-sig"
    encoding = {"utf-8": "utf-8-sig", "gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
    if not _ENCODINGS.fullmatch(encoding):
        raise UnreadableQuestions("wrong_encoding")
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableQuestions("wrong_encoding") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"), count=1).encode()
