"""What must hold between the parts of the content: languages, sections, links, answers, the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from study.authored import AuthoredContent
from study.markdown import blocks_of
from study.rules.content import QuestionUnit, ReadingUnit, Texts
from study.rules.question import Question
from study.rules.question_types import QUESTION_TYPES
from study.rules.settings import Settings
from study.strict_yaml import Fault

BUTTON_BYTES = 64
CHECK_QUESTIONS = (1, 3)


def check_content(settings: Settings, content: AuthoredContent) -> list[Fault]:
    """Every fault between the parts, in the order of the files."""
    faults: list[Fault] = []
    for slug, reading in content.readings.items():
        place = Path(settings.content.readings) / slug
        faults += _reading(reading, place, settings.language)
        faults += _questions(reading.sheet.check, "check", str(place), str(place / "reading.yaml"), content)
    for slug, bank in content.banks.items():
        file = str(Path(settings.content.quizzes) / f"{slug}.yaml")
        if not bank.sheet.questions:
            faults.append(Fault(file, 1, "there is no question"))
        faults += _questions(bank.sheet.questions, "questions", file, file, content)
    return faults + list(_plan(settings, content))


def _reading(reading: ReadingUnit, place: Path, language: str) -> Iterator[Fault]:
    sheet_file = str(place / "reading.yaml")
    few, many = CHECK_QUESTIONS
    if not few <= len(reading.sheet.check) <= many:
        yield Fault(sheet_file, 0, f"check must have {few} to {many} questions")
    if language not in reading.bodies:
        yield Fault(str(place), 0, f"{language}.md is missing: it is this garden's own language")
    for name, texts in (("title", reading.sheet.title), ("summary", reading.sheet.summary)):
        yield from _same_languages(texts, reading.bodies, sheet_file, 0, name)
    sections = {
        f"{language}{suffix}": section_ids(body)
        for suffix, bodies in ((".md", reading.bodies), (".short.md", reading.short_bodies))
        for language, body in bodies.items()
    }
    expected_in, expected = next(iter(sections.items()))
    for name, found in sections.items():
        if found != expected:
            yield Fault(
                str(place / name), 0, f"its sections {found} are not those of {expected_in}: {expected}"
            )
    for section in expected:
        if len(f"read:{reading.slug}:{section}".encode()) > BUTTON_BYTES:
            yield Fault(
                str(place / expected_in), 0, f"the names {reading.slug} and {section} are too long together"
            )
    for image_name, image in reading.sheet.images.items():
        yield from _same_languages(image.alt, reading.bodies, sheet_file, 0, f"images.{image_name}.alt")
        for file in image.file.values():
            if Path(file).name != file or not (place / file).is_file():
                yield Fault(sheet_file, 0, f"images.{image_name}: there is no file {file} beside it")


def section_ids(body: str) -> list[str]:
    """The ids of a body's `##` sections, in order."""
    return [block.section for block in blocks_of(body) if block.kind == "heading" and block.level == 2]


def _same_languages(texts: Texts, others: Texts, file: str, line: int, what: str) -> Iterator[Fault]:
    for language in others:
        if not texts.get(language, "").strip():
            yield Fault(file, line, f"{what} is missing in {language}")


def _questions(
    questions: Sequence[QuestionUnit], key: str, unit: str, file: str, content: AuthoredContent
) -> Iterator[Fault]:
    lines = content.lines.get(unit, {})
    seen: set[str] = set()
    for index, question in enumerate(questions):
        line = lines.get((key, index), 0)
        for sentence in _question(question, content):
            yield Fault(file, line, f"{question.id}: {sentence}")
        if question.id in seen:
            yield Fault(file, line, f"the id {question.id} is here twice")
        seen.add(question.id)


def _question(question: QuestionUnit, content: AuthoredContent) -> Iterator[str]:
    if not question.stem:
        yield "stem is missing"
    for language in question.stem:
        for name, texts in (
            ("explanation", question.explanation),
            *(("a choice", c) for c in question.choices),
        ):
            if not texts.get(language, "").strip():
                yield f"{name} is missing in {language}"
    if not 1 <= question.difficulty <= 5:
        yield "difficulty goes from 1 to 5"
    sentences: dict[str, None] = {}
    for language in question.stem:
        shown = Question(
            question.id,
            question.type,
            question.stem[language],
            tuple(choice.get(language, "") for choice in question.choices),
            question.answer,
        )
        sentences.update(dict.fromkeys(QUESTION_TYPES[question.type].check(shown)))
    yield from sentences
    yield from _link(question.reading, content)


def _link(link: str | None, content: AuthoredContent) -> Iterator[str]:
    if link is None:
        return
    slug, _, section = link.partition("#")
    reading = content.readings.get(slug)
    if reading is None:
        if slug not in content.broken:
            yield f"reading: there is no reading {slug}"
    elif section and section not in section_ids(next(iter(reading.bodies.values()))):
        yield f"reading: {slug} has no section {section}"


def _plan(settings: Settings, content: AuthoredContent) -> Iterator[Fault]:
    """What the configuration names and the folders do not hold."""
    for item in settings.plan:
        if item.reading not in content.readings and item.reading not in content.broken:
            yield Fault("config.yaml", 0, f"{item.name}: there is no reading {item.reading}")
        if item.quiz:
            yield from _draw(item.name, (item.quiz.bank,), item.quiz.draw, content)
    for quiz in settings.quiz_schedule:
        yield from _draw(quiz.name, quiz.banks, quiz.draw, content)


def _draw(name: str, banks: Sequence[str], draw: int, content: AuthoredContent) -> Iterator[Fault]:
    wanted = tuple(content.banks) if "all" in banks else banks
    missing = [slug for slug in wanted if slug not in content.banks]
    for slug in missing:
        if slug not in content.broken:
            yield Fault("config.yaml", 0, f"{name}: there is no bank {slug}")
    available = sum(len(content.banks[slug].sheet.questions) for slug in wanted if slug in content.banks)
    if not missing and draw > available:
        yield Fault("config.yaml", 0, f"{name}: draws {draw} of {available} questions")
