"""A bank as a Word file in the manner of a test paper, which `read_numbered_text` reads again."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from study.question_exports.exported import NamedQuestion
from study.question_exports.headings import answer_in_words, type_in_words
from study.rules.question import LETTERS

_MARKED = re.compile(
    r"\s*[(（\[【]?\s*(?:\d{1,5}\s*(?:题|[.．、:：)）]|\t)|第\s*\d|第\s*[一二三四五六七八九十]+\s*(?:部分|大题|章|节)"
    r"|[A-Za-zＡ-Ｚ]\s*[.．、:：)）]|[一二三四五六七八九十]+\s*[、.．]|(?:题目|问题|Q\.?)\s*\d|(?:单选|单项|多选|多项|不定项|判断|是非|填空|简答|问答|[\u4e00-\u9fff]{2,6}题)"
    r"|(?:(?:正确|标准|参考)?答案|答案解析|试题解析|解析|详解|答案说明|说明|解释|依据|分析|难度"
    r"|(?:correct |right )?answer|explanation|difficulty)\s*(?:[:：\]】)）是为]|\s|$))",
    re.IGNORECASE,
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LABELS = {"zh-Hans": ("答案：", "解析：", "难度："), "en": ("Answer: ", "Explanation: ", "Difficulty: ")}
_USUAL_DIFFICULTY = 3


def write_docx(title: str, questions: Sequence[NamedQuestion], language: str) -> bytes:
    """The title, then the questions with their numbers, types, options, answers and explanations."""
    from docx import Document  # seldom needed, slow to load
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    document = Document()
    for name in ("title", "author", "comments"):
        setattr(document.core_properties, name, _clean(title)[:255] if name == "title" else "")
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    stem = document.styles.add_style("Question", WD_STYLE_TYPE.PARAGRAPH)
    stem.base_style = document.styles["Normal"]
    stem.paragraph_format.space_before = Pt(12)
    document.add_heading(_clean(title), 0)
    body = document.element.body
    for number, named in enumerate(questions, start=1):
        for place, line in enumerate(_lines(number, named, language)):
            paragraph = (
                body.add_p()
            )  # `document.add_paragraph` looks its style up each time: ten times slower
            paragraph.style = None if place else stem.style_id
            paragraph.add_r().text = _clean(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _lines(number: int, named: NamedQuestion, language: str) -> Iterator[str]:
    question = named.question
    answer, explanation, difficulty = _LABELS["zh-Hans" if language == "zh-Hans" else "en"]
    opening, closing = ("【", "】") if language == "zh-Hans" else ("[", "] ")
    kind = f"{opening}{type_in_words(question.type, language)}{closing}"
    yield from _unmarked(f"{number}. {kind}{question.stem}")
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        yield from _unmarked(f"{letter}. {choice}")
    yield from _unmarked(answer + answer_in_words(question, language))
    if named.difficulty != _USUAL_DIFFICULTY:
        yield f"{difficulty}{named.difficulty}"
    if question.explanation:
        yield from _unmarked(explanation + question.explanation)


def _unmarked(text: str) -> Iterator[str]:
    """The lines of a text; one that would read as a number, an option or an answer stays with the line before."""
    kept = ""
    for place, line in enumerate(re.split(r"\r\n|\r|\n", text)):
        if not line.strip():
            continue
        if place and _MARKED.match(line):
            kept = f"{kept} {line.strip()}"
        else:
            if kept:
                yield kept
            kept = line
    yield kept


def _clean(text: str) -> str:
    """Without control characters and lone surrogates, which no Word file can hold."""
    return _UNWRITABLE.sub("", text)
