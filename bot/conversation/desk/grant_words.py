"""Grants in words: who holds which role over what, until when, and how far it reaches."""

from __future__ import annotations

import storage.roster_search
from bot.conversation.messages import Line, Phrase, say
from bot.conversation.turn import Turn
from storage.approvals import Approval
from study.roster_columns import in_words

_LASTING = {"zh-Hans": "长期", "en": "no end"}


def role_word(turn: Turn, role: str) -> str:
    return in_words("roles", role, turn.language)


def until_words(turn: Turn, expires_on: str | None) -> str:
    """The last day as 2026-12-31, which says its year, or that there is none."""
    return expires_on or _LASTING[turn.language]


def reach(turn: Turn, unit_id: int) -> Phrase:
    """How many people and units a role over this unit covers."""
    today = turn.county.local_day(turn.now)
    counted = storage.roster_search.counts(turn.tx, [unit_id], today, today)
    return say("grants-reach", people=counted.people, units=counted.units)


def admin_to_be(turn: Turn, approval: Approval) -> tuple[Line, ...]:
    """An administrator to be made: whom, over what, until when, and what that lets them do."""
    payload = approval.payload
    return (
        say(
            "grants-admin-asked",
            bold=True,
            name=str(payload["name"]),
            staffno=str(payload["staff_no"]),
            unit=str(payload["unit"]),
        ),
        say("grants-until", until=until_words(turn, payload["expires_on"])),
        reach(turn, approval.unit_id),
        say("grants-admin-may"),
    )
