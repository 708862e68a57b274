"""The promises, asked of the record and of what people received, after every simulated day and at the end."""

from __future__ import annotations

from datetime import datetime

import storage.message_promises
from garden.simulation.decided import DeskPromises
from garden.simulation.deeds import DeedPromises
from garden.simulation.planned import PlanPromises
from garden.simulation.platform import Platform, Update
from garden.simulation.received import MessagePromises, ends
from garden.simulation.recorded import LEDGER, RecordPromises
from garden.simulation.summarised import SummaryPromises
from garden.simulation.violation import Violation
from storage.transaction import Transaction
from study.audit import recount
from study.rules.county import County


class Invariants:
    """All promises together."""

    def __init__(self, platform: Platform, county: County) -> None:
        self._platform, self._county = platform, county
        self._record, self._messages = RecordPromises(platform, county), MessagePromises(platform, county)
        self._deeds, self._plan = DeedPromises(county), PlanPromises(platform, county)
        self._summaries, self._desk = SummaryPromises(county), DeskPromises(platform, county)

    def answered(self, update: Update, prompt: int | None) -> None:
        """Somebody answers a question: by the button of a prompt, or by typing."""
        self._record.answered(update, prompt)

    def meant(self, update: Update, prompt: int, is_right: bool) -> None:
        """What somebody answers who knows better, or does not."""
        self._deeds.meant(update, prompt, is_right)

    def after_day(self, tx: Transaction, now: datetime) -> list[Violation]:
        """Everything that can be said of a day that is over."""
        return [
            *self._record.after_day(tx, now),
            *self._deeds.after_day(tx),
            *self._plan.after_day(tx, now),
            *self._desk.after_day(tx, now),
            *self._summaries.after_day(tx, now),
            *self._messages.after_day(tx, now),
        ]

    def at_the_end(self, tx: Transaction, now: datetime) -> list[Violation]:
        """The whole record recounted from the beginning, and nothing left on its way."""
        found = [*self.after_day(tx, now), *self._record.at_the_end(tx)]
        for wrong in recount(tx, self._county).discrepancies:
            found.append(Violation(LEDGER, wrong.staff_no, f"{wrong.what} {wrong.detail}"))
        found += ends(storage.message_promises.undelivered(tx, now))
        for chat in self._platform.chats.values():
            for update in chat.waiting:
                found.append(
                    Violation("every event is taken", update.incoming.address, update.incoming.event_id)
                )
        return found
