"""Who answers what: one table for commands, one for the verbs of buttons."""

from __future__ import annotations

from dataclasses import replace

import storage.prompts
from bot.conversation import dialog, enrol, points, question, quiz, reading, settings, today
from bot.conversation import help as help_
from bot.conversation.desk import (
    announcements,
    approvals,
    audit_list,
    codes,
    files,
    granting,
    grants,
    group_words,
    join_link,
    joining,
    names,
    nudging,
    person,
    person_changes,
    plan,
    plan_adding,
    plan_moving,
    plan_withdrawing,
    queue,
    roster,
    roster_adding,
    roster_changes,
    roster_moving,
    summary,
    units_view,
    unreached,
)
from bot.conversation.dialog import LONGEST_WORDS, Dialog, DialogHandler
from bot.conversation.incoming import Chose, Command, Left, Returned, Said, SentFile
from bot.conversation.messages import Message, Reply, say
from bot.conversation.turn import Handler, Turn
from study.rules.typed_words import as_command, as_slash_command

COMMANDS: dict[str, Handler] = {
    "today": today.show,
    "readings": reading.show_list,
    "quiz": quiz.menu,
    "practice": quiz.practice_menu,
    "points": points.show,
    "mistakes": quiz.mistakes,
    "me": today.me,
    "settings": settings.show,
    "language": settings.language_menu,
    "help": help_.show,
    "summary": summary.show,
    "queue": queue.show,
    "announce": announcements.show,
    "plan": plan.show,
    "roster": roster.show,
    "audit": audit_list.show,
    "nudge": nudging.ask,
}

VERBS: dict[str, Handler] = {
    "a": question.tap,
    "t": question.tick,
    "s": question.submit,
    "read": reading.open_at,
    "page": reading.turn_page,
    "at": reading.save_place,
    "check": reading.check,
    "pic": reading.picture,
    "quiz": quiz.begin,
    "practice": quiz.practise,
    "first": enrol.first_settings,
    "set": settings.change,
    "week": summary.earlier,
    "table": summary.table,
    "byunit": units_view.show,
    "names": names.show,
    "nudge": nudging.nudge,
    "group": group_words.show,
    "person": person.show,
    "do": person_changes.act,
    "joins": joining.show,
    "join1": joining.one,
    "code": codes.show,
    "unreached": unreached.show,
    "joinlink": join_link.show,
    "upload": files.decide,
    "ann": announcements.act,
    "plan": plan.show,
    "plandue": plan_moving.act,
    "planadd": plan_adding.act,
    "planoff": plan_withdrawing.act,
    "roster": roster.act,
    "grants": grants.show,
    "grant": granting.act,
    "approvals": approvals.show,
    "audit": audit_list.show,
}

DIALOGS: dict[str, DialogHandler] = {
    "announce": announcements.typed,
    "plan-due": plan_moving.typed,
    "plan-add": plan_adding.typed,
    "plan-off": plan_withdrawing.typed,
    person_changes.DIALOG: person_changes.typed,
    roster.FIND: roster.find_typed,
    roster_changes.DIALOG: roster_changes.typed,
    roster_moving.DIALOG: roster_moving.typed,
    roster_adding.DIALOG: roster_adding.typed,
    grants.TAKING: grants.taking_typed,
    granting.DIALOG: granting.typed,
    audit_list.FIND: audit_list.find_typed,
}
"""Who answers what is typed when the garden has asked for words."""

STRANGERS_VERBS: dict[str, Handler] = {
    "join": enrol.join,
    "notme": enrol.not_me,
    "set": settings.change,
}


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
        return question.not_understood()
    return question.typed(turn, asked, event.text)


def _told(turn: Turn, awaited: Dialog, text: str) -> list[Reply]:
    """What was typed into a dialog; a command's word, standing alone, ends it."""
    command = as_command(text)
    if command:
        return _command(turn, *command)
    if not text.strip() or text.strip().startswith("/"):
        return question.not_understood()
    if len(text) > LONGEST_WORDS:
        return [Reply(Message((say("dialog-too-long", limit=LONGEST_WORDS),)))]
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
