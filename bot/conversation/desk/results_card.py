"""What one quiz or one bank came to: the card, unit by unit, and where it was weak."""

from __future__ import annotations

from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.disputed import short
from bot.conversation.messages import Arg, Button, Chart, Line, Message, Phrase, bold, say
from bot.conversation.turn import Turn
from study import weak_topics
from study.readings import ROOM
from study.results import Results
from study.results_by_unit import UnitFigures
from study.results_table import band_names
from study.rules.rich_text import RichText

BLANK = RichText("")
NONE = "none"
"""What a phrase is told where there is no such figure."""

UNITS_ON_A_PAGE = 12
MOST_PARTS = 6
MOST_READ = 3
LONGEST_TITLE = 30
LONGEST_LABEL = 14


def percent(share: float) -> int:
    """For display, rounded half up."""
    return int(100 * share + 0.5)


def room(turn: Turn, characters: int) -> int:
    """Characters of this language that say about as much as so many Chinese ones."""
    return round(characters * ROOM.get(turn.language, 1))


def card(turn: Turn, found: Results) -> Message:
    """One sentence, what is worth knowing beside it, the distribution as a picture, and what lies behind."""
    lines: list[Line] = [bold(turn.localize(found.title)), _sentence(found)]
    if found.passed is not None:
        lines.append(say("results-passed", people=found.passed))
    if found.median is not None:
        lines.append(say("results-median", percent=percent(found.median)))
    if found.assigned is not None and found.begun > found.answered:
        lines.append(say("results-begun", people=found.begun - found.answered))
    if attention := sum(question.needs_attention for question in found.questions):
        lines.append(say("results-attention", count=attention))
    passages = weak_topics.passages(turn.tx, found.questions, turn.language, turn.county)
    if missed := weak_topics.most_missed(passages):
        lines.append(say("results-missed", title=missed.title, percent=percent(missed.share)))
    is_quiz = found.assigned is not None
    lines += [BLANK, say("results-opened", at=found.from_at) if is_quiz else say("results-banks-how")]
    lines += [say("results-first")] if is_quiz and found.passed is not None else []
    return Message(tuple(lines), rows=_buttons(found), chart=_chart(found))


def _sentence(found: Results) -> Phrase:
    of_quiz = found.assigned is not None
    counts: dict[str, Arg] = {"answered": found.answered, "assigned": found.assigned or 0}
    if not found.answered:
        return Phrase("results-nobody" if of_quiz else "results-nobody-bank", counts)
    if found.mean is None:
        return Phrase("results-few" if of_quiz else "results-few-bank", counts)
    counts |= {"percent": percent(found.mean), "total": NONE, "right": NONE, "hardest": NONE, "share": NONE}
    if found.total is not None:
        counts |= {"total": found.total, "right": f"{found.mean * found.total:.1f}"}
    missed = [each for each in found.questions if each.facility is not None and each.facility < 1]
    if missed:
        hardest = min(missed, key=lambda each: each.facility or 0)
        counts |= {"hardest": hardest.number, "share": percent(hardest.facility or 0)}
    return Phrase("results-sentence" if of_quiz else "results-sentence-bank", counts)


def _chart(found: Results) -> Chart | None:
    if not found.bands:
        return None
    bars = tuple((name, (people,)) for name, people in zip(band_names(), found.bands, strict=True))
    told = [say("results-chart-alt-band", band=band, people=people) for band, (people,) in bars]
    return Chart(
        title=say("results-chart"),
        legend=(say("results-chart-people"),),
        bars=bars[::-1],
        alt=(say("results-chart-alt"), *reversed(told)),
    )


def _buttons(found: Results) -> tuple[tuple[Button, ...], ...]:
    subject, rows = found.subject, []
    if found.questions:
        first = [Button(say("results-see-questions"), f"res:qs:{subject}:0", primary=True)]
        if len(found.units) > 1:
            first.append(Button(say("results-see-units"), f"res:u:{subject}:0"))
        rows.append(tuple(first))
    elif len(found.units) > 1:
        rows.append((Button(say("results-see-units"), f"res:u:{subject}:0"),))
    if found.mean is not None:
        topics = Button(say("results-see-topics"), f"res:t:{subject}")
        rows.append((topics, Button(say("results-see-file"), f"res:f:{subject}")))
    back = (
        (say("results-back-list"), "res:page:0")
        if found.assigned is not None
        else (say("results-banks"), "res:banks:0")
    )
    return (*rows, (Button(*back),))


def back_to_card(found: Results) -> Button:
    """The button that shows the card again."""
    return Button(say("results-back-card"), f"res:c:{found.subject}")


def by_unit(turn: Turn, found: Results, page: str) -> Message:
    """Unit by unit, in the roster's order."""
    here, total = page_of(page, len(found.units), UNITS_ON_A_PAGE)
    shown = found.units[here * UNITS_ON_A_PAGE : (here + 1) * UNITS_ON_A_PAGE]
    lines: list[Line] = [say("results-units-title", bold=True, title=_title(turn, found))]
    lines += [_unit(unit) for unit in shown]
    lines += [BLANK, say("results-units-order")]
    if any(unit.is_hidden for unit in found.units):
        lines.append(say("results-units-hidden"))
    turning = pages(f"res:u:{found.subject}", here, total)
    return Message(tuple(lines), rows=(*((turning,) if turning else ()), (back_to_card(found),)))


def _unit(unit: UnitFigures) -> Phrase:
    counts: dict[str, Arg] = {"unit": unit.name, "answered": unit.answered}
    if unit.assigned is not None:
        counts["assigned"] = unit.assigned
    if unit.mean is None:
        return Phrase("results-unit-bank-hidden" if unit.assigned is None else "results-unit-hidden", counts)
    counts["percent"] = percent(unit.mean)
    return Phrase("results-unit-bank" if unit.assigned is None else "results-unit", counts)


def topics(turn: Turn, found: Results) -> Message:
    """By topic, where there are several, and by passage; what was missed most comes first."""
    by_topic = weak_topics.topics(found.questions, turn.language, turn.county)
    by_passage = weak_topics.passages(turn.tx, found.questions, turn.language, turn.county)[:MOST_PARTS]
    lines: list[Line] = [say("results-topics-title", bold=True, title=_title(turn, found))]
    lines.append(say("results-topics-how" if by_topic else "results-topics-none"))
    for heading, parts in (
        (
            say("results-topics-by-topic", bold=True),
            by_topic[:MOST_PARTS] if len(by_topic) > 1 or not by_passage else [],
        ),
        (say("results-topics-by-passage", bold=True), by_passage),
    ):
        if parts:
            lines += [BLANK, heading]
            lines += [
                say("results-topic", title=part.title, percent=percent(part.share), questions=part.questions)
                for part in parts
            ]
    rows = tuple(
        (Button(say("results-read-passage", title=short(part.heading, room(turn, LONGEST_LABEL))), read),)
        for part in by_passage[:MOST_READ]
        if len(read := f"read:{part.source.replace('#', ':')}") <= 64
    )
    return Message(tuple(lines), rows=(*rows, (back_to_card(found),)))


def _title(turn: Turn, found: Results) -> str:
    return short(turn.localize(found.title), room(turn, LONGEST_TITLE))
