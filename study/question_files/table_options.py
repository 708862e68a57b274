"""The options of a row: a cell each, or all in one; and which of them an answer cell means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from study.question_files.marks import letters_in, split_options, truth
from study.rules.frozen import frozen
from study.rules.question import LETTERS
from study.rules.question_types.wording import normalised

_LETTERED = re.compile(r"\s*[(（]?(?P<letter>[A-Za-zＡ-Ｚａ-ｚ])\s*(?:[)）]\s*[.．、]?|[.．、:：])\s*")
_ANY_LETTER = re.compile(r"(?<![A-Za-z0-9.])[(（]?([A-ZＡ-Ｚ])[)）.．、:：]\s*")
_BETWEEN = ("\n", "|", "｜", "；", ";")
_NUMBERS = re.compile(r"\d{1,2}(?:\s*[,，、;；|\s]\s*\d{1,2})*")
_OPTION_WORD = re.compile(r"(?:选项|option|choice)\s*|\s*选项", re.IGNORECASE)


@frozen
class Doubt:
    """Why an answer cell is not taken: a key of `question_files.words`, and what it names."""

    reason: str
    text: str


def options_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The options of these cells, in order; empty cells at the end are none. One cell may hold them all."""
    texts = [cell.strip(" \t\r\n　") for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if len(texts) == 1:
        texts = split_cell(texts[0])
    return _without_letters(texts)


def split_cell(text: str) -> list[str]:
    """All options in one cell: lettered, or apart by new lines, `|` or semicolons; the cell itself otherwise."""
    before, options = split_options(text)
    if options and not before.strip():
        return options
    if tight := _split_tightly(text):
        return tight
    for mark in _BETWEEN:
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) > 1:
            return parts
    return [text]


def _split_tightly(text: str) -> list[str]:
    """`A.甲B.乙C.丙`, with nothing between an option and the next letter."""
    run: list[re.Match[str]] = []
    for found in _ANY_LETTER.finditer(text):
        if len(run) < len(LETTERS) and unicodedata.normalize("NFKC", found[1]) == LETTERS[len(run)]:
            run.append(found)
    if len(run) < 2 or text[: run[0].start()].strip():
        return []
    ends = [found.start() for found in run[1:]] + [len(text)]
    return [text[found.end() : end].strip(" 　\t\n;；") for found, end in zip(run, ends, strict=True)]


def _without_letters(texts: Sequence[str]) -> tuple[str, ...]:
    """`A. 甲`, `B. 乙` without their letters, when each has its own."""
    found = [_LETTERED.match(text) for text in texts]
    letters = "".join(each["letter"] if each else " " for each in found)
    if len(texts) > 1 and unicodedata.normalize("NFKC", letters).upper() == LETTERS[: len(texts)]:
        return tuple(text[each.end() :].strip() for text, each in zip(texts, found, strict=True) if each)
    return tuple(texts)


def letters_meant(written: str, options: Sequence[str]) -> tuple[str, ...] | Doubt:
    """The letters of the options that an answer means: `DCBA`, `1,3`, √ among 对 and 错, or their own texts."""
    text = written.strip()
    letters = letters_in(_OPTION_WORD.sub("", text)) or letters_in(text)
    if letters and all(letter in LETTERS[: len(options)] for letter in letters):
        same = tuple(letter for letter, option in zip(LETTERS, options, strict=False) if option == text)
        return letters if not same or same == letters else Doubt("answer_has_two_meanings", text[:40])
    spelt = _spelt(text, options)
    by_number = _by_number(text, len(options))
    if spelt and by_number and spelt != by_number:
        return Doubt("answer_has_two_meanings", text[:40])
    meant = spelt or by_number or _by_truth(text, options)
    if meant:
        return meant
    return Doubt(
        "no_such_option" if letters or _NUMBERS.fullmatch(text) else "answer_is_no_letter", text[:40]
    )


def _spelt(text: str, options: Sequence[str]) -> tuple[str, ...]:
    """By their texts, one or several; `B. 乙` counts when option B says 乙."""
    places: dict[str, list[str]] = {}
    for letter, option in zip(LETTERS, options, strict=False):
        places.setdefault(normalised(option), []).append(letter)
    for mark in (None, "\n", "|", "｜", "；", ";", "、", "，", ","):
        parts = [text] if mark is None else [part.strip() for part in text.split(mark) if part.strip()]
        found = [_one(part, places) for part in parts]
        if parts and all(found):
            return tuple(sorted(set(found)))
    return ()


def _one(part: str, places: dict[str, list[str]]) -> str:
    whole = places.get(normalised(part), [])
    if len(whole) == 1:
        return whole[0]
    lettered = _LETTERED.match(part)
    if not lettered:
        return ""
    letter = unicodedata.normalize("NFKC", lettered["letter"]).upper()
    return letter if letter in places.get(normalised(part[lettered.end() :]), []) else ""


def _by_number(text: str, count: int) -> tuple[str, ...]:
    """`1`, `1,3`, `1 3`: the first and the third."""
    plain = unicodedata.normalize("NFKC", _OPTION_WORD.sub("", text)).strip()
    if not _NUMBERS.fullmatch(plain):
        return ()
    numbers = {int(number) for number in re.findall(r"\d+", plain)}
    return (
        tuple(LETTERS[number - 1] for number in sorted(numbers))
        if numbers <= set(range(1, count + 1))
        else ()
    )


def _by_truth(text: str, options: Sequence[str]) -> tuple[str, ...]:
    told = truth(text)
    if told is None or len(options) != 2:
        return ()
    meant = [letter for letter, option in zip(LETTERS, options, strict=False) if truth(option) == told]
    return (meant[0],) if len(meant) == 1 else ()
