"""The text of a file that somebody typed or exported, whatever encoding it was saved in."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

_PAIR = re.compile(rb"[\x81-\xfe][\x30-\x39][\x81-\xfe][\x30-\x39]|[\x81-\xfe]([\x40-\x7e])?[\x80-\xfe]?")
_HIGH = re.compile(rb"[\x80-\xff]")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decoded(content: bytes) -> str | None:
    """The text; UTF-8, UTF-16 with its mark, GB 18030 or, where that cannot be, Windows-1252. None: no text."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _tried(content, "utf-16")
    text = _tried(content, "utf-8-sig")
    if text is not None or content.startswith(BOM_UTF8):
        return text
    text = _tried(content, "gb18030")
    if text is not None and not _looks_western(content):
        return text
    western = _tried(content, "cp1252")
    if western is None or _NO_TEXT.search(western) or 3 * len(_HIGH.findall(content)) > len(content):
        return text
    return western


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _looks_western(content: bytes) -> bool:
    """Chinese characters are mostly two high bytes; `é` and the letter after it would make one of a low byte."""
    low = high = 0
    for found in _PAIR.finditer(content):
        if found[1]:
            low += 1
        else:
            high += 1
    return low > high
