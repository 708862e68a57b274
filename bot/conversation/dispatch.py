"""From an event to whoever answers it: what was awaited, what it may mean, who may say it."""

from __future__ import annotations

from dataclasses import replace

import storage.prompts
from bot.conversation import dialog, enrol, question, settings, today
from bot.conversation.desk import files, pasting
from bot.conversation.dialog import LONGEST_WORDS, Dialog
from bot.conversation.incoming import Chose, Command, Left, Returned, Said, SentFile
from bot.conversation.messages import Message, Reply, say
from bot.conversation.tables import COMMANDS, DIALOGS, LONGER_WORDS, STRANGERS_VERBS, VERBS
from bot.conversation.turn import Turn
from study.rules.typed_words import as_command, as_slash_command


def answer(turn: Turn) -> list[Reply]:
    """The replies to one event."""
    replies = _answer(turn)
    return replies if isinstance(turn.incoming.event, Chose) else [_aloud(reply) for reply in replies]


def _aloud(reply: Reply) -> Reply:
    """A notice appears where a tap happened; to what was typed the same is said."""
    if reply.notice is None:
        return reply
    return replace(reply, message=Message((reply.notice,)), notice=None)


def _answer(turn: Turn) -> list[Reply]:
    event = turn.incoming.event
    if isinstance(event, Left | Returned):
        return []
    if turn.person is None:
        return _answer_stranger(turn)
    if turn.person.has_left(turn.county.local_day(turn.now)):
        return [Reply(Message((say("left-the-roster"),)))]
    if isinstance(event, Command):
        return _command(turn, event.name, event.argument)
    if isinstance(event, Chose):
        return _choice(turn, event)
    if isinstance(event, SentFile):
        return files.received(turn, event)
    return _said(turn, event)


def _command(turn: Turn, name: str, argument: str) -> list[Reply]:
    if name == "start":
        return _start(turn, argument)
    dialog.end(turn)
    handler = COMMANDS.get(name)
    return handler(turn, ()) if handler else question.not_understood()


def _start(turn: Turn, argument: str) -> list[Reply]:
    """Somebody bound who starts again is simply shown today; another's code is refused."""
    if argument and enrol.is_a_code(argument):
        return [enrol.already_bound(turn), *today.show(turn, ())]
    return today.show(turn, ())


def _choice(turn: Turn, event: Chose) -> list[Reply]:
    if event.verb == "go":
        return _command(turn, event.parts[0] if event.parts else "", "")
    if event.verb in ("join", "notme"):
        return [Reply(notice=say("code-bound-already"))]
    handler = VERBS.get(event.verb)
    return handler(turn, event.parts) if handler else [Reply(notice=say("refused-not-yours"))]


def _said(turn: Turn, event: Said) -> list[Reply]:
    asked = storage.prompts.asked_last(turn.tx, turn.me.id)
    awaited = dialog.current(turn)
    if awaited and (asked is None or asked.prompt.asked_at <= awaited.asked):
        return _told(turn, awaited, event.text)
    awaits_words = asked is not None and question.awaits_words(asked)
    command = as_slash_command(event.text) if awaits_words else as_command(event.text)
    if command:
        return _command(turn, *command)
    if asked is None or event.text.strip().startswith("/"):
        return pasting.recognised(turn, event.text) or question.not_understood()
    return question.typed(turn, asked, event.text)


def _told(turn: Turn, awaited: Dialog, text: str) -> list[Reply]:
    """What was typed into a dialog; a command's word, standing alone, ends it."""
    command = as_command(text)
    if command:
        return _command(turn, *command)
    if not text.strip() or text.strip().startswith("/"):
        return question.not_understood()
    longest = LONGER_WORDS.get(awaited.name, LONGEST_WORDS)
    if len(text) > longest:
        return [Reply(Message((say("dialog-too-long", limit=longest),)))]
    handler = DIALOGS.get(awaited.name)
    return handler(turn, awaited.state, text.strip()) if handler else question.not_understood()


def _answer_stranger(turn: Turn) -> list[Reply]:
    event = turn.incoming.event
    if isinstance(event, Command):
        if event.name == "language":
            return settings.language_menu(turn, ())
        return enrol.start(turn, (event.argument,) if event.name == "start" and event.argument else ())
    if isinstance(event, Chose) and event.verb in STRANGERS_VERBS:
        return STRANGERS_VERBS[event.verb](turn, event.parts)
    if isinstance(event, Said):
        command = as_command(event.text)
        if command:
            return _answer_stranger(replace(turn, incoming=replace(turn.incoming, event=Command(*command))))
        return enrol.said(turn, event.text)
    return [enrol.welcome(turn)]
