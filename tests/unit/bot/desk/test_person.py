"""What a supervisor enters about one person: step by step, confirmed once, shown to both in the same words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes.chat import Chat
from fakes.county import (
    FIRE,
    FLOOD,
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

import storage.audit_log
import storage.leaves
import storage.points
from storage.inline import InlineDatabase
from study import audit

NOW = at("2026-12-02 10:00")
COUNTY = small_county(
    plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ), plan_item("11-02", "12-31", reading=FLOOD))
)


@pytest.fixture
def office(inline: InlineDatabase) -> Chat:
    """The chat of a supervisor of one town; 1 is of that town, 2 of another."""
    inline.write_now(take_in_small_content)
    boss = inline.write_now(a_person, "9", "县", channel="telegram")
    inline.write_now(a_person, "1", "县/甲镇/一村", name="吴喆<b>&")
    inline.write_now(a_person, "2", "县/乙镇", name="乙镇人")
    inline.write_now(supervises, boss, "县/甲镇")
    inline.write_now(open_and_enrol, COUNTY, at("2026-11-10 10:00"))
    return Chat(inline, COUNTY, NOW, address=f"telegram-{boss.id}")


def card_of(office: Chat, staff_no: str) -> str:
    person_id = office.db.read_now(the_person, staff_no).id
    return office.tap(f"person:{person_id}")


def do(office: Chat, what: str, staff_no: str = "1") -> str:
    return office.tap(f"do:{what}:{office.db.read_now(the_person, staff_no).id}")


def the_persons_own_words(office: Chat, staff_no: str) -> str:
    person_id = office.db.read_now(the_person, staff_no).id
    return Chat(office.db, COUNTY, office.now, channel="web", address=f"web-{person_id}").commands("me")


def test_the_card_says_of_each_item_what_the_person_reads_in_me(office: Chat) -> None:
    text, own = card_of(office, "1"), the_persons_own_words(office, "1")
    assert "吴喆<b>& · 一村" in text
    for line in own.splitlines():
        if FIRE in line or FLOOD in line or "补学" in line or "待完成" in line:
            assert line in text


def test_nobody_of_another_unit_is_shown_or_changed_and_it_is_logged(office: Chat) -> None:
    assert "职权范围" in card_of(office, "2")
    for what in ("leave", "extend", "excuse", "paper"):
        assert "职权范围" in do(office, what, "2")
    boss = office.db.read_now(the_person, "9")
    logged = office.db.read_now(
        lambda tx: tx.all("SELECT actor, after_json FROM audit_entry WHERE action = 'refused'")
    )
    assert {row["after_json"]["action"] for row in logged} == {
        "see_person",
        "record_leave",
        "extend",
        "excuse",
        "complete_on_paper",
    }
    assert {row["actor"] for row in logged} == {f"person:{boss.id}"}


def test_leave_takes_a_day_and_a_reason_and_says_first_what_it_changes(office: Chat) -> None:
    assert "到哪一天" in do(office, "leave")
    assert "什么原因" in office.says("11-25 至 12-10")
    confirmation = office.tap("do:why:sick")
    assert "11月25日" in confirmation and "病假" in confirmation
    assert f"《{FIRE} 读本》的最后一天由 11月30日 周一 改为 12月17日 周四" in confirmation
    person = office.db.read_now(the_person, "1")
    assert office.db.read_now(storage.leaves.of_person, person.id) == []
    done = office.taps("do:yes")
    assert "已为吴喆<b>&记下请假" in done and "请假 11月25日" in done
    [leave] = office.db.read_now(storage.leaves.of_person, person.id)
    assert (leave["from_on"].isoformat(), leave["until_on"].isoformat()) == ("2026-11-25", "2026-12-10")
    assert office.db.read_now(share_of, person).due_at == at("2026-12-18 00:00")
    office.taps("do:yes")
    assert office.notice and len(office.db.read_now(storage.leaves.of_person, person.id)) == 1
    assert "请假 11月25日 周三至12月10日" in the_persons_own_words(office, "1")


def test_an_excusal_with_typed_words_and_its_lifting(office: Chat) -> None:
    assert "免学哪一项" in do(office, "excuse")
    share = office.db.read_now(share_of, office.db.read_now(the_person, "1"))
    office.tap(f"do:item:{share.id}")
    assert "驻村帮扶<i>" in office.says("驻村帮扶<i>")
    assert "已为吴喆<b>&免学" in office.taps("do:yes")
    assert "免学：驻村帮扶<i>" in the_persons_own_words(office, "1")
    do(office, "unexcuse")
    office.tap("do:why:mistake")
    assert "已取消" in office.taps("do:yes")
    assert office.db.read_now(share_of, office.db.read_now(the_person, "1")).is_open


def test_completion_on_paper_is_flagged_earns_once_and_can_be_taken_back(office: Chat) -> None:
    person = office.db.read_now(the_person, "1")
    share = office.db.read_now(share_of, person)
    do(office, "paper")
    office.tap(f"do:item:{share.id}")
    office.tap("do:why:sheet")
    assert "登记纸面完成" in office.taps("do:yes")
    assert office.db.read_now(storage.points.balance, person.id, 2026) == (15, 15)
    assert office.db.read_now(audit.recount, COUNTY).discrepancies == ()
    assert "纸面" in the_persons_own_words(office, "1")
    do(office, "unpaper")
    office.tap("do:why:mistake")
    office.taps("do:yes")
    assert office.db.read_now(storage.points.balance, person.id, 2026) == (0, 0)
    assert office.db.read_now(audit.recount, COUNTY).discrepancies == ()
    assert office.db.read_now(share_of, person).is_open


def test_a_date_that_is_none_is_asked_again_and_leaving_it_changes_nothing(office: Chat) -> None:
    do(office, "extend")
    share = office.db.read_now(share_of, office.db.read_now(the_person, "1"))
    office.tap(f"do:item:{share.id}")
    for typed in ("昨天", "12-01", "13-45"):
        assert "没有看懂这个日期" in office.says(typed)
    office.says("12月15日")
    office.tap("do:why:network")
    assert "没有改动" in office.taps("do:no")
    office.tap("do:yes")
    assert office.notice
    assert office.db.read_now(share_of, office.db.read_now(the_person, "1")).due_at == at("2026-12-01 00:00")


def test_a_command_ends_what_was_begun_and_half_an_hour_does(office: Chat) -> None:
    do(office, "leave")
    office.says("今天")
    assert office.tap("do:yes") == "" and office.notice
    do(office, "leave")
    office.now += timedelta(minutes=31)
    assert "没有看懂这句话" in office.says("12-20")


def test_every_change_is_in_the_audit_log_with_who_and_why(office: Chat) -> None:
    person, boss = office.db.read_now(the_person, "1"), office.db.read_now(the_person, "9")
    do(office, "leave")
    office.says("12-20")
    office.tap("do:why:mission")
    office.taps("do:yes")
    entries = office.db.read_now(storage.audit_log.of_person, person.id)
    assert [
        (entry["action"], entry["actor"], entry["reason"]) for entry in entries if entry["action"] == "leave"
    ] == [("leave", f"person:{boss.id}", "公差")]
