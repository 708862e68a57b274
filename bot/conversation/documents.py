"""Files that are made when they are fetched: which there are, and who makes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.conversation.desk import bank_documents, bank_file, roster, roster_file
from storage.transaction import Transaction
from study import audit_list, reading_audio
from study.results_table import results_document
from study.rules.county import County
from study.spreadsheets import Sheet
from study.weekly_table import weekly_table
from study.year_report import year_report_document

Made = tuple[Sheet, ...] | bytes
"""The sheets of a workbook, or a file of another kind."""

Maker = Callable[[Transaction, int, Mapping[str, Any], str, County, datetime], Made | None]
"""(tx, person who fetches it, args, language, county, now); None when that person may not see it."""

DOCUMENTS: dict[str, Maker] = {
    "weekly_table": weekly_table,
    "year_report": year_report_document,
    "roster_refused": roster_file.refused_sheets,
    "roster_export": roster.export_sheets,
    "roster_template": roster.template_sheets,
    "audit_log": audit_list.sheets,
    "results": results_document,
    reading_audio.DOCUMENT: reading_audio.fetched,
    "bank_refused": bank_file.refused_sheets,
    "bank_template": bank_documents.template_sheets,
    "bank_export": bank_documents.exported,
}
