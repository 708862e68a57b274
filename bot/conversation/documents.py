"""Files that are made when they are fetched: which there are, and who makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.county import County
from study.spreadsheets import Sheet

Maker = Callable[[Transaction, int, Mapping[str, Any], str, County, datetime], tuple[Sheet, ...] | None]
"""(tx, person who fetches it, args, language, county, now) to the sheets; None when that person may not see them."""

DOCUMENTS: dict[str, Maker] = {}
