"""A file of questions sent to the chat, in words: what was read, what saving it would do, and what it has done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.banks
import storage.uploads
from bot.conversation.messages import Button, Document, Line, Message, Phrase, say
from bot.conversation.turn import Turn
from storage.transaction import Transaction
from storage.uploads import Upload
from study.question_exports.headings import type_in_words
from study.question_files.found import Place
from study.question_files.words import kind, refused_where, sentence
from study.question_files.words import place as place_words
from study.rules.county import County
from study.rules.question_types import QUESTION_TYPES
from study.rules.rich_text import RichText
from study.spreadsheets import Sheet
from study.upload_purpose import Facts

DOCUMENT = "bank_refused"
SHOWN_REFUSALS = 4
SHOWN_REKEYED = 4
BLANK = RichText("")


def preview(turn: Turn, upload: Upload) -> Message:
    """The card: counts, where it goes, what was not taken, and every way on."""
    result = upload.result_json or {}
    read, shown = result["read"], result["preview"]
    lines: list[Line] = [
        say("bank-file-title", bold=True, name=upload.name),
        *_counted(read, shown, turn.language),
    ]
    lines += [*_target(turn, read, shown), *_refusals(read, turn.language), BLANK]
    lines.append(say("bank-file-by-save" if shown["saving"] else "bank-file-nothing"))
    return Message(tuple(lines), rows=_buttons(upload, read, shown))


def _counted(read: Mapping[str, Any], shown: Mapping[str, Any], language: str) -> list[Line]:
    types = Counter(each["content"]["type"] for each in read["questions"])
    kinds = [f"{type_in_words(name, language)} {types[name]}" for name in QUESTION_TYPES if types[name]]
    lines: list[Line] = [say("bank-file-read", count=shown["read"], kinds=" · ".join(kinds))]
    for name, count in (("refused", shown["refused"]), ("skipped", shown["skipped"])):
        if count:
            lines.append(say(f"bank-file-{name}", count=count))
    if shown["alike"]:
        lines.append(say("bank-file-alike", count=len(shown["alike"])))
    if shown["left_out"]:
        lines.append(say("bank-file-left-out", count=shown["left_out"]))
    return lines


def _target(turn: Turn, read: Mapping[str, Any], shown: Mapping[str, Any]) -> list[Line]:
    bank = storage.banks.by_slug(turn.tx, shown["bank"]) if shown["bank"] else None
    if bank is None:
        return [BLANK, say("bank-file-into-new", title=read["title"])]
    counts = {"new": shown["new"], "changed": len(shown["changed"]), "same": shown["same"]}
    lines: list[Line] = [BLANK, say("bank-file-into", title=turn.localize(bank.title), **counts)]
    return [*lines, say("bank-file-absent", count=shown["absent"])] if shown["absent"] else lines


def _refusals(read: Mapping[str, Any], language: str) -> list[Line]:
    told = [refusal_words(each, language) for each in read["refusals"]]
    told += [skipped_words(each, language) for each in read["skipped"]]
    lines: list[Line] = [RichText(f"· {each}") for each in told[:SHOWN_REFUSALS]]
    if len(told) > SHOWN_REFUSALS:
        lines.append(say("bank-file-more", count=len(told) - SHOWN_REFUSALS))
    return [BLANK, *lines] if lines else []


def refusal_words(refusal: Mapping[str, Any], language: str) -> str:
    """`第 12 行“答案”: …`, and the sentence why."""
    where = refused_where(refusal, language)
    return f"{where}: {sentence(refusal['reason'], language, refusal['text'])}"


def skipped_words(skipped: Mapping[str, Any], language: str) -> str:
    where = place_words(Place(*skipped["place"]), language)
    return f"{where}: {sentence('type_not_supported', language, kind(skipped['kind'], language))}"


def _buttons(
    upload: Upload, read: Mapping[str, Any], shown: Mapping[str, Any]
) -> tuple[tuple[Button, ...], ...]:
    def view(what: str, label: Phrase) -> Button:
        return Button(label, f"bf:{what}:{upload.id}")

    rows: list[tuple[Button, ...]] = []
    if shown["saving"]:
        save = say("bank-file-save", count=shown["saving"])
        rows.append((Button(save, f"upload:save:{upload.id}:{shown['digest']}", primary=True),))
    if shown["read"]:
        rows.append((view("look", say("bank-file-look")),))
    if shown["refused"]:
        rows.append((view("fix", say("bank-file-fix", count=shown["refused"])),))
    if shown["changed"]:
        rows.append((view("changed", say("bank-file-changes", count=len(shown["changed"]))),))
    if shown["alike"]:
        rows.append((view("alike", say("bank-file-see-alike", count=len(shown["alike"]))),))
    if shown["refused"] + shown["skipped"] > SHOWN_REFUSALS:
        rows.append((Button(say("bank-file-refused-table"), f"upload:refused:{upload.id}"),))
    if shown["read"]:
        rename = () if shown["bank"] else (view("name", say("bank-file-rename")),)
        rows.append((view("to", say("bank-file-other-bank")), *rename))
    return (*rows, (Button(say("desk-cancel"), f"upload:cancel:{upload.id}"),))


def saved(outcome: Facts) -> Message:
    """What was done, and what one would do next."""
    lines: list[Line] = [
        say(
            "bank-file-saved",
            bold=True,
            title=outcome["title"],
            new=outcome["new"],
            changed=outcome["changed"],
        )
    ]
    if outcome["refused"]:
        lines.append(say("bank-file-left", count=outcome["refused"]))
    rows: list[tuple[Button, ...]] = [
        (Button(say("bank-push"), f"push:bank:{outcome['bank']}", primary=True),),
        (Button(say("bank-open"), f"bank:{outcome['bank']}"),),
    ]
    rekeyed = outcome["rekeyed"]
    if rekeyed:
        lines.append(say("bank-file-rekeyed", count=len(rekeyed)))
        rows += [
            (Button(say("bank-file-regrade", number=number), f"qn:{question_id}"),)
            for number, question_id in enumerate(rekeyed[:SHOWN_REKEYED], start=1)
        ]
    return Message(tuple(lines), rows=tuple(rows))


def why_not(reason: str, language: str, text: str) -> str | None:
    """A sentence of the question files' own for not taking the whole file; None for a common reason."""
    return None if reason in ("too_large", "not_fetched", "unreadable") else sentence(reason, language, text)


def hand_out_refused(upload: Upload) -> Message:
    """Everything that was not taken, with its place and the reason."""
    name = f"{upload.name.rpartition('.')[0]}.refused.xlsx"
    return Message((say("bank-file-refused-all"),), document=Document(name, DOCUMENT, {"upload": upload.id}))


def refused_sheets(
    tx: Transaction, person_id: int, args: Mapping[str, Any], language: str, county: County, now: datetime
) -> tuple[Sheet, ...] | None:
    """The maker of that document: for whoever sent the file, while it waits for a decision."""
    upload = storage.uploads.by_id(tx, int(args["upload"]))
    if upload is None or upload.person_id != person_id or upload.state != "previewed":
        return None
    read = (upload.result_json or {})["read"]
    is_chinese = language == "zh-Hans"
    header = ("位置", "原因", "题目") if is_chinese else ("Place", "Why", "Question")
    rows = [(*_split(refusal_words(each, language)), each["stem"]) for each in read["refusals"]]
    rows += [(*_split(skipped_words(each, language)), each["stem"]) for each in read["skipped"]]
    return (Sheet("", (header, *rows)),)


def _split(told: str) -> tuple[str, str]:
    where, _, why = told.partition(": ")
    return where, why
