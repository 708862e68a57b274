"""What the commands about joining say, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "who_unit": ("{unit}：{count} 人", "{unit}: {count}"),
    "who_none": ("未发学习码", "no code yet"),
    "who_waiting": ("学习码 {day} 已发，还没用", "code handed out {day}, not used yet"),
    "who_expired": ("学习码 {day} 已发，已过期", "code handed out {day}, expired"),
    "who_closed": ("聊天已关闭", "chat closed"),
    "who_total": (
        "尚未联系上 {count} 人：未发学习码 {none} 人，已发未用 {waiting} 人，"
        "码已过期 {expired} 人，聊天已关闭 {closed} 人。",
        "Not yet reached: {count}. No code yet {none}, code not used yet {waiting}, code expired {expired},"
        " chat closed {closed}.",
    ),
    "link": (
        "{unit}的入群链接，{until} 前有效；之前的链接已停用。请转发到单位自己的群里，由督学确认加入。",
        "The join link of {unit}, good until {until}; its earlier link has ended."
        " Forward it to the unit's own group chat; the supervisor confirms who joins.",
    ),
    "link_code": ("也可以在对话里输入：{code}", "Or type in the chat: {code}"),
    "link_ended": ("{unit}的入群链接已停用。", "The join link of {unit} has ended."),
    "no_link": ("{unit}现在没有入群链接。", "{unit} has no join link."),
}


def words(key: str, language: str, **args: object) -> str:
    chinese, english = _WORDS[key]
    return (chinese if language == "zh-Hans" else english).format(**args)
