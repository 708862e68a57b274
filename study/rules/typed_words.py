"""What is typed and means a command: `/today`, `/start CODE`, or one word alone such as 今天 or today."""

from __future__ import annotations

import re
import unicodedata

COMMANDS: dict[str, tuple[str, ...]] = {
    "start": ("开始",),
    "today": ("今天", "today"),
    "readings": ("阅读", "readings"),
    "quiz": ("测验", "quiz"),
    "practice": ("练习", "practice"),
    "points": ("积分", "points"),
    "mistakes": ("错题", "mistakes"),
    "me": ("我", "me"),
    "settings": ("设置", "settings"),
    "language": ("语言", "language"),
    "help": ("帮助", "help"),
    "summary": ("汇总", "summary"),
    "month": ("月报", "month"),
    "report": ("报表", "report"),
    "queue": ("待办", "queue"),
    "plan": ("计划", "plan"),
    "announce": ("通知", "announce"),
    "roster": ("名册", "roster"),
    "drafts": ("草稿", "drafts"),
    "audit": ("审计", "audit"),
    "nudge": ("提醒", "nudge"),
    "banks": ("题库", "banks"),
    "results": ("成绩", "results"),
    "push": ("推送", "push"),
}
"""Canonical name -> the words that do the same without a slash."""

_BY_WORD = {word: name for name, words in COMMANDS.items() for word in words}
_SLASHED = re.compile(r"[/／](?P<word>[^\s@＠/／]+)(?:[@＠]\S*)?(?:\s+(?P<argument>.*))?", re.DOTALL)


def as_command(text: str) -> tuple[str, str] | None:
    """(canonical name, argument) of a slash command or of a command's word standing alone, else None."""
    alone = _BY_WORD.get(_folded(text))
    return (alone, "") if alone else as_slash_command(text)


def as_slash_command(text: str) -> tuple[str, str] | None:
    """(canonical name, argument) of `/name argument`, else None: the only escape while words are awaited.

    `/name@bot` and a slash before a command's Chinese word do as well; the argument is trimmed, not folded.
    """
    slashed = _SLASHED.fullmatch(text.strip())
    if not slashed:
        return None
    word = _folded(slashed["word"])
    name = word if word in COMMANDS else _BY_WORD.get(word)
    return (name, slashed["argument"] or "") if name else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
