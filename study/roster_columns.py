"""The columns of a roster file and what their cells may say, in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from study import units
from study.permissions import ROLES
from study.rules.frozen import frozen

COLUMNS: dict[str, str] = {
    "staff_no": "工号",
    "name": "姓名",
    "unit": "单位",
    "rank_category": "职级类别",
    "roles": "角色",
    "supervises": "管理单位",
    "tags": "标签",
    "language": "语言",
    "phone": "电话",
    "joined_on": "加入日期",
    "left_on": "离开日期",
}
REQUIRED = ("name", "unit")

RANK_CATEGORIES = {
    "leader": "领导",
    "middle": "中层",
    "ordinary": "一般",
    "professional": "专技",
    "village": "村干",
}
ROLE_NAMES = {"learner": "学员", "instructor": "教员", "supervisor": "督学", "admin": "管理员"}
LANGUAGE_NAMES = {"zh-Hans": "中文", "en": "英文"}

_OTHER_HEADERS = {"员工号": "staff_no", "编号": "staff_no", "手机": "phone", "手机号": "phone"}
_OTHER_VALUES = {
    "rank_category": {
        "领导干部": "leader",
        "中层干部": "middle",
        "一般干部": "ordinary",
        "专业技术": "professional",
        "专技人员": "professional",
        "村干部": "village",
    },
    "language": {
        "zh": "zh-Hans",
        "zh-cn": "zh-Hans",
        "chinese": "zh-Hans",
        "汉语": "zh-Hans",
        "english": "en",
        "英语": "en",
    },
    "roles": {},
}
_NAMES = {"rank_category": RANK_CATEGORIES, "language": LANGUAGE_NAMES, "roles": ROLE_NAMES}

LONGEST_STAFF_NO = 40
LONGEST_NAME = 60
LONGEST_TAG = 40
LONGEST_PHONE = 40
MOST_TAGS = 30

_SEPARATORS = re.compile(r"[、,，;；\n]")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}")
_IDENTITY_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]")
_BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_JOINERS = "\u200c\u200d"


@frozen
class Unfit:
    """Why a cell cannot be taken: a key of `study.roster_words` and what it names."""

    reason: str
    text: str = ""


def column_of(header: str) -> str | None:
    """The column a header cell stands for; marks such as "（必填）" or "*" and further lines aside."""
    text = unicodedata.normalize("NFKC", header).strip().split("\n")[0]
    text = re.sub(r"\([^)]*\)|[*\s]+$|^[*\s]+", "", text).strip().lower()
    if text.replace(" ", "_") in COLUMNS:
        return text.replace(" ", "_")
    text = text.replace(" ", "")
    for column, chinese in COLUMNS.items():
        if text == chinese:
            return column
    return _OTHER_HEADERS.get(text)


def clean(text: str) -> str:
    """Without what cannot be seen: marks of direction and of zero width, and space around."""
    text = text.replace("\r\n", "\n")
    return "".join(c for c in text if unicodedata.category(c) != "Cf" or c in _JOINERS).strip()


def items(text: str) -> tuple[str, ...]:
    """The items of a list cell in their order, each once."""
    return tuple(dict.fromkeys(item for part in _SEPARATORS.split(text) if (item := part.strip())))


def role_of(text: str) -> str | None:
    """The role a word means, in either language."""
    role = _role(text.strip())
    return role if isinstance(role, str) else None


def in_words(column: str, value: str, language: str) -> str:
    """A rank category, role or language as the roster file of this language says it."""
    return _NAMES[column][value] if language == "zh-Hans" else value


def _staff_no(text: str) -> str | Unfit:
    text = re.sub(r"^(\d+)\.0$", r"\1", unicodedata.normalize("NFKC", text))
    if _IDENTITY_NUMBER.fullmatch(text):
        return Unfit("identity_number")
    if len(text) > LONGEST_STAFF_NO:
        return Unfit("too_long", str(LONGEST_STAFF_NO))
    return text if re.fullmatch(r"[\w.\-/]*", text) else Unfit("staff_no_form", text)


def _name(text: str) -> str | Unfit:
    text = _BETWEEN_HAN.sub("", re.sub(r"\s+", " ", text))
    if not text:
        return Unfit("missing")
    return text if len(text) <= LONGEST_NAME else Unfit("too_long", str(LONGEST_NAME))


def _unit(text: str) -> str | Unfit:
    path = units.normal_path(text)
    if not path:
        return Unfit("missing")
    return path if units.is_fit(path) else Unfit("unit_form", path)


def _named(column: str) -> Callable[[str], str | Unfit | None]:
    def read(text: str) -> str | Unfit | None:
        if not text:
            return None
        word = unicodedata.normalize("NFKC", text).strip().lower()
        for value, chinese in _NAMES[column].items():
            if word in (value.lower(), chinese):
                return value
        return _OTHER_VALUES[column].get(word) or Unfit(f"unknown_{column}", text)

    return read


_role = _named("roles")


def _roles(text: str) -> tuple[tuple[str, str], ...] | Unfit:
    """(role, unit path) pairs; the path is empty unless the role was written as `role@unit`."""
    found = []
    for item in items(text):
        word, _, unit = item.replace("＠", "@").partition("@")
        role = _role(word)
        if not isinstance(role, str):
            return Unfit("unknown_roles", item)
        found.append((role, units.normal_path(unit)))
    return tuple(pair for pair in dict.fromkeys(found) if pair[0] != ROLES[0])


def _supervises(text: str) -> tuple[str, ...]:
    return tuple(path for item in items(text) if (path := units.normal_path(item)))


def _tags(text: str) -> tuple[str, ...] | Unfit:
    tags = tuple(sorted(items(text)))
    if len(tags) > MOST_TAGS:
        return Unfit("too_many_tags", str(MOST_TAGS))
    return tags if all(len(tag) <= LONGEST_TAG for tag in tags) else Unfit("too_long", str(LONGEST_TAG))


def _phone(text: str) -> str | Unfit:
    text = re.sub(r"^(\d+)\.0$", r"\1", unicodedata.normalize("NFKC", text))
    if _IDENTITY_NUMBER.fullmatch(text):
        return Unfit("identity_number")
    return text if len(text) <= LONGEST_PHONE else Unfit("too_long", str(LONGEST_PHONE))


def _date(text: str) -> date | Unfit | None:
    """`2024-03-01`, `2024/3/1`, `2024.3.1`, `2024年3月1日`, `20240301`, or a spreadsheet's serial number."""
    if not text:
        return None
    text = re.sub(r"\.0$", "", unicodedata.normalize("NFKC", text))
    if _SERIAL.fullmatch(text):
        return date(1899, 12, 30) + timedelta(days=int(text))
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else Unfit("date_form", text)
    except ValueError:
        return Unfit("date_form", text)


_READERS: dict[str, Callable[[str], Any]] = {
    "staff_no": _staff_no,
    "name": _name,
    "unit": _unit,
    "rank_category": _named("rank_category"),
    "roles": _roles,
    "supervises": _supervises,
    "tags": _tags,
    "language": _named("language"),
    "phone": _phone,
    "joined_on": _date,
    "left_on": _date,
}
_LISTS = frozenset({"roles", "supervises", "tags"})


def read_cell(column: str, text: str) -> Any:
    """The value of a cell: text, a date or None, a tuple for the columns that hold lists, or Unfit."""
    text = clean(text)
    allowed = "\n" if column in _LISTS else ""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") and c not in allowed for c in text):
        return Unfit("control_character")
    return _READERS[column](text)
