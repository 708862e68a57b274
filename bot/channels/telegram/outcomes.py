"""What an error of the Bot API means for the message it was about."""

from __future__ import annotations

from datetime import datetime, timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, TelegramError

from bot.channels.telegram.requests import NotSent, TooFast
from study.rules.delivery import SendResult

UNCONNECTED_PAUSE = timedelta(seconds=5)
REFUSED_TOKEN_PAUSE = timedelta(minutes=1)

EDIT = "edit"
"""The reason of a rejected edit: the same bubble may be sent anew."""

_NOT_MODIFIED = "message is not modified"
_NOT_TO_EDIT = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)
_NOBODY_THERE = ("chat not found", "user not found", "peer_id_invalid", "input_user_deactivated")


def outcome(error: TelegramError, message_ref: str | None, now: datetime) -> SendResult:
    """The result of a try that raised `error`; `message_ref` is the message it was to edit, if any.

    What is neither a clear refusal nor certainly unsent (no answer, a gateway's page, a 5xx) is unsure.
    """
    reason = str(error)
    if isinstance(error, TooFast):
        return SendResult("retry_at", retry_at=now + timedelta(seconds=error.seconds), reason=reason)
    if isinstance(error, NotSent):
        return SendResult("retry_at", retry_at=now + UNCONNECTED_PAUSE, reason=reason)
    if isinstance(error, InvalidToken):
        return SendResult("retry_at", retry_at=now + REFUSED_TOKEN_PAUSE, everyone=True, reason=reason)
    if isinstance(error, Forbidden):
        return SendResult("unreachable", reason=reason)
    if isinstance(error, ChatMigrated):
        return SendResult("rejected", reason=reason)
    if isinstance(error, BadRequest):
        return _refusal(reason, message_ref)
    return SendResult("unsure", reason=reason)


def _refusal(reason: str, message_ref: str | None) -> SendResult:
    said = reason.lower()
    if message_ref is not None:
        if _NOT_MODIFIED in said:
            return SendResult("delivered", message_ref=message_ref)
        if any(words in said for words in _NOT_TO_EDIT):
            return SendResult("rejected", reason=EDIT)
    if any(words in said for words in _NOBODY_THERE):
        return SendResult("unreachable", reason=reason)
    return SendResult("rejected", reason=reason)


def blames_entities(error: TelegramError) -> bool:
    """Whether the text would be taken without its bold and its links."""
    return isinstance(error, BadRequest) and "entit" in str(error).lower()
