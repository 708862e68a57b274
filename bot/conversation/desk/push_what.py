"""What to push: which banks and how many of their questions, which reading, which words."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from bot.conversation import dialog
from bot.conversation.desk.audience_choice import page_of, pages
from bot.conversation.desk.permitting import number_of
from bot.conversation.desk.push_steps import ACTION, Rows, State, cancel, name
from bot.conversation.disputed import short
from bot.conversation.messages import Button, Line, Message, say
from bot.conversation.turn import Turn
from storage.banks import Bank
from study import banks, made_readings
from study.pushes import MOST_DRAWN, MOST_WHOLE

PAGE = 6
DRAWS = (5, 10, 20)
MOST_BANKS = 6
LONGEST_TITLE = 20


def menu(turn: Turn, state: State, page: str) -> Message:
    """Quiz, reading or words."""
    return _message(say("push-what", bold=True), (kinds(),))


def kinds() -> tuple[Button, ...]:
    return (
        Button(say("push-kind-quiz"), "push:new:quiz", primary=True),
        Button(say("push-kind-reading"), "push:new:reading"),
        Button(say("push-kind-announcement"), "push:new:announcement"),
    )


def usable_banks(turn: Turn) -> list[Bank]:
    """Those with something to ask."""
    today = turn.county.local_day(turn.now)
    return [bank for bank in banks.usable(turn.tx, turn.me.id, ACTION, today) if bank.questions]


def token(slug: str) -> str:
    """Something long on a button."""
    return f"{crc32(slug.encode()):08x}"


def bank_list(turn: Turn, state: State, page: str) -> Message:
    """The banks that are not chosen yet."""
    found = [bank for bank in usable_banks(turn) if bank.slug not in state.get("banks", ())]
    if not found:
        return _message(say("push-no-banks"), ())
    here, total = page_of(page, len(found), PAGE)
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                say(
                    "push-bank",
                    title=short(turn.localize(bank.title), LONGEST_TITLE),
                    questions=bank.questions,
                ),
                f"push:bank:{token(bank.slug)}",
            ),
        )
        for bank in found[here * PAGE : (here + 1) * PAGE]
    ]
    rows.append(pages("push:banks", here, total))
    return _message(say("push-which-bank", bold=True), tuple(rows))


def choose_bank(turn: Turn, state: State, named: str) -> dict[str, Any] | None:
    """The state with one more bank, by its name or by a button's token; None for what is not on offer."""
    for bank in usable_banks(turn):
        if named in (bank.slug, token(bank.slug)) and len(state.get("banks", ())) < MOST_BANKS:
            chosen = [*(each for each in state.get("banks", ()) if each != bank.slug), bank.slug]
            kept = {key: value for key, value in state.items() if key not in ("draw", "adding")}
            return {**kept, "kind": "quiz", "banks": chosen}
    return None


def how_many(turn: Turn, state: State, page: str) -> Message:
    """All of one bank, the same for everybody, or so many drawn for each."""
    there = questions(turn, state)
    title = name(turn, "draw", {"banks": state["banks"]})
    rows: list[tuple[Button, ...]] = []
    if _may_be_whole(state, there):
        rows.append((Button(say("push-whole", questions=there), "push:n:0", primary=True),))
    rows.append(tuple(Button(say("push-draw", questions=n), f"push:n:{n}") for n in DRAWS if n <= there))
    if len(state["banks"]) < min(MOST_BANKS, len(usable_banks(turn))):
        rows.append((Button(say("push-another-bank"), "push:more"),))
    asked = say("push-how-many", title=title, questions=there, limit=min(there, MOST_DRAWN))
    return _message(asked, tuple(rows))


def questions(turn: Turn, state: State) -> int:
    """How many questions the banks chosen have together."""
    return sum(bank.questions for bank in usable_banks(turn) if bank.slug in state["banks"])


def _may_be_whole(state: State, there: int) -> bool:
    return len(state["banks"]) == 1 and 0 < there <= MOST_WHOLE


def choose_count(turn: Turn, state: State, text: str) -> dict[str, Any] | None:
    """The state with so many questions, "0" for all; None for what cannot be."""
    there, wanted = questions(turn, state), number_of(text.strip())
    if text.strip() == "0" and _may_be_whole(state, there):
        return {**state, "draw": 0}
    return {**state, "draw": wanted} if 0 < wanted <= min(there, MOST_DRAWN) else None


def reading_list(turn: Turn, state: State, page: str) -> Message:
    today = turn.county.local_day(turn.now)
    found = made_readings.usable(turn.tx, turn.me.id, ACTION, today)
    if not found:
        return _message(say("push-no-readings"), ())
    here, total = page_of(page, len(found), PAGE)
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                short(turn.localize(version.content["title"]), LONGEST_TITLE),
                f"push:reading:{token(version.slug)}",
            ),
        )
        for version in found[here * PAGE : (here + 1) * PAGE]
    ]
    rows.append(pages("push:readings", here, total))
    return _message(say("push-which-reading", bold=True), tuple(rows))


def choose_reading(turn: Turn, state: State, named: str) -> dict[str, Any] | None:
    """The state with this reading, by its name or by a button's token; None for what is not on offer."""
    today = turn.county.local_day(turn.now)
    for version in made_readings.usable(turn.tx, turn.me.id, ACTION, today):
        if named in (version.slug, token(version.slug)):
            return {**state, "kind": "reading", "reading": version.slug}
    return None


def words(turn: Turn, state: State, page: str) -> Message:
    """Ask for the words of an announcement."""
    return _message(say("announce-ask-text", limit=dialog.LONGEST_WORDS), ())


def _message(question: Line, rows: Rows) -> Message:
    return Message((question,), rows=(*(row for row in rows if row), cancel()), replaces=True)
