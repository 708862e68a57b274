"""Looking closer at a file of questions before it is saved: verb `bf`, `bf:<what>:<upload>[:<place>[:<more>]]`.

What is done here changes the previewed file alone; the banks change on Save.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import storage.banks
import storage.content
import storage.uploads
from bot.conversation import dialog
from bot.conversation.desk import bank_file
from bot.conversation.desk.audience_choice import page_of, pages, short
from bot.conversation.desk.bank_file import refusal_words
from bot.conversation.desk.permitting import gone, holds, number_of, refused
from bot.conversation.desk.question_face import face, key
from bot.conversation.messages import Button, Line, Message, Reply, say
from bot.conversation.turn import Turn
from storage.uploads import Upload
from study import bank_upload, banks, uploads
from study.bank_import import merged
from study.question_files.found import QuestionFile
from study.question_files.numbered_text import read_numbered_text
from study.question_files.words import sentence
from study.rules.question import Question
from study.rules.rich_text import RichText

FIXING = "bank-fix"
NAMING = "bank-name"
BANKS_SHOWN = 6
FAR = 10
BLANK = RichText("")


def act(turn: Turn, parts: tuple[str, ...]) -> list[Reply]:
    """Every view of a file that waits for its sender's decision."""
    what, number, *rest = (*parts, "", "")
    if not holds(turn, banks.CHANGE):
        return refused()
    upload = _upload(turn, number)
    if upload is None:
        return gone()
    dialog.end(turn)
    view = _VIEWS.get(what)
    found = view(turn, upload, tuple(rest)) if view else None
    return [Reply(replace(found, replaces=True))] if found else gone()


def _upload(turn: Turn, number: str | int) -> Upload | None:
    upload = storage.uploads.by_id(turn.tx, number_of(str(number)))
    is_own = upload is not None and upload.person_id == turn.me.id and upload.purpose == "bank"
    return upload if upload is not None and is_own and upload.state == "previewed" else None


def _parts(upload: Upload) -> tuple[dict[str, Any], Mapping[str, Any]]:
    result = upload.result_json or {}
    return result["read"], result["preview"]


