"""Who is not reached yet, without blame, and the link that brings a whole unit in."""

from __future__ import annotations

import re
from datetime import timedelta
from random import Random

import pytest
from fakes.chat import Chat
from fakes.county import a_person, at, small_county, supervises, the_person

import storage.identities
import storage.units
from bot.conversation.incoming import Chose
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import invites
from study.rules.settings import Channels, WebChannel

NOW = at("2026-11-10 10:00")
COUNTY = small_county(channels=Channels(web=WebChannel(public_url="https://garden.example", demo=False)))


def build(tx: Transaction) -> None:
    boss = a_person(tx, "1", "县/甲镇", channel="telegram")
    supervises(tx, boss, "县/甲镇")
    a_person(tx, "2", "县/甲镇/一村", channel=None, name="<b>&无码")
    a_person(tx, "3", "县/甲镇/一村", channel=None, name="有码")
    a_person(tx, "4", "县/甲镇/二村", channel=None, name="码过期")
    a_person(tx, "5", "县/甲镇/二村", channel="telegram", name="关了")
    a_person(tx, "6", "县/甲镇", channel=None, name="走了", left_on="2026-11-10")
    a_person(tx, "7", "县/乙镇", channel=None, name="别处")
    a_person(tx, "8", "县/甲镇", channel="web", name="在的")
    invites.make_invite(tx, "4", NOW - timedelta(days=9), timedelta(days=7), Random(1))
    invites.make_invite(tx, "3", NOW - timedelta(days=8), timedelta(days=30), Random(2))
    closed = the_person(tx, "5").identity_id
    assert closed is not None
    storage.identities.mark_unreachable(tx, closed, NOW)


@pytest.fixture
def boss(inline: InlineDatabase) -> Chat:
    inline.write_now(build)
    return Chat(inline, COUNTY, NOW, address=f"telegram-{inline.read_now(the_person, '1').id}")


def unit(db: InlineDatabase, path: str) -> int:
    return db.write_now(lambda tx: storage.units.ensure(tx, [path])[path].id)


def labels(chat: Chat) -> list[str]:
    return [
        button.label for row in chat.bubbles[-1].rows for button in row if button.data.startswith("person:")
    ]


def test_the_list_says_how_it_stands_with_everybody(boss: Chat) -> None:
    text = boss.does(Chose("unreached"))[0].text.text
    assert "4 人" in text
    assert labels(boss) == [
        "<b>&无码 · 一村 · 未发码",
        "有码 · 一村 · 11-02 发码",
        "码过期 · 二村 · 码已过期",
        "关了 · 二村 · 聊天已关",
    ]


def test_the_summary_leads_to_it_with_the_same_number(boss: Chat) -> None:
    boss.commands("summary")
    assert any(
        "4" in button.label for row in boss.bubbles[-1].rows for button in row if button.data == "unreached"
    )
    assert "4 人" in boss.taps("unreached")


def test_long_lists_are_paged(boss: Chat) -> None:
    for number in range(20, 30):
        boss.db.write_now(a_person, str(number), "县/甲镇", channel=None)
    boss.does(Chose("unreached"))
    assert len(labels(boss)) == 6 and len(boss.bubbles[-1].rows) <= 8
    boss.taps("unreached:2")
    boss.taps("unreached:3")
    assert len(labels(boss)) == 2
    boss.does(Chose("unreached:99"))
    assert len(labels(boss)) == 2


def test_only_supervisors_see_it(boss: Chat) -> None:
    cadre = Chat(boss.db, COUNTY, NOW, channel="web", address=f"web-{boss.db.read_now(the_person, '8').id}")
    for data in ("unreached", "joinlink", f"joinlink:{unit(boss.db, '县/甲镇')}"):
        assert "职权范围" in cadre.does(Chose(data))[0].text.text
    refused = boss.db.read_now(lambda tx: tx.all("SELECT id FROM audit_entry WHERE action = 'refused'"))
    assert len(refused) == 3


def code_in(text: str) -> str:
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", text)
    assert found, text
    return found[0]


def test_a_units_link_is_made_once_and_shown_once(boss: Chat) -> None:
    boss.does(Chose("unreached"))
    assert "现在没有" in boss.taps("joinlink")
    made = boss.taps("joinlink:")
    code = code_in(made)
    assert f"https://garden.example/?code={code.replace('-', '')}" in made and "12月10日" in made
    boss.does(Chose(f"joinlink:{unit(boss.db, '县/甲镇')}:new"))
    assert "已经办过" in (boss.notice or "")
    assert "加入甲镇" in Chat(boss.db, COUNTY, NOW, address="new").says(code)
    again = boss.does(Chose(f"joinlink:{unit(boss.db, '县/甲镇')}"))[0].text.text
    assert "12月10日" in again and code not in again


def test_a_link_ends_when_it_is_replaced_or_stopped(boss: Chat) -> None:
    town = unit(boss.db, "县/甲镇")
    codes = []
    for _ in range(2):
        boss.does(Chose(f"joinlink:{town}"))
        codes.append(code_in(boss.taps(f"joinlink:{town}:new")))
    assert "停用" in Chat(boss.db, COUNTY, NOW, address="a").says(codes[0])
    boss.does(Chose(f"joinlink:{town}"))
    assert "已经停用" in boss.taps(f"joinlink:{town}:end")
    boss.taps(f"joinlink:{town}:end")
    assert "已经办过" in (boss.notice or "")
    assert "停用" in Chat(boss.db, COUNTY, NOW, address="b").says(codes[1])


def test_no_link_is_made_for_units_beyond_ones_own(boss: Chat) -> None:
    for path in ("县", "县/乙镇"):
        for step in ("", ":new", ":end"):
            told = boss.does(Chose(f"joinlink:{unit(boss.db, path)}{step}"))
            assert "职权范围" in told[0].text.text
    assert boss.db.read_now(lambda tx: tx.all("SELECT id FROM join_link")) == []


def test_with_several_units_one_is_chosen_first(boss: Chat) -> None:
    boss.db.write_now(lambda tx: supervises(tx, the_person(tx, "1"), "县/乙镇"))
    boss.does(Chose("unreached"))
    boss.taps("joinlink")
    assert "乙镇" in boss.taps(f"joinlink:{unit(boss.db, '县/乙镇')}")


def test_when_everybody_is_reached_it_says_so(boss: Chat) -> None:
    boss.db.write_now(
        lambda tx: tx.run("UPDATE person SET left_on = '2026-01-01' WHERE staff_no NOT IN ('1', '8')")
    )
    assert "都已联系上" in boss.does(Chose("unreached"))[0].text.text
