"""Options A, B, C … within a text: one to a line, several in a line, or run together."""

from __future__ import annotations

import re
import unicodedata

from study.rules.frozen import frozen
from study.rules.question import LETTERS

_MARK = re.compile(
    r"(?:(?P<open>[(（])[ \t]*)?(?P<letter>[A-Za-zＡ-Ｚａ-ｚ])[ \t]*(?:(?P<close>[)）])[.．、]?|[.．、:：])\s*"
)
_APART = frozenset(" \t\n\r\u3000\xa0;；。")
_BEFORE_A_GLUED_LETTER = frozenset(")]}_?%")
_LINE_START, _SET_APART, _RUN_TOGETHER = 0, 1, 2


@frozen
class _Mark:
    letter: str
    start: int
    end: int
    rank: int
    bracketed: bool


def split_options(text: str) -> tuple[str, list[str]]:
    """What stands before option A, and the options in order; no options when the letters do not begin with A."""
    by_letter: dict[str, list[_Mark]] = {}
    for mark in _marks(text):
        by_letter.setdefault(mark.letter, []).append(mark)
    run = _run(by_letter)
    if len(run) < 2:
        return text, []
    ends = [mark.start for mark in run[1:]] + [len(text)]
    options = [text[mark.end : end].strip(" 　\t\n;；") for mark, end in zip(run, ends, strict=True)]
    return text[: run[0].start], options


def _marks(text: str) -> list[_Mark]:
    found: list[_Mark] = []
    line_start = looked_at = 0
    for match in _MARK.finditer(text):
        start = match.start()
        line_start = max(line_start, text.rfind("\n", looked_at, start) + 1)
        looked_at = start
        previous = text[start - 1] if start else "\n"
        if start - line_start < 40 and not text[line_start:start].strip():
            rank = _LINE_START
        elif previous in _APART:
            rank = _SET_APART
        elif previous.isascii() and previous not in _BEFORE_A_GLUED_LETTER:
            continue
        else:
            rank = _RUN_TOGETHER
        letter = unicodedata.normalize("NFKC", match["letter"]).upper()
        found.append(_Mark(letter, start, match.end(), rank, bool(match["open"] and match["close"])))
    return found


def _run(by_letter: dict[str, list[_Mark]]) -> list[_Mark]:
    """A, B, C … each after the one before; where a letter stands more than once, the clearest of its places.

    Letters run together with the text before them count only where B does: 维生素C、D is no option. A letter in
    brackets within a line is an answer, unless the options begin with (A).
    """
    run: list[_Mark] = []
    loosest, bracketed = _RUN_TOGETHER, True
    for letter in LETTERS:
        after = run[-1].end if run else 0
        places = [
            mark
            for mark in by_letter.get(letter, ())
            if mark.start >= after
            and mark.rank <= loosest
            and (not mark.bracketed or mark.rank == _LINE_START or (run and bracketed))
        ]
        if letter == "A":
            last_b = by_letter["B"][-1].start if "B" in by_letter else 0
            places = [mark for mark in places if mark.start < last_b]
            places.sort(key=lambda mark: (mark.rank, mark.start * (-1 if mark.rank == _LINE_START else 1)))
        else:
            places.sort(key=lambda mark: (mark.rank, mark.start))
        if not places:
            break
        run.append(places[0])
        if letter == "A":
            bracketed = places[0].bracketed
        elif letter == "B" and places[0].rank < _RUN_TOGETHER:
            loosest = _SET_APART
    return run
