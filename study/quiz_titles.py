"""What a quiz is called for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import storage.banks
from storage.transaction import Transaction
from study.rules.county import County
from study.today import title_of, titles_in_one


def quiz_title(
    tx: Transaction, reading: str | None, name: str, quiz: Mapping[str, Any] | None, county: County
) -> dict[str, str]:
    """By its reading or its name in the configuration; where it has neither, by the bank it is drawn from."""
    title = title_of(tx, reading, name, county)
    banks = [storage.banks.by_slug(tx, slug) for slug in (quiz or {}).get("banks", ())]
    if set(title.values()) != {name} or not any(banks):
        return title
    return titles_in_one([bank.title for bank in banks if bank], county)
