"""When two texts say the same: width, case, spacing and punctuation of no meaning are taken away."""

from __future__ import annotations

import re
import unicodedata

_QUOTATION_AND_TITLE_MARKS = '"“”„«»「」『』《》〈〉'
_FOLDED = str.maketrans("。、‐‑‒–—―−‘’【】〔〕", ".,-------''[][]") | dict.fromkeys(
    map(ord, _QUOTATION_AND_TITLE_MARKS)
)
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_CJK = "[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_NEEDLESS_SPACE = re.compile(rf"(?<={_CJK}) | (?={_CJK})|(?<=[^\w\s]) | (?=[^\w\s])")
_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<decimals>[0-9]+))?")


def same_width(text: str) -> str:
    """One form for full-width, half-width, upper and lower case; invisible characters dropped; trimmed."""
    visible = (
        character
        for character in unicodedata.normalize("NFKC", text)
        if unicodedata.category(character) != "Cf" and ord(character) not in _VARIATION_SELECTORS
    )
    return "".join(visible).casefold().strip()


def normalised(text: str) -> str:
    """The form in which answers are compared; "" when nothing but punctuation is left.

    Chinese numerals stay as they are; a number loses the zeros after its decimals and its thousands commas,
    never the zeros before it (0771 is a dialling code).
    """
    folded = " ".join(same_width(text).translate(_FOLDED).split())
    return _plain_number(_NEEDLESS_SPACE.sub("", folded).rstrip(" .,;:!?~"))


def _plain_number(text: str) -> str:
    number = _NUMBER.fullmatch(text)
    if not number or not text:
        return text
    decimals = (number["decimals"] or "").rstrip("0")
    whole = number["whole"].replace(",", "") or "0"
    return number["sign"] + whole + ("." + decimals if decimals else "")
