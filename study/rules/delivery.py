"""What can come of trying to deliver a message."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from study.rules.frozen import frozen

Outcome = Literal["delivered", "waiting", "retry_at", "unreachable", "rejected", "unsure"]


@frozen
class SendResult:
    """One try.

    delivered: the channel has it (`message_ref` names it there). waiting: kept for a closed page.
    retry_at: certainly not sent, try again then (`everyone` when the whole channel must hold back).
    unreachable: the person has gone. rejected: the channel will never take it. unsure: it may have arrived.
    """

    outcome: Outcome
    message_ref: str | None = None
    retry_at: datetime | None = None
    everyone: bool = False
    reason: str = ""
