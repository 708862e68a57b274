"""What becomes of an update that cannot be handled."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

from bot.channels.telegram.translate import CHANNEL, UnreadableUpdate, payload_text
from bot.conversation.taking import Reception

TRIES = 3
"""An update that fails so often is buried, and the next goes on."""

_FAILURE_LIMIT = 4000


async def bury(reception: Reception, raw: bytes | Mapping[str, Any], event_id: str, error: Exception) -> None:
    """Keep the update as it came, with why it could not be handled."""
    if isinstance(error, UnreadableUpdate):
        failure = str(error)
    else:
        failure = "".join(traceback.format_exception(error))[-_FAILURE_LIMIT:]
    await reception.bury(CHANNEL, event_id, payload_text(raw), failure)
