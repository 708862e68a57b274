"""What the answers to a question say about the question; shares are numbers from 0 to 1.

Upper and lower group: the best and the weakest 27 % of those who answered the question, by the score of their whole
attempt. T. L. Kelley, "The selection of upper and lower groups for the validation of test items", Journal of
Educational Psychology 30 (1939) 17-24: with 27 % the two groups differ most surely. Where more people have the
score at the border of a group than it has room for, each of them counts in part: no order decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from study.rules.frozen import frozen
from study.rules.question import LETTERS, Given, Question
from study.rules.question_types.wording import normalised
from study.rules.score import Score

GROUP_PERCENT = 27
LEAST_PEOPLE = 10
"""Below this many, the groups would be one or two people each, and nothing is said of the question."""

EASY, HARD = 0.95, 0.30
"""Shares right from which on a question tells nobody apart, and below which most did not know or understand."""

SEPARATES = 0.20
"""Discrimination below this is poor: R. L. Ebel and D. A. Frisbie, Essentials of Educational Measurement (1991)."""

BANDS = 5

Judgement = Literal["few", "key", "easy", "hard", "flat", "good"]
"""`key`: the key may be wrong; `flat`: does not separate strong from weak; `few`: too few to tell."""

ATTENTION: tuple[Judgement, ...] = ("key", "hard", "flat")
"""What somebody should look at."""


@frozen
class Counted:
    """So many `people` gave the same answer to a question and have the same score in the attempt it was part of.

    `of_these_choices`: False where the choices were others then, so that its letters mean something else.
    """

    given: Given
    is_right: bool
    score: Score
    people: int
    of_these_choices: bool = True


@frozen
class OptionFigures:
    """One option: a letter of the author's, "true" or "false", or what was typed. `people` chose it, of the upper
    and the lower group `upper` and `lower` people (in part, see above)."""

    option: str
    is_key: bool
    people: int
    upper: float
    lower: float


@frozen
class ItemFigures:
    """`facility`: share right of those who `answered`, None where nobody did; `upper` and `lower` the same in the
    upper and the lower group. `discrimination`: upper less lower, -1 to 1. These three are None below LEAST_PEOPLE or
    where all have the same score.
    `unanswered`: people to whom it was put and who left it. `older`: people who answered it with other choices;
    they are in everything but the options."""

    answered: int
    right: int
    unanswered: int
    older: int
    facility: float | None
    upper: float | None
    lower: float | None
    options: tuple[OptionFigures, ...]
    judgement: Judgement

    @property
    def discrimination(self) -> float | None:
        """Without the crumbs of floating point: 1 less 0.8 is 0.2."""
        return None if self.upper is None or self.lower is None else round(self.upper - self.lower, 9)


@frozen
class _Groups:
    """How much each score counts in the upper and in the lower group."""

    upper: Mapping[Fraction, Fraction]
    lower: Mapping[Fraction, Fraction]
    size: int


def analyse(question: Question, counted: Sequence[Counted], unanswered: int = 0) -> ItemFigures:
    """The figures of one question. Each person is in `counted` once, with their first answer to it."""
    answered = sum(each.people for each in counted)
    right = sum(each.people for each in counted if each.is_right)
    groups = _groups(counted, answered)
    upper, lower = _facilities(counted, answered, groups)
    figures = ItemFigures(
        answered=answered,
        right=right,
        unanswered=unanswered,
        older=sum(each.people for each in counted if not each.of_these_choices),
        facility=right / answered if answered else None,
        upper=upper,
        lower=lower,
        options=_options(question, [each for each in counted if each.of_these_choices], groups),
        judgement="few",
    )
    return replace(figures, judgement=_judgement(figures, question))


def _groups(counted: Iterable[Counted], answered: int) -> _Groups:
    people: Counter[Fraction] = Counter()
    for each in counted:
        people[_share(each.score)] += each.people
    size = max(1, (answered * GROUP_PERCENT + 50) // 100)
    best = sorted(people, reverse=True)
    return _Groups(_weights(people, best, size), _weights(people, best[::-1], size), size)


def _share(score: Score) -> Fraction:
    return Fraction(score.right, score.total) if score.total else Fraction(0)


def _weights(
    people: Mapping[Fraction, int], order: Iterable[Fraction], size: int
) -> dict[Fraction, Fraction]:
    """So much of each person with a score is in the group that is filled in this order."""
    weights, room = {}, size
    for score in order:
        taken = min(room, people[score])
        weights[score] = Fraction(taken, people[score])
        room -= taken
    return weights


def _facilities(
    counted: Sequence[Counted], answered: int, groups: _Groups
) -> tuple[float, float] | tuple[None, None]:
    """The shares right in the upper and in the lower group."""
    if answered < LEAST_PEOPLE or len(groups.upper) < 2:
        return None, None
    upper, lower = _both(groups, [each for each in counted if each.is_right])
    return float(upper / groups.size), float(lower / groups.size)


def _both(groups: _Groups, counted: Iterable[Counted]) -> tuple[Fraction, Fraction]:
    """People of these in the upper and in the lower group."""
    upper = lower = Fraction(0)
    for each in counted:
        score = _share(each.score)
        upper += groups.upper[score] * each.people
        lower += groups.lower[score] * each.people
    return upper, lower


def _options(question: Question, counted: Sequence[Counted], groups: _Groups) -> tuple[OptionFigures, ...]:
    """Every choice in the author's order, those nobody chose too; what was typed, the most frequent first."""
    if question.choices or question.type == "true_false":
        names = LETTERS[: len(question.choices)] if question.choices else ("true", "false")
        chosen = {name: [each for each in counted if name in each.given] for name in names}
        return tuple(_option(name, name in question.answer, chosen[name], groups) for name in names)
    typed: dict[str, list[Counted]] = defaultdict(list)
    for each in counted:
        typed[normalised(each.given[0]) if each.given else ""].append(each)
    told = [_option(same[0].given[0], any(e.is_right for e in same), same, groups) for same in typed.values()]
    return tuple(sorted(told, key=lambda option: (-option.people, option.option)))


