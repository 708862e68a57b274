"""Types of questions the garden does not have, as files name them, in words for people."""

from __future__ import annotations

_MOODLE: dict[str, tuple[str, str]] = {
    "matching": ("连线题", "matching"),
    "match": ("连线题", "matching"),
    "randomsamatch": ("随机连线题", "random matching"),
    "essay": ("论述题", "essay"),
    "description": ("说明文字", "a description"),
    "cloze": ("完形填空题", "cloze"),
    "multianswer": ("完形填空题", "cloze"),
    "gapselect": ("选词填空题", "select missing words"),
    "ddwtos": ("拖词填空题", "drag words into text"),
    "ddimageortext": ("拖图题", "drag onto an image"),
    "ddmarker": ("图上标注题", "drag markers"),
    "ordering": ("排序题", "ordering"),
    "calculated": ("计算题", "calculated"),
    "calculatedsimple": ("计算题", "calculated"),
    "calculatedmulti": ("计算选择题", "calculated multiple choice"),
    "numerical": ("带误差范围的数值题", "a number with a tolerance"),
    "unknown": ("没有写明题型的题", "a question without a type"),
}

_PAPERS: dict[str, str] = {
    "问答": "questions answered at length",
    "名词解释": "explaining terms",
    "论述": "essay",
    "案例": "case study",
    "案例分析": "case study",
    "材料": "questions on a text",
    "材料分析": "questions on a text",
    "连线": "matching",
    "匹配": "matching",
    "排序": "ordering",
    "计算": "calculation",
    "作文": "composition",
    "写作": "composition",
    "综合": "mixed tasks",
    "应用": "applied tasks",
    "操作": "practical tasks",
    "改错": "correcting mistakes",
    "辨析": "discussing a statement",
    "分析": "analysis",
}
"""Chinese names without 题 at their end."""


def kind(skipped: str, language: str) -> str:
    """The type of a question that was skipped, in words; as the file names it where there are none."""
    chinese, english = _MOODLE.get(
        skipped.casefold(), (skipped, _PAPERS.get(skipped.removesuffix("题"), skipped))
    )
    return chinese if language == "zh-Hans" else english
