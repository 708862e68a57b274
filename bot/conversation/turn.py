"""One event of one person, as a handler meets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

from bot.conversation.incoming import Incoming
from bot.conversation.messages import Reply
from bot.conversation.outgoing import Capabilities
from storage.identities import Identity
from storage.people import Person
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize


@frozen
class Turn:
    """Everything a handler may use. `person` is None for somebody not bound yet."""

    tx: Transaction
    incoming: Incoming
    identity: Identity
    person: Person | None
    capabilities: Capabilities
    county: County
    rng: Random
    now: datetime

    @property
    def me(self) -> Person:
        """The person; only handlers that members alone reach may ask."""
        if self.person is None:
            raise LookupError("nobody is bound to this identity")
        return self.person

    @property
    def language(self) -> str:
        return self.person.language if self.person else self.identity.language

    def localize(self, text: str | Mapping[str, str]) -> str:
        """Authored text in this person's language."""
        return localize(text, self.language, self.county.settings.language)


Handler = Callable[[Turn, tuple[str, ...]], list[Reply]]
"""Answers one event. The second argument is what followed the command or the button's verb."""
