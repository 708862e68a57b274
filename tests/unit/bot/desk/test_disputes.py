"""A quarrel has a door: a cadre taps, somebody who may decides once, and the answer goes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
from fakes.chat import SHAPES, Chat
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.credits
import storage.disputes
import storage.grants
import storage.identities
import storage.points
import storage.units
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Chose, Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.identities import Identity
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.people import Person
from storage.transaction import Transaction
from study import audit, credits

NOW = at("2026-11-24 10:00")  # a Tuesday
COUNTY = small_county(plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ),))
TROUBLE = "<b>&张"


def grant(tx: Transaction, person: Person, role: str, unit: str) -> None:
    storage.grants.put(tx, person.id, role, storage.units.ensure(tx, [unit])[unit].id, None, NOW)


def build(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx, "1", "县/甲镇/一村", name=TROUBLE, channel="telegram")
    a_person(tx, "2", "县/甲镇/二村", channel="telegram")
    for number, role, unit in (
        ("教", "instructor", "县/甲镇"),
        ("教二", "instructor", "县/甲镇"),
        ("外", "instructor", "县/乙镇"),
        ("管", "admin", "县"),
    ):
        grant(tx, a_person(tx, number, "县", channel="telegram"), role, unit)
    supervises(tx, a_person(tx, "督", "县", channel="telegram"), "县/甲镇")
    open_and_enrol(tx, COUNTY, at("2026-11-10 10:00"))


@pytest.fixture
def chat(inline: InlineDatabase) -> Callable[[str], Chat]:
    """The chat of somebody, by staff number."""
    inline.write_now(build)

    @cache
    def of(staff_no: str) -> Chat:
        person_id = inline.read_now(the_person, staff_no).id
        return Chat(inline, COUNTY, NOW, address=f"telegram-{person_id}", rng=Random(person_id))

    return of


def answers_wrong(chat: Chat) -> str:
    """One practice question answered; what is said then."""
    chat.does(Chose(f"practice:{FIRE}"))
    return answers_all(chat, 1)


def answers_all(chat: Chat, questions: int, right: bool = False) -> str:
    """By tapping the choice that is (or is not) the right one, wherever it stands."""
    text = ""
    for _ in range(questions):
        rows = [button for row in chat.bubbles[-1].rows for button in row if button.data.startswith("a:")]
        text = chat.tap(next(each.data for each in rows if ("先报告" in each.label) is right))
    return text


def reports(chat: Chat) -> str:
    """A question answered wrong is reported with one tap."""
    answers_wrong(chat)
    chat.taps("wrong:")
    return chat.taps("dispute:say:key")


def waiting_list(chat: Chat) -> str:
    return chat.commands("queue")


def decides(chat: Chat, remedy: str, say: str) -> str:
    """Opens the oldest, takes the remedy, gives the answer; the card to be confirmed."""
    chat.tap("disputes")
    chat.taps("decide:see:")
    chat.taps(f"decide:{remedy}:")
    if remedy == "correct":
        chat.tap("decide:points:2")
    return chat.taps(f"decide:say:{say}")


def balance(chat: Chat, staff_no: str = "1") -> int:
    person = chat.db.read_now(the_person, staff_no)
    return chat.db.read_now(storage.points.balance, person.id, 2026)[1]


def recounts(chat: Chat) -> bool:
    return chat.db.read_now(audit.recount, COUNTY).discrepancies == ()


def told(chat: Chat, staff_no: str) -> list[str]:
    """The answers on their way to somebody, as they will read."""

    def compose(tx: Transaction) -> list[str]:
        person = the_person(tx, staff_no)
        identity = storage.identities.find(tx, "telegram", f"telegram-{person.id}")
        assert identity is not None
        incoming = Incoming("telegram", identity.address, "", Command("today"), "zh-Hans", None)
        turn = Turn(tx, incoming, identity, person, SHAPES["telegram"], COUNTY, Random(1), NOW)
        rows = tx.all(
            "SELECT message_json FROM outbox WHERE person_id = :id AND kind = 'dispute_answer'", id=person.id
        )
        found = []
        for row in rows:
            message = COMPOSERS["dispute_answer"](turn, outbox_row(identity, row["message_json"]))
            assert message is not None
            bubbles = render(message, "zh-Hans", SHAPES["telegram"], Words(COUNTY.zone))
            found.append("\n".join(bubble.text.text for bubble in bubbles))
        return found

    return chat.db.read_now(compose)


def outbox_row(identity: Identity, message: dict[str, Any]) -> OutboxMessage:
    return OutboxMessage(
        1,
        identity.person_id,
        identity.id,
        "telegram",
        identity.address,
        "zh-Hans",
        "dispute_answer",
        1,
        message,
        NOW,
        0,
    )


def refusals(chat: Chat) -> list[str]:
    rows = chat.db.read_now(
        lambda tx: tx.all("SELECT after_json FROM audit_entry WHERE action = 'refused' ORDER BY id")
    )
    return [row["after_json"]["action"] for row in rows]


def test_the_door_is_under_the_answer_right_or_wrong_and_never_under_the_question(
    chat: Callable[[str], Chat],
) -> None:
    cadre = chat("1")
    cadre.does(Chose(f"practice:{FIRE}"))
    assert not cadre.offers("wrong:")
    answers_all(cadre, 1)
    assert cadre.offers("wrong:")
    answers_all(cadre, 1, right=True)
    assert cadre.offers("wrong:")
    answers_all(cadre, 3)
    assert any(button.label == "这题有问题" for row in cadre.bubbles[-1].rows for button in row)


def test_one_tap_passes_it_on_and_the_second_tap_does_nothing(chat: Callable[[str], Chat]) -> None:
    cadre = chat("1")
    assert "已转给出题老师" in reports(cadre)
    assert cadre.tap("dispute:say:key") == "" and cadre.notice
    assert "正在处理" in cadre.taps("wrong:")
    assert "您提出的 1 件正在处理" in cadre.commands("me")
    assert "答案不对" in cadre.taps("dispute:mine")
    assert "有 1 件事等您处理" in waiting_list(chat("教"))


def test_words_are_taken_as_typed_but_a_letter_is_not(chat: Callable[[str], Chat]) -> None:
    cadre = chat("1")
    answers_wrong(cadre)
    cadre.taps("wrong:")
    assert "再多写几个字" in cadre.says("B")
    assert "<b>选项&都不对" in cadre.says("<b>选项&都不对")
    [dispute] = cadre.db.read_now(storage.disputes.open_of, cadre.db.read_now(the_person, "1").id)
    assert dispute.words == "<b>选项&都不对"


def test_another_persons_response_cannot_be_disputed(chat: Callable[[str], Chat]) -> None:
    cadre = chat("1")
    answers_wrong(cadre)
    assert "不是您自己的" in chat("2").tap(cadre.data("wrong:"))
    for data in ("wrong:", "wrong:x", "wrong:999", "dispute:entry:7", "dispute:share:0"):
        assert "不是您自己的" in chat("2").tap(data)


def test_the_card_has_everything_needed_to_decide(chat: Callable[[str], Chat]) -> None:
    reports(chat("1"))
    office = chat("教")
    assert f"{TROUBLE}（一村）反映题目" in office.tap("disputes")
    card = office.taps("decide:see:")
    for needed in (
        TROUBLE,
        "答案不对",
        "先报告 ✓",
        "标准答案：",
        "判错",
        "解析：因为如此。",
        "共答 1 次",
        "补 1 分",
    ):
        assert needed in card
    assert len(card.splitlines()) <= 25


def test_a_credit_is_confirmed_once_and_the_answer_goes_back(chat: Callable[[str], Chat]) -> None:
    reports(chat("1"))
    office = chat("教")
    card = decides(office, "credit", "wrongkey")
    assert "补上这题应得的分" in card and "原答案有误" in card and balance(office) == 0
    assert "补分并答复" in office.taps("decide:yes")
    assert balance(office) == 1 and recounts(office)
    assert office.taps("decide:yes") == "" and office.notice
    assert office.taps("decide:see:") == "" and balance(office) == 1
    [answer] = told(office, "1")
    assert "有答复了" in answer and "情况属实。原答案有误（人教）" in answer and "已给您补分" in answer
    assert "题目有误，补分" in chat("1").commands("points")
    assert "情况属实" in chat("1").tap("dispute:mine")


def test_typed_words_are_the_answer_and_leaving_it_changes_nothing(chat: Callable[[str], Chat]) -> None:
    reports(chat("1"))
    office = chat("教")
    decides(office, "none", "matches")
    assert "见第三条<i>" in office.says("见第三条<i>")
    office.taps("decide:no")
    assert office.tap("decide:yes") == "" and "有 1 件事等您处理" in waiting_list(office)
    decides(office, "none", "matches")
    office.taps("decide:yes")
    assert "没有改动。与原文一致" in told(office, "1")[0]


def test_everybody_needs_a_second_person(chat: Callable[[str], Chat]) -> None:
    first, second = chat("1"), chat("2")
    for cadre in (first, second):
        for _ in range(2):  # all ten questions of the bank
            cadre.does(Chose(f"practice:{FIRE}"))
            answers_all(cadre, 5)
    first.taps("wrong:")
    first.taps("dispute:say:key")
    office = chat("教")
    card = decides(office, "creditall", "wrongkey")
    assert "2 人答错过这题" in card and "同意" in card
    office.taps("decide:yes")
    assert balance(office, "1") == 1 and balance(office, "2") == 0
    other = chat("教二")
    other.tap("approvals")
    assert "给答错这道题的人补分：甲镇及以下 2 人" in other.taps("approvals:see:")
    other.now = at("2026-11-24 10:05")
    other.taps("approvals:yes:")

    def run(tx: Transaction) -> None:
        for credit_id in storage.credits.to_run(tx):
            while credits.run_chunk(tx, credit_id, COUNTY, other.now):
                pass

    office.db.write_now(run)
    assert balance(office, "1") == 1 and balance(office, "2") == 1 and recounts(office)


def test_points_are_disputed_by_line_and_corrected_by_an_entry(chat: Callable[[str], Chat]) -> None:
    cadre, office = chat("1"), chat("管")
    cadre.does(Chose(f"practice:{FIRE}"))
    answers_all(cadre, 5, right=True)
    cadre.commands("points")
    assert "哪一笔" in cadre.taps("dispute:points")
    assert "练习答对 5 题" in cadre.taps("dispute:entry:")
    assert "已转给管理员" in cadre.taps("dispute:say:missing")
    office.tap("disputes")
    card = office.taps("decide:see:")
    for needed in ("+5 练习答对 5 题", "来由：", "练习：答 5 题，对 5 题", "每天最多 10 分"):
        assert needed in card
    assert "补记 2 分" in decides(office, "correct", "left_out")
    office.taps("decide:yes")
    assert balance(office) == 7 and recounts(office)
    assert "更正补记" in cadre.commands("points") and "补记 2 分" in told(office, "1")[0]


def test_an_entry_is_taken_back_by_one_of_its_own(chat: Callable[[str], Chat]) -> None:
    cadre, office = chat("1"), chat("管")
    cadre.does(Chose(f"practice:{FIRE}"))
    answers_all(cadre, 1, right=True)
    cadre.tap("dispute:points")
    cadre.taps("dispute:entry:")
    cadre.taps("dispute:say:surplus")
    decides(office, "reverse", "mistaken")
    office.taps("decide:yes")
    assert balance(office) == 0 and recounts(office)
    cadre.tap("dispute:points")
    cadre.taps("dispute:entry:")
    cadre.says("这一笔不该冲回")
    office.tap("disputes")
    office.taps("decide:see:")
    assert not office.offers("decide:reverse:") and office.offers("decide:correct:")


def test_a_completion_is_disputed_from_me_and_entered_from_paper(chat: Callable[[str], Chat]) -> None:
    cadre, office = chat("1"), chat("督")
    cadre.commands("me")
    assert "哪一项" in cadre.taps("dispute:me")
    cadre.taps("dispute:share:")
    assert "本单位督学" in cadre.taps("dispute:say:done")
    office.tap("disputes")
    card = office.taps("decide:see:")
    for needed in (f"{FIRE} 读本", "待完成", "布置", "还没有打开过", "做过 0 次"):
        assert needed in card
    assert office.offers("person:")
    assert "纸面完成" in decides(office, "paper", "sheet")
    office.taps("decide:yes")
    share = office.db.read_now(share_of, office.db.read_now(the_person, "1"))
    assert share.on_paper_reason == "已交纸质答卷" and balance(office) == 15 and recounts(office)


def test_nobody_beyond_their_units_or_their_role_sees_or_decides_and_it_is_logged(
    chat: Callable[[str], Chat],
) -> None:
    reports(chat("1"))
    office = chat("教")
    office.tap("disputes")
    see = office.data("decide:see:")
    number = see.rpartition(":")[2]
    for staff_no in ("外", "督", "2"):
        stranger = chat(staff_no)
        for data in (see, f"decide:credit:{number}", f"decide:none:{number}"):
            assert "职权范围" in stranger.tap(data)
    assert set(refusals(office)) == {"decide_question"} and len(refusals(office)) == 9
    assert "职权范围" in chat("2").tap("disputes")
    assert "没有等您处理" in chat("外").tap("disputes")


def test_nobody_decides_their_own(chat: Callable[[str], Chat]) -> None:
    office = chat("管")
    reports(office)
    assert "没有等您处理" in office.tap("disputes")
    person_id = office.db.read_now(the_person, "管").id
    [own] = office.db.read_now(storage.disputes.open_of, person_id)
    for what in ("see", "none", "credit"):
        assert "要由别的同志" in office.tap(f"decide:{what}:{own.id}")
    assert balance(office, "管") == 0


def test_whoever_loses_the_role_before_confirming_is_refused(chat: Callable[[str], Chat]) -> None:
    reports(chat("1"))
    office = chat("教")
    decides(office, "credit", "wrongkey")

    def revoke(tx: Transaction) -> None:
        unit = storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"]
        storage.grants.remove(tx, the_person(tx, "教").id, "instructor", unit.id)

    office.db.write_now(revoke)
    assert "职权范围" in office.taps("decide:yes") and balance(office) == 0
