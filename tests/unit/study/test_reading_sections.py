"""Where sections begin and end in Markdown, what two versions differ in, which one teaches a question."""

from __future__ import annotations

import pytest

from study.markdown import blocks_of
from study.reading_sections import alt_text, difference, outline, sections, teaches, with_pictures

BODY = "开头。\n\n## 接报 {#report}\n\n先问清时间。\n\n### 细节\n\n- 一\n- 二\n\n处置\n---\n\n转移群众。"


def test_sections_have_the_ids_that_pages_know() -> None:
    assert [(each.id, each.heading) for each in sections(BODY)] == [
        ("", ""),
        ("report", "接报"),
        ("s2", "处置"),
    ]
    assert {block.section for block in blocks_of(BODY)} == {each.id for each in sections(BODY)}


@pytest.mark.parametrize("section", ["", "report", "s2"])
def test_a_picture_is_the_last_of_its_section(section: str) -> None:
    blocks = [
        block for block in blocks_of(with_pictures(BODY, [(section, "p1", "图")])) if block.section == section
    ]
    assert [block.kind for block in blocks].index("image") == len(blocks) - 1
    assert (blocks[-1].text.text, blocks[-1].url) == ("图", "p1")


def test_a_picture_of_a_section_that_is_gone_stands_at_the_end() -> None:
    *_, last = blocks_of(with_pictures(BODY, [("gone", "p1", "图")]))
    assert last.kind == "image" and last.section == "s2"
    (only, image) = blocks_of(
        with_pictures(
            "只有一段。",
            [
                ("", "p1", "甲"),
            ],
        )
    )
    assert (only.kind, image.kind) == ("paragraph", "image")


def test_several_pictures_keep_their_order() -> None:
    body = with_pictures(BODY, [("s2", "p1", "甲"), ("report", "p2", "乙"), ("s2", "p3", "丙")])
    assert [block.url for block in blocks_of(body) if block.kind == "image"] == ["p2", "p1", "p3"]


@pytest.mark.parametrize("words", ["普通", "a](https://x.cn)", "[[x]]", "!x", "多\n行", "`x`", "反\\斜"])
def test_words_of_a_picture_never_become_anything_else(words: str) -> None:
    _, image = blocks_of(with_pictures("文。", [("", "p1", alt_text(words))]))
    assert (image.kind, image.url, image.text.text) == ("image", "p1", alt_text(words))


def test_what_differs_is_told_by_heading() -> None:
    after = BODY.replace("先问清时间", "先问清地点").replace("处置\n---", "## 报告")
    found = difference(outline(BODY), outline(after))
    assert (found.added, found.removed, found.changed) == (("报告",), ("处置",), ("接报",))
    assert difference(outline(BODY), outline(BODY)).changed == ()


def test_the_section_that_says_most_of_a_question_teaches_it() -> None:
    assert teaches(BODY, "先问清什么时间？") == "report"
    assert teaches(BODY, "完全无关的另一件事情") == ""
    assert teaches(BODY, "") == ""