def _option(name: str, is_key: bool, counted: Sequence[Counted], groups: _Groups) -> OptionFigures:
    upper, lower = _both(groups, counted)
    return OptionFigures(name, is_key, sum(each.people for each in counted), float(upper), float(lower))


def _judgement(figures: ItemFigures, question: Question) -> Judgement:
    if figures.facility is None or figures.answered < LEAST_PEOPLE:
        return "few"
    if _is_key_doubtful(figures.options, question):
        return "key"
    if figures.facility >= EASY:
        return "easy"
    if figures.facility < HARD:
        return "hard"
    separates = figures.discrimination is None or figures.discrimination >= SEPARATES
    return "good" if separates else "flat"


def _is_key_doubtful(options: Sequence[OptionFigures], question: Question) -> bool:
    """Whether the best chose something wrong more often than what is right: of several right choices, than the
    one of them they chose least; of what was typed, than all that is accepted."""
    wrong = max((option.upper for option in options if not option.is_key), default=0.0)
    right = [option.upper for option in options if option.is_key]
    if question.choices or question.type == "true_false":
        return bool(right) and wrong > min(right)
    return wrong > sum(right)


def bands(scores: Iterable[tuple[Score, int]]) -> tuple[int, ...]:
    """People in each fifth of the scale, the lowest first: below 20 %, below 40 % … and from 80 % to all right."""
    found = [0] * BANDS
    for score, people in scores:
        place = BANDS * score.right // score.total if score.total else 0
        found[min(place, BANDS - 1)] += people
    return tuple(found)


def mean(scores: Sequence[tuple[Score, int]]) -> float | None:
    """The average share right, 0 to 1; None where there is no score."""
    people = sum(count for _, count in scores)
    total = sum((_share(score) * count for score, count in scores), Fraction(0))
    return float(total / people) if people else None


def median(scores: Sequence[tuple[Score, int]]) -> float | None:
    """The share right that half the people reach, 0 to 1: the middle one, or halfway between the middle two."""
    people = sum(count for _, count in scores)
    if not people:
        return None
    ordered = sorted((_share(score), count) for score, count in scores)
    return float((_at(ordered, (people - 1) // 2) + _at(ordered, people // 2)) / 2)


def _at(ordered: Sequence[tuple[Fraction, int]], place: int) -> Fraction:
    """The score of the person at this place, from 0."""
    for score, count in ordered:
        if place < count:
            return score
        place -= count
    raise IndexError(place)
