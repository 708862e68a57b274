"""The promise about summaries: each says what the record said at its instant, and no supervisor goes without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import storage.share_promises
from garden.simulation.violation import Violation
from storage.transaction import Transaction
from study.rules.county import County

BETWEEN_SUMMARIES = timedelta(days=16)
"""A Monday may fall into a long holiday, and then the next one's summary stands for both."""

STATES = ("done", "excused", "away", "overdue", "in_time")


class SummaryPromises:
    def __init__(self, county: County) -> None:
        self._county = county
        self._latest = 0

    def after_day(self, tx: Transaction, now: datetime) -> Iterator[Violation]:
        """The new summaries, counted from the shares one by one."""
        for row in storage.share_promises.supervisors_untold(tx, now - BETWEEN_SUMMARIES):
            yield Violation("every supervisor gets a summary", row["staff_no"], "none for two weeks")
        for row in storage.share_promises.new_summaries(tx, self._latest):
            self._latest, as_of = row["id"], row["as_of_at"]
            on = self._county.local_day(as_of)
            for item in row["snapshot_json"]["items"]:
                counted = storage.share_promises.states_below(
                    tx, row["person_id"], item["assignment_id"], as_of, on
                )
                for name in (*STATES, "late"):
                    if abs(item[name] - counted[name]) > counted["unclear"]:
                        said = (
                            f"{item[name]} {name} of assignment {item['assignment_id']}, not {counted[name]}"
                        )
                        yield Violation("a summary is the record", row["staff_no"], said)
