"""Files that are made when they are fetched: which there are, and who makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.conversation.desk import roster, roster_file
from storage.transaction import Transaction
from study import audit_list
from study.rules.county import County
from study.spreadsheets import Sheet
from study.weekly_table import weekly_table
from study.year_report import year_report_document

Maker = Callable[[Transaction, int, Mapping[str, Any], str, County, datetime], tuple[Sheet, ...] | None]
"""(tx, person who fetches it, args, language, county, now) to the sheets; None when that person may not see them."""

DOCUMENTS: dict[str, Maker] = {
    "weekly_table": weekly_table,
    "year_report": year_report_document,
    "roster_refused": roster_file.refused_sheets,
    "roster_export": roster.export_sheets,
    "roster_template": roster.template_sheets,
    "audit_log": audit_list.sheets,
}
