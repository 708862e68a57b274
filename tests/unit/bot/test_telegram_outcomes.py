from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.channels.telegram.outcomes import outcome
from bot.channels.telegram.requests import MaybeSent, NotSent, TooFast

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TooFast(7), "retry_at"),
        (NotSent("ClientConnectorError"), "retry_at"),
        (InvalidToken("Unauthorized"), "retry_at"),
        (MaybeSent("ServerDisconnectedError"), "unsure"),
        (NetworkError("Bad Gateway"), "unsure"),
        (TelegramError("the answer is not a JSON object"), "unsure"),
        (Forbidden("Forbidden: bot was blocked by the user"), "unreachable"),
        (BadRequest("Bad Request: chat not found"), "unreachable"),
        (BadRequest("Bad Request: message text is empty"), "rejected"),
        (BadRequest("Bad Request: message to edit not found"), "rejected"),
        (ChatMigrated(-100), "rejected"),
    ],
)
def test_an_error_says_what_may_be_done_next(error: TelegramError, expected: str) -> None:
    assert outcome(error, None, NOW).outcome == expected


def test_a_pause_lasts_as_long_as_was_asked() -> None:
    assert outcome(TooFast(7), None, NOW).retry_at == NOW + timedelta(seconds=7)


def test_a_refused_token_holds_everyone_back() -> None:
    assert outcome(InvalidToken("Unauthorized"), None, NOW).everyone


def test_an_edit_that_changes_nothing_has_arrived() -> None:
    result = outcome(BadRequest("Bad Request: message is not modified: …"), "17", NOW)
    assert (result.outcome, result.message_ref) == ("delivered", "17")


@pytest.mark.parametrize(
    "said",
    [
        "message to edit not found",
        "message can't be edited",
        "there is no text in the message to edit",
        "MESSAGE_ID_INVALID",
    ],
)
def test_a_message_that_cannot_be_edited_may_be_sent_anew(said: str) -> None:
    result = outcome(BadRequest(f"Bad Request: {said}"), "17", NOW)
    assert (result.outcome, result.reason) == ("rejected", "edit")
