"""Questions: put one at a time, answered by tap or by typing, each with its feedback."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.conversation.messages import Button, Choice, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.attempts import Attempt
from storage.prompts import Asked
from study import attempts
from study.attempts import Finished, Recorded, Refusal
from study.rules.question import LETTERS, Given, Question, ShownQuestion
from study.rules.question_types import QUESTION_TYPES
from study.rules.rich_text import RichText

BLANK = RichText("")
TYPED_TYPES = ("fill_in", "short_answer")


def ask(turn: Turn, attempt: Attempt) -> list[Reply]:
    """Put the attempt's next question."""
    asked = attempts.ask(turn.tx, attempt, turn.rng, turn.now)
    if asked is None:
        return [Reply(notice=say("refused-answered"))]
    return [Reply(question_message(turn, asked), kind="question")]


def question_message(
    turn: Turn, asked: Asked, before: Sequence[Line] = (), rows: Sequence[tuple[Button, ...]] = ()
) -> Message:
    shown = _shown(turn, asked)
    question = shown.question
    several = question.type == "multiple_choice"
    lines: list[Line] = [*before, BLANK] if before else []
    lines += [
        say(f"question-head-{_spelt(asked.attempt.kind)}", bold=True, **_place(asked)),
        RichText(question.stem),
        say(f"question-how-{_spelt(question.type)}"),
    ]
    return Message(
        tuple(lines),
        choices=_choices(asked, shown),
        several=several,
        submit=Button(say("question-submit"), f"s:{asked.prompt.id}", primary=True) if several else None,
        rows=tuple(rows),
        replaces=bool(turn.incoming.message_ref) and not turn.capabilities.own_choices,
    )


def _place(asked: Asked) -> dict[str, int]:
    return {"number": asked.slot.position, "total": asked.attempt.slots}


def _spelt(name: str) -> str:
    return name.replace("_", "-")


def _shown(turn: Turn, asked: Asked) -> ShownQuestion:
    return attempts.shown(asked, turn.language, turn.county.settings.language)


def _choices(asked: Asked, shown: ShownQuestion) -> tuple[Choice, ...]:
    prompt = asked.prompt
    if shown.question.type == "true_false":
        return (Choice("", "√", f"a:{prompt.id}:0"), Choice("", "×", f"a:{prompt.id}:1"))
    verb = "t" if shown.question.type == "multiple_choice" else "a"
    return tuple(
        Choice(LETTERS[index], text, f"{verb}:{prompt.id}:{index}", index in prompt.chosen)
        for index, text in enumerate(shown.choices)
    )


