"""`garden check` says where content is uneven: lengths, pages, places of answers, questions that are there twice."""

from __future__ import annotations

from study.authored import AuthoredContent
from study.content_quality import check_quality
from study.rules.content import BankSheet, BankUnit, QuestionUnit, ReadingSheet, ReadingUnit, Texts
from study.rules.settings import Settings

SETTINGS = Settings()
TOPICS = ("预警", "转移", "值班", "台账", "公示", "合同", "信访", "调解", "预算", "采购", "巡查", "安置")


def said(text: str) -> Texts:
    return {"zh-Hans": text, "en": text}


def question(name: str, stem: str, answer: str = "A") -> QuestionUnit:
    choices = tuple(said(f"{stem}之{letter}") for letter in "甲乙丙丁")
    return QuestionUnit(name, "single_choice", said(stem), (answer,), said(""), choices)


def bank(*questions: QuestionUnit, slug: str = "flood") -> dict[str, BankUnit]:
    return {slug: BankUnit(slug, BankSheet(said("防汛"), "flood", questions))}


def reading(chinese: str, english: str, *check: QuestionUnit) -> dict[str, ReadingUnit]:
    sheet = ReadingSheet(said("防汛"), "flood", said("一句话"), check)
    return {"flood": ReadingUnit("flood", sheet, {"zh-Hans": chinese, "en": english}, {}, "hash")}


def faults(content: AuthoredContent) -> list[str]:
    return [str(fault) for fault in check_quality(SETTINGS, content)]


def test_a_translation_that_leaves_half_out_is_named() -> None:
    chinese = "## 一 {#one}\n\n" + "守住电话。" * 80
    whole, half = ("## One {#one}\n\n" + "Stay by the phone. " * times for times in (60, 20))
    assert faults(AuthoredContent(readings=reading(chinese, whole))) == []
    (fault,) = faults(AuthoredContent(readings=reading(chinese, half)))
    assert fault.startswith("content/readings/flood/en.md: 82 words beside 321 characters")


def test_a_section_of_too_many_pages_is_named() -> None:
    chinese = "## 一 {#one}\n\n" + ("守住电话，问清再报。" * 40 + "\n\n") * 12
    (fault,) = faults(AuthoredContent(readings={"flood": reading(chinese, "")["flood"]}))[1:]
    assert "zh-Hans.md: the section one makes" in fault


def test_right_answers_stand_in_all_places() -> None:
    stems = [f"{topic}应当由谁先办理" for topic in TOPICS]
    even = [question(f"q{n}", stem, "ABCD"[n % 4]) for n, stem in enumerate(stems)]
    uneven = [question(f"q{n}", stem, "AB"[n % 2]) for n, stem in enumerate(stems)]
    assert faults(AuthoredContent(banks=bank(*even))) == []
    told = faults(AuthoredContent(banks=bank(*uneven)))
    assert [fault.split(": ")[1][:18] for fault in told] == [
        "A is right 6 times",
        "B is right 6 times",
        "C is right 0 times",
        "D is right 0 times",
    ]
    assert faults(AuthoredContent(banks=bank(*uneven[:11]))) == []


def test_a_question_that_is_there_twice_is_named_wherever_the_other_is() -> None:
    first, again = (
        question("a", "接到红色预警后村里首先做什么"),
        question("b", "接到红色预警后，村里首先做什么？"),
    )
    (fault,) = faults(AuthoredContent(banks=bank(first, again)))
    assert fault.endswith("b: says nearly what a says")
    banks = {**bank(first), **bank(again, slug="later")}
    (fault,) = faults(AuthoredContent(banks=banks))
    assert fault == "quizzes/later.yaml: b: says nearly what a in quizzes/flood.yaml says"
    (fault,) = faults(AuthoredContent(banks=bank(first), readings=reading("", "", again)))
    assert fault.startswith("content/readings/flood/reading.yaml: b: says nearly what a in")
