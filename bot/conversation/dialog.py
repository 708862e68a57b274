"""What the garden has asked somebody to type or to confirm, kept with the person until it is done.

A dialog is a name and its state. What is typed next goes to the handler of that name (`tables.DIALOGS`);
a button that confirms finds the state here and not in the button, so that a second tap finds nothing.
A command, typed or tapped, ends it; so does half an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import storage.people
from bot.conversation.messages import Reply
from bot.conversation.turn import Turn
from study.rules.frozen import frozen

LASTS = timedelta(minutes=30)
LONGEST_WORDS = 500
"""Characters of what is typed into a dialog, where the dialog says nothing else."""


@frozen
class Dialog:
    """`state` is JSON values by name; `asked`: since when."""

    name: str
    state: Mapping[str, Any]
    asked: datetime


DialogHandler = Callable[[Turn, Mapping[str, Any], str], list[Reply]]
"""Answers what was typed: the dialog's state, and the words, trimmed and never empty."""


def begin(turn: Turn, name: str, **state: Any) -> None:
    """Await words or a confirmation, in the place of whatever was awaited before."""
    kept = {"name": name, "state": state, "asked": turn.now.isoformat()}
    storage.people.update(turn.tx, turn.me.id, dialog_json=kept)


def current(turn: Turn) -> Dialog | None:
    """What is awaited from this person still."""
    kept = turn.me.dialog_json
    if kept is None:
        return None
    asked = datetime.fromisoformat(kept["asked"])
    return Dialog(kept["name"], kept["state"], asked) if turn.now - asked < LASTS else None


def take(turn: Turn, name: str) -> Mapping[str, Any] | None:
    """The state of the dialog of this name, which ends with it; None when something else or nothing is awaited."""
    dialog = current(turn)
    if dialog is None or dialog.name != name:
        return None
    end(turn)
    return dialog.state


def end(turn: Turn) -> None:
    """Await nothing any more."""
    if turn.me.dialog_json is not None:
        storage.people.update(turn.tx, turn.me.id, dialog_json=None)
