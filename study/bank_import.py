"""Questions of a file held against a bank and against all others: what is new, changed, the same, or alike.

A question of the file is one of the bank's when it has its name, or says the same; where the file is the bank's own
(the same name as the one it came from), also when it says nearly the same. Questions that are not in the file stay.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import storage.audit_log
import storage.banks
from storage.banks import Bank
from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.content import hash_of
from study.permissions import actor_name
from study.rules.frozen import frozen
from study.rules.likeness import likes
from study.rules.question import Question
from study.rules.question_types.wording import normalised

CHANGED_ALIKE = 0.6
"""Share of common pieces from which a question of the bank's own file is taken for a changed one."""

UNSAID_DIFFICULTY = 3
"""What a question has whose file says nothing of it."""

Content = Mapping[str, Any]


@frozen
class Offered:
    """A question of a file as a bank would keep it. `name`: what the file calls it, or ""."""

    name: str
    content: Content


@frozen
class Difference:
    """Places in what is offered, from 0: `new`, `same`, and `changed` with the bank's question as it reads now;
    `absent`: questions of the bank that are not offered. `stamp` stands for the bank as it was compared."""

    new: tuple[int, ...]
    same: tuple[int, ...]
    changed: tuple[tuple[int, QuestionVersion], ...]
    absent: tuple[QuestionVersion, ...]
    stamp: str


@frozen
class Duplicate:
    """An offered question that says nearly the same as another: one of `bank`, or with `bank` "" the offered one
    of the place `other`. `other` is a question's id otherwise."""

    index: int
    bank: str
    other: int
    stem: str


@frozen
class Imported:
    """`rekeyed`: ids of changed questions whose right answer or choices are others now."""

    bank: str
    new: int
    changed: int
    rekeyed: tuple[int, ...]


def stamp(questions: Iterable[QuestionVersion]) -> str:
    """The same for the same questions in the same versions."""
    whole = " ".join(f"{each.question_id}.{each.id}" for each in questions)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def compare(offered: Sequence[Offered], known: Sequence[QuestionVersion], is_own_file: bool) -> Difference:
    """Hold what is offered against the questions of one bank."""
    by_name = {each.name: each for each in known}
    by_wording = {_wording(each.content): each for each in reversed(known)}
    met: dict[int, QuestionVersion] = {}
    taken: set[int] = set()
    for index, each in enumerate(offered if known else ()):
        found = by_name.get(each.name) if each.name else None
        found = found or by_wording.get(_wording(each.content))
        if found and found.question_id not in taken:
            met[index] = found
            taken.add(found.question_id)
    rest = [index for index in range(len(offered)) if index not in met]
    left = [each for each in known if each.question_id not in taken]
    if is_own_file:
        _meet_alike(offered, rest, left, met, taken)
    changed = tuple(
        (index, each)
        for index, each in sorted(met.items())
        if merged(offered[index].content, each.content) != each.content
    )
    touched = {index for index, _ in changed}
    return Difference(
        new=tuple(index for index in range(len(offered)) if index not in met),
        same=tuple(index for index in sorted(met) if index not in touched),
        changed=changed,
        absent=tuple(each for each in known if each.question_id not in taken),
        stamp=stamp(known),
    )


def _meet_alike(
    offered: Sequence[Offered],
    rest: Sequence[int],
    left: Sequence[QuestionVersion],
    met: dict[int, QuestionVersion],
    taken: set[int],
) -> None:
    new = [text_of(offered[index].content) for index in rest]
    found = likes(new, [text_of(each.content) for each in left], CHANGED_ALIKE)
    for like in sorted(found, key=lambda like: -like.share):
        if like.is_known and left[like.other].question_id not in taken:
            met[rest[like.index]] = left[like.other]
            taken.add(left[like.other].question_id)


