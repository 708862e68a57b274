"""Moodle's GIFT: a question as text with its answer in braces. https://docs.moodle.org/en/GIFT_format"""

from __future__ import annotations

import re

from study.question_files.accepted import number, number_as_typed
from study.question_files.found import (
    Found,
    FoundQuestion,
    NotTaken,
    Place,
    QuestionFile,
    RefusedQuestion,
    SkippedQuestion,
    gathered,
    letters,
)
from study.question_files.gift_answers import (
    FEEDBACK,
    MARKS,
    Answer,
    plain,
    read_answers,
    told_when_right,
    unescaped,
)
from study.question_files.gift_pieces import Piece, braces, pieces
from study.question_files.marks import blanks, truth
from study.question_files.weights import right_choices
from study.rules.frozen import frozen

_NAME = re.compile(r"\s*::((?:\\.|:(?!:)|[^\\:])*)::", re.DOTALL)
_GENERAL = re.compile(r"(?P<answers>(?:\\.|(?!####).)*)(?:####(?P<general>.*))?", re.DOTALL)
_STAR = re.compile(r"\\\\(?=\\\*)|\\\\\*|\\\*|\\.|\*", re.DOTALL)
_SENTENCE_ENDS = tuple(".?!:;。？！：；…”")


@frozen
class _Asked:
    """A question but for its answers. `inside`: the braces stand within the sentence."""

    place: Place
    name: str
    stem: str
    inside: bool
    marks: str
    tags: frozenset[str]

    @property
    def difficulty(self) -> int:
        told = [tag.removeprefix("difficulty ") for tag in self.tags if tag.startswith("difficulty ")]
        return int(told[0]) if told and told[0] in "12345" else 3


def read_gift(text: str) -> QuestionFile:
    """Every question of a GIFT file; text without braces is listed as skipped."""
    return gathered(_found(piece) for piece in pieces(text))


def _found(piece: Piece) -> Found:
    place = Place("line", piece.line)
    shown = _shown(piece.text)
    signs = braces(piece.text)
    if not signs:
        return SkippedQuestion(place, "description", shown)
    order = "".join(sign for _, sign in signs)
    if order == "{":
        return RefusedQuestion(place, "brace_not_closed", "", shown)
    if order != "{}":
        reason = "several_braces" if order.startswith("{}{") else "brace_alone"
        return RefusedQuestion(place, reason, "}" if order[0] == "}" or order[-2:] == "}}" else "{", shown)
    (opens, _), (closes, _) = signs
    try:
        asked = _asked(piece, piece.text[:opens], piece.text[closes + 1 :])
        return _question(asked, piece.text[opens + 1 : closes].strip())
    except NotTaken as refused:
        return RefusedQuestion(place, refused.reason, refused.text[:80], shown)


def _shown(raw: str) -> str:
    """The beginning of the stem, for a list of what was not taken."""
    raw = raw[:400]
    named = _NAME.match(raw)
    raw = raw[named.end() :] if named else raw
    return unescaped(MARKS.sub("", raw.partition("{")[0], count=1).strip())[:40]


def _asked(piece: Piece, before: str, after: str) -> _Asked:
    named = _NAME.match(before)
    name = plain(named[1].strip(), "plain") if named else ""
    before = (before[named.end() :] if named else before).lstrip()
    found = MARKS.match(before)
    marks = found[1] if found else "plain"
    head, tail = before.rstrip(), after.strip()
    punctuation = not any(character.isalnum() for character in tail)
    if not tail or (punctuation and plain(head, marks).endswith(_SENTENCE_ENDS)):
        return _Asked(Place("line", piece.line), name, plain(head, marks), False, marks, piece.tags)
    stem = plain(f"{before}\0{after.rstrip()}", marks)
    return _Asked(Place("line", piece.line), name, stem, True, marks, piece.tags)


def _question(asked: _Asked, content: str) -> Found:
    split = _GENERAL.match(content)
    content = split["answers"].strip() if split else content
    general = plain((split["general"] or "").strip(), asked.marks) if split else ""
    if not content:
        return SkippedQuestion(asked.place, "essay", _joined(asked, "____")[:40])
    if content.startswith("#"):
        return _numerical(asked, content[1:].strip(), general)
    first = FEEDBACK.match(content)
    if first and content[0] not in "=~" and (told := _told(first["text"])):
        return _true_false(asked, told, first["feedback"] or "", general)
    answers = read_answers(content, asked.marks)
    if any(answer.sign == "~" for answer in answers):
        return _choices(asked, answers, general)
    if not {"short_answer", "fill_in"} & asked.tags and any("->" in answer.raw for answer in answers):
        return SkippedQuestion(asked.place, "matching", _joined(asked, "____")[:40])
    return _words(asked, answers, general)


