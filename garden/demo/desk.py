"""The demo's desk: people to be, and a clock that can be moved on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

import storage.grants
import storage.identities
import storage.people
import storage.points
import storage.settings
from bot.channels.web.demo_port import Persona, SkipTo
from garden.clock import SkippingClock
from garden.running import Garden
from storage.people import Person
from storage.transaction import Transaction
from study import today as study_today
from study.rules.local_time import local_instant

ROLES = {"cadre": None, "supervisor": "supervisor", "instructor": "instructor", "office": "admin"}
"""Persona to the role that person must have; None for a cadre who has something before them."""

MORNING = time(8, 30)


class DemoDesk:
    """Given to the web chat where the database carries the demo's mark."""

    def __init__(self, garden: Garden, clock: SkippingClock) -> None:
        self._garden = garden
        self._clock = clock

    def personas(self) -> Sequence[Persona]:
        words = self._garden.words

        def told(key: str) -> dict[str, str]:
            return {language: words.say(language, key) for language in ("zh-Hans", "en")}

        return [Persona(name, told(f"persona-{name}"), told(f"persona-{name}-about")) for name in ROLES]

    def enter(self, tx: Transaction, persona_id: str, address: str, now: datetime) -> None:
        """Bind the new web identity to a person of that kind, who speaks the visitor's language."""
        person = self._person(tx, persona_id, now)
        identity = storage.identities.find(tx, "web", address)
        if person and identity:
            storage.identities.bind(tx, identity.id, person.id, now)
            storage.people.update(tx, person.id, language=identity.language)

    def _person(self, tx: Transaction, persona_id: str, now: datetime) -> Person | None:
        role = ROLES[persona_id]
        granted = storage.grants.of_everyone(tx)
        people = [person for person in storage.people.everyone(tx) if person.enrolled_at is not None]
        if role is not None:
            held = [p for p in people if role in {grant.role for grant in granted.get(p.id, ())}]
            plain = [p for p in held if "admin" not in {grant.role for grant in granted.get(p.id, ())}]
            return max(plain or held, key=lambda p: len(granted[p.id]), default=None)
        cadres = [person for person in people if not granted.get(person.id)]
        return max(
            cadres, key=lambda p: (self._has_to_read(tx, p, now), self._points(tx, p, now)), default=None
        )

    def _has_to_read(self, tx: Transaction, person: Person, now: datetime) -> bool:
        """A reading in time before them, so that there is something to try."""
        found = study_today.today(tx, person.id, self._garden.county, now)
        return any(item.next_step == "read" and item.state != "overdue" for item in found.items)

    def _points(self, tx: Transaction, person: Person, now: datetime) -> int:
        return storage.points.balance(tx, person.id, self._garden.county.year(now))[1]

    async def skip(self, to: SkipTo) -> None:
        """Move the clock on and let the garden do what has become due."""
        self._clock.skip_to(self._target(to))
        skipped = str(self._clock.skipped.total_seconds())
        await self._garden.db.write(storage.settings.put, storage.settings.DEMO_SKIPPED, skipped)
        await self._garden.tick()

    def _target(self, to: SkipTo) -> datetime:
        now, zone = self._clock(), self._garden.county.zone
        today = self._garden.county.local_day(now)
        if to == "hour":
            return now + timedelta(hours=1)
        if to == "tomorrow":
            return local_instant(today + timedelta(days=1), MORNING, zone)
        return local_instant(today + timedelta(days=7 - today.weekday()), MORNING, zone)