def tap(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`a:prompt:index`: one choice, taken at once."""
    asked = _asked_by_button(turn, parts)
    index = _number(parts[1]) if len(parts) > 1 else None
    if isinstance(asked, Refusal) or index is None:
        return [refused(asked)]
    shown = _shown(turn, asked)
    return _answer(turn, asked, shown, _chosen(shown, (index,)))


def tick(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`t:prompt:index`: tick or untick one of several."""
    asked = _asked_by_button(turn, parts)
    index = _number(parts[1]) if len(parts) > 1 else None
    if isinstance(asked, Refusal) or index is None:
        return [refused(asked)]
    attempts.tick_choice(turn.tx, asked, index)
    again = attempts.asked_as(turn.tx, turn.me.id, asked.prompt.id, turn.now)
    if isinstance(again, Refusal):
        return [refused(again)]
    return [Reply(question_message(turn, again), kind="question")]


def submit(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`s:prompt[:i,j]`: what was ticked, by the places given or else by those ticked before."""
    asked = _asked_by_button(turn, parts)
    if isinstance(asked, Refusal):
        return [refused(asked)]
    places = asked.prompt.chosen
    if len(parts) > 1:
        places = tuple(number for part in parts[1].split(",") if (number := _number(part)) is not None)
    shown = _shown(turn, asked)
    return _answer(turn, asked, shown, _chosen(shown, places))


def typed(turn: Turn, asked: Asked, text: str) -> list[Reply]:
    """An answer in words or letters; what cannot be read as one changes nothing."""
    shown = _shown(turn, asked)
    given = QUESTION_TYPES[shown.question.type].parse_typed(text, shown)
    if given is None:
        return [Reply(Message((say(f"question-unreadable-{_spelt(shown.question.type)}"),)))]
    return _answer(turn, asked, shown, given)


def awaits_words(asked: Asked) -> bool:
    """Inside a fill-in or a short answer only slash commands escape."""
    return asked.version.content["type"] in TYPED_TYPES


def refused(refusal: object) -> Reply:
    reason = refusal.reason if isinstance(refusal, Refusal) else "not_yours"
    return Reply(notice=say(f"refused-{_spelt(reason)}"))


def _asked_by_button(turn: Turn, parts: tuple[str, ...]) -> Asked | Refusal:
    prompt_id = _number(parts[0]) if parts else None
    if prompt_id is None:
        return Refusal("not_yours")
    return attempts.asked_as(turn.tx, turn.me.id, prompt_id, turn.now)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 19 else None


def _chosen(shown: ShownQuestion, places: Iterable[int]) -> Given:
    """What was given by these places as shown; empty when one of them does not exist."""
    chosen = set(places)
    if shown.question.type == "true_false":
        return {frozenset({0}): ("true",), frozenset({1}): ("false",)}.get(frozenset(chosen), ())
    return shown.given(chosen) if chosen <= set(range(len(shown.choices))) else ()


def _answer(turn: Turn, asked: Asked, shown: ShownQuestion, given: Given) -> list[Reply]:
    recorded = attempts.record_response(turn.tx, asked, given, turn.county, turn.now)
    if isinstance(recorded, Refusal):
        return [refused(recorded)]
    lines = _feedback(turn, shown, recorded)
    again = (*_read_again(recorded), _looks_wrong(recorded))
    if isinstance(recorded.then, Finished):
        return [_finished(turn, recorded, recorded.then, lines, again)]
    following = attempts.put(turn.tx, recorded.attempt, *recorded.then, turn.rng, turn.now)
    return [Reply(question_message(turn, following, lines, [again]), kind="question")]


def _feedback(turn: Turn, shown: ShownQuestion, recorded: Recorded) -> list[Line]:
    question = shown.question
    lines: list[Line] = [
        say("feedback-right", bold=True)
        if recorded.is_right
        else say("feedback-wrong", bold=True, answer=_key_as_shown(question, shown))
    ]
    if question.explanation:
        lines.append(RichText(question.explanation))
    if recorded.award and recorded.award.counted:
        lines.append(say("feedback-points", points=recorded.award.counted))
    elif recorded.award:
        lines.append(say("feedback-points-capped", cap=turn.county.settings.points.practice_daily_cap))
    return lines


def _key_as_shown(question: Question, shown: ShownQuestion) -> str:
    key = QUESTION_TYPES[question.type].key(question)
    if question.type == "true_false":
        return "√" if key == ("true",) else "×"
    if question.type in TYPED_TYPES:
        return key[0]
    letters = shown.shown_letters(key)
    return "、".join(f"{letter} {shown.choices[LETTERS.index(letter)]}" for letter in letters)


def _looks_wrong(recorded: Recorded) -> Button:
    """Under the answer alone, so that it is no hint; beneath the next question it says which one is meant."""
    data = f"wrong:{recorded.response_id}"
    if recorded.finished is None:
        return Button(say("dispute-previous-button"), data)
    return Button(say("dispute-question-button"), data)


def _read_again(recorded: Recorded) -> tuple[Button, ...]:
    reading = recorded.version.content.get("reading")
    if not reading or recorded.is_right:
        return ()
    slug, _, section = reading.partition("#")
    return (Button(say("feedback-read-again"), f"read:{slug}:{section}"),)


def _finished(
    turn: Turn,
    recorded: Recorded,
    finished: Finished,
    before: Sequence[Line],
    again: tuple[Button, ...],
) -> Reply:
    attempt, score = recorded.attempt, finished.score
    lines: list[Line] = [*before, BLANK]
    kind = _spelt(attempt.kind)
    if finished.passed is None:
        lines.append(say(f"finished-{kind}", bold=True, right=score.right, total=score.total))
    else:
        outcome = "passed" if finished.passed else "not-passed"
        lines.append(
            say(
                f"finished-{kind}-{outcome}",
                bold=True,
                right=score.right,
                total=score.total,
                percent=score.percent,
            )
        )
    if finished.award:
        lines.append(say("finished-points", points=finished.award.counted))
    if finished.completed:
        lines.append(say("finished-late" if finished.completed.late else "finished-in-time"))
    message = Message(
        tuple(lines),
        replaces=bool(turn.incoming.message_ref) and not turn.capabilities.own_choices,
        rows=(again, _after(attempt, finished)),
    )
    return Reply(message)


def _after(attempt: Attempt, finished: Finished) -> tuple[Button, ...]:
    """What one may want to do next."""
    today = Button(say("button-today"), "go:today")
    if attempt.kind == "plan" and finished.passed is False:
        return (Button(say("button-try-again"), f"quiz:{attempt.enrollment_id}", primary=True), today)
    if attempt.kind in ("practice", "mistakes"):
        verb = f"practice:{attempt.subject}" if attempt.kind == "practice" else "go:mistakes"
        return (Button(say("button-more"), verb), today)
    if finished.score.right < finished.score.total and attempt.kind != "check":
        return (Button(say("button-mistakes"), "go:mistakes"), today)
    return (Button(say("button-today"), "go:today", primary=True),)


def not_understood() -> list[Reply]:
    return [Reply(Message((say("not-understood"),), rows=((Button(say("button-today"), "go:today"),),)))]
