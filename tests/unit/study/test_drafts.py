"""Readings written in the chat: drafts, their check questions and files, published for a unit and anew."""

from __future__ import annotations

from random import Random
from typing import Any

from fakes.county import FIRE, a_person, answer_all, at, small_county, take_in_small_content

import storage.assignments
import storage.audit_log
import storage.content
import storage.drafts
import storage.grants
import storage.stored_files
import storage.units
from storage.audit_log import Search
from storage.database import Database
from storage.drafts import Draft
from storage.inline import InlineDatabase
from storage.people import Person
from storage.transaction import Transaction
from study import (
    content,
    draft_checks,
    draft_files,
    draft_publishing,
    drafts,
    made_readings,
    passages,
    quizzes,
    reading_upload,
    readings,
)
from study.authored import AuthoredContent

NOW = at("2026-11-23 10:00")
TODAY = NOW.date()
COUNTY = small_county()
BODY = "## 接报\n\n接到险情先问清时间和地点。\n\n## 处置\n\n立即转移低洼处的群众。"
QUESTION = "1. 接到险情先问清什么？（A）\nA. 时间和地点\nB. 天气\nC. 职务\n解析：先核实。"


def an_instructor(tx: Transaction, staff_no: str = "9", unit: str = "县/甲镇") -> Person:
    person = a_person(tx, staff_no, unit)
    storage.grants.put(tx, person.id, "instructor", person.unit_id, None, NOW)
    return person


def read_facts(body: str = BODY, title: str = "值班须知") -> dict[str, Any]:
    return reading_upload.read("值班.md", f"# {title}\n\n{body}".encode())


def a_draft(tx: Transaction, actor: Person, body: str = BODY) -> Draft:
    draft_id = drafts.make(tx, actor.id, actor.unit_id, read_facts(body), NOW)
    return the_draft(tx, actor, draft_id)


def the_draft(tx: Transaction, actor: Person, draft_id: int) -> Draft:
    draft = drafts.editable(tx, actor.id, draft_id, TODAY)
    assert draft is not None
    return draft


def with_question(tx: Transaction, actor: Person, draft: Draft, typed: str = QUESTION) -> Draft:
    assert draft_checks.add_check(tx, draft, draft_checks.read_check(typed), actor.id, NOW) == 1
    return the_draft(tx, actor, draft.id)


def published(tx: Transaction, actor: Person) -> str:
    made = draft_publishing.publish(tx, with_question(tx, actor, a_draft(tx, actor)), actor.id, NOW)
    assert not isinstance(made, str)
    return made[0]


def audited(tx: Transaction) -> list[str]:
    return [entry.action for entry in reversed(storage.audit_log.search(tx, Search(), 100))]


async def test_a_reading_goes_from_a_file_to_those_of_its_unit(database: Database) -> None:
    teacher = await database.write(an_instructor)
    inside = await database.write(a_person, "1", "县/甲镇/一村")
    outside = await database.write(a_person, "2", "县/乙镇")
    slug = await database.write(published, teacher)
    assert slug == "reading-1"
    (line,) = await database.read(readings.list_readings, inside, COUNTY, NOW)
    assert (line.slug, line.title, line.minutes) == (slug, "值班须知", 1)
    assert await database.read(readings.list_readings, outside, COUNTY, NOW) == []
    opened = await database.read(readings.open_reading, inside, slug, 900, COUNTY)
    assert opened is not None and [page.section for page in opened.pages] == ["s1", "s2"]
    assert await database.read(readings.open_reading, outside, slug, 900, COUNTY) is None
    attempt = await database.write(quizzes.resume_or_start_check, inside.id, slug, Random(1), NOW)
    assert attempt is not None
    done = await database.write(answer_all, attempt, COUNTY, NOW)
    assert done.finished is not None and done.finished.award is not None
    assert await database.read(audited) == ["draft_make", "draft_change", "reading_publish"]


async def test_a_next_version_keeps_completions_questions_and_files(database: Database) -> None:
    teacher = await database.write(an_instructor)
    cadre = await database.write(a_person, "1", "县/甲镇")
    slug = await database.write(published, teacher)
    await database.write(readings.complete_reading, cadre.id, slug, COUNTY, NOW)

    def write_anew(tx: Transaction) -> Draft:
        last = storage.drafts.published(tx, slug)
        assert last is not None
        facts = read_facts("## 接报\n\n先问清时间、地点和人数。\n\n## 报告\n\n报告带班领导。")
        return the_draft(tx, teacher, drafts.revise(tx, teacher.id, last, facts, NOW))

    draft = await database.write(write_anew)
    assert (draft.slug, len(draft.check), draft.content["title"]) == (slug, 1, "值班须知")
    assert (await database.write(write_anew)).id == draft.id
    assert await database.write(draft_publishing.publish, draft, teacher.id, NOW) == (slug, True)
    version = await database.read(storage.content.current_reading, slug)
    assert version is not None and "人数" in version.content["bodies"]["zh-Hans"]
    (line,) = await database.read(readings.list_readings, cadre, COUNTY, NOW)
    assert line.completed
    assert not (await database.write(readings.complete_reading, cadre.id, slug, COUNTY, NOW)).first
    assert await database.write(draft_publishing.publish, draft, teacher.id, NOW) == "gone"


