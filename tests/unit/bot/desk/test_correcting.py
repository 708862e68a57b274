"""A question is mended from the chat, its answers graded anew, and words nobody foresaw are decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from random import Random

import pytest
from fakes.chat import SHAPES, Chat
from fakes.correcting import NOW, WORDS, answers, build, grant, question_id, run, state, with_words
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    at,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    the_person,
)

import storage.banks
import storage.identities
import storage.points
import storage.units
from bot.conversation.composing import COMPOSERS
from bot.conversation.incoming import Chose, Command, Incoming
from bot.conversation.rendering import render
from bot.conversation.turn import Turn
from bot.locales import Words
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import answer_reviews, audit, content, regrade

COUNTY = small_county(plan=(plan_item("11-02", "11-30", quiz=PLAN_QUIZ),))
EARLIER = NOW - timedelta(hours=1)


@pytest.fixture
def chat(inline: InlineDatabase) -> Callable[[str], Chat]:
    """The chat of somebody, by staff number."""
    inline.write_now(build, COUNTY, "telegram")

    @cache
    def of(staff_no: str) -> Chat:
        person_id = inline.read_now(the_person, staff_no).id
        return Chat(inline, COUNTY, NOW, address=f"telegram-{person_id}", rng=Random(person_id))

    return of


def id_of(chat: Chat, name: str = "q1", bank: str = FIRE) -> int:
    return chat.db.read_now(question_id, name, bank)


def opens(chat: Chat, name: str = "q1", bank: str = FIRE) -> str:
    return chat.tap(f"qn:{id_of(chat, name, bank)}")


def answered(chat: Chat, staff_no: str, letter: str, kind: str = "practice", now: datetime = EARLIER) -> None:
    chat.db.write_now(answers, staff_no, kind, {"q1": (letter,)}, COUNTY, now)


def rekeyed(chat: Chat, letter: str = "B") -> str:
    number = id_of(chat)
    chat.tap(f"qe:key:{number}")
    chat.tap(f"qe:is:{number}:{letter}")
    return chat.tap("qe:yes")


def works(chat: Chat) -> None:
    chat.db.write_now(run, COUNTY, chat.now)


def recounts(chat: Chat) -> bool:
    return chat.db.read_now(audit.recount, COUNTY).discrepancies == ()


def refusals(chat: Chat) -> int:
    return len(chat.db.read_now(lambda tx: tx.all("SELECT id FROM audit_entry WHERE action = 'refused'")))


def told(chat: Chat, staff_no: str, kind: str = "regraded") -> list[str]:
    """What is on its way to somebody, as it will read; a row with nothing left to say is left out."""

    def compose(tx: Transaction) -> list[str]:
        person = the_person(tx, staff_no)
        identity = storage.identities.find(tx, "telegram", f"telegram-{person.id}")
        assert identity is not None
        incoming = Incoming("telegram", identity.address, "", Command("today"), person.language, None)
        turn = Turn(tx, incoming, identity, person, SHAPES["telegram"], COUNTY, Random(1), NOW)
        rows = tx.all(
            "SELECT message_json FROM outbox WHERE person_id = :id AND kind = :kind", id=person.id, kind=kind
        )
        found = []
        for each in rows:
            row = OutboxMessage(
                1,
                person.id,
                identity.id,
                "telegram",
                identity.address,
                person.language,
                kind,
                1,
                each["message_json"],
                NOW,
                0,
            )
            message = COMPOSERS[kind](turn, row)
            if message is not None:
                bubbles = render(message, person.language, SHAPES["telegram"], Words(COUNTY.zone))
                found.append("\n".join(bubble.text.text for bubble in bubbles))
        return found

    return chat.db.read_now(compose)


def speaks_english(chat: Chat, staff_no: str) -> None:
    chat.db.write_now(
        lambda tx: tx.run("UPDATE person SET language = 'en' WHERE staff_no = :no", no=staff_no)
    )


def test_the_card_shows_the_question_its_key_and_what_was_made_of_it(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    answered(office, "1", "A")
    answered(office, "2", "B")
    card = opens(office)
    for needed in ("q1？", "A. 先报告", "答案：A", "解析：因为如此。", "共答 2 次，答对 50%"):
        assert needed in card
    assert office.offers("qe:text:") and office.offers("regrade:see:") and office.offers("qn:out:")
    own = opens(chat("乙教"))
    assert "还没有人答过" in own and not chat("乙教").offers("qe:")
    assert not chat("乙教").offers("regrade:")


def test_a_text_is_changed_after_one_confirmation_and_once(chat: Callable[[str], Chat]) -> None:
    office, number = chat("县教"), id_of(chat("县教"))
    opens(office)
    office.taps("qe:text:")
    assert "现在是" in office.taps(f"qe:field:{number}:B")
    card = office.says("先<b>&灭火")
    assert "改：先<b>&灭火" in card and "只改中文" in card and "判的分不变" in card
    saved = office.taps("qe:yes")
    assert "已保存" in saved and "B. 先<b>&灭火" in saved and "第 2 版" in saved and "与题库文件不同" in saved
    assert office.tap("qe:yes") == "" and office.notice
    texts = office.db.read_now(state).version.content["choices"][1]
    assert texts == {"zh-Hans": "先<b>&灭火", "en": "先处置 in English"}
    [entry] = office.db.read_now(
        lambda tx: tx.all("SELECT before_json, after_json FROM audit_entry WHERE action = 'question_edit'")
    )
    assert (
        entry["before_json"]["choices"][1] == "先处置" and entry["after_json"]["choices"][1] == "先<b>&灭火"
    )


def test_what_makes_no_question_is_refused_with_a_sentence_in_either_language(
    chat: Callable[[str], Chat],
) -> None:
    office, number = chat("县教"), id_of(chat("县教"))
    office.tap(f"qe:field:{number}:B")
    assert "选项 A 和 B 相同" in office.says("先报告")
    assert "和现在一样" in office.says("先处置")
    assert "120 字以内" in office.says("长" * 121)
    speaks_english(office, "县教")
    office.tap(f"qe:field:{number}:B")
    assert "Choices A and B are the same." in office.says("先报告 in English")
    assert office.tap("qe:yes") == "" and office.db.read_now(state).versions == 1


def test_leaving_it_changes_nothing_and_a_later_version_is_not_overwritten(
    chat: Callable[[str], Chat],
) -> None:
    office, number = chat("县教"), id_of(chat("县教"))
    office.tap(f"qe:field:{number}:stem")
    office.says("另一种问法？")
    assert "没有改动" in office.taps("qe:no:") and office.tap("qe:yes") == ""
    office.tap(f"qe:field:{number}:stem")
    office.says("另一种问法？")
    grant_second = a_second_county_instructor(chat)
    rekeyed(grant_second)
    assert office.tap("qe:yes") == "" and office.notice
    assert office.db.read_now(state).version.content["stem"]["zh-Hans"] == "q1？"


def a_second_county_instructor(chat: Callable[[str], Chat]) -> Chat:
    def add(tx: Transaction) -> None:
        a_person(tx, "县教二", "县", channel="telegram")
        grant(tx, "县教二", "instructor", "县")

    chat("县教").db.write_now(add)
    return chat("县教二")


def test_another_key_asks_for_a_regrade_that_is_counted_confirmed_and_told(
    chat: Callable[[str], Chat],
) -> None:
    office = chat("县教")
    answered(office, "1", "A")
    answered(office, "2", "B")
    card = rekeyed(office)
    assert "有 2 次作答是按原来的答案判的" in card and "答案：B" in card
    choice = office.taps("regrade:see:")
    assert "按新答案，只加不减\n1 人有变动：升 1 人，降 0 人，跨及格线 0 人" in choice
    assert "一律按新答案\n2 人有变动：升 1 人，降 1 人" in choice and "范围：全体" in choice
    assert "已得的分会扣回" in office.taps("regrade:strict:")
    confirm = office.says("第三条写的是先处置")
    assert "补 1 分，扣回 1 分" in confirm and "说明：第三条写的是先处置" in confirm
    assert "正在重新判分" in office.taps("regrade:yes")
    assert office.tap("regrade:yes") == "" and office.notice
    works(office)
    assert recounts(office)
    [lost], [won] = told(office, "1"), told(office, "2")
    for needed in ("q1？", " 先报告", "现改判为错", "扣回 1 分", "说明：第三条写的是先处置"):
        assert needed in lost
    assert "现改判为对" in won and "补 1 分" in won
    again = office.tap(f"regrade:see:{id_of(office)}")
    assert "一律按新答案" not in again and "这题作废" in again
    assert "2 人有变动" in opens(office) and "按原来的答案判的" not in opens(office)
    assert "重新判分补记" in chat("2").commands("points")


def test_the_same_in_english(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    for staff_no in ("县教", "1"):
        speaks_english(office, staff_no)
    answered(office, "1", "A")
    assert "Answered 1 time, 100% right" in opens(office)
    assert "1 answer was graded by an earlier key" in rekeyed(office)
    assert "1 affected: 0 up, 1 down, 0 cross the pass mark" in office.taps("regrade:see:")
    office.taps("regrade:void:")
    assert "0 points given, 1 taken back" in office.taps("regrade:say:unclear")
    office.taps("regrade:yes")
    works(office)
    [notice] = told(office, "1")
    assert "The question was faulty and does not count" in notice and "1 point taken back" in notice
    assert "Void: 1 answer does not count" in opens(office)


def test_the_plan_item_is_done_or_asked_for_again_in_the_message(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    given = {"q1": ("B",), "q2": ("A",), "q3": ("A",), "q4": ("B",), "q5": ("B",)}

    def scene(tx: Transaction) -> None:
        tx.run("UPDATE enrollment SET read_at = :now WHERE person_id = 1", now=EARLIER)
        answers(tx, "1", "plan", given, COUNTY, EARLIER)

    office.db.write_now(scene)
    rekeyed(office)
    begins(office, "keep_higher")
    [notice] = told(office, "1")
    assert (
        "那次测验现在是 5 题对 3 题" in notice
        and "测验已通过，这一项已完成" in notice
        and "补 10 分" in notice
    )
    rekeyed(office, "C")
    begins(office, "strict")
    assert len(told(office, "1")) == 1, "the first message has nothing left to say"
    assert "测验请再做一次" in told(office, "1")[0] and "扣回 10 分" in told(office, "1")[0]
    assert office.db.read_now(lambda tx: share_of(tx, the_person(tx))).is_open


def begins(office: Chat, mode: str) -> None:
    office.tap(f"regrade:{mode}:{id_of(office)}")
    office.tap("regrade:say:wrongkey")
    office.tap("regrade:yes")
    works(office)


def test_an_instructor_of_one_town_cannot_touch_the_bank_of_another(chat: Callable[[str], Chat]) -> None:
    office = chat("乙教")

    def make(tx: Transaction) -> int:
        unit = storage.units.ensure(tx, ["县/甲镇"])["县/甲镇"]
        made = storage.banks.insert_made(
            tx, title="甲镇题", unit_id=unit.id, made_by=None, file_name="", now=NOW
        )
        whole = state(tx).version.content
        storage.banks.save_questions(tx, made.slug, [("1", "h", whole)], NOW)
        return question_id(tx, "1", made.slug)

    number = office.db.write_now(make)
    for data in (
        f"qn:{number}",
        f"qe:key:{number}",
        f"qe:is:{number}:B",
        f"qn:out:{number}",
        f"regrade:see:{number}",
    ):
        assert "职权范围" in office.tap(data)
    assert refusals(office) == 5
    assert "qe:key" in " ".join(opens_data(chat("甲教"), number))
    folder = id_of(office)
    assert "职权范围" in office.tap(f"qe:key:{folder}") and "职权范围" in office.tap(f"qn:out:{folder}")
    assert refusals(office) == 7


def opens_data(office: Chat, number: int) -> list[str]:
    office.tap(f"qn:{number}")
    return [button.data for row in office.bubbles[-1].rows for button in row]


def test_a_town_regrades_its_own_people_and_is_told_so(chat: Callable[[str], Chat]) -> None:
    office = chat("甲教")
    answered(office, "1", "A")
    answered(office, "3", "A")
    opens(office)
    assert "范围：甲镇及以下" in office.taps("regrade:see:")
    begins(office, "void")
    assert told(office, "1") and not told(office, "3") and recounts(office)


def test_a_question_is_taken_out_and_put_back_and_the_file_does_not_bring_it_back(
    chat: Callable[[str], Chat],
) -> None:
    office, number = chat("县教"), id_of(chat("县教"))
    opens(office)
    assert "已停用" in office.taps("qn:out:") and office.tap(f"qn:out:{number}") == ""
    office.db.write_now(content.take_in, with_words(), NOW)
    assert not office.db.read_now(state).is_current
    assert "已恢复" in office.taps("qn:in:") and office.db.read_now(state).is_current


def test_several_right_choices_are_ticked_or_typed(chat: Callable[[str], Chat]) -> None:
    office, number = chat("县教"), id_of(chat("县教"), "m1", WORDS)
    opens(office, "m1", WORDS)
    office.taps("qe:key:")
    office.tap(f"qe:tick:{number}:C")
    office.tap(f"qe:tick:{number}:B")
    assert "A、C → A、B" in office.tap(f"qe:done:{number}")
    assert "A、C → B、C" in office.says("bc")
    office.taps("qe:yes")
    assert office.db.read_now(state, "m1", WORDS).version.content["answer"] == ["B", "C"]
    truth = id_of(office, "t1", WORDS)
    office.tap(f"qe:key:{truth}")
    assert "√ → ×" in office.taps(f"qe:is:{truth}:")


def test_an_accepted_form_is_added_by_typing_and_dropped_by_a_tap(chat: Callable[[str], Chat]) -> None:
    office, number = chat("县教"), id_of(chat("县教"), "w1", WORDS)
    office.tap(f"qe:key:{number}")
    assert not office.offers("qe:drop:")
    assert "三级 → 三级 / 较大" in office.says("较大")
    office.taps("qe:yes")
    office.tap(f"qe:key:{number}")
    assert "三级 / 较大 → 较大" in office.tap(f"qe:drop:{number}:0")
    office.taps("qe:yes")
    assert office.db.read_now(state, "w1", WORDS).version.content["answer"] == ["较大"]


def wrote(chat: Chat, staff_no: str, words: str, kind: str = "scheduled") -> None:
    chat.db.write_now(answers, staff_no, kind, {"w1": (words,)}, COUNTY, EARLIER, WORDS)


def balance(chat: Chat, staff_no: str) -> int:
    return chat.db.read_now(lambda tx: storage.points.balance(tx, the_person(tx, staff_no).id, 2026)[1])


def test_words_nobody_foresaw_wait_once_and_are_accepted_for_all(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    wrote(office, "1", "Ⅲ 级")
    wrote(office, "3", "III级")
    wrote(office, "2", "不知道", "practice")
    assert "待认可的答案 1 种" in str([b.label for row in _queue(office) for b in row])
    card = office.taps("answers")
    for needed in ("w1？", "认可的答案：三级", "有人答：Ⅲ 级", "这样答的 2 人", "依据《fire-safety 读本》"):
        assert needed in card
    number = office.data("answer:accepted:")
    assert "以后都认可" in office.tap(number) and "没有要看的答案" in office.bubbles[-1].text.text
    assert office.tap(number) == "" and office.notice
    works(office)
    assert [balance(office, each) for each in "13"] == [1, 1] and recounts(office)
    assert "这样答也对" in told(office, "1")[0]
    assert office.db.read_now(state, "w1", WORDS).version.content["answer"] == ["三级", "Ⅲ 级"]
    wrote(office, "2", "iii级")
    assert balance(office, "2") == 1 and "没有等您处理" in office.commands("queue")


def _queue(chat: Chat) -> list[list[object]]:
    chat.commands("queue")
    return [list(row) for row in chat.bubbles[-1].rows]


def test_accepted_once_credits_whoever_wrote_it_and_leaves_the_list(chat: Callable[[str], Chat]) -> None:
    office = chat("甲教")
    wrote(office, "1", "蓝色预警")
    wrote(office, "3", "蓝色预警")
    office.tap("answers")
    assert not office.offers("answer:accepted:")
    office.taps("answer:once:")
    works(office)
    assert [balance(office, each) for each in "13"] == [1, 0] and recounts(office)
    assert office.db.read_now(state, "w1", WORDS).version.content["answer"] == ["三级"]
    assert "蓝色预警" in chat("乙教").tap("answers"), "the other town's people wait for their own"


def test_not_accepted_with_a_comment_is_told_once_and_without_one_not_at_all(
    chat: Callable[[str], Chat],
) -> None:
    office = chat("县教")
    wrote(office, "1", "二级")
    wrote(office, "2", "乱写的")
    office.tap("answers")
    office.taps("answer:why:")
    assert "会告诉 1 人原因" in office.says("二级是<重大>，不是较大")
    [reason] = told(office, "1", "answer_refused")
    assert "您答：二级" in reason and "没有算对。二级是<重大>，不是较大" in reason
    assert "乱写的" in office.tap("answers")
    office.taps("answer:refused:")
    assert not office.db.read_now(lambda tx: outbox_of(tx, the_person(tx, "2"), "answer_refused"))
    wrote(office, "3", "乱写的")
    assert "没有要看的答案" in office.tap("answers"), "the same words wait once"
    assert balance(office, "1") == 0 and recounts(office)


def test_skipping_shows_the_next_and_nobody_decides_their_own(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    wrote(office, "1", "甲说")
    wrote(office, "2", "乙说")
    wrote(office, "县教", "我说")
    assert "甲说" in office.tap("answers") and "（1/2）" in office.bubbles[-1].text.text
    assert "乙说" in office.taps("answers:1")
    speaks_english(office, "县教")
    assert "Is this answer right? (2/2)" in office.tap("answers:1")


def test_a_learner_sees_no_waiting_answers_and_decides_none(chat: Callable[[str], Chat]) -> None:
    office = chat("县教")
    wrote(office, "1", "甲说")
    office.tap("answers")
    decide = office.data("answer:once:")
    cadre = chat("2")
    assert "职权范围" in cadre.tap("answers") and "职权范围" in cadre.tap(decide)
    assert "没有要看的答案" in chat("乙教").tap("answers")
    assert chat("乙教").tap(decide) == "" and chat("乙教").notice
    assert refusals(office) == 2


def test_from_a_dispute_one_tap_leads_to_the_question(chat: Callable[[str], Chat]) -> None:
    cadre = chat("1")
    cadre.does(Chose(f"practice:{FIRE}"))
    rows = [button for row in cadre.bubbles[-1].rows for button in row if button.data.startswith("a:")]
    cadre.tap(rows[0].data)
    cadre.taps("wrong:")
    cadre.taps("dispute:say:key")
    office = chat("甲教")
    office.tap("disputes")
    office.taps("decide:see:")
    assert "有 1 人反映这道题" in office.taps("qn:")


def test_reviewers_hear_of_waiting_answers_once(chat: Callable[[str], Chat]) -> None:
    office = chat("甲教")
    wrote(office, "1", "甲说")
    morning = at("2026-11-24 08:30")
    assert office.db.write_now(answer_reviews.tell_reviewers, COUNTY, morning) == 1
    assert office.db.write_now(answer_reviews.tell_reviewers, COUNTY, morning + timedelta(days=1)) == 0
    [notice] = office.db.read_now(lambda tx: outbox_of(tx, the_person(tx, "甲教"), "desk_notice"))
    assert notice["state"] == "pending"


def test_nobody_without_the_role_asks_for_a_regrade(chat: Callable[[str], Chat]) -> None:
    cadre = chat("1")
    number = id_of(cadre)
    assert cadre.db.write_now(regrade.ask, number, "void", "x", 1, COUNTY, NOW) is None
    for data in (f"qn:{number}", f"qe:key:{number}", f"regrade:void:{number}", "regrade:yes", "qe:yes"):
        assert "职权范围" in cadre.tap(data)
