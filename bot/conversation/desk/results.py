"""`/results`: the latest quizzes of one's units, and what each of them came to; verb `res`.

`res:<assignment>` and `res:bank:<slug>` are cards; `res:page:<n>` and `res:banks:<n>` lists; with a subject (an
assignment's id, or `b-<slug>`) `res:c:<subject>` is its card again, `res:qs:<subject>:<page>` its questions,
`res:q:<subject>:<question>` one of them, `res:u:<subject>:<page>` its units, `res:t:<subject>` its weak topics and
`res:f:<subject>` the file. Everything is counted by a reader when it is sent.
"""

from __future__ import annotations

from dataclasses import replace

import storage.results
from bot.conversation.desk import results_card, results_questions
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.permitting import gone, holds, number_of, permitted, refused
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Document, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.banks import Bank
from storage.outbox import OutboxMessage
from study import results
from study.quiz_titles import quiz_title
from study.results import ACTION, BANK, QuizLine, Results
from study.results_words import WORDS
from study.rules.rich_text import RichText

BLANK = RichText("")
COMPOSED = "results"
DOCUMENT = "results"
BANKS_ON_A_PAGE = 6
LONGEST_TITLE = 14
LONGEST_IN_LIST = 30
LONGEST_SLUG = 36
"""A longer one does not fit on a button together with the rest."""

VIEWS = ("c", "qs", "q", "u", "t")


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/results`."""
    return _composed(turn, "page") if holds(turn, ACTION) else refused()


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """Every button of this noun."""
    if not holds(turn, ACTION):
        return refused()
    what, subject, more = (*parts, "", "", "")[:3]
    if what in ("page", "banks"):
        return _composed(turn, what, page=subject)
    if what not in (*VIEWS, "f"):
        what, subject, more = "c", f"{BANK}{subject}" if what == "bank" else what, ""
    title = _title(turn, subject)
    if not isinstance(title, str):
        return title
    if what == "f":
        return _file(turn, subject, title)
    return _composed(turn, what, subject=subject, page=more)


def _title(turn: Turn, subject: str) -> str | list[Reply]:
    """What the subject is called; the refusal where it is not within one's own units."""
    if subject.startswith(BANK):
        titles = {bank.slug: turn.localize(bank.title) for bank in _banks(turn)}
        return titles.get(subject.removeprefix(BANK)) or gone()
    units = results.units_of(turn.tx, turn.me.id, turn.county.local_day(turn.now))
    quiz = storage.results.quiz(turn.tx, number_of(subject), units, turn.now)
    if quiz:
        return turn.localize(quiz_title(turn.tx, quiz.reading, quiz.name, quiz.quiz_json, turn.county))
    reached = storage.results.unit_reached(turn.tx, number_of(subject))
    return gone() if reached is None or permitted(turn, ACTION, reached) else refused()


def _banks(turn: Turn) -> list[Bank]:
    found = results.banks_to_see(turn.tx, turn.me.id, turn.county, turn.now)
    return [bank for bank in found if len(bank.slug) <= LONGEST_SLUG]


def _composed(turn: Turn, view: str, subject: str = "", page: str = "") -> list[Reply]:
    replaces = turn.incoming.message_ref is not None
    facts = {"view": view, "subject": subject, "page": page[:20], "replaces": replaces}
    return [Reply(composed=COMPOSED, facts=facts)]


def _file(turn: Turn, subject: str, title: str) -> list[Reply]:
    day = turn.county.local_day(turn.now).isoformat()
    name = f"{turn.localize(WORDS['file'])} {title} {day}.xlsx".replace("/", " ")
    document = Document(name, DOCUMENT, {"subject": subject})
    return [Reply(Message((say("results-file", title=title),), document=document))]


def compose(turn: Turn, row: OutboxMessage) -> Message:
    """What was asked for, as of now and with the rights of now."""
    view, subject, page = (str(row.message[name]) for name in ("view", "subject", "page"))
    replaces = bool(row.message["replaces"])
    if view == "page":
        return _list(turn, number_of(page), replaces)
    if view == "banks":
        return _bank_list(turn, page, replaces)
    found = results.of_subject(turn.tx, turn.me.id, subject, turn.county, turn.now)
    told = _view(turn, found, view, page) if found else None
    if told is None:
        return Message((say("desk-gone"),))
    # A picture is a message of its own; a list takes the place of the one that was tapped.
    return replace(told, replaces=replaces and told.chart is None)


def _view(turn: Turn, found: Results, view: str, page: str) -> Message | None:
    if view == "qs":
        return results_questions.listed(turn, found, page)
    if view == "q":
        return results_questions.one(turn, found, number_of(page))
    if view == "u":
        return results_card.by_unit(turn, found, page)
    return results_card.topics(turn, found) if view == "t" else results_card.card(turn, found)


def _list(turn: Turn, page: int, replaces: bool) -> Message:
    """Six quizzes, the latest first."""
    found, here, total = results.latest_quizzes(turn.tx, turn.me.id, page, turn.county, turn.now)
    lines: list[Line] = [say("results-title", bold=True)]
    rows: list[tuple[Button, ...]] = []
    for number, quiz in enumerate(found, start=here * results.PAGE + 1):
        lines += [BLANK, *_quiz(turn, number, quiz)]
        title = short(turn.localize(quiz.title), results_card.room(turn, LONGEST_TITLE))
        day = turn.county.local_day(quiz.opens_at)
        label = say("results-open", number=number, title=title, day=f"{day.month}-{day.day}")
        rows.append((Button(label, f"res:{quiz.id}"),))
    if not found:
        lines.append(say("results-none"))
    if turning := pages("res:page", here, total):
        rows.append(turning)
    rows.append((Button(say("results-banks"), "res:banks:0"),))
    return Message(tuple(lines), rows=tuple(rows), replaces=replaces)


def _quiz(turn: Turn, number: int, quiz: QuizLine) -> list[Line]:
    title = short(turn.localize(quiz.title), results_card.room(turn, LONGEST_IN_LIST))
    mean = results_card.NONE if quiz.mean is None else results_card.percent(quiz.mean)
    return [
        say("results-quiz", number=number, title=title, day=turn.county.local_day(quiz.opens_at)),
        say("results-quiz-counts", answered=quiz.answered, assigned=quiz.assigned, percent=mean),
    ]


def _bank_list(turn: Turn, page: str, replaces: bool) -> Message:
    found = _banks(turn)
    here, total = page_of(page, len(found), BANKS_ON_A_PAGE)
    shown = found[here * BANKS_ON_A_PAGE : (here + 1) * BANKS_ON_A_PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(short(turn.localize(bank.title), LONGEST_IN_LIST), f"res:bank:{bank.slug}"),)
        for bank in shown
    ]
    if turning := pages("res:banks", here, total):
        rows.append(turning)
    lines = (
        say("results-banks-title", bold=True),
        say("results-banks-how" if found else "results-banks-none"),
    )
    return Message(lines, rows=(*rows, (Button(say("results-back-list"), "res:page:0"),)), replaces=replaces)
