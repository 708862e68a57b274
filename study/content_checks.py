"""What must hold between the parts of the content: languages, sections, links, answers, the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from study.authored import LANGUAGES, AuthoredContent
from study.markdown import blocks_of
from study.rules.content import BankSheet, QuestionUnit, ReadingUnit, Texts
from study.rules.question import Question, localize
from study.rules.question_types import QUESTION_TYPES
from study.rules.settings import Settings
from study.strict_yaml import Fault, Lines

BUTTON_BYTES = 64
CHECK_QUESTIONS = (1, 3)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")

Named = tuple[tuple[str | int, ...], str, Texts]
"""A place in a file, what is called there, and its texts by language."""


def check_content(
    settings: Settings, content: AuthoredContent, config: str = "config.yaml", lines: Lines | None = None
) -> list[Fault]:
    """Every fault between the parts, in the order of the files; `lines` are those of the file `config`."""
    faults: list[Fault] = []
    for slug, reading in content.readings.items():
        place = Path(settings.content.readings) / slug
        faults += _reading(reading, place, settings.language)
        faults += _sections(reading, place)
        faults += _pictures(reading, place, settings.language)
        faults += _reading_languages(reading, place, settings.language, content)
        faults += _questions(reading.sheet.check, "check", str(place), str(place / "reading.yaml"), content)
    for slug, bank in content.banks.items():
        file = str(Path(settings.content.quizzes) / f"{slug}.yaml")
        if not bank.sheet.questions:
            faults.append(Fault(file, 1, "there is no question"))
        texts = _bank_texts(bank.sheet)
        faults += _complete(texts, _spoken(texts) | {settings.language}, file, content.lines.get(file, {}))
        faults += _questions(bank.sheet.questions, "questions", file, file, content)
    known = lines or {}
    return faults + [Fault(config, known.get(at, 0), said) for at, said in _plan(settings, content)]


def _reading(reading: ReadingUnit, place: Path, language: str) -> Iterator[Fault]:
    sheet_file = str(place / "reading.yaml")
    few, many = CHECK_QUESTIONS
    if not few <= len(reading.sheet.check) <= many:
        yield Fault(sheet_file, 0, f"check must have {few} to {many} questions")
    if language not in reading.bodies:
        yield Fault(str(place), 0, f"{language}.md is missing: it is this garden's own language")
    if not _SLUG.fullmatch(reading.slug):
        yield Fault(str(place), 0, "the folder's name may have small letters, digits and hyphens only")


def _sections(reading: ReadingUnit, place: Path) -> Iterator[Fault]:
    """Progress, links and buttons know a place in a reading by its section, in any language and edition."""
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
    for section in sorted({section for section in expected if expected.count(section) > 1}):
        yield Fault(str(place / expected_in), 0, f"the section {section} is here twice")
    for section in expected:
        if len(f"read:{reading.slug}:{section}".encode()) > BUTTON_BYTES:
            yield Fault(
                str(place / expected_in), 0, f"the names {reading.slug} and {section} are too long together"
            )


def _pictures(reading: ReadingUnit, place: Path, fallback: str) -> Iterator[Fault]:
    """A picture is found in the text by the words that say the same."""
    images = reading.sheet.images
    for name, image in images.items():
        for file in sorted(set(image.file.values())):
            if Path(file).name != file or not (place / file).is_file():
                yield Fault(
                    str(place / "reading.yaml"), 0, f"images.{name}: there is no file {file} beside it"
                )
    for language, body in reading.bodies.items():
        named = {
            (localize(image.file, language, fallback), localize(image.alt, language, fallback))
            for image in images.values()
        }
        shown = {(block.url, block.text.text) for block in blocks_of(body) if block.kind == "image"}
        for file, alt in sorted(shown - named):
            yield Fault(
                str(place / f"{language}.md"),
                0,
                f"reading.yaml has no picture with ![{alt}]({file}) under images",
            )
        for file, alt in sorted(named - shown):
            yield Fault(
                str(place / f"{language}.md"), 0, f"the picture is not in the text: write ![{alt}]({file})"
            )


def section_ids(body: str) -> list[str]:
    """The ids of a body's `##` sections, in order."""
    return [block.section for block in blocks_of(body) if block.kind == "heading" and block.level == 2]