def _choices(asked: _Asked, answers: list[Answer], general: str) -> Found:
    one_only = any(answer.sign == "=" for answer in answers)
    right = right_choices([answer.weight for answer in answers], one_only=one_only)
    if isinstance(right, str):
        raise NotTaken(right, "、".join(answer.text for answer in answers if answer.weight > 0))
    return FoundQuestion(
        asked.place,
        right.type,
        _joined(asked, "____"),
        tuple(answer.text for answer in answers),
        letters(right.places),
        general or told_when_right([answers[place] for place in right.places], asked.marks),
        asked.name,
        asked.difficulty,
    )


def _told(text: str) -> str | None:
    return None if text.strip().isdigit() else truth(text)


def _true_false(asked: _Asked, told: str, feedback: str, general: str) -> Found:
    """Its first feedback is for those who are wrong and says why, its second for those who are right."""
    parts = re.split(r"(?<!\\)#", feedback)
    explanation = general or next((plain(part.strip(), asked.marks) for part in parts if part.strip()), "")
    stem = _joined(asked, "")
    return FoundQuestion(
        asked.place, "true_false", stem, (), (told,), explanation, asked.name, asked.difficulty
    )


def _words(asked: _Asked, answers: list[Answer], general: str) -> Found:
    """What earns part of the mark is no accepted answer."""
    whole = [answer for answer in answers if answer.weight >= 99.99]
    if not whole:
        raise NotTaken("no_right_answer")
    accepted = []
    for answer in whole:
        if any(found[0] == "*" for found in _STAR.finditer(answer.raw)):
            raise NotTaken("wildcard", answer.text)
        literal = _STAR.sub(lambda found: "*" if found[0][-1] == "*" else found[0], answer.raw)
        accepted.append(plain(literal, "plain"))
    return _typed(asked, accepted, general or told_when_right(whole, asked.marks))


def _typed(asked: _Asked, accepted: list[str], explanation: str) -> FoundQuestion:
    """A blank in the stem, or braces within the sentence, make it a fill-in, unless a tag says otherwise."""
    stem = _joined(asked, "____")
    fills = (asked.inside or blanks(stem) == 1) and "short_answer" not in asked.tags
    return FoundQuestion(
        asked.place,
        "fill_in" if fills or "fill_in" in asked.tags else "short_answer",
        stem,
        (),
        tuple(dict.fromkeys(accepted)),
        explanation,
        asked.name,
        asked.difficulty,
    )


def _numerical(asked: _Asked, content: str, general: str) -> Found:
    """An exact number is typed like any other word; a range or a tolerance is a type the garden does not have."""
    answers = read_answers(content if content[:1] in ("=", "~") else f"={content}", asked.marks)
    whole = [answer for answer in answers if answer.sign == "=" and answer.weight >= 99.99]
    if not whole:
        raise NotTaken("no_right_answer")
    accepted = []
    for answer in whole:
        low, dots, high = answer.text.partition("..")
        value, _, tolerance = (low, "", "0") if dots else answer.text.partition(":")
        numbers = number(value), number(high if dots else value), number(tolerance or "0")
        if None in numbers:
            raise NotTaken("no_number", answer.text)
        if numbers[0] != numbers[1] or numbers[2]:
            return SkippedQuestion(asked.place, "numerical", _joined(asked, "____")[:40])
        if numbers[0] is not None:
            accepted.append(number_as_typed(numbers[0]))
    made = _typed(asked, accepted, general or told_when_right(whole, asked.marks))
    stem = made.stem if blanks(made.stem) else f"{made.stem} ____"
    return FoundQuestion(
        made.place, "fill_in", stem, (), made.answer, made.explanation, made.name, made.difficulty
    )


def _joined(asked: _Asked, blank: str) -> str:
    """The stem with its blank where the braces stood; a blank that is drawn already is not drawn twice."""
    before, _, after = asked.stem.partition("\0")
    if not asked.inside:
        return asked.stem
    if not blank or blanks(asked.stem):
        return f"{before.rstrip()} {after.lstrip()}" if before[-1:] == " " == after[:1] else before + after
    return f"{before}{blank}{after}"
