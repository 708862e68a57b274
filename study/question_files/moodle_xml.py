"""Moodle XML, the most complete of what Moodle exports. https://docs.moodle.org/en/Moodle_XML_format"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from study.question_files.accepted import number, number_as_typed, without_stars
from study.question_files.found import (
    Found,
    FoundQuestion,
    NotTaken,
    Place,
    QuestionFile,
    QuestionTypeName,
    RefusedQuestion,
    SkippedQuestion,
    gathered,
    letters,
)
from study.question_files.marked_text import LONGEST, has_picture, without_marks
from study.question_files.marks import blanks, truth
from study.question_files.moodle_elements import questions
from study.question_files.weights import right_choices
from study.rules.frozen import frozen

_READ = ("multichoice", "truefalse", "shortanswer", "numerical")
_NO = frozenset(("false", "0"))


@frozen
class _Answer:
    """`weight` in percent."""

    element: Element
    weight: float


def read_moodle_xml(content: bytes) -> QuestionFile:
    """Every question of a Moodle XML file, counted from 1 without categories. Raises UnreadableQuestions.

    The caller sees to it that `content` is not too large.
    """
    return gathered(_found(element, count) for count, element in enumerate(questions(content), start=1))


def _found(element: Element, count: int) -> Found:
    place, kind = Place("question", count), (element.get("type") or "").strip()
    shown = _shown(element)
    if kind not in _READ or (kind == "numerical" and element.find(".//unit") is not None):
        return SkippedQuestion(place, kind or "unknown", shown)
    try:
        stem = _text(element.find("questiontext"))
        answers = [_Answer(answer, _weight(answer)) for answer in element.findall("answer")]
        if kind == "multichoice":
            return _choices(element, place, stem, answers)
        if kind == "truefalse":
            return _true_false(element, place, stem, answers)
        if kind == "numerical":
            return _numerical(element, place, stem, answers)
        return _short_answer(element, place, stem, answers)
    except NotTaken as refused:
        return RefusedQuestion(place, refused.reason, refused.text[:80], shown)


def _choices(element: Element, place: Place, stem: str, answers: list[_Answer]) -> FoundQuestion:
    one_only = (element.findtext("single") or "true").strip().casefold() not in _NO
    choices = tuple(_text(answer.element) for answer in answers)
    weights = [answer.weight for answer in answers]
    right = right_choices(weights, one_only=one_only)
    if isinstance(right, str):
        named = (choice for choice, weight in zip(choices, weights, strict=True) if weight > 0)
        raise NotTaken(right, "、".join(named))
    told = [answers[at] for at in right.places]
    return _made(element, place, right.type, stem, letters(right.places), told, choices)


def _true_false(element: Element, place: Place, stem: str, answers: list[_Answer]) -> FoundQuestion:
    right = _right(answers)
    told = {truth(_text(answer.element)) for answer in right} - {None}
    if len(told) != 1:
        raise NotTaken("no_truth", "、".join(_text(answer.element) for answer in right))
    return _made(element, place, "true_false", stem, tuple(str(each) for each in told), right)


def _short_answer(element: Element, place: Place, stem: str, answers: list[_Answer]) -> FoundQuestion:
    """Capitals never matter here, whatever the file says of them."""
    accepted = []
    for answer in (right := _right(answers)):
        text = without_stars(_text(answer.element))
        if text is None:
            raise NotTaken("wildcard", _text(answer.element))
        accepted.append(text)
    kind: QuestionTypeName = "fill_in" if blanks(stem) == 1 else "short_answer"
    return _made(element, place, kind, stem, tuple(dict.fromkeys(accepted)), right)


def _numerical(element: Element, place: Place, stem: str, answers: list[_Answer]) -> Found:
    """Only an exact number is typed like any other word; a tolerance is a type the garden does not have."""
    accepted = []
    for answer in (right := _right(answers)):
        written = _text(answer.element)
        value, tolerance = number(written), number(answer.element.findtext("tolerance") or "0")
        if value is None or tolerance is None:
            raise NotTaken("wildcard" if written == "*" else "no_number", written)
        if tolerance:
            return SkippedQuestion(place, "numerical", stem[:40])
        accepted.append(number_as_typed(value))
    stem = stem if blanks(stem) or not stem else f"{stem} ____"
    return _made(element, place, "fill_in", stem, tuple(dict.fromkeys(accepted)), right)


def _made(
    element: Element,
    place: Place,
    kind: QuestionTypeName,
    stem: str,
    answer: tuple[str, ...],
    right: list[_Answer],
    choices: tuple[str, ...] = (),
) -> FoundQuestion:
    """With the explanation for everybody, or with what those are told who are right."""
    explanation = _text(element.find("generalfeedback"))
    if not explanation:
        told = [
            _text(part) for each in right if (part := _words_only(each.element.find("feedback"))) is not None
        ]
        explanation = "\n".join(dict.fromkeys(text for text in told if text))
    name = " ".join(_text(element.find("name")).split())
    return FoundQuestion(place, kind, stem, choices, answer, explanation, name)


def _right(answers: list[_Answer]) -> list[_Answer]:
    """Those that earn the whole mark; part of it makes no accepted answer."""
    right = [answer for answer in answers if answer.weight >= 99.99]
    if not right:
        raise NotTaken("no_right_answer")
    return right


def _weight(answer: Element) -> float:
    try:
        return float(answer.get("fraction") or "0")
    except ValueError:
        raise NotTaken("weights_unclear", answer.get("fraction") or "") from None


def _text(holder: Element | None) -> str:
    """What an element with a `text` in it reads as. Raises NotTaken for one that shows more than words."""
    if holder is None:
        return ""
    raw = holder.findtext("text")
    raw = (raw if raw is not None else holder.text) or ""
    if len(raw) > LONGEST:
        raise NotTaken("too_long")
    if holder.find("file") is not None or has_picture(raw):
        raise NotTaken("has_picture")
    return without_marks(raw, holder.get("format") or "").strip()


def _words_only(holder: Element | None) -> Element | None:
    """A remark beside an answer is left out when it is a picture: the question does not need it."""
    if holder is None or holder.find("file") is not None or has_picture(holder.findtext("text") or ""):
        return None
    return holder


def _shown(element: Element) -> str:
    """The beginning of the stem, or of the name, for a list of what was not taken."""
    for holder in (element.find("questiontext"), element.find("name")):
        raw = (holder.findtext("text") or "") if holder is not None else ""
        text = without_marks(raw[:2000], (holder.get("format") or "") if holder is not None else "")
        if text.strip():
            return " ".join(text.split())[:40]
    return ""
