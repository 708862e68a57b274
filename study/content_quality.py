"""What makes authored content even: like lengths, pages that fit, answers in all places, no question twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from study.authored import AuthoredContent
from study.markdown import blocks_of
from study.rules.content import BankUnit, QuestionUnit, ReadingUnit, Texts
from study.rules.likeness import likes
from study.rules.pages import characters, paginate, words
from study.rules.settings import Settings
from study.strict_yaml import Fault

WORDS_A_CHARACTER = (0.5, 1.1)
"""English words for one Chinese character between two texts that say the same: fewer, and something is left out."""

SHORTEST_COMPARED = 200
"""Chinese characters from which two texts are long enough to be compared."""

SMALLEST_PAGE = 700
"""Code points of a page on the channel with the smallest."""

MOST_PAGES = 5
"""Pages of one section there: a longer one is two sections."""

FEWEST_TO_BALANCE = 12
"""Single-choice questions from which the places of their answers are looked at."""

LETTERS_EVEN = (0.1, 0.45)
"""The share of right answers that each of A to D has."""


def check_quality(settings: Settings, content: AuthoredContent) -> list[Fault]:
    """Every fault of these kinds, in the order of the files."""
    faults: list[Fault] = []
    for slug, reading in content.readings.items():
        place = Path(settings.content.readings) / slug
        faults += [*_lengths(reading, place), *_pages(reading, place)]
    for slug, bank in content.banks.items():
        faults += _balance(bank, str(Path(settings.content.quizzes) / f"{slug}.yaml"))
    return [*faults, *_alike(settings, content)]


def _lengths(reading: ReadingUnit, place: Path) -> Iterator[Fault]:
    for suffix, bodies in ((".md", reading.bodies), (".short.md", reading.short_bodies)):
        if "zh-Hans" not in bodies or "en" not in bodies:
            continue
        chinese, english = characters(bodies["zh-Hans"]), words(bodies["en"])
        least, most = WORDS_A_CHARACTER
        if chinese >= SHORTEST_COMPARED and not least * chinese <= english <= most * chinese:
            said = f"{english} words beside {chinese} characters of zh-Hans{suffix}: they do not say the same"
            yield Fault(str(place / f"en{suffix}"), 0, said)


def _pages(reading: ReadingUnit, place: Path) -> Iterator[Fault]:
    for suffix, bodies in ((".md", reading.bodies), (".short.md", reading.short_bodies)):
        for language, body in bodies.items():
            counted = Counter(page.section for page in paginate(blocks_of(body), SMALLEST_PAGE))
            for section, pages in counted.items():
                if pages > MOST_PAGES:
                    said = f"the section {section} makes {pages} pages; {MOST_PAGES} are the most"
                    yield Fault(str(place / f"{language}{suffix}"), 0, said)


def _balance(bank: BankUnit, file: str) -> Iterator[Fault]:
    letters = Counter(
        question.answer[0]
        for question in bank.sheet.questions
        if question.type == "single_choice" and question.answer
    )
    total, (least, most) = letters.total(), LETTERS_EVEN
    if total < FEWEST_TO_BALANCE:
        return
    for letter in "ABCD":
        if not least <= letters[letter] / total <= most:
            said = f"{letter} is right {letters[letter]} times of {total}: let the right answers stand in all places"
            yield Fault(file, 0, said)


def _alike(settings: Settings, content: AuthoredContent) -> Iterator[Fault]:
    """Questions that say nearly what another one says, wherever that one is."""
    named = list(_everything(settings, content))
    for like in likes([_said(question) for _, _, question in named], []):
        file, line, question = named[like.index]
        other_file, _, other = named[like.other]
        where = other.id if other_file == file else f"{other.id} in {other_file}"
        yield Fault(file, line, f"{question.id}: says nearly what {where} says")


def _everything(settings: Settings, content: AuthoredContent) -> Iterator[tuple[str, int, QuestionUnit]]:
    """(file, line, question) of all banks and check questions."""
    for slug, bank in content.banks.items():
        file = str(Path(settings.content.quizzes) / f"{slug}.yaml")
        yield from _placed(file, file, "questions", bank.sheet.questions, content)
    for slug, reading in content.readings.items():
        place = Path(settings.content.readings) / slug
        yield from _placed(str(place / "reading.yaml"), str(place), "check", reading.sheet.check, content)


def _placed(
    file: str, unit: str, key: str, questions: Iterable[QuestionUnit], content: AuthoredContent
) -> Iterator[tuple[str, int, QuestionUnit]]:
    lines = content.lines.get(unit, {})
    for index, question in enumerate(questions):
        yield file, lines.get((key, index), 0), question


def _said(question: QuestionUnit) -> str:
    """Stem and choices in one language, the choices in no order."""
    return " ".join([_first(question.stem), *sorted(map(_first, question.choices))])


def _first(text: Texts) -> str:
    return text.get("zh-Hans") or next(iter(text.values()), "")
