"""The addresses by which people come in, as far as this garden has them."""

from __future__ import annotations

import storage.settings
from storage.transaction import Transaction
from study.rules.county import County

TELEGRAM_NAME = "telegram_name"
"""The setting that holds the bot's name, once Telegram has told it."""


def links(tx: Transaction, county: County, code: str = "") -> tuple[str, ...]:
    """The web chat's address and the bot's, with a code to come in by where one is given."""
    found = []
    place = county.settings.channels.web
    if place and place.public_url:
        address = place.public_url.rstrip("/") + "/"
        found.append(f"{address}?code={code}" if code else address)
    name = storage.settings.get(tx, TELEGRAM_NAME)
    if name:
        found.append(f"https://t.me/{name}?start={code}" if code else f"https://t.me/{name}")
    return tuple(found)
