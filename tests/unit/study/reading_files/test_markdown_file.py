"""Markdown is taken as it is, with its sections at `##`."""

from __future__ import annotations

import pytest

from study.markdown import blocks_of
from study.reading_files.found import UnreadableReading
from study.reading_files.readers import read_reading


def body(source: str) -> str:
    return read_reading("须知.md", source.encode()).body


def test_the_first_heading_above_all_others_is_the_title() -> None:
    found = read_reading("x.md", "# **值班**须知 {#top}\n\n开头。\n\n## 接报 {#report}\n\n先报告。".encode())
    assert (found.title, found.body) == ("值班须知", "开头。\n\n## 接报 {#report}\n\n先报告。")


@pytest.mark.parametrize(
    ("source", "headings"),
    [
        ("# 甲\n\n文。\n\n# 乙\n\n文。", ["## 甲", "## 乙"]),
        ("# 甲\n\n#### 乙\n\n文。\n\n### 丙\n\n文。", ["### 乙", "## 丙"]),
        ("题\n===\n\n节\n---\n\n文。", ["## 节"]),
        ("## 甲\n\n文。\n\n```\n# 不是\n```\n\n## 乙\n\n文。", ["## 甲", "# 不是", "## 乙"]),
    ],
)
def test_sections_stand_at_two_marks(source: str, headings: list[str]) -> None:
    assert [line for line in body(source).splitlines() if line.startswith("#")] == headings


def test_what_stands_in_front_of_the_text_gives_the_title() -> None:
    found = read_reading(
        "x.md", '---\ntitle: "值班须知"\nlang: zh\n---\n# 一\n\n文。\n\n# 二\n\n文。'.encode()
    )
    assert found.title == "值班须知" and found.body.startswith("## 一")


def test_pictures_are_left_out_and_tables_become_lists() -> None:
    found = read_reading(
        "须知.md",
        "![图](a.png)\n\n<!-- 注 -->| 岗 | 责 |\n|---|:-:|\n| 甲 | 乙 |\n| 丙 | 丁 |\n\n文<br>字<img src=x>。".encode(),
    )
    assert found.left_out == 2 and found.title == "须知"
    assert [block.text.text for block in blocks_of(found.body)] == [
        "• 岗 · 责",
        "• 甲 · 乙",
        "• 丙 · 丁",
        "文\n字。",
    ]


def test_nesting_without_end_is_refused() -> None:
    for source in (">" * 5_000 + " 文", "\n".join("  " * n + "- 文" for n in range(60))):
        with pytest.raises(UnreadableReading) as refused:
            body(source)
        assert refused.value.reason == "too_deep"