def _card(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message:
    return bank_file.preview(turn, upload)


def _back(upload: Upload) -> tuple[Button, ...]:
    return (Button(say("bank-file-back"), f"bf:card:{upload.id}"),)


def _turning(verb: str, here: int, total: int, far: bool = False) -> tuple[Button, ...]:
    """Back and on, by one and where there are many by ten."""
    steps = [(-FAR, "«"), (-1, "‹"), (1, "›"), (FAR, "»")] if far and total > FAR else [(-1, "‹"), (1, "›")]
    return tuple(Button(label, f"{verb}:{here + step}") for step, label in steps if 0 <= here + step < total)


def _question(turn: Turn, content: Mapping[str, Any]) -> Question:
    return Question.from_stored(content, turn.language, turn.county.settings.language)


def _look(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message | None:
    """One question as a cadre will see it, and its key below."""
    questions = _parts(upload)[0]["questions"]
    here = number_of(rest[0])
    if here >= len(questions):
        return None
    question = _question(turn, questions[here]["content"])
    head = say("bank-file-question", bold=True, number=here + 1, total=len(questions))
    rows = (_turning(f"bf:look:{upload.id}", here, len(questions), far=True), _back(upload))
    return Message((head, *face(question), *key(question)), rows=tuple(row for row in rows if row))


def _fix(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message | None:
    """One refused question: where, why, and an invitation to type it anew."""
    refusals = _parts(upload)[0]["refusals"]
    here = number_of(rest[0])
    if here >= len(refusals):
        return None
    dialog.begin(turn, FIXING, upload=upload.id, place=here)
    refusal = refusals[here]
    lines: list[Line] = [
        say("bank-file-refused-one", bold=True, number=here + 1, total=len(refusals)),
        RichText(refusal_words(refusal, turn.language)),
    ]
    if refusal["stem"]:
        lines.append(RichText(f"「{refusal['stem']}…」"))
    lines += [BLANK, say("bank-file-type-anew"), say("bank-file-example")]
    rows = (_turning(f"bf:fix:{upload.id}", here, len(refusals)), _back(upload))
    return Message(tuple(lines), rows=tuple(row for row in rows if row))


def fix_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The refused question typed anew: taken into the file, or the reason why not."""
    upload = _upload(turn, state["upload"])
    if upload is None or state["place"] >= len(_parts(upload)[0]["refusals"]):
        return gone()
    if not holds(turn, banks.CHANGE):
        return refused()
    found = read_typed(text)
    if not found.questions:
        why = [sentence(each.reason, turn.language, each.text) for each in found.refused[:1]]
        lines: list[Line] = [say("bank-file-still-refused"), *map(RichText, why), say("bank-file-example")]
        return [Reply(Message(tuple(lines), rows=(_back(upload),)))]
    dialog.end(turn)
    read = bank_upload.with_questions(_parts(upload)[0], state["place"], found.questions)
    revised = uploads.revise(turn.tx, upload, read, turn.county, turn.now)
    question = _question(turn, read["questions"][-1]["content"])
    following = Button(say("bank-file-next-refused"), f"bf:fix:{upload.id}:0")
    rows = ((following,), _back(revised)) if read["refusals"] else (_back(revised),)
    return [Reply(Message((say("bank-file-fixed", bold=True), *face(question), *key(question)), rows=rows))]


def read_typed(text: str) -> QuestionFile:
    """Questions typed into the chat; the number before the first may be missing."""
    found = read_numbered_text(text)
    return found if found.questions or found.refused else read_numbered_text(f"1. {text}")


def _alike(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message | None:
    """A question of the file beside the one it is like; each may be left out or kept."""
    read, shown = _parts(upload)
    here = number_of(rest[0])
    if here >= len(shown["alike"]):
        return None
    index, bank_slug, other, _ = shown["alike"][here]
    if rest[1] in ("out", "in"):
        without = set(read["without"]) - {index} | ({index} if rest[1] == "out" else set())
        read = {**read, "without": sorted(without)}
        upload = uploads.revise(turn.tx, upload, read, turn.county, turn.now)
    mine = _question(turn, read["questions"][index]["content"])
    lines: list[Line] = [
        say("bank-file-alike-one", bold=True, number=here + 1, total=len(shown["alike"])),
        *face(mine),
        *key(mine),
        BLANK,
    ]
    bank = storage.banks.by_slug(turn.tx, bank_slug) if bank_slug else None
    if bank is not None:
        theirs = _question(turn, storage.content.current_question(turn.tx, other).content)
        lines += [
            say("bank-file-alike-in", bold=True, title=turn.localize(bank.title)),
            *face(theirs),
            *key(theirs),
        ]
    elif not bank_slug:
        theirs = _question(turn, read["questions"][other]["content"])
        lines += [say("bank-file-alike-here", bold=True, number=other + 1), *face(theirs), *key(theirs)]
    is_out = index in read["without"]
    label, doing = ("bank-file-keep", "in") if is_out else ("bank-file-leave-out", "out")
    rows = (
        (Button(say(label), f"bf:alike:{upload.id}:{here}:{doing}"),),
        _turning(f"bf:alike:{upload.id}", here, len(shown["alike"])),
        _back(upload),
    )
    return Message(tuple(lines), rows=tuple(row for row in rows if row))


def _changed(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message | None:
    """A question the bank has already, as it reads now and as it would read."""
    read, shown = _parts(upload)
    here = number_of(rest[0])
    if here >= len(shown["changed"]):
        return None
    index, question_id = shown["changed"][here]
    known = storage.content.current_question(turn.tx, question_id)
    before = _question(turn, known.content)
    after = _question(turn, merged(read["questions"][index]["content"], known.content))
    lines: list[Line] = [
        say("bank-file-change-one", bold=True, number=here + 1, total=len(shown["changed"])),
        *face(before),
        *key(before),
        BLANK,
        say("bank-file-becomes", bold=True),
        *face(after),
        *key(after),
    ]
    rows = (_turning(f"bf:changed:{upload.id}", here, len(shown["changed"])), _back(upload))
    return Message(tuple(lines), rows=tuple(row for row in rows if row))


def _to(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message | None:
    """Where the questions are to go: `bf:to:<upload>:<page>`, `…:0:<bank>`, `…:0:new`."""
    read, today = _parts(upload)[0], turn.county.local_day(turn.now)
    if rest[1]:
        slug = bank_upload.NEW_BANK if rest[1] == "new" else rest[1]
        if slug and not banks.may_change(turn.tx, turn.me.id, slug, today):
            return None
        revised = uploads.revise(turn.tx, upload, {**read, "target": slug}, turn.county, turn.now)
        return bank_file.preview(turn, revised)
    usable = banks.usable(turn.tx, turn.me.id, banks.CHANGE, today)
    mine = [bank for bank in usable if banks.may_change(turn.tx, turn.me.id, bank.slug, today)]
    here, total = page_of(rest[0], len(mine), BANKS_SHOWN)
    rows: list[tuple[Button, ...]] = [(Button(say("bank-file-new-bank"), f"bf:to:{upload.id}:0:new"),)]
    rows += [
        (Button(short(turn.localize(bank.title)), f"bf:to:{upload.id}:0:{bank.slug}"),)
        for bank in mine[here * BANKS_SHOWN : (here + 1) * BANKS_SHOWN]
    ]
    turning = pages(f"bf:to:{upload.id}", here, total)
    return Message((say("bank-file-where"),), rows=(*rows, *((turning,) if turning else ()), _back(upload)))


def _name(turn: Turn, upload: Upload, rest: Sequence[str]) -> Message:
    dialog.begin(turn, NAMING, upload=upload.id)
    return Message((say("bank-ask-name", limit=bank_upload.LONGEST_TITLE),), rows=(_back(upload),))


def name_typed(turn: Turn, state: Mapping[str, Any], text: str) -> list[Reply]:
    """The new bank's name."""
    upload = _upload(turn, state["upload"])
    if upload is None:
        return gone()
    title = " ".join(text.split())[: bank_upload.LONGEST_TITLE]
    dialog.end(turn)
    read = {**_parts(upload)[0], "title": title}
    return [Reply(bank_file.preview(turn, uploads.revise(turn.tx, upload, read, turn.county, turn.now)))]


_VIEWS = {
    "card": _card,
    "look": _look,
    "fix": _fix,
    "alike": _alike,
    "changed": _changed,
    "to": _to,
    "name": _name,
}
