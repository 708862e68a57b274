"""Plain text becomes a title, sections and paragraphs, whatever wrote it."""

from __future__ import annotations

import pytest

from study.markdown import blocks_of
from study.reading_files.found import UnreadableReading
from study.reading_files.plain_text import join
from study.reading_files.readers import read_reading

REPORT = """防汛值班须知

　　汛期值班，人在岗、电话通。

一、接报
　　接到险情先问清时间、地点。
　　随后报告带班领导。

二、处置
1. 通知村组
2. 转移群众
3. 清点人数
（一）夜间转移
　　夜间先通知独居老人。
"""


def headings(body: str) -> list[tuple[int, str]]:
    return [(block.level, block.text.text) for block in blocks_of(body) if block.kind == "heading"]


def paragraphs(body: str) -> list[str]:
    return [block.text.text for block in blocks_of(body) if block.kind != "heading"]


def test_the_first_line_is_the_title_and_numbered_lines_alone_are_sections() -> None:
    found = read_reading("x.txt", REPORT.encode())
    assert (found.title, found.language) == ("防汛值班须知", "zh-Hans")
    assert headings(found.body) == [(2, "一、接报"), (2, "二、处置"), (3, "（一）夜间转移")]
    assert paragraphs(found.body)[:3] == [
        "汛期值班，人在岗、电话通。",
        "接到险情先问清时间、地点。",
        "随后报告带班领导。",
    ]


def test_numbered_lines_that_follow_one_another_are_a_list_and_no_headings() -> None:
    found = read_reading("x.txt", REPORT.encode())
    assert paragraphs(found.body)[3:6] == ["1. 通知村组", "2. 转移群众", "3. 清点人数"]


def test_chapters_stand_above_numbers() -> None:
    found = read_reading(
        "x.txt",
        "条例\n\n第一章 总则\n\n为了安全。\n\n一、目的\n\n保护群众。\n\n第二章 附则\n\n施行。".encode(),
    )
    assert headings(found.body) == [(2, "第一章 总则"), (3, "一、目的"), (2, "第二章 附则")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    assert read_reading("x.txt", REPORT.encode(encoding)).title == "防汛值班须知"


def test_what_looks_like_markdown_reads_as_it_was_typed() -> None:
    odd = [
        "# 不是标题",
        "- 不是列表",
        "1) 也不是",
        "**不粗** <b>&amp; [甲](https://x.cn) _a_ `c` \\*",
        "===",
        "+ 加",
    ]
    found = read_reading("x.txt", ("题目\n\n" + "\n\n".join(odd)).encode())
    assert paragraphs(found.body) == odd


def test_lines_that_a_program_broke_are_joined() -> None:
    text = (
        "Flood duty\n\nThe officer on duty answers the telephone at all hours and writes down\n"
        "the time, the place and the name of whoever calls before doing anything\n"
        "else, and then tells the head of the shift without delay by the tele-\n"
        "phone or in person.\n\nA second paragraph."
    )
    found = read_reading("duty.txt", text.encode())
    assert (found.title, found.language) == ("Flood duty", "en")
    first, second = paragraphs(found.body)
    assert first.startswith("The officer on duty") and first.endswith("by the telephone or in person.")
    assert second == "A second paragraph."


def test_a_text_without_a_title_is_called_like_its_file() -> None:
    found = read_reading("值班 须知.txt", "接到险情先问清时间、地点，再报告带班领导，不得迟报。".encode())
    assert found.title == "值班 须知" and found.body.startswith("接到险情")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_text"),
        ("  \n……\n".encode(), "no_text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_readable"),
        (b"\xff\xfe\x00\xd8", "wrong_encoding"),
        (("长" * 200_001).encode(), "too_long"),
        (b"x" * 20_000_001, "too_large"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableReading) as refused:
        read_reading("x.txt", content)
    assert refused.value.reason == reason


def test_what_cannot_be_seen_is_left_out() -> None:
    found = read_reading("x.txt", "标\u202e题\n\n正\u200b文\x07内容。".encode())
    assert (found.title, found.body) == ("标题", "正文内容。")


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("汉字", "汉字", "汉字汉字"),
        ("word", "next", "word next"),
        ("tele-", "phone", "telephone"),
        ("A-", "B", "A- B"),
    ],
)
def test_broken_lines_join(before: str, after: str, whole: str) -> None:
    assert join(before, after) == whole
