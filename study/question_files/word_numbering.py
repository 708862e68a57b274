"""The numbers and letters that Word counts itself and keeps out of the text of a paragraph."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from study.rules.frozen import frozen

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = ("chinese", "japanese", "ideograph", "taiwanese")
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))

ListLevel = tuple[str, int]
"""A list (`numId`) and a level within it, from 0."""


@frozen
class _Level:
    """`shape`: decimal, upperLetter …; `text`: `%1.` for the number and a point."""

    shape: str
    text: str
    start: int


class Numbering:
    """Counts as Word does, paragraph after paragraph. `numbering`, `styles`: those parts of the file, if any."""

    def __init__(self, numbering: bytes | None, styles: bytes | None) -> None:
        root = _tree(numbering)
        self._levels: dict[ListLevel, _Level] = {}
        self._begins_again: set[ListLevel] = set()
        self._family = {
            _value(number, "", "numId"): _value(number.find(f"{_W}abstractNumId"))
            for number in root.iter(f"{_W}num")
        }
        families = {_value(each, "", "abstractNumId"): each for each in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            self._add(
                _value(number, "", "numId"), families.get(_value(number.find(f"{_W}abstractNumId"))), number
            )
        self._styles = _lists_of_styles(_tree(styles))
        self._counts: dict[str, dict[int, int]] = {}

    def _add(self, name: str, family: Element | None, number: Element) -> None:
        for level in family.iter(f"{_W}lvl") if family is not None else ():
            self._levels[name, _whole(_value(level, "0", "ilvl"))] = _level(level)
        for override in number.iter(f"{_W}lvlOverride"):
            place = name, _whole(_value(override, "0", "ilvl"))
            if (own := override.find(f"{_W}lvl")) is not None:
                self._levels[place] = _level(own)
            if override.find(f"{_W}startOverride") is not None:
                self._begins_again.add(place)

    def mark(self, paragraph: Element) -> str:
        """What stands before this paragraph, `12. ` or `A. `; "" for one that is in no list."""
        place = _list_of(paragraph) or self._styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")))
        if place is None or place[0] in ("", "0"):
            return ""
        level = self._levels.get(place)
        family = self._family.get(place[0]) or f"list {place[0]}"
        counts = self._counts.setdefault(family, {})
        if place in self._begins_again:
            self._begins_again.discard(place)
            counts.pop(place[1], None)
        for deeper in [each for each in counts if each > place[1]]:
            del counts[deeper]
        count = counts.get(place[1], (level.start if level else 1) - 1) + 1
        counts[place[1]] = count
        if level is None:  # the list is not described: the first level counts questions, deeper ones options
            return f"{count}. " if place[1] == 0 else f"{_letter(count)}. "
        return self._written(level, place[0], counts)

    def _written(self, level: _Level, name: str, counts: dict[int, int]) -> str:
        if level.shape in ("bullet", "none"):
            return ""

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shape = self._levels.get((name, at), level).shape
            return _shaped(counts.get(at, 1), shape)

        text = re.sub(r"%([1-9])", counted, level.text).strip()
        return f"{text}. " if text[-1:].isalnum() and not text.endswith("题") else f"{text} " if text else ""


def _tree(part: bytes | None) -> Element:
    tree: Element = fromstring(part, forbid_dtd=True) if part else Element("none")
    return tree


def _value(element: Element | None, default: str = "", name: str = "val") -> str:
    return default if element is None else element.get(f"{_W}{name}", default)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _level(element: Element) -> _Level:
    return _Level(
        _value(element.find(f"{_W}numFmt"), "decimal"),
        _value(element.find(f"{_W}lvlText"), "%1."),
        _whole(_value(element.find(f"{_W}start"), "1")),
    )


def _list_of(paragraph: Element) -> ListLevel | None:
    found = paragraph.find(f"{_W}pPr/{_W}numPr")
    if found is None or found.find(f"{_W}numId") is None:
        return None
    return _value(found.find(f"{_W}numId")), _whole(_value(found.find(f"{_W}ilvl"), "0"))


def _lists_of_styles(styles: Element) -> dict[str, ListLevel]:
    return {
        _value(style, "", "styleId"): place
        for style in styles.iter(f"{_W}style")
        if (place := _list_of(style)) is not None
    }


def _shaped(count: int, shape: str) -> str:
    """The count as a letter, a Roman or a Chinese number; in digits for whatever else Word has."""
    if shape.endswith("Letter"):
        return _letter(count) if shape.startswith("upper") else _letter(count).lower()
    if shape.endswith("Roman") and 0 < count < 90:
        return _roman(count) if shape.startswith("upper") else _roman(count).lower()
    if shape.startswith(_CHINESE) and 0 < count < 100:
        tens, ones = divmod(count, 10)
        return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (
            _DIGITS[ones] if ones else ""
        )
    return str(count)


def _letter(count: int) -> str:
    return chr(ord("A") + (count - 1) % 26)


def _roman(count: int) -> str:
    written = ""
    for worth, sign in _ROMAN:
        written += sign * (count // worth)
        count %= worth
    return written
