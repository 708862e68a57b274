"""What the commands about the running of a garden say, in both languages."""

from __future__ import annotations

_WORDS: dict[str, tuple[str, str]] = {
    "migrated": ("数据库已更新：{names}。", "The database was brought up to date: {names}."),
    "up_to_date": ("数据库已是最新。", "The database is up to date."),
    "backed_up": ("备份已存入 {file}。", "The backup is in {file}."),
    "restored": (
        "已从 {file} 恢复。待发消息已暂停，核对后请运行 garden outbox release。",
        "Restored from {file}. The outbox is held; when you have looked, run garden outbox release.",
    ),
    "kept": ("原来的数据库保存在 {file}。", "The database that was replaced is kept as {file}."),
    "audit_clean": (
        "已核对 {people} 人、{responses} 次作答、{entries} 条积分，全部一致。",
        "Recounted: people {people}, responses {responses}, points entries {entries}. All agree.",
    ),
    "audit_found": ("有 {count} 处不一致。", "Not in agreement: {count}."),
    "outbox_held": ("待发消息已暂停。", "The outbox is held."),
    "outbox_free": ("待发消息照常发送。", "The outbox is not held."),
    "outbox_released": ("待发消息恢复发送。", "The outbox is released."),
    "no_dead_letters": ("没有无法处理的消息。", "There are no dead letters."),
    "dead_letter": ("{id} {channel} {at} {failure}", "{id} {channel} {at} {failure}"),
    "retried": ("已重新处理 {count} 条。", "Handled again: {count}."),
    "retry_failed": ("{id}：仍然无法处理（{failure}）。", "{id}: still cannot be handled ({failure})."),
    "check_ok": (
        "配置和内容没有问题：{readings} 篇阅读，{banks} 个题库，{questions} 道题。",
        "Configuration and content are sound. Readings: {readings}, banks: {banks}, questions: {questions}.",
    ),
    "check_found": ("有 {count} 处需要改正。", "To be corrected: {count}."),
    "no_such_item": ("{staff_no} 没有待完成的“{name}”。", "{staff_no} has no open item called {name}."),
    "not_later": (
        "{day} 不晚于原来的期限，或早于完成的日子。",
        "{day} is no later than the due date now, or the day it was completed.",
    ),
    "leave_backwards": ("结束日期早于开始日期。", "The leave ends before it begins."),
    "leave_too_long": ("一次请假不能超过 400 天。", "A leave cannot be longer than 400 days."),
    "leave_no_reason": ("请写明原因。", "Please give a reason."),
    "effect_due": (
        "《{title}》的最后一天由 {before} 改为 {after}。",
        "{title}: the last day moves from {before} to {after}.",
    ),
    "effect_on_time": ("《{title}》由补学改为按时完成。", "{title}: counts as on time, no longer as late."),
    "effect_follows": ("《{title}》改计入{unit}。", "{title}: counts for {unit} from now on."),
    "confirm": ("以上是对过去记录的改动，确认吗？", "This changes what has been recorded. Go on?"),
    "left_as_it_was": ("没有改动。", "Nothing was changed."),
    "on_paper": ("{name}的“{item}”已登记纸面完成。", "{item} is entered as done on paper by {name}."),
    "transfer_recorded": (
        "已登记：{name}自 {day} 起调入{unit}，到时自动生效。",
        "{name} moves to {unit} on {day}; it takes effect by itself.",
    ),
    "transferred": ("{name}已自 {day} 起调入{unit}。", "{name} belongs to {unit} since {day}."),
    "role_left": (
        "原有角色没有随之变动：{role}，{unit}。如需收回，请运行 garden revoke。",
        "A role has not moved along: {role} of {unit}. Where it should end, run garden revoke.",
    ),
    "transfer_same_unit": ("{name}当日已在{unit}。", "{name} is in {unit} on that day already."),
    "transfer_has_left": ("{name}那时已经离开。", "{name} has left by then."),
    "transfer_before_joining": ("这一天早于{name}的加入日期。", "That day is before {name} joined."),
    "transfer_before_last": (
        "{name}在这一天之后已有调动，请先核对。",
        "{name} has been transferred after that day; please check.",
    ),
    "transfer_already_that_day": (
        "{name}这一天已有待生效的调动。",
        "A transfer of {name} on that day is entered already.",
    ),
    "transfer_no_reason": ("请写明原因。", "Please give a reason."),
    "ended": ("已登记{name}自 {day} 起离开。", "{name} leaves on {day}."),
    "not_ended": (
        "没有改动：{name}已经离开，或者日期与已登记的相同、早于加入日期。",
        "Nothing was changed: {name} has left already, or the day is the one entered, or before they joined.",
    ),
    "leave_recorded": (
        "已登记{name}的请假：{start} 至 {end}。",
        "Leave of {name} from {start} to {end} is recorded.",
    ),
    "excused": ("{name}的“{item}”已免学。", "{name} is excused from {item}."),
    "extended": ("{name}的“{item}”延期到 {day}。", "{item} of {name} is now due {day}."),
    "report_written": ("报表已存入 {file}。", "The report is in {file}."),
    "no_such_week": ("{week} 不是一周的写法，例：2026-W48。", "{week} is not a week; write 2026-W48."),
    "building_demo": ("正在准备演示县", "Preparing the demo county"),
    "open_here": ("请在浏览器打开 {address}", "Open {address} in a browser"),
}


def words(key: str, language: str, **args: object) -> str:
    """The sentence in Chinese for zh-Hans, else in English."""
    return _WORDS[key][0 if language == "zh-Hans" else 1].format(**args)
