"""What questions with choices share: checking the author's letters and reading what people type."""

from __future__ import annotations

import re
from string import ascii_lowercase

from study.rules.question import LETTERS, Given, Question, ShownQuestion
from study.rules.question_types.wording import normalised, same_width

_DIGITS = "123456789"
_AROUND = " .。,、;:!?~…()[]【】\"'“”‘’"
_BETWEEN = re.compile(r"\band\b|[\s,、;/+&。和与及]")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def check_choices(question: Question) -> list[str]:
    """Sentences about missing, empty or equal choices and about answer letters that name none."""
    count = len(question.choices)
    if count < 2:
        return [f"A question with choices needs at least two; this one has {count}."]
    if count > len(LETTERS):
        return [f"There are {count} choices; the letters end at {LETTERS[-1]}."]
    faults = _check_texts(question.choices)
    last = LETTERS[count - 1]
    if not question.answer:
        faults.append("The answer is missing.")
    for letter in sorted(set(question.answer)):
        if letter not in LETTERS[:count] or len(letter) != 1:
            faults.append(f'The answer "{letter}" names no choice; the choices are A to {last}.')
        elif question.answer.count(letter) > 1:
            faults.append(f'The answer names "{letter}" more than once.')
    return faults


def _check_texts(choices: tuple[str, ...]) -> list[str]:
    faults: list[str] = []
    first_with: dict[str, str] = {}
    for letter, choice in zip(LETTERS, choices, strict=False):
        wording = normalised(choice) or choice.strip()
        if not wording:
            faults.append(f"Choice {letter} is empty.")
        elif wording in first_with:
            faults.append(f"Choices {first_with[wording]} and {letter} are the same.")
        first_with.setdefault(wording, letter)
    return faults


def read_choices(text: str, shown: ShownQuestion, *, several: bool) -> Given | None:
    """Letters as shown (`A`, `ac`, `A、C`), their numbers (`1 3`), or one choice typed in full.

    A single letter is always that letter. Whatever else could mean two things is not guessed at: None.
    """
    compact = _BETWEEN.sub("", same_width(text).strip(_AROUND))
    by_letter = _pointed_at(compact, ascii_lowercase, shown, several)
    if by_letter and len(compact) == 1:
        return by_letter
    by_number = _pointed_at(compact, _DIGITS, shown, several)
    pointed_at = by_letter or by_number
    spelled_out = _spelled_out(text, shown)
    if pointed_at is None or spelled_out:
        return spelled_out if pointed_at in (None, spelled_out) else None
    return None if by_number and _stands_in_another_choice(compact, shown) else pointed_at


def _pointed_at(compact: str, labels: str, shown: ShownQuestion, several: bool) -> Given | None:
    in_use = labels[: len(shown.order)]
    readable = compact and all(label in in_use for label in compact) and (several or len(compact) == 1)
    return shown.given(in_use.index(label) for label in compact) if readable else None


def _spelled_out(text: str, shown: ShownQuestion) -> Given | None:
    wording = normalised(text)
    equal = [place for place, choice in enumerate(shown.choices) if normalised(choice) == wording]
    return shown.given(equal) if wording and len(equal) == 1 else None


def _stands_in_another_choice(digits: str, shown: ShownQuestion) -> bool:
    typed = {digits, *digits}
    return any(
        typed.intersection(_NUMBER.findall(same_width(choice))) - {str(place)}
        for place, choice in enumerate(shown.choices, start=1)
    )
