"""`/banks`: the question banks an instructor works with, and what can be done with each; verb `bank`.

`bank:<slug>` is a bank's card, `bank:<what>:<slug>[:<more>]` does something with it; `bank:list:<page>`, `bank:paste`,
`bank:pasted` and `bank:template` belong to no bank.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import storage.banks
from bot.conversation import dialog
from bot.conversation.desk import pasting
from bot.conversation.desk.audience_choice import page_of, pages, short
from bot.conversation.desk.bank_documents import EXPORT, TEMPLATE
from bot.conversation.desk.permitting import gone, holds, refused
from bot.conversation.messages import Button, Document, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.banks import Bank
from study import banks
from study.bank_exports import FORMATS
from study.bank_upload import LONGEST_TITLE
from study.rules.rich_text import RichText

PAGE = 6
QUESTIONS_SHOWN = 8
IN_A_ROW = 4
LONGEST_STEM = 40
RENAMING = "bank-rename"
_NOT_IN_FILE_NAMES = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")
TEMPLATE_NAME = {"zh-Hans": "题目模板.xlsx", "en": "Questions template.xlsx"}


def show(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """`/banks`."""
    return [Reply(_list(turn, "0"))] if holds(turn, banks.CHANGE) else refused()


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """Every button of this noun."""
    what, slug, more = (*parts, "", "", "")[:3]
    if not holds(turn, banks.CHANGE):
        return refused()
    if what == "pasted":
        return pasting.done(turn)
    dialog.end(turn)
    if what == "list":
        return [Reply(_list(turn, slug, replaces=True))]
    if what == "paste":
        return pasting.ask(turn)
    if what == "template":
        document = Document(turn.localize(TEMPLATE_NAME), TEMPLATE, {})
        return [Reply(Message((say("bank-template"),), document=document))]
    bank = _bank(turn, slug if what in _ACTIONS else what)
    if bank is None:
        return gone()
    if what not in _ACTIONS:
        return [Reply(card(turn, bank))]
    return _ACTIONS[what](turn, bank, more)


def _bank(turn: Turn, slug: str) -> Bank | None:
    today = turn.county.local_day(turn.now)
    return banks.usable_bank(turn.tx, turn.me.id, banks.CHANGE, slug, today)


def _may_change(turn: Turn, bank: Bank) -> bool:
    return banks.may_change(turn.tx, turn.me.id, bank.slug, turn.county.local_day(turn.now))


def _list(turn: Turn, page: str, replaces: bool = False) -> Message:
    found = banks.usable(turn.tx, turn.me.id, banks.CHANGE, turn.county.local_day(turn.now))
    here, total = page_of(page, len(found), PAGE)
    lines: list[Line] = [say("banks-title", bold=True, count=len(found)), say("banks-how")]
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                say("banks-entry", title=short(turn.localize(bank.title)), count=bank.questions),
                f"bank:{bank.slug}",
            ),
        )
        for bank in found[here * PAGE : (here + 1) * PAGE]
    ]
    turning = pages("bank:list", here, total)
    rows += [turning] if turning else []
    rows.append(
        (Button(say("bank-template-button"), "bank:template"), Button(say("bank-paste"), "bank:paste"))
    )
    return Message(tuple(lines), rows=tuple(rows), replaces=replaces)


def card(turn: Turn, bank: Bank, *before: Line) -> Message:
    """A bank and what can be done with it."""
    lines: list[Line] = [*before, say("bank-title", bold=True, title=turn.localize(bank.title))]
    lines.append(say("bank-count", count=bank.questions))
    if bank.unit_path is None:
        lines.append(say("bank-of-folder"))
    else:
        lines.append(say("bank-of-unit", unit=bank.unit_path.rpartition("/")[2]))
    lines.append(say("bank-is-open" if bank.is_practice else "bank-is-closed"))
    rows: list[tuple[Button, ...]] = [
        (Button(say("bank-push"), f"push:bank:{bank.slug}", primary=True),),
        (
            Button(say("bank-questions"), f"bank:q:{bank.slug}:0"),
            Button(say("bank-results"), f"res:bank:{bank.slug}"),
        ),
    ]
    own = [Button(say("bank-export"), f"bank:export:{bank.slug}")]
    if bank.unit_id is not None and _may_change(turn, bank):
        own.append(Button(say("bank-rename"), f"bank:name:{bank.slug}"))
        opening = "closed" if bank.is_practice else "practice"
        rows.append((Button(say(f"bank-set-{opening}"), f"bank:{opening}:{bank.slug}"),))
    rows.append(tuple(own))
    return Message(tuple(lines), rows=(*rows, (Button(say("desk-back"), "bank:list:0"),)), replaces=True)


def _questions(turn: Turn, bank: Bank, page: str) -> list[Reply]:
    here, total = page_of(page, bank.questions, QUESTIONS_SHOWN)
    start = here * QUESTIONS_SHOWN
    lines: list[Line] = [
        say("bank-title", bold=True, title=turn.localize(bank.title)),
        say("bank-tap-question"),
    ]
    buttons: list[Button] = []
    found = storage.banks.questions(turn.tx, bank.slug, QUESTIONS_SHOWN, start)
    for number, each in enumerate(found, start=start + 1):
        question = each.question(turn.language, turn.county.settings.language)
        lines.append(RichText(f"{number}. {_one_line(question.stem)}"))
        buttons.append(Button(str(number), f"qn:{each.question_id}"))
    rows = [tuple(buttons[at : at + IN_A_ROW]) for at in range(0, len(buttons), IN_A_ROW)]
    rows += [pages(f"bank:q:{bank.slug}", here, total), (Button(say("desk-back"), f"bank:{bank.slug}"),)]
    return [Reply(Message(tuple(lines), rows=tuple(row for row in rows if row), replaces=True))]


def _one_line(stem: str) -> str:
    plain = " ".join(stem.split())
    return plain if len(plain) <= LONGEST_STEM else f"{plain[: LONGEST_STEM - 1]}…"


def _open(turn: Turn, bank: Bank, more: str) -> list[Reply]:
    return _set_practice(turn, bank, True)


def _close(turn: Turn, bank: Bank, more: str) -> list[Reply]:
    return _set_practice(turn, bank, False)


def _set_practice(turn: Turn, bank: Bank, is_open: bool) -> list[Reply]:
    if bank.unit_id is None or not _may_change(turn, bank):
        return refused()
    banks.open_to_practice(turn.tx, bank, is_open, turn.me.id, turn.now)
    changed = _bank(turn, bank.slug)
    return [Reply(card(turn, changed))] if changed else gone()


def _ask_name(turn: Turn, bank: Bank, more: str) -> list[Reply]:
    if bank.unit_id is None or not _may_change(turn, bank):
        return refused()
    dialog.begin(turn, RENAMING, bank=bank.slug)
    back = (Button(say("desk-back"), f"bank:{bank.slug}"),)
    return [Reply(Message((say("bank-ask-name", limit=LONGEST_TITLE),), rows=(back,), replaces=True))]


def name_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The bank's new name."""
    bank = _bank(turn, state["bank"])
    dialog.end(turn)
    if bank is None or bank.unit_id is None or not _may_change(turn, bank):
        return refused()
    banks.rename(turn.tx, bank, " ".join(text.split())[:LONGEST_TITLE], turn.me.id, turn.now)
    renamed = _bank(turn, bank.slug)
    return [Reply(card(turn, renamed))] if renamed else gone()


def _export(turn: Turn, bank: Bank, more: str) -> list[Reply]:
    rows = tuple((Button(say(f"bank-format-{name}"), f"bank:get:{bank.slug}:{name}"),) for name in FORMATS)
    back = (Button(say("desk-back"), f"bank:{bank.slug}"),)
    return [Reply(Message((say("bank-which-format"),), rows=(*rows, back), replaces=True))]


def _get(turn: Turn, bank: Bank, more: str) -> list[Reply]:
    if more not in FORMATS:
        return gone()
    title = turn.localize(bank.title)
    name = " ".join(_NOT_IN_FILE_NAMES.sub(" ", title).split()) or bank.slug
    document = Document(f"{name}{FORMATS[more].ending}", EXPORT, {"bank": bank.slug, "format": more})
    return [Reply(Message((say("bank-here-it-is", title=title, count=bank.questions),), document=document))]


_ACTIONS: dict[str, Callable[[Turn, Bank, str], list[Reply]]] = {
    "q": _questions,
    "practice": _open,
    "closed": _close,
    "name": _ask_name,
    "export": _export,
    "get": _get,
}
