"""What the entries of the audit log say, in both languages: what was done, and what it changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from study.roster_columns import COLUMNS, in_words

ACTIONS: dict[str, tuple[str, str]] = {
    "grant": ("授权", "granted a role"),
    "revoke": ("收回授权", "took a role back"),
    "approval_ask": ("提请第二人同意", "asked for a second person's consent"),
    "approval_decide": ("答复第二人同意", "answered what needs a second person"),
    "approval_withdraw": ("撤回提请", "withdrew what needs a second person"),
    "dispute_open": ("提出异议", "disputed something"),
    "dispute_decide": ("答复异议", "answered a dispute"),
    "credit_question": ("给答错的人补分", "credited all who were marked wrong"),
    "roster_add": ("新增人员", "added to the roster"),
    "roster_change": ("更改名册", "changed the roster"),
    "transfer": ("调动单位", "transferred"),
    "transfer_applied": ("调动生效", "a transfer took effect"),
    "cancel_transfer": ("撤销调动", "cancelled a transfer"),
    "leaving": ("登记离任", "entered the leaving"),
    "return": ("恢复在册", "entered the return"),
    "leave": ("记请假", "entered a leave"),
    "end_leave": ("销假", "ended a leave"),
    "extend": ("延期", "extended"),
    "excuse": ("免学", "excused"),
    "lift_excusal": ("取消免学", "took an excusal back"),
    "complete_on_paper": ("登记纸面完成", "entered a completion on paper"),
    "undo_on_paper": ("撤销纸面完成", "took a completion on paper back"),
    "make_invites": ("发学习码", "issued codes"),
    "bind_identity": ("接通聊天", "joined in a chat"),
    "end_identities": ("停用原有聊天", "ended the former chats"),
    "plan_add": ("增加学习任务", "added an item to the plan"),
    "plan_move": ("调整截止日期", "moved a due date"),
    "plan_withdraw": ("撤下学习任务", "withdrew an item of the plan"),
    "announce": ("发通知", "made an announcement"),
    "announce_withdraw": ("撤回通知", "withdrew an announcement"),
    "bank_import": ("导入题目", "brought questions in"),
    "bank_change": ("更改题库设置", "changed a question bank's settings"),
    "draft_make": ("新建文章草稿", "began a reading"),
    "draft_revise": ("上传文章新版本", "sent a new version of a reading"),
    "draft_change": ("更改文章草稿", "changed a reading's draft"),
    "draft_discard": ("删除文章草稿", "dropped a reading's draft"),
    "reading_publish": ("发布文章", "published a reading"),
    "reading_withdraw": ("撤下文章", "took a reading back"),
    "file_saved": ("保存发来的文件", "saved a file that was sent"),
    "question_edit": ("更改题目", "changed a question"),
    "question_out": ("停用题目", "took a question out of its bank"),
    "question_back": ("恢复题目", "put a question back into its bank"),
    "regrade": ("重新判分", "graded answers anew"),
    "answer_accepted": ("认可一种答案", "accepted a wording"),
    "answer_once": ("本次认可一种答案", "accepted a wording once"),
    "answer_refused": ("不认可一种答案", "did not accept a wording"),
    "push": ("推送", "pushed something"),
    "push_withdraw": ("撤回推送", "took a push back"),
    "push_stop": ("停止推送", "stopped a push"),
    "push_again": ("再次推送", "sent a push again"),
    "refused": ("无权办理，已拒绝", "was refused"),
}

KINDS: dict[str, tuple[str, ...]] = {
    "grants": ("grant", "revoke", "approval_ask", "approval_decide", "approval_withdraw"),
    "roster": (
        "roster_add",
        "roster_change",
        "transfer",
        "transfer_applied",
        "cancel_transfer",
        "leaving",
        "return",
        "file_saved",
    ),
    "corrections": (
        "lift_excusal",
        "complete_on_paper",
        "undo_on_paper",
        "plan_move",
        "plan_withdraw",
        "dispute_decide",
        "credit_question",
        "question_edit",
        "question_out",
        "question_back",
        "regrade",
        "answer_accepted",
        "answer_once",
        "answer_refused",
    ),
    "refused": ("refused",),
    "exceptions": ("leave", "end_leave", "extend", "excuse", "lift_excusal"),
}
"""Actions that are looked at together."""

ASKED: dict[str, tuple[str, str]] = {
    "study": ("学习", "study"),
    "push": ("推送测验", "push a quiz"),
    "see_results": ("看测验结果", "see results"),
    "change_banks": ("改题库", "change question banks"),
    "change_readings": ("改文章", "change readings"),
    "decide_question": ("处理题目反映", "decide about a question"),
    "see_unit_summary": ("看单位汇总", "see a unit's summary"),
    "see_person": ("看个人情况", "see how somebody stands"),
    "remind_unit": ("提醒", "remind"),
    "excuse": ("免学", "excuse"),
    "extend": ("延期", "extend"),
    "record_leave": ("记请假", "enter a leave"),
    "complete_on_paper": ("登记纸面完成", "enter a completion on paper"),
    "invite": ("发学习码", "issue codes"),
    "confirm_joining": ("确认加入", "confirm a joining"),
    "decide_completion": ("处理完成情况异议", "decide about a completion"),
    "change_roster": ("管名册", "keep the roster"),
    "transfer": ("调动单位", "transfer"),
    "change_plan": ("改学习计划", "change the plan"),
    "announce": ("发通知", "announce"),
    "grant": ("授权", "grant roles"),
    "decide_points": ("处理积分异议", "decide about points"),
    "change_points": ("改积分", "change points"),
    "see_audit_log": ("看审计记录", "see the audit log"),
    "see_month_card": ("看月报", "see the monthly card"),
    "see_year_report": ("看年度报表", "see the year's report"),
    "let_in": ("接入聊天", "let somebody in"),
}
"""What somebody was refused."""

_FIELDS: dict[str, tuple[str, str]] = {
    **{column: (chinese, column.replace("_", " ")) for column, chinese in COLUMNS.items()},
    "role": ("角色", "role"),
    "expires_on": ("期限", "until"),
    "due_at": ("最后一天", "due"),
    "due_on": ("最后一天", "due"),
    "opens_on": ("开放", "opens"),
    "from": ("起", "from"),
    "until": ("止", "until"),
    "on": ("生效", "effective"),
    "invites": ("份数", "codes"),
    "added": ("新增", "added"),
    "changed": ("更新", "changed"),
    "file": ("文件", "file"),
    "text": ("内容", "text"),
    "stem": ("题目", "question"),
    "answer": ("答案", "answer"),
    "choices": ("选项", "choices"),
    "explanation": ("解析", "explanation"),
    "approved": ("同意", "consented"),
    "late": ("补学", "late"),
    "points": ("积分", "points"),
    "earned": ("积分", "points"),
}
_YES = {"zh-Hans": ("否", "是"), "en": ("no", "yes")}
_NONE = {"zh-Hans": "无", "en": "none"}
_REASONS = {
    "roster file": ("名册文件", "roster file"),
    "left": ("已离任", "left"),
    "push ended": ("权限已到期，或内容已撤下", "the right to it had ended, or it had been withdrawn"),
}
LONGEST = 60


def _side(language: str) -> int:
    return 0 if language == "zh-Hans" else 1


def action_words(action: str, language: str) -> str:
    """What was done; an action that has no words of its own is another change."""
    return ACTIONS.get(action, ("其他变更", "another change"))[_side(language)]


def asked_words(action: str, language: str) -> str:
    """What somebody was refused, `document:<kind>` being a file."""
    if action.startswith("document:"):
        return "取表格" if language == "zh-Hans" else "fetch a table"
    return ASKED.get(action, ("其他事项", "something else"))[_side(language)]


def reason_words(reason: str, language: str) -> str:
    """The reason as it was written; those the garden itself gives, in this language."""
    return _REASONS[reason][_side(language)] if reason in _REASONS else reason


def details(
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    language: str,
    zone: ZoneInfo,
    title: Callable[[str], str],
) -> list[str]:
    """`field: before → after` for each that a person would ask about; `title` names an item of the plan."""
    old, new = before or {}, after or {}
    told = []
    if isinstance(name := new.get("name", old.get("name")), str) and "occurrence" in {**old, **new}:
        told.append(title(name))
    for field in dict.fromkeys([*old, *new]):
        if field not in _FIELDS or (field == "name" and told):
            continue
        sides = [side[field] for side in (old, new) if field in side]
        if sides == [None]:
            continue
        values = [_value(field, value, language, zone) for value in sides]
        told.append(f"{_FIELDS[field][_side(language)]} {' → '.join(dict.fromkeys(values))}")
    return told


def _value(field: str, value: Any, language: str, zone: ZoneInfo) -> str:
    if isinstance(value, bool):
        return _YES[language][value]
    if value in (None, "", [], ()):
        return _NONE[language]
    if field == "role":
        return in_words("roles", str(value), language)
    if field in ("rank_category", "language"):
        return in_words(field, str(value), language)
    if field == "due_at":
        return _last_day(str(value), zone)
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _last_day(instant: str, zone: ZoneInfo) -> str:
    """The day before the midnight at which it was due."""
    local = datetime.fromisoformat(instant).astimezone(zone)
    day = local.date()
    return date.fromordinal(day.toordinal() - (local.time() == datetime.min.time())).isoformat()
