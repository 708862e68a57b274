"""Whose bank is whose: who may draw from it, look into it, change it."""

from __future__ import annotations

from datetime import date, datetime

import storage.audit_log
import storage.banks
import storage.units
from storage.banks import Bank
from storage.transaction import Transaction
from study import audiences, permissions, units
from study.permissions import Scope

CHANGE = "change_banks"


def usable(tx: Transaction, actor_id: int | None, action: str, today: date) -> list[Bank]:
    """The banks somebody with this action may work with: those of the folder, of the own units and of those above."""
    scope = permissions.scope(tx, actor_id, action, today)
    return [bank for bank in storage.banks.current(tx) if _reaches(scope, bank)]


def usable_bank(tx: Transaction, actor_id: int | None, action: str, slug: str, today: date) -> Bank | None:
    """The bank of this name, if it is one of those."""
    bank = storage.banks.by_slug(tx, slug)
    scope = permissions.scope(tx, actor_id, action, today)
    return bank if bank is not None and _reaches(scope, bank) else None


def _reaches(scope: Scope, bank: Bank) -> bool:
    if bank.unit_path is None:
        return scope.everything or bool(scope.paths)
    from_above = any(units.is_within(path, bank.unit_path) for path in scope.paths)
    return from_above or scope.covers(bank.unit_path)


def may_change(tx: Transaction, actor_id: int | None, slug: str, today: date) -> bool:
    """A bank made in the chat is changed within its unit; one of the folder by whoever teaches the whole county."""
    bank = storage.banks.by_slug(tx, slug)
    if bank is None:
        return False
    scope = permissions.scope(tx, actor_id, CHANGE, today)
    if bank.unit_path is not None:
        return scope.covers(bank.unit_path)
    return all(scope.covers(storage.units.by_id(tx, unit_id).path) for unit_id in audiences.roots(tx))


def home_unit(tx: Transaction, actor_id: int, today: date) -> int | None:
    """The unit that a bank somebody makes belongs to: the first of the widest the person teaches."""
    granted = audiences.granted_units(tx, actor_id, CHANGE, today)
    return granted[0] if granted else None


def open_to_practice(tx: Transaction, bank: Bank, is_open: bool, actor_id: int, now: datetime) -> bool:
    """Let cadres practise with a bank, or no longer; whether that changed anything."""
    if not storage.banks.set_practice(tx, bank.slug, is_open):
        return False
    _record(tx, bank, actor_id, now, {"practice": is_open})
    return True


def rename(tx: Transaction, bank: Bank, title: str, actor_id: int, now: datetime) -> None:
    storage.banks.rename(tx, bank.slug, title)
    _record(tx, bank, actor_id, now, {"title": title})


def _record(tx: Transaction, bank: Bank, actor_id: int, now: datetime, after: dict[str, object]) -> None:
    storage.audit_log.record(
        tx,
        now=now,
        actor=permissions.actor_name(actor_id),
        action="bank_change",
        unit_id=bank.unit_id,
        after={"bank": bank.slug, **after},
    )
