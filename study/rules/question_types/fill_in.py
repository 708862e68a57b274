"""A short answer that fills the one blank in the stem (填空)."""

from __future__ import annotations

import re

from study.rules.question import Question
from study.rules.question_types.short_answer import ShortAnswer

_LINE = re.compile(r"[_＿]{2,}")
_EMPTY_BRACKETS = re.compile(r"[（(]\s*[)）]")


class FillIn(ShortAnswer):
    name = "fill_in"

    def check(self, question: Question) -> list[str]:
        faults = super().check(question)
        blanks = len(_LINE.findall(question.stem) or _EMPTY_BRACKETS.findall(question.stem))
        if blanks == 0:
            faults.append("The stem of a fill-in question shows its blank as ____.")
        if blanks > 1:
            faults.append(f"A fill-in question has one blank; this stem has {blanks}.")
        return faults
