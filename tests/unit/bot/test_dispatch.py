"""Everything that can be said leads somewhere, by slash, by word and by button."""

from __future__ import annotations

from itertools import product

import pytest
from fakes.chat import Chat
from fakes.county import (
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
)

from bot.conversation.incoming import Chose, Command, Left, Returned, Said, SentFile
from bot.conversation.tables import COMMANDS, VERBS
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study.rules import typed_words

NOW = at("2026-11-10 10:00")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
WORDS = sorted({word for name, words in typed_words.COMMANDS.items() for word in (*words, f"/{name}")})
NOT_UNDERSTOOD = ("没有看懂", "did not understand")


@pytest.fixture
def db(inline: InlineDatabase) -> InlineDatabase:
    def settle(tx: Transaction) -> None:
        take_in_small_content(tx)
        for number, language in enumerate(("zh-Hans", "en"), start=1):
            person = a_person(tx, str(number), channel="telegram")
            supervises(tx, person, "县/甲镇")
            tx.run("UPDATE person SET language = :language WHERE id = :id", language=language, id=person.id)
        open_and_enrol(tx, COUNTY, NOW)

    inline.write_now(settle)
    return inline


def test_every_command_that_can_be_said_has_an_answer_of_its_own() -> None:
    assert set(typed_words.COMMANDS) == {*COMMANDS, "start"}


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_understood(db: InlineDatabase, word: str, number: int) -> None:
    chat = Chat(db, COUNTY, NOW, address=f"telegram-{number}")
    told = chat.says(word)
    assert told and not any(sentence in told for sentence in NOT_UNDERSTOOD)


def test_every_button_that_is_shown_does_something(db: InlineDatabase) -> None:
    chat = Chat(db, COUNTY, NOW, address="telegram-1")
    for command in COMMANDS:
        chat.commands(command)
        for row in chat.bubbles[-1].rows:
            for button in row:
                assert len(button.data.encode()) <= 64
                assert button.data.split(":")[0] in {*VERBS, "go"}
                answered = chat.does(Chose(button.data))
                assert answered and "失效" not in (chat.notice or ""), button.data


@pytest.mark.parametrize("verb", [*VERBS, "join", "notme", "go", "nothing", ""])
def test_no_made_up_button_is_an_error(db: InlineDatabase, verb: str) -> None:
    chats = [Chat(db, COUNTY, NOW, address=address) for address in ("telegram-1", "a stranger")]
    for rest, chat in product(("", ":1", ":-1", f":{'x' * 40}", ":٣", ":1:2", ":fire-safety:0:0:0"), chats):
        assert chat.does(Chose(verb + rest)) or chat.notice or verb == "at", verb + rest


@pytest.mark.parametrize("event", [Left(), Returned()])
def test_coming_and_going_is_not_answered(db: InlineDatabase, event: Left | Returned) -> None:
    for address in ("telegram-1", "a stranger"):
        assert Chat(db, COUNTY, NOW, address=address).does(event) == []


@pytest.mark.parametrize(
    "event", [SentFile("a.xlsx", 1), Said("/"), Command("", ""), Command("start", "x" * 500)]
)
def test_everything_else_is_answered_to_everybody(
    db: InlineDatabase, event: SentFile | Said | Command
) -> None:
    for address in ("telegram-1", "a stranger"):
        assert Chat(db, COUNTY, NOW, address=address).does(event)
