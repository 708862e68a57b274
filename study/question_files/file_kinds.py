"""What kind of file something is, whatever its name says."""

from __future__ import annotations

import io
import zipfile

from study.file_text import decoded
from study.question_files.found import UnreadableQuestions
from study.xls_parts import NotXls, streams

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
_TEXTS = ("csv", "tsv", "txt", "md", "gift", "xml", "yaml", "yml")
_WORKBOOKS = ("xlsx", "xlsm", "xls", "et", "ods")


def kind_of(name: str, content: bytes) -> str:
    """A key of `importers.IMPORTERS`, or the ending of a file that is none of them. Raises UnreadableQuestions."""
    plain = name.lower()
    plain = plain.removesuffix(".txt") if plain.endswith(".gift.txt") else plain
    ending = plain.rpartition(".")[2] if "." in plain else "txt"
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith(_ZIP) and content[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _kind_of_zip(content)
    if content.startswith(_NOT_TEXT):
        raise UnreadableQuestions("unknown_format")
    if ending not in (*_TEXTS, *_WORKBOOKS, "docx", "doc", "htm", "html"):
        return ending
    text = decoded(content)
    if text is None:
        raise UnreadableQuestions("wrong_encoding" if ending in _TEXTS else "not_readable")
    return _kind_of_text(ending, text[:4000].lstrip().lower())


def _kind_of_ole(content: bytes) -> str:
    try:
        held = set(streams(content))
    except NotXls as error:
        raise UnreadableQuestions("not_readable") from error
    if "EncryptedPackage" in held:
        raise UnreadableQuestions("locked")
    if "WordDocument" in held:
        raise UnreadableQuestions("old_word")
    if held.isdisjoint(("Workbook", "Book")):
        raise UnreadableQuestions("unknown_format")
    return "xls"


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError, EOFError) as error:
        raise UnreadableQuestions("not_readable") from error
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if {"mimetype", "content.xml"} <= names:
        return "ods"
    raise UnreadableQuestions("unknown_format")


def _kind_of_text(ending: str, beginning: str) -> str:
    """`beginning` in small letters. A workbook that is text in truth is a table all the same."""
    if beginning.startswith("<"):
        if "<html" in beginning or "<table" in beginning or "office:spreadsheet" in beginning:
            raise UnreadableQuestions("web_page")
        return "xml"
    if ending in _WORKBOOKS:
        return "csv"
    return ending if ending in _TEXTS else "txt"
