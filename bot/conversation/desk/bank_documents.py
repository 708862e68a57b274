"""The makers of the files of the banks' noun: the template to fill in, and a bank written out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study import banks, permissions
from study.bank_exports import FORMATS, written
from study.question_exports.xlsx import template
from study.rules.county import County
from study.spreadsheets import Sheet

TEMPLATE = "bank_template"
EXPORT = "bank_export"


def template_sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """Headings, an example of each kind of question, and how it is filled in."""
    held = permissions.scope(tx, person_id, banks.CHANGE, county.local_day(now))
    return template(language) if held.paths else None


def exported(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> bytes | None:
    """A bank in the format asked for, as it reads now."""
    today, form = county.local_day(now), str(args.get("format"))
    bank = banks.usable_bank(tx, person_id, banks.CHANGE, str(args.get("bank")), today)
    if bank is None or form not in FORMATS:
        return None
    return written(tx, bank, form, language, county.settings.language)
