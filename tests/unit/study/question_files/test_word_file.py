"""Word files: what a person sees on the page is what is read, the numbers and blanks that Word draws included."""

from __future__ import annotations

import io
import zipfile

import pytest

from study.question_files.found import PICTURE, UnreadableQuestions
from study.question_files.numbered_text import read_numbered_text
from study.question_files.word_file import word_text

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(*paragraphs: str, numbering: str = "", styles: str = "") -> bytes:
    parts = {"word/document.xml": f"<w:document {_NAMES}><w:body>{''.join(paragraphs)}</w:body></w:document>"}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {_NAMES}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"<w:styles {_NAMES}>{styles}</w:styles>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(text: str, numbered: tuple[int, int] | None = None, style: str = "") -> str:
    """`numbered`: list and level."""
    listed = (
        f'<w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr>'
        if numbered
        else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{text if text.startswith('<') else run(text)}</w:p>"


def level(number: int, shape: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def family(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def listed(name: int, of: int, again: bool = False) -> str:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if again else ""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def test_every_paragraph_is_a_line() -> None:
    broken = "<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>"
    assert word_text(word(line("甲"), line(""), line(broken))) == "甲\n\n一\n二\t三"


def test_numbers_that_word_counts_stand_before_their_paragraphs() -> None:
    numbering = family(0, level(0, "chineseCounting", "%1、")) + family(1, level(0, "decimal", "%1."))
    numbering += family(2, level(0, "upperLetter", "%1.")) + family(3, level(0, "bullet", "•"))
    numbering += listed(1, 0) + listed(2, 1) + listed(3, 2) + listed(4, 2, again=True) + listed(5, 3)
    paragraphs = (
        line("单选题", (1, 0)),
        *(line("先做什么？（B）", (2, 0)), line("等待", (3, 0)), line("上报", (3, 0))),
        *(line("再做什么？（A）", (2, 0)), line("转移", (4, 0)), line("回家", (4, 0)), line("要点", (5, 0))),
        line("判断题", (1, 0)),
    )
    assert word_text(word(*paragraphs, numbering=numbering)).split("\n") == [
        *("一、 单选题", "1. 先做什么？（B）", "A. 等待", "B. 上报"),
        *("2. 再做什么？（A）", "A. 转移", "B. 回家", "要点", "二、 判断题"),
    ]


def test_a_deeper_level_begins_again_below_each_question() -> None:
    numbering = family(0, level(0, "decimal", "第%1题", 3), level(1, "upperLetter", "%2")) + listed(1, 0)
    paragraphs = (
        line("甲", (1, 0)),
        line("一", (1, 1)),
        line("二", (1, 1)),
        line("乙", (1, 0)),
        line("一", (1, 1)),
    )
    assert word_text(word(*paragraphs, numbering=numbering)).split("\n") == [
        *("第3题 甲", "A. 一", "B. 二", "第4题 乙", "A. 一")
    ]


def test_a_style_may_hold_the_list() -> None:
    style = '<w:style w:styleId="q"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    numbering = family(0, level(0, "decimal", "%1.")) + listed(1, 0)
    content = word(line("甲", style="q"), line("乙", style="q"), numbering=numbering, styles=style)
    assert word_text(content) == "1. 甲\n2. 乙"


def test_lists_that_are_described_nowhere_count_questions_and_options() -> None:
    paragraphs = (
        line("甲", (7, 0)),
        line("一", (7, 1)),
        line("二", (7, 1)),
        line("乙", (7, 0)),
        line("一", (7, 1)),
    )
    assert word_text(word(*paragraphs)) == "1. 甲\nA. 一\nB. 二\n2. 乙\nA. 一"


def test_an_underlined_gap_is_a_blank() -> None:
    gap = (
        run("预警分") + run("  ", '<w:u w:val="single"/>') + run("  ", '<w:u w:val="single"/>') + run("级，")
    )
    underlined = run("必须", '<w:u w:val="single"/>') + run(" ", '<w:u w:val="single"/>') + run("转移")
    plain = run("  ", '<w:u w:val="none"/>') + run("末")
    assert word_text(word(line(gap + underlined + plain))) == "预警分____级，必须 转移  末"


def test_signs_of_a_symbol_font_are_judgements() -> None:
    content = word(
        line(run("1. 水池要清洗。（") + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>' + run("）"))
    )
    (question,) = read_numbered_text(word_text(content)).questions
    assert (question.type, question.answer) == ("true_false", ("true",))


@pytest.mark.parametrize(
    "shown",
    [
        "<w:r><w:drawing><a:blip/></w:drawing></w:r>",
        "<w:r><w:pict><imagedata/></w:pict></w:r>".replace("<imagedata", "<a:imagedata"),
        "<w:r><w:object/></w:r>",
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    ],
)
def test_a_question_with_a_picture_or_a_formula_is_refused(shown: str) -> None:
    content = word(
        line(run("1. 这是什么标志？（A）") + shown), line("A. 停 B. 行"), line("2. 水要烧开。（√）")
    )
    assert PICTURE in word_text(content)
    found = read_numbered_text(word_text(content))
    assert [q.place.number for q in found.questions] == [3]
    assert [(r.reason, r.place.number) for r in found.refused] == [("has_picture", 1)]


def test_what_is_there_twice_or_was_deleted_is_read_once_or_not() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{line('框内')}</w:txbxContent></w:pict></w:r>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    moved = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom>" + run("走") + "</w:moveFrom>"
    assert word_text(word(line(run("前") + twice + moved + run("后")))) == "框内\n前后"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_readable"),
        (b"PK\x03\x04 no zip", "not_readable"),
        (word(line("甲"))[:-30], "not_readable"),
        (word("<w:p>"), "not_readable"),
        (word("<w:a>" * 300 + "</w:a>" * 300), "too_deep"),
    ],
)
def test_what_is_no_word_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableQuestions) as caught:
        word_text(content)
    assert caught.value.reason == reason


def test_entities_and_a_document_that_unpacks_to_too_much_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as file:
        file.writestr("word/document.xml", '<!DOCTYPE w [<!ENTITY a "aa">]><w>&a;</w>')
    with pytest.raises(UnreadableQuestions, match="not_readable"):
        word_text(bomb.getvalue())
    monkeypatch.setattr("study.question_files.word_file.MOST_XML", 100)
    with pytest.raises(UnreadableQuestions, match="too_large"):
        word_text(word(line("甲")))


def test_there_is_an_end_to_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("study.question_files.word_file.MOST_PARAGRAPHS", 2)
    with pytest.raises(UnreadableQuestions, match="too_large"):
        word_text(word(line("甲"), line("乙"), line("丙")))
