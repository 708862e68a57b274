"""A plain learner asks for everything the desk has: nothing of others is shown, and the asking is in the audit log."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, open_and_enrol, plan_item, small_county, take_in_small_content

import storage.audit_log
import storage.grants
from bot.conversation import tables
from bot.conversation.documents import DOCUMENTS
from bot.conversation.incoming import Chose
from bot.conversation.turn import Handler
from storage.audit_log import Search
from storage.inline import InlineDatabase
from study import approvals

NOW = at("2026-11-23 10:00")
COUNTY = small_county(plan=(plan_item("11-02", "11-30"),))
OTHERS = ("王五秘", "同事秘", "县管秘")

NAMING: dict[str, tuple[str, ...]] = {
    "do": ("leave", "{person}"),
    "person": ("{person}",),
    "code": ("{person}",),
}
"""What names somebody else, where a bare number does not."""

OF_ONES_OWN = {"queue", "week", "upload", "plandue", "planoff"}
"""What shows a person's own things alone, or has nothing to go on until something was begun; nothing to log."""


def of_the_desk(table: Mapping[str, Handler]) -> list[str]:
    return [name for name, handler in table.items() if handler.__module__.startswith("bot.conversation.desk")]


@pytest.fixture
def learner(inline: InlineDatabase) -> Chat:
    """Somebody of 县/甲镇 with no role at all; the others and their things are there to be asked for."""
    inline.write_now(take_in_small_content)
    me = inline.write_now(a_person, "1", "县/甲镇", channel="telegram", name="学员")
    other = inline.write_now(a_person, "2", "县/乙镇", name=OTHERS[0])
    near = inline.write_now(a_person, "3", "县/甲镇", name=OTHERS[1])
    boss = inline.write_now(a_person, "4", "县", name=OTHERS[2])
    assert (other.id, near.id) == (2, 3)
    inline.write_now(storage.grants.put, boss.id, "admin", boss.unit_id, None, NOW)
    inline.write_now(storage.grants.put, other.id, "admin", other.unit_id, None, NOW)
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-10 10:00"))
    inline.write_now(
        approvals.ask,
        action="grant_admin",
        unit_id=near.unit_id,
        payload={
            "person_id": near.id,
            "staff_no": "3",
            "name": near.name,
            "unit": near.unit_path,
            "expires_on": None,
        },
        reason="x",
        asked_by=boss.id,
        county=COUNTY,
        now=NOW,
    )
    return Chat(inline, COUNTY, NOW, address=f"telegram-{me.id}")


def refusals(chat: Chat) -> list[storage.audit_log.Entry]:
    return chat.db.read_now(storage.audit_log.search, Search(actions=("refused",)), 1_000)


def all_that_is_shown(chat: Chat) -> str:
    shown = [bubble.text.text for bubble in chat.bubbles]
    shown += [button.label for bubble in chat.bubbles for row in bubble.rows for button in row]
    return "\n".join((*shown, chat.notice or ""))


def test_there_is_a_desk_to_ask_for() -> None:
    assert {"summary", "roster", "audit", "plan"} <= set(of_the_desk(tables.COMMANDS))
    assert {"person", "roster", "grants", "approvals", "audit"} <= set(of_the_desk(tables.VERBS))


@pytest.mark.parametrize("command", of_the_desk(tables.COMMANDS))
def test_a_command_of_the_desk_is_refused_and_logged(learner: Chat, command: str) -> None:
    learner.commands(command)
    assert not any(name in all_that_is_shown(learner) for name in OTHERS)
    assert len(refusals(learner)) == (0 if command in OF_ONES_OWN else 1)


@pytest.mark.parametrize("verb", of_the_desk(tables.VERBS))
def test_naming_somebody_else_is_refused_and_logged(learner: Chat, verb: str) -> None:
    parts = [part.format(person="2") for part in NAMING.get(verb, ("p", "2"))]
    learner.does(Chose(":".join((verb, *parts))))
    assert not any(name in all_that_is_shown(learner) for name in OTHERS)
    if verb not in OF_ONES_OWN:
        assert [entry.actor for entry in refusals(learner)] == ["person:1"]


@pytest.mark.parametrize("verb", of_the_desk(tables.VERBS))
def test_no_made_up_button_shows_or_breaks_anything(learner: Chat, verb: str) -> None:
    before = learner.db.read_now(storage.grants.of_everyone)
    for parts in (
        "",
        ":1",
        ":3",
        ":see:1",
        ":yes:1",
        ":to:3",
        ":x:5:0",
        ":no",
        ":page:0",
        ":²:９",
        "::::",
        ":u:-1",
    ):
        learner.does(Chose(f"{verb}{parts}"))
    assert not any(name in all_that_is_shown(learner) for name in OTHERS)
    assert not any(bubble.document for bubble in learner.bubbles)
    assert learner.db.read_now(storage.grants.of_everyone) == before


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_no_file_of_the_desk_is_made_for_a_learner(learner: Chat, kind: str) -> None:
    args = {"upload": 1, "filter": "recent", "year": 2026, "unit": 1}
    assert learner.db.read_now(DOCUMENTS[kind], 1, args, "zh-Hans", COUNTY, NOW) is None