def test_each_reading_has_a_name_of_its_own(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    assert [inline.write_now(published, teacher) for _ in range(2)] == ["reading-1", "reading-2"]


def test_the_folder_neither_retires_nor_hides_what_was_made_in_the_chat(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    inline.write_now(take_in_small_content)
    slug = inline.write_now(published, teacher)
    inline.write_now(content.take_in, AuthoredContent({}, {}), NOW)
    assert [line.slug for line in inline.read_now(readings.list_readings, teacher, COUNTY, NOW)] == [slug]
    inline.write_now(take_in_small_content)
    slugs = {line.slug for line in inline.read_now(readings.list_readings, teacher, COUNTY, NOW)}
    assert {slug, FIRE} < slugs


def test_the_passage_a_question_rests_on_is_told_by_its_words(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    slug = inline.write_now(published, teacher)
    (row,) = inline.read_now(storage.content.candidates, [quizzes.check_bank(slug)], teacher.id)
    question = inline.read_now(storage.content.question_version, row["version_id"])
    assert question.content["reading"] == f"{slug}#s1"
    found = inline.read_now(passages.passage, question.content["reading"], "zh-Hans", COUNTY)
    assert found is not None and found.text == "接到险情先问清时间和地点。"


def test_without_a_check_question_nothing_is_published(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    draft = inline.write_now(a_draft, teacher)
    assert inline.write_now(draft_publishing.publish, draft, teacher.id, NOW) == "no_check"


def test_three_check_questions_and_no_more(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    draft = inline.write_now(a_draft, teacher)
    several = "\n".join(f"{n}. 第{n}问（A）\nA. 是{n}\nB. 否{n}" for n in range(1, 5))
    add = draft_checks.add_check

    def adds(typed: str) -> int | str:
        held = inline.write_now(the_draft, teacher, draft.id)
        return inline.write_now(add, held, draft_checks.read_check(typed), teacher.id, NOW)

    assert adds(several) == "full"
    assert adds(QUESTION) == 1
    assert adds(QUESTION) == 0
    assert adds("险情要立即报告。（√）") == 1
    assert adds("1. 谈谈体会。\n答案：略") == 0
    held = inline.write_now(the_draft, teacher, draft.id)
    assert [each["type"] for each in held.check] == ["single_choice", "true_false"]
    name = held.check[0]["name"]
    assert inline.write_now(draft_checks.remove_check, held, name, teacher.id, NOW)
    held = inline.write_now(the_draft, teacher, draft.id)
    assert not inline.write_now(draft_checks.remove_check, held, name, teacher.id, NOW)
    assert [each["type"] for each in held.check] == ["true_false"]


async def test_pictures_stand_at_the_end_of_their_section(database: Database) -> None:
    teacher = await database.write(an_instructor)

    def attached(tx: Transaction) -> Draft:
        draft = with_question(tx, teacher, a_draft(tx, teacher))
        for purpose, words in (("picture", "转移[路线]图"), ("audio", "朗读")):
            draft_files.want(tx, teacher.id, purpose, draft, NOW, "s1" if purpose == "picture" else "", words)
            want = draft_files.wanted(tx, teacher.id, purpose, NOW)
            assert want is not None
            assert draft_files.attach(tx, draft, "image/png", b"\x00bytes", want, NOW) != "full"
        return draft

    draft = await database.write(attached)
    slug, _ = await database.write(draft_publishing.publish, draft, teacher.id, NOW)
    opened = await database.read(readings.open_reading, teacher, slug, 900, COUNTY)
    assert opened is not None and opened.audio is not None
    assert "转移（路线）图" in opened.pages[0].text.text and "转移" not in opened.pages[0].text.text[:20]
    ((name, image),) = opened.images.items()
    assert image["alt"]["zh-Hans"] == "转移（路线）图"
    path = image["file"]["zh-Hans"]
    assert path == opened.audio["file"] and path.startswith("stored/")
    stored = await database.read(storage.stored_files.content, path)
    assert stored == ("image/png", b"\x00bytes")
    assert name.startswith("p")


def test_what_was_asked_for_long_ago_is_wanted_no_more(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    draft = inline.write_now(a_draft, teacher)
    inline.write_now(draft_files.want, teacher.id, "picture", draft, NOW, "s1", "图")
    later = NOW + draft_files.WANTED_FOR
    assert inline.read_now(draft_files.wanted, teacher.id, "picture", later) is not None
    assert inline.read_now(draft_files.wanted, teacher.id, "audio", NOW) is None
    after = later.replace(second=1)
    assert inline.read_now(draft_files.wanted, teacher.id, "picture", after) is None


def test_a_reading_is_taken_back_unless_somebody_must_read_it(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    slug = inline.write_now(published, teacher)
    draft = inline.read_now(storage.drafts.published, slug)
    assert draft is not None

    def require(tx: Transaction) -> None:
        storage.assignments.insert(
            tx,
            kind="plan",
            name=slug,
            occurrence="2026",
            reading=slug,
            quiz=None,
            audience={"everyone": True},
            opens_at=NOW,
            due_at=at("2026-12-01 00:00"),
        )

    inline.write_now(require)
    assert inline.write_now(draft_publishing.withdraw, draft, teacher.id, NOW) == "required"
    over = at("2026-12-02 00:00")
    assert inline.write_now(draft_publishing.withdraw, draft, teacher.id, over) is None
    assert inline.write_now(draft_publishing.withdraw, draft, teacher.id, over) == "gone"
    assert inline.read_now(readings.list_readings, teacher, COUNTY, NOW) == []
    again = inline.write_now(the_draft, teacher, draft.id)
    assert inline.write_now(draft_publishing.publish, again, teacher.id, NOW) == (slug, False)
    assert len(inline.read_now(readings.list_readings, teacher, COUNTY, NOW)) == 1


def test_only_those_who_teach_the_unit_reach_its_drafts(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    neighbour = inline.write_now(an_instructor, "8", "县/乙镇")
    above = inline.write_now(an_instructor, "7", "县")
    draft = inline.write_now(a_draft, teacher)
    for person, reaches in ((teacher, True), (neighbour, False), (above, True)):
        assert bool(inline.write_now(drafts.editable, person.id, draft.id, TODAY)) == reaches
        assert bool(inline.read_now(drafts.visible, person.id, draft.id, TODAY)) == reaches
        assert bool(inline.read_now(drafts.listed, person.id, TODAY)) == reaches


def test_those_asked_to_read_may_whatever_their_unit(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    outside = inline.write_now(a_person, "2", "县/乙镇")
    slug = inline.write_now(published, teacher)
    usable = inline.read_now(made_readings.usable, teacher.id, "push", TODAY)
    assert [version.slug for version in usable] == [slug]
    assert inline.read_now(made_readings.usable, outside.id, "push", TODAY) == []
    assert not inline.read_now(made_readings.may_read, outside, slug)

    def enrol(tx: Transaction) -> None:
        assignment_id = storage.assignments.insert(
            tx,
            kind="plan",
            name=slug,
            occurrence="2026",
            reading=slug,
            quiz=None,
            audience={"everyone": True},
            opens_at=NOW,
            due_at=at("2026-12-01 00:00"),
        )
        tx.run(
            "INSERT INTO enrollment (assignment_id, person_id, unit_id, opened_at, due_at)"
            " VALUES (:assignment, :person, :unit, :now, :now)",
            assignment=assignment_id,
            person=outside.id,
            unit=outside.unit_id,
            now=NOW,
        )

    inline.write_now(enrol)
    assert inline.read_now(made_readings.may_read, outside, slug)
    assert [line.slug for line in inline.read_now(readings.list_readings, outside, COUNTY, NOW)] == [slug]


def test_titles_summaries_and_minutes_are_kept_within_bounds(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    draft = inline.write_now(a_draft, teacher)
    inline.write_now(drafts.set_title, draft, " 新\n标题 " + "长" * 99, teacher.id, NOW)
    held = inline.write_now(the_draft, teacher, draft.id)
    inline.write_now(drafts.set_minutes, held, 9999, teacher.id, NOW)
    held = inline.write_now(the_draft, teacher, draft.id)
    assert held.content["title"].startswith("新 标题 长") and len(held.content["title"]) == 60
    assert held.content["minutes"] == 240


def test_a_dropped_draft_is_gone_and_what_is_published_stays(inline: InlineDatabase) -> None:
    teacher = inline.write_now(an_instructor)
    slug = inline.write_now(published, teacher)
    last = inline.read_now(storage.drafts.published, slug)
    assert last is not None
    draft_id = inline.write_now(drafts.revise, teacher.id, last, read_facts("新文字在这里。"), NOW)
    draft = inline.write_now(the_draft, teacher, draft_id)
    assert inline.write_now(drafts.discard, draft, teacher.id, NOW)
    assert not inline.write_now(drafts.discard, draft, teacher.id, NOW)
    assert [each.id for each in inline.read_now(drafts.listed, teacher.id, TODAY)] == [last.id]
