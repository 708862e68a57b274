"""Which topics and which passages of readings were missed most, by the questions that rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import storage.content
from storage.transaction import Transaction
from study.answered_questions import AnsweredQuestion
from study.readings import parsed
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize

LEAST_RESPONSES = 10
"""Below this many, a passage is not called the one most missed."""


@frozen
class Part:
    """A topic, or a passage `source` ("slug#section") of a reading, whose own heading is `heading`. `right` of so
    many `responses` to `questions` questions."""

    title: str
    heading: str
    source: str
    questions: int
    responses: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.responses


def topics(questions: Iterable[AnsweredQuestion], language: str, county: County) -> list[Part]:
    """By the topic of the bank, called by the titles of its banks; the weakest first."""
    fallback = county.settings.language
    groups: dict[str, list[AnsweredQuestion]] = {}
    for question in questions:
        groups.setdefault(question.topic, []).append(question)
    parts = []
    for group in groups.values():
        titles = dict.fromkeys(localize(question.bank_title, language, fallback) for question in group)
        parts += _part("、".join(titles), "", "", group)
    return sorted(parts, key=lambda part: part.share)


def passages(
    tx: Transaction, questions: Iterable[AnsweredQuestion], language: str, county: County
) -> list[Part]:
    """By the passage that questions name, as far as it is still there; the weakest first."""
    groups: dict[str, list[AnsweredQuestion]] = {}
    for question in questions:
        if question.source:
            groups.setdefault(question.source, []).append(question)
    parts = []
    for source, group in groups.items():
        title, heading = _named(tx, source, language, county)
        parts += _part(_joined(title, heading, language), heading or title, source, group) if title else []
    return sorted(parts, key=lambda part: part.share)


def most_missed(parts: Sequence[Part]) -> Part | None:
    """The passage with the lowest share right of those with responses enough to say so, if any was missed."""
    enough = [part for part in parts if part.responses >= LEAST_RESPONSES and part.right < part.responses]
    return min(enough, key=lambda part: part.share, default=None)


def _part(title: str, heading: str, source: str, group: Sequence[AnsweredQuestion]) -> list[Part]:
    """Of the questions that have figures; nothing where none has."""
    told = [question.figures for question in group if question.figures]
    if not told:
        return []
    responses, right = sum(each.answered for each in told), sum(each.right for each in told)
    return [Part(title, heading, source, len(told), responses, right)]


def passage_title(tx: Transaction, source: str, language: str, county: County) -> str:
    """Reading and section in words; "" where there is no such passage."""
    title, heading = _named(tx, source, language, county)
    return _joined(title, heading, language) if title else ""


def _joined(title: str, heading: str, language: str) -> str:
    if language == "zh-Hans":
        return f"《{title}》{heading}"
    return f"{heading} ({title})" if heading else title


def _named(tx: Transaction, source: str, language: str, county: County) -> tuple[str, str]:
    """(the reading's title, the section's heading or "" for the whole of it); ("", "") where neither is there."""
    slug, _, section = source.partition("#")
    version = storage.content.current_reading(tx, slug)
    if version is None:
        return "", ""
    fallback = county.settings.language
    title = localize(version.content["title"], language, fallback)
    if not section:
        return title, ""
    blocks = parsed(localize(version.content["bodies"], language, fallback))
    heads = [block.text.text for block in blocks if block.kind == "heading" and block.section == section]
    return (title, heads[0]) if heads else ("", "")