def duplicates(
    offered: Sequence[Offered], known: Sequence[QuestionVersion], language: str
) -> tuple[Duplicate, ...]:
    """Offered questions that say nearly the same as a known one, or as one before them."""
    texts = [text_of(each.content) for each in offered]
    found = likes(texts, [text_of(each.content) for each in known])
    made = []
    for like in found:
        if like.is_known:
            other = known[like.other]
            stem = Question.from_stored(other.content, language, language).stem
            made.append(Duplicate(like.index, other.bank, other.question_id, stem))
        else:
            stem = Question.from_stored(offered[like.other].content, language, language).stem
            made.append(Duplicate(like.index, "", like.other, stem))
    return tuple(made)


def text_of(content: Content) -> str:
    """What is compared: the stem and the choices, in the first language the question has."""
    return " ".join([_first(content["stem"]), *sorted(map(_first, content.get("choices") or ()))])


def _first(text: str | Mapping[str, str]) -> str:
    return text if isinstance(text, str) else next(iter(text.values()), "")


def _wording(content: Content) -> str:
    return normalised(text_of(content))


def has_other_key(before: Content, after: Content) -> bool:
    """Whether what was answered before must be looked at again: another answer, or other choices."""
    return any(before.get(name) != after.get(name) for name in ("type", "answer", "choices"))


def merged(offered: Content, known: Content) -> dict[str, Any]:
    """The bank's question with what the file says of it; what the file has no word for stays as it is."""
    after = {**known, "type": offered["type"], "answer": offered["answer"]}
    after["stem"] = _said(offered["stem"], known["stem"])
    before = known.get("choices") or [{}] * len(offered["choices"])
    if len(before) == len(offered["choices"]):
        after["choices"] = [_said(new, old) for new, old in zip(offered["choices"], before, strict=True)]
    else:
        after["choices"] = offered["choices"]
    if _first(offered["explanation"]):
        after["explanation"] = _said(offered["explanation"], known.get("explanation") or {})
    if offered["difficulty"] != UNSAID_DIFFICULTY:
        after["difficulty"] = offered["difficulty"]
    return after | {name: offered[name] for name in ("reading", "shuffle") if offered[name] is not None}


def _said(new: Mapping[str, str], known: Mapping[str, str]) -> Mapping[str, str]:
    """A text that says something else stands alone: its translation would say what it said before."""
    return known if all(known.get(language) == text for language, text in new.items()) else new


def save(
    tx: Transaction,
    bank: Bank,
    offered: Sequence[Offered],
    difference: Difference,
    without: frozenset[int],
    actor_id: int | None,
    file_name: str,
    now: datetime,
) -> Imported:
    """Put the new and the changed questions into a bank, but not those `without`; once, in one transaction."""
    new = [index for index in difference.new if index not in without]
    changed = [(index, known) for index, known in difference.changed if index not in without]
    names = _new_names(tx, bank.slug, [offered[index] for index in new])
    rows = [(name, offered[index].content) for name, index in zip(names, new, strict=True)]
    updated = [(known, merged(offered[index].content, known.content)) for index, known in changed]
    rows += [(known.name, content) for known, content in updated]
    storage.banks.save_questions(
        tx, bank.slug, ((name, hash_of(content), content) for name, content in rows), now
    )
    storage.banks.set_file_name(tx, bank.slug, file_name)
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="bank_import",
        unit_id=bank.unit_id,
        after={"bank": bank.slug, "file": file_name, "new": len(new), "changed": len(changed)},
    )
    rekeyed = tuple(known.question_id for known, after in updated if has_other_key(known.content, after))
    return Imported(bank.slug, len(new), len(changed), rekeyed)


def _new_names(tx: Transaction, slug: str, offered: Iterable[Offered]) -> list[str]:
    """A name for each that no question of the bank has or had: the file's own, else one made of its words."""
    taken = storage.banks.names(tx, slug)
    names = []
    for each in offered:
        wanted = each.name or f"q-{hashlib.sha256(text_of(each.content).encode()).hexdigest()[:8]}"
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names
