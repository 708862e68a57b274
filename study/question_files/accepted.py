"""Accepted answers as learning systems write them: a number with its tolerance, a text with wildcards."""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,2})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+")
_STAR = re.compile(r"(\\?)\*")


def number(text: str) -> Decimal | None:
    """The number, None for anything else; `1,000` is anything else: a thousand here, one elsewhere."""
    found = _NUMBER.fullmatch(text.strip())
    if not found or _THOUSANDS.fullmatch(text.strip()):
        return None
    return Decimal(found[0].replace(",", "."))


def number_as_typed(value: Decimal) -> str:
    """The way a person types it: `2` for 2.0000000, `1500` for 1.5e3."""
    plain = format(value, "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain) or "0"


def without_stars(text: str) -> str | None:
    """The text with every `\\*` as the star it stands for; None when a bare `*` accepts any text."""
    if any(not escaped for escaped in _STAR.findall(text)):
        return None
    return text.replace("\\*", "*")
