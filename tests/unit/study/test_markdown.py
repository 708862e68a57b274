"""Authored Markdown to blocks and pages."""

from __future__ import annotations

from random import Random

import pytest

from study.markdown import MOST_CHARACTERS, blocks_of
from study.rules.pages import minutes, paginate, progress_bar
from study.rules.rich_text import RichText, Span, join


def only(source: str) -> RichText:
    (block,) = blocks_of(source)
    return block.text


def marked(text: RichText) -> list[tuple[str, str]]:
    return [(span.kind, text.text[span.start : span.start + span.length]) for span in text.spans]


@pytest.mark.parametrize(
    "source", ["**重点：**全面", "这是**“重点”**。", "**重点**，全面", "全面**重点：**全面", "a **b** c"]
)
def test_emphasis_works_beside_chinese_punctuation(source: str) -> None:
    text = only(source)
    assert "*" not in text.text
    assert [kind for kind, _ in marked(text)] == ["bold"]


def test_a_name_with_underscores_stays_as_it_is() -> None:
    assert only("名单_村_终稿") == RichText("名单_村_终稿")


def test_marks_nest_and_keep_their_places() -> None:
    text = only("a **b *c* d** `e`")
    assert text.text == "a b c d e"
    assert sorted(marked(text)) == [("bold", "b c d"), ("code", "e"), ("italic", "c")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://x.y", "file:///etc", "data:text/html,x"])
def test_only_safe_links_are_links(url: str) -> None:
    assert "link" not in [kind for kind, _ in marked(only(f"[here]({url})"))]
    assert marked(only("[here](https://x.y)")) == [("link", "here")]


def test_html_is_text() -> None:
    assert "<script>" in "".join(block.text.text for block in blocks_of("<script>alert(1)</script>\n\n<b>&"))


def test_headings_name_their_sections() -> None:
    blocks = blocks_of("before\n\n## One {#first}\n\na\n\n## Two\n\nb")
    assert [(block.section, block.text.text) for block in blocks] == [
        ("", "before"),
        ("first", "One"),
        ("first", "a"),
        ("s2", "Two"),
        ("s2", "b"),
    ]


def test_lists_carry_their_markers() -> None:
    texts = [block.text.text for block in blocks_of("3. a\n4. b\n   - c\n\n- d")]
    assert texts == ["3. a", "4. b", "  • c", "• d"]


def test_lines_of_a_chinese_paragraph_join_without_a_space() -> None:
    assert only("第一行\n第二行").text == "第一行第二行"
    assert only("他说“好”\n然后走了").text == "他说“好”然后走了"
    assert only("one\ntwo").text == "one two"


def test_a_picture_is_a_block_of_its_words_and_leaves_its_paragraph() -> None:
    assert [
        (block.kind, block.text.text.strip(), block.url) for block in blocks_of("See ![the map](map.png)")
    ] == [
        ("paragraph", "See", ""),
        ("image", "the map", "map.png"),
    ]


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        blocks_of("x" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize("source", ["> " * 60 + "deep", "- " * 60 + "deep", ">" * 90_000])
def test_what_is_nested_too_deeply_is_refused_and_never_dropped(source: str) -> None:
    with pytest.raises(ValueError, match="nested"):
        blocks_of(source)


@pytest.mark.parametrize("seed", range(12))
def test_pages_hold_everything_within_the_limit_and_no_section_shares_one(seed: int) -> None:
    rng = Random(seed)
    sections = []
    for number in range(4):
        paragraphs = ["字" * rng.randint(1, 400) + "。" for _ in range(rng.randint(1, 6))]
        sections.append(f"## 第{number}节 {{#s{number}}}\n\n" + "\n\n".join(paragraphs))
    blocks = blocks_of("\n\n".join(sections))
    pages = paginate(blocks, 300)
    assert all(len(page.text.text) <= 300 for page in pages)
    assert all(len({block.section for block in page.blocks}) == 1 for page in pages)
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    said = "".join(page.text.text for page in pages)
    assert said.count("字") == sum(block.text.text.count("字") for block in blocks)
    assert all(page.blocks[-1].kind != "heading" for page in pages)


def test_a_heading_low_on_a_page_begins_the_next() -> None:
    pages = paginate(blocks_of("## A\n\n" + "字" * 80 + "\n\n### B\n\n" + "字" * 60), 110)
    assert [page.blocks[-1].text.text[-1] for page in pages] == ["字", "字"]
    assert pages[1].text.text.startswith("B\n\n字")


def test_an_empty_text_is_one_empty_page() -> None:
    (page,) = paginate((), 100)
    assert page.text.text == ""


def test_minutes_and_bar() -> None:
    assert (minutes("字" * 900, "zh-Hans"), minutes("word " * 440, "en"), minutes("", "en")) == (3, 2, 1)
    assert (progress_bar(3, 5), progress_bar(1, 20), progress_bar(20, 20)) == ("▓▓▓░░", "░" * 10, "▓" * 10)


def test_cutting_and_joining_keep_marks_whole() -> None:
    text = RichText("abcdef", (Span("bold", 1, 4),))
    assert marked(text.cut(2, 4)) == [("bold", "cd")]
    assert marked(join([text.cut(0, 3), text.cut(3, 6)], "-")) == [("bold", "bc"), ("bold", "de")]
    assert RichText.from_json(text.to_json()) == text
    assert RichText("  a ", (Span("code", 0, 4),)).strip() == RichText("a", (Span("code", 0, 1),))
