"""Questions as they are typed in Word: numbered stems, options A B C D, the answer in brackets or below.

1. 题干（ABD）            or  答案：ABD  on a line of its own, or √ / × for a judgement
A. …  B. …               one to a line or several in a line
解析：…                   optional
"""

from __future__ import annotations

import re
from typing import get_args

from study.question_files.found import (
    Found,
    FoundQuestion,
    Place,
    QuestionFile,
    QuestionTypeName,
    RefusedQuestion,
    SkippedQuestion,
    gathered,
)
from study.question_files.marks import (
    ANSWER_IN_STEM,
    BLANK,
    SIGN_AT_END,
    TYPE_AT_END,
    TYPE_AT_START,
    blanks,
    letters_in,
    split_options,
    truth,
    type_named,
)
from study.question_files.numbered_blocks import Block, blocks
from study.rules.question import LETTERS

_REMARK_AFTER = re.compile(r"[(（【\[。,，;；].*$", re.DOTALL)
_CHOSEN = re.compile(r"^\s*(?:应?选|[【\[])\s*")
_WORDS_IN_BRACKETS = re.compile(r"[(（]\s*(?P<answer>[^()（）]{1,60}?)\s*[)）]")
_PLAIN_TRUTHS = frozenset(
    ("√", "✓", "✔", "×", "✗", "✘", "对", "错", "正确", "错误", "t", "f", "true", "false")
)
_ALTERNATIVES = re.compile(r"[;；|]")


def read_numbered_text(text: str) -> QuestionFile:
    """Every numbered question; what stands before the first number is a title and no question."""
    return gathered(_found(block) for block in blocks(text.lstrip("\ufeff")))


def _found(block: Block) -> Found:
    place = Place("line", block.line)
    text, named = _type_of(block, "\n".join(block.body))
    stem, options = split_options(text)
    stem, wanted = stem.strip(), type_named(named) if named else None
    if named and wanted is None:
        return SkippedQuestion(place, named, stem[:40])
    stem, answer = _answer(stem, len(options), wanted, _told(block))
    if not answer:
        return RefusedQuestion(place, "no_answer", "", stem[:40])
    return _question(place, wanted, stem, options, answer, block)


def _type_of(block: Block, text: str) -> tuple[str, str]:
    """The text without the type it names itself, and that type; else the one its part of the paper names."""
    first, line_end, rest = text.partition("\n")
    start, end = TYPE_AT_START.match(first), TYPE_AT_END.search(first)
    if end:
        return first[: end.start()] + line_end + rest, end["type"]
    if start and (start["rest"] or start["bracket"]):
        return text[start.end() :], start["type"]
    return text, block.type


def _told(block: Block) -> str:
    """The answer below the question. A letter or a judgement ends it: what follows on other lines is none of it."""
    lines = [line for line in (block.answer or "", *block.more_answer) if line]
    return lines[0] if lines and (letters_in(lines[0]) or truth(lines[0])) else "\n".join(lines)


def _answer(stem: str, count: int, wanted: str | None, told: str) -> tuple[str, str]:
    """The stem with an empty bracket where its answer stood, and the answer; `count`: how many options there are.

    What stands on a line of its own goes first; the same in the stem is taken out of it, too.
    """
    possible = [
        found for found in ANSWER_IN_STEM.finditer(stem) if _can_be_answer(found["answer"], count, wanted)
    ]
    if not possible and not count and wanted in (None, "true_false") and (sign := SIGN_AT_END.search(stem)):
        possible = [sign]
    if not possible and wanted == "fill_in" and not told and not blanks(stem):
        possible = list(_WORDS_IN_BRACKETS.finditer(stem))
    if not possible:
        return stem, told
    last = possible[-1]
    emptied = stem[: last.start()] + ("" if last.re is SIGN_AT_END else "（ ）") + stem[last.end() :]
    if not told:
        return emptied.strip(), last["answer"].strip()
    same = letters_in(told) == letters_in(last["answer"]) and truth(told) == truth(last["answer"])
    return (emptied.strip() if same else stem), told


