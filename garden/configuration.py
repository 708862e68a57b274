"""config.yaml: read once, checked whole, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from study.authored import LANGUAGES
from study.rules.deadlines import MonthDay
from study.rules.local_time import parse_hour
from study.rules.quiet_time import QuietHours, QuietWindow
from study.rules.settings import Content, Settings
from study.rules.timetable import parse_when
from study.strict_yaml import Fault, Faulty, Lines, read_tree, shaped, spelt

_SECRET = re.compile(r"token|secret|password|api_?key", re.IGNORECASE)


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of a file; relative paths start at its folder, DATABASE_URL overrides `database`.

    Raises Faulty with all faults of the file.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Faulty((Fault(str(path), 0, f"cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        raise Faulty((Fault(str(path), 0, "this is not UTF-8; save the file as UTF-8"),)) from error
    tree, lines = read_tree(text, str(path))
    if not isinstance(tree, dict):
        raise Faulty((Fault(str(path), 1, "this is not a list of settings such as language: en"),))
    faults = [*_secrets(tree, lines, str(path)), *_read_values(tree, lines, str(path))]
    try:
        settings = shaped(tree, lines, Settings, str(path))
    except Faulty as error:
        faults += [_as_written(fault) for fault in error.faults if not _is_told(fault, faults)]
        raise Faulty(tuple(sorted(faults, key=lambda fault: fault.line))) from error
    faults = faults or [
        Fault(str(path), lines.get(place, 0), sentence) for place, sentence in _contradictions(settings)
    ]
    if faults:
        raise Faulty(tuple(faults))
    return _placed(settings, path.resolve().parent, environ.get("DATABASE_URL", ""))


def _is_told(fault: Fault, told: list[Fault]) -> bool:
    """Whether another fault speaks of the same place."""
    return any(
        fault.line == other.line and fault.message.startswith(other.message.partition(":")[0])
        for other in told
    )


def _as_written(fault: Fault) -> Fault:
    """With the keys as the file has them, where Python needs another word."""
    return replace(
        fault, message=fault.message.replace("pass_percent", "pass").replace("except_people", "except")
    )


def _placed(settings: Settings, folder: Path, database_url: str) -> Settings:
    database = database_url or settings.database
    scheme, _, place = database.partition(":")
    if scheme == "sqlite" and not database_url:
        database = f"sqlite:{folder / place}"
    content = Content(str(folder / settings.content.readings), str(folder / settings.content.quizzes))
    return replace(settings, database=database, content=content)


def _secrets(tree: Any, lines: Lines, file: str) -> list[Fault]:
    """Secrets come from the environment; a file is copied and mailed."""
    found = []
    for path, line in lines.items():
        if path and isinstance(path[-1], str) and _SECRET.search(path[-1]):
            found.append(
                Fault(
                    file,
                    line,
                    f"{path[-1]}: secrets are not kept here; use the environment (TELEGRAM_BOT_TOKEN)",
                )
            )
    return found


def _duration(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4})([dh])", text)
    if not found:
        raise ValueError(f"'{text}' is not a length of time: write 7d or 48h")
    return timedelta(**{"days" if found[2] == "d" else "hours": int(found[1])})


def _opening(text: str) -> timedelta:
    length = _duration(text)
    if not length:
        raise ValueError(f"'{text}' leaves no time to answer: write 48h")
    return length


def _percent(text: str) -> int:
    found = re.fullmatch(r"(\d{1,3})%", text)
    if not found or not 1 <= int(found[1]) <= 100:
        raise ValueError(f"'{text}' is not a share: write 60%")
    return int(found[1])


def _texts(value: Any) -> dict[str, str]:
    """A text said once is the same in all languages."""
    if isinstance(value, str) and value.strip():
        return dict.fromkeys(LANGUAGES, value)
    known = isinstance(value, dict) and value and set(value) <= set(LANGUAGES)
    if not known or not all(isinstance(text, str) and text.strip() for text in value.values()):
        raise ValueError("write one text, or one for each language: {zh-Hans: 学习园地, en: Learning Garden}")
    return dict(value)


def _when(text: str) -> str:
    parse_when(text)
    return text


def _audience(value: Any) -> Any:
    if value == "everyone":
        return {"everyone": True}
    if isinstance(value, dict) and value:
        named = {("except_people" if key == "except" else key): item for key, item in value.items()}
        return named if set(named) - {"except_people"} else {"everyone": True, **named}
    raise ValueError("an audience is everyone, or any of units, rank_categories, tags, people, except")


_READ: dict[tuple[str, ...], Callable[[Any], Any]] = {
    ("name",): _texts,
    ("quiet_hours", "*"): QuietWindow.parse,
    ("daily_card",): parse_hour,
    ("plan", "*", "opens"): MonthDay.parse,
    ("plan", "*", "due"): MonthDay.parse,
    ("plan", "*", "audience"): _audience,
    ("plan", "*", "quiz", "pass"): _percent,
    ("quiz_schedule", "*", "title"): _texts,
    ("quiz_schedule", "*", "when"): _when,
    ("quiz_schedule", "*", "closes_after"): _opening,
    ("quiz_schedule", "*", "audience"): _audience,
    ("reminders", "before_due", "*"): _duration,
    ("reminders", "supervisor_before_due"): _duration,
    ("weekly_summary", "when"): _when,
    ("monthly_card", "when"): _when,
    ("monthly_card", "target"): _percent,
}
"""How the texts at these places are read."""


def _read_values(tree: dict[str, Any], lines: Lines, file: str) -> list[Fault]:
    """Turn texts into values in place; what cannot be read is a fault with its line."""
    faults: list[Fault] = []

    def walk(node: Any, path: tuple[str | int, ...], pattern: tuple[str, ...]) -> Any:
        if pattern in _READ:
            try:
                return _READ[pattern](node)
            except (ValueError, TypeError, AttributeError) as error:
                sentence = str(error) if isinstance(error, ValueError) else f"'{node}' cannot be read"
                faults.append(Fault(file, lines.get(path, 0), f"{spelt(path)}: {sentence}"))
                return node
        if isinstance(node, dict):
            return {key: walk(value, (*path, key), (*pattern, key)) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(item, (*path, index), (*pattern, "*")) for index, item in enumerate(node)]
        return node

    tree.update(walk(tree, (), ()))
    for key in ("plan", "quiz_schedule"):
        if key in tree and tree[key] is None:  # every line below it is a comment
            tree[key] = []
    for item in tree.get("plan") or []:
        if isinstance(item, dict):
            item.setdefault("name", item.get("reading", ""))
            quiz = item.get("quiz")
            if isinstance(quiz, dict) and "pass" in quiz:
                quiz["pass_percent"] = quiz.pop("pass")
    return faults


def _has_password(database: str) -> bool:
    try:
        return bool(urlsplit(database).password) or "password=" in database
    except ValueError:  # brackets that are no address
        return False


def _contradictions(settings: Settings) -> list[tuple[tuple[str | int, ...], str]]:
    """(place, sentence) of what is well written and yet cannot be."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of timezones
        found.append(
            (("timezone",), f"timezone: there is no timezone '{settings.timezone}', write Asia/Shanghai")
        )
    try:
        QuietHours(settings.quiet_hours)
    except ValueError as error:
        found.append((("quiet_hours",), f"quiet_hours: {error}"))
    if not settings.database.startswith(("sqlite:", "postgresql://")):
        found.append((("database",), "database: write sqlite:data/garden.db or postgresql://…"))
    if _has_password(settings.database):
        found.append(
            (("database",), "database: a password is not kept here; use the environment (DATABASE_URL)")
        )
    if not settings.channels.telegram.webhook_path.startswith("/"):
        found.append(
            (("channels", "telegram", "webhook_path"), "channels.telegram.webhook_path: begin it with /")
        )
    for key, names in (
        ("plan", [item.name for item in settings.plan]),
        ("quiz_schedule", [quiz.name for quiz in settings.quiz_schedule]),
    ):
        for index, name in enumerate(names):
            if name in names[:index]:
                found.append(
                    ((key, index), f"{key}[{index}]: there are two called '{name}'; give one another name")
                )
    return found