def _reading_languages(
    reading: ReadingUnit, place: Path, language: str, content: AuthoredContent
) -> Iterator[Fault]:
    """A language that one text of a reading has, all of its texts have."""
    sheet = reading.sheet
    texts: list[Named] = [(("title",), "title", sheet.title), (("summary",), "summary", sheet.summary)]
    if sheet.source_notes:
        texts.append((("source_notes",), "source_notes", sheet.source_notes))
    for name, image in sheet.images.items():
        texts.append((("images", name), f"images.{name}.alt", image.alt))
        texts.append((("images", name), f"images.{name}.file", image.file))
    texts += _question_texts(sheet.check, "check")
    spoken = _spoken(texts) | set(reading.bodies) | {language}
    lines = content.lines.get(str(place), {})
    yield from _complete(texts, spoken, str(place / "reading.yaml"), lines)
    for missing in sorted(spoken.intersection(LANGUAGES) - {language} - set(reading.bodies)):
        yield Fault(str(place), 0, f"{missing}.md is missing: other texts of this reading have {missing}")
    for missing in sorted(set(reading.bodies) - set(reading.short_bodies) if reading.short_bodies else ()):
        yield Fault(str(place), 0, f"{missing}.short.md is missing: there is a short edition")


def _bank_texts(sheet: BankSheet) -> list[Named]:
    return [(("title",), "title", sheet.title), *_question_texts(sheet.questions, "questions")]


def _question_texts(questions: Sequence[QuestionUnit], key: str) -> list[Named]:
    texts: list[Named] = []
    for index, question in enumerate(questions):
        texts.append(((key, index), f"{question.id}: stem", question.stem))
        texts.append(((key, index), f"{question.id}: explanation", question.explanation))
        texts += [((key, index), f"{question.id}: a choice", choice) for choice in question.choices]
    return texts


def _spoken(texts: Iterable[Named]) -> set[str]:
    """The languages in use; a text said once for all languages (a number, a date) says nothing of them."""
    return {
        language
        for _, _, said in texts
        if len(said) < len(LANGUAGES) or len(set(said.values())) > 1
        for language in said
    }


def _complete(
    texts: Iterable[Named], spoken: set[str], file: str, lines: Mapping[tuple[str | int, ...], int]
) -> Iterator[Fault]:
    for path, name, said in texts:
        for language in sorted(set(said) - set(LANGUAGES)):
            yield Fault(file, lines.get(path, 0), f"{name}: '{language}' is not {' or '.join(LANGUAGES)}")
        for language in LANGUAGES:
            if language in spoken and not said.get(language, "").strip():
                yield Fault(file, lines.get(path, 0), f"{name} is missing in {language}")


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


def _plan(settings: Settings, content: AuthoredContent) -> Iterator[tuple[tuple[str, int], str]]:
    """(place in the configuration, sentence) of what it names and the folders do not hold."""
    for index, item in enumerate(settings.plan):
        if item.reading not in content.readings and item.reading not in content.broken:
            yield ("plan", index), f"{item.name}: there is no reading {item.reading}"
        if item.quiz:
            for sentence in _draw(item.name, (item.quiz.bank,), item.quiz.draw, content):
                yield ("plan", index), sentence
    for index, quiz in enumerate(settings.quiz_schedule):
        for sentence in _draw(quiz.name, quiz.banks, quiz.draw, content):
            yield ("quiz_schedule", index), sentence


def _draw(name: str, banks: Sequence[str], draw: int, content: AuthoredContent) -> Iterator[str]:
    wanted = tuple(content.banks) if "all" in banks else banks
    missing = [slug for slug in wanted if slug not in content.banks]
    for slug in missing:
        if slug not in content.broken:
            yield f"{name}: there is no bank {slug}"
    available = sum(len(content.banks[slug].sheet.questions) for slug in wanted if slug in content.banks)
    if not missing and draw > available:
        yield f"{name}: draws {draw} of {available} questions"