def _can_be_answer(text: str, count: int, wanted: str | None) -> bool:
    """Letters of its options, or a judgement where there are none: （GDP） and （WTO） are words."""
    letters = letters_in(text)
    if count:
        return (
            bool(letters)
            and len(letters) == len(re.sub(r"[^A-Za-zＡ-Ｚａ-ｚ]", "", text))
            and letters[-1] < _after(count)
        )
    if wanted in ("fill_in", "short_answer", "single_choice", "multiple_choice"):
        return wanted.endswith("choice") and bool(letters)
    return truth(text) is not None


def _after(count: int) -> str:
    """What comes after the letter of the last option."""
    return f"{LETTERS}["[min(count, len(LETTERS))]


def _question(
    place: Place, wanted: str | None, stem: str, options: list[str], answer: str, block: Block
) -> Found:
    given: tuple[str, ...]
    if options and wanted == "true_false":
        return _judged_by_options(place, stem, options, answer, block)
    if options:
        given = _letters(answer)
        if not given:
            return RefusedQuestion(place, "answer_is_no_letter", answer[:40], stem[:40])
        kind = wanted if wanted in ("single_choice", "multiple_choice") else None
        kind = kind or ("multiple_choice" if len(given) > 1 else "single_choice")
    elif wanted in ("single_choice", "multiple_choice"):
        return RefusedQuestion(place, "no_options", answer[:40], stem[:40])
    elif wanted == "true_false" or (wanted is None and _is_judgement(stem, answer)):
        told = truth(_REMARK_AFTER.sub("", answer)) or truth(answer)
        if told is None:
            return RefusedQuestion(place, "no_truth", answer[:40], stem[:40])
        kind, given, stem = "true_false", (told,), _without_bracket(stem)
    else:
        kind = wanted or ("fill_in" if BLANK.search(stem) else "short_answer")
        given = tuple(part.strip() for part in _ALTERNATIVES.split(answer) if part.strip())
    return _made(place, kind, stem, tuple(options), given, block)


def _made(
    place: Place, kind: str, stem: str, options: tuple[str, ...], given: tuple[str, ...], block: Block
) -> FoundQuestion:
    names: dict[str, QuestionTypeName] = {name: name for name in get_args(QuestionTypeName)}
    explanation = "\n".join(line for line in block.explanation if line)
    return FoundQuestion(place, names[kind], stem, options, given, explanation, difficulty=block.difficulty)


def _letters(answer: str) -> tuple[str, ...]:
    """`B`, `ABD`, also `选B`, `【B】`, `B（2 分）`."""
    bare = _CHOSEN.sub("", answer)
    return letters_in(answer) or letters_in(bare.rstrip("】]")) or letters_in(_REMARK_AFTER.sub("", bare))


def _is_judgement(stem: str, answer: str) -> bool:
    """A bare 1 or 是 may be what fills a blank; a sign or 对 is a judgement."""
    return _REMARK_AFTER.sub("", answer).strip().casefold() in _PLAIN_TRUTHS and "__" not in stem


def _judged_by_options(place: Place, stem: str, options: list[str], answer: str, block: Block) -> Found:
    """A judgement whose options are 正确 and 错误."""
    letters, truths = _letters(answer), [truth(option) for option in options]
    told = truth(answer)
    if len(letters) == 1 and letters[0] < _after(len(options)) and not (told and answer.casefold() in "tf"):
        told = truths[LETTERS.index(letters[0])]
    if set(truths) != {"true", "false"}:
        return RefusedQuestion(place, "options_not_expected", "", stem[:40])
    if told is None:
        return RefusedQuestion(place, "no_truth", answer[:40], stem[:40])
    return _made(place, "true_false", _without_bracket(stem), (), (told,), block)


def _without_bracket(stem: str) -> str:
    """A judgement needs no bracket at its end, nor at its head."""
    stem = re.sub(r"^[(（]\s*[)）]\s*", "", stem)
    found = list(BLANK.finditer(stem))
    return stem[: found[-1].start()].rstrip() if found and not stem[found[-1].end() :].strip(" 。.") else stem
