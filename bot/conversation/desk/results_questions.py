"""The questions of a quiz or a bank with what the answers say about them, and one of them at length."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.results_card import BLANK, LONGEST_TITLE, back_to_card, percent, room
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Chart, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from study.answered_questions import AnsweredQuestion
from study.passages import passage
from study.results import Results
from study.rules.item_analysis import ItemFigures, OptionFigures
from study.rules.question import LETTERS, Question
from study.rules.rich_text import RichText

ON_A_PAGE = 6
IN_A_ROW = 3
LONGEST_STEM = 40
LONGEST_PASSAGE = 160
LONGEST_OPTION = 40
MOST_TYPED = 6
MARK = "✓"


def in_order(questions: Sequence[AnsweredQuestion]) -> list[AnsweredQuestion]:
    """Those worth a look first, each part in the order of the bank."""
    return sorted(questions, key=lambda question: (not question.needs_attention, question.number))


def listed(turn: Turn, found: Results, page: str) -> Message:
    """Six questions a page, each with its share right and a short judgement."""
    here, total = page_of(page, len(found.questions), ON_A_PAGE)
    shown = in_order(found.questions)[here * ON_A_PAGE : (here + 1) * ON_A_PAGE]
    title = short(turn.localize(found.title), room(turn, LONGEST_TITLE))
    longest = room(turn, LONGEST_STEM)
    lines: list[Line] = [say("results-questions-title", bold=True, title=title)]
    lines.append(say("results-questions-order" if shown else "results-questions-none"))
    for asked in shown:
        stem = short(" ".join(_question(turn, asked).stem.split()), longest)
        lines += [BLANK, say("results-question", bold=asked.needs_attention, number=asked.number, stem=stem)]
        lines.append(_briefly(asked))
    buttons = [
        Button(
            say("results-number", number=asked.number),
            f"res:q:{found.subject}:{asked.question_id}",
            primary=asked.needs_attention,
        )
        for asked in shown
    ]
    rows = [tuple(buttons[start : start + IN_A_ROW]) for start in range(0, len(buttons), IN_A_ROW)]
    if turning := pages(f"res:qs:{found.subject}", here, total):
        rows.append(turning)
    return Message(tuple(lines), rows=(*rows, (back_to_card(found),)))


def _briefly(asked: AnsweredQuestion) -> Phrase:
    if asked.figures is None or asked.figures.facility is None:
        return (
            say("results-question-void") if asked.void else say("results-question-few", people=asked.answered)
        )
    share, judged = asked.figures.facility, asked.figures.judgement
    return say(f"results-question-share-{judged}", percent=percent(share))


def _question(turn: Turn, asked: AnsweredQuestion) -> Question:
    return asked.version.question(turn.language, turn.county.settings.language)


def one(turn: Turn, found: Results, question_id: int) -> Message | None:
    """One question: as written, what the figures mean, the passage, the options as a picture; None when it is not
    among those answered."""
    asked = next((each for each in found.questions if each.question_id == question_id), None)
    if asked is None:
        return None
    question, figures = _question(turn, asked), asked.figures
    title = short(turn.localize(asked.bank_title), room(turn, LONGEST_TITLE))
    lines: list[Line] = [say("results-question-title", bold=True, number=asked.number, title=title)]
    lines += [*_as_written(question), BLANK]
    lines += _in_words(figures) if figures else [_briefly(asked)]
    if not asked.is_as_now:
        lines.append(say("results-changed"))
    elif asked.versions > 1 and not (figures and figures.older):
        lines.append(say("results-versions"))
    source = passage(turn.tx, asked.source, turn.language, turn.county)
    if source:
        text = short(" ".join(source.text.split()), room(turn, LONGEST_PASSAGE))
        lines += [BLANK, say("results-source", title=source.title, text=text)]
    page = in_order(found.questions).index(asked) // ON_A_PAGE
    rows: list[tuple[Button, ...]] = [(Button(say("results-correct"), f"qn:{question_id}"),)]
    if source and len(read := f"read:{source.slug}:{source.section}") <= 64:
        rows.append((Button(say("results-read"), read),))
    rows.append((Button(say("results-back-questions"), f"res:qs:{found.subject}:{page}"),))
    return Message(tuple(lines), rows=tuple(rows), chart=_chart(question, figures) if figures else None)


def _as_written(question: Question) -> list[Line]:
    lines: list[Line] = [RichText(question.stem)]
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        lines.append(RichText(f"{letter}. {choice}{f' {MARK}' if letter in question.answer else ''}"))
    if question.type == "true_false":
        lines.append(say("results-key-true" if question.answer == ("true",) else "results-key-false"))
    elif not question.choices:
        lines.append(say("results-key", answer=short(" / ".join(question.answer), LONGEST_PASSAGE)))
    return lines


def _in_words(figures: ItemFigures) -> list[Line]:
    """The figures, each with what it means."""
    judged = figures.judgement
    lines: list[Line] = [
        say(f"results-answered-{judged}", people=figures.answered, percent=percent(figures.facility or 0)),
        say(f"results-why-{judged}"),
    ]
    if figures.upper is not None and figures.lower is not None:
        lines.append(say("results-groups", upper=percent(figures.upper), lower=percent(figures.lower)))
    if figures.unanswered:
        lines.append(say("results-unanswered", people=figures.unanswered))
    if figures.older:
        lines.append(say("results-older", people=figures.older))
    return lines


def _chart(question: Question, figures: ItemFigures) -> Chart | None:
    """One bar for each option, the right ones in a colour of their own."""
    is_typed = not question.choices and question.type != "true_false"
    options = figures.options[:MOST_TYPED] if is_typed else figures.options
    if not options:
        return None
    return Chart(
        title=say("results-options-typed" if is_typed else "results-options-chart"),
        legend=(say("results-options-key"), say("results-options-other")),
        bars=tuple((_label(question, option), _counts(option)) for option in options),
        alt=(say("results-options-alt"), *(_alt(question, option) for option in options)),
    )


def _counts(option: OptionFigures) -> tuple[int, int]:
    return (option.people, 0) if option.is_key else (0, option.people)


def _label(question: Question, option: OptionFigures) -> str:
    """What stands beside the bar: the letter with the beginning of the choice, a sign, or what was typed."""
    mark = f" {MARK}" if option.is_key else ""
    if question.choices:
        text = question.choices[LETTERS.index(option.option)]
        return short(f"{option.option}{mark} {text}", LONGEST_OPTION)
    if question.type == "true_false":
        return f"{'√' if option.option == 'true' else '×'}{mark}"
    return short(f"{option.option}{mark}", LONGEST_OPTION)


def _alt(question: Question, option: OptionFigures) -> Phrase:
    text = _label(question, option).replace(f" {MARK}", "")
    key = "results-options-alt-key" if option.is_key else "results-options-alt-other"
    return Phrase(key, {"option": text, "people": option.people})
