# 周报
summary-title = 学习周报 · { $units }
summary-title-many = 学习周报 · { $unit }等 { $units } 个单位
summary-week-of = { $day }这一周发出的周报
summary-as-of = 截至 { $at }
summary-people =
    共 { $people } 人{ $away ->
        [0] { "" }
       *[other] ，请假 { $away } 人
    }{ $notreached ->
        [0] { "" }
       *[other] ，尚未联系上 { $notreached } 人
    }
summary-nothing-open = 眼下没有布置的学习。
summary-item = 《{ $title }》{ $day }到期
summary-groups = 完成 { $done } · 期限内 { $intime } · 过期 { $overdue }
summary-groups-change = 完成 { $done }（比上周 { $change }）· 期限内 { $intime } · 过期 { $overdue }
summary-groups-same = 完成 { $done }（与上周相同）· 期限内 { $intime } · 过期 { $overdue }
summary-left-out =
    另有{ $excused ->
        [0] { "" }
       *[other] 免学 { $excused } 人
    }{ $away ->
        [0] { "" }
       *[other] {" "}请假 { $away } 人
    }，不计在内
summary-units = 各单位（完成/期限内/过期）：{ $units }
summary-more-units = 另有 { $units } 个单位有人未完成
summary-units-done = 其余 { $units } 个单位已全部完成
summary-behind = 过期或七天内到期 { $people } 人，点“名单”看是谁
summary-behind-names = 过期或七天内到期 { $people } 人：{ $names }
summary-soon = 七天内到期 { $people } 人，点“名单”看是谁
summary-soon-names = 七天内到期 { $people } 人：{ $names }
summary-all-done = 《{ $title }》{ $people } 人全部完成
summary-brief = 《{ $title }》完成 { $done } · 期限内 { $intime } · 过期 { $overdue }
summary-scheduled = { $title }（{ $day }截止）：{ $people } 人中 { $done } 人答过
summary-not-yours = 周报发给督学的同志。您自己的情况，请输入“我”。
summary-no-earlier = 还没有发过周报。
summary-table = 分管单位每个人的情况，截至现在。
summary-by-unit = 各单位 · 《{ $title }》
summary-unit = { $unit }：完成 { $done } · 期限内 { $intime } · 过期 { $overdue }
button-summary = 看现在的情况
button-summary-last = 上次发的周报
button-summary-back = 回到汇总
button-nudge = 提醒这 { $people } 人
button-names = 名单
button-by-unit = 按单位看
button-group-words = 发到群里的话
button-table = 全部名单（表格）
button-unreached = 尚未联系上 { $people } 人
chart-by-unit = 各单位必学情况（人次）
chart-done = 已完成
chart-in-time = 期限内
chart-overdue = 已过期
chart-trend = 到期学习的完成率（%）
chart-alt-title = 图：各单位必学情况（人次）
chart-alt-unit = { $unit }：完成 { $done }，期限内 { $intime }，过期 { $overdue }
chart-alt-trend = 到期学习的完成率：{ $percent }%

# 提醒
nudge-done-now = 已安排提醒 { $people } 人，马上发出。
nudge-done-later = 已安排提醒 { $people } 人，{ $at } 起发出（避开休息时间和今天已发过的）。
nudge-done-both = 已安排提醒 { $now } 人马上发出，另 { $later } 人 { $at } 起发出。
nudge-none = 这次没有发出新的提醒。
nudge-recently = { $people } 人三天内已经提醒过，不重复打扰。
nudge-unreached = { $people } 人尚未联系上。
nudge-paused = { $people } 人自己暂停了提醒。
nudge-left = 还有 { $people } 人，请再点一次。
nudge-one-now = 已提醒{ $name }，马上发出。
nudge-one-later = 已安排提醒{ $name }，{ $at } 发出。
nudge-one-recently = 三天内已经提醒过{ $name }，不重复打扰。
nudge-one-unreached = { $name }尚未联系上，可以换发学习码。
nudge-one-paused = { $name }自己暂停了提醒。
nudge-one-nothing = { $name }眼下没有过期或七天内到期的学习。
nudge-nobody = 眼下没有需要提醒的人。
nudge-who = 提醒谁？共 { $people } 人过期或七天内到期。
command-nudge = 提醒过期或快到期的人

# 名单
names-title = 过期或七天内到期 · { $people } 人
names-how = 点名字可以提醒、记请假、延期、免学、登记纸面完成。
names-person-overdue = { $name } · { $unit } · 过期 { $items } 项
names-person-soon = { $name } · { $unit } · 快到期 { $items } 项
names-page = 第 { $page }/{ $pages } 页
names-previous = 上一页
names-next = 下一页

# 群里的话
group-title = 【学习进度】{ $units }，截至 { $at }
group-title-many = 【学习进度】{ $unit }等 { $units } 个单位，截至 { $at }
group-item = 《{ $title }》{ $day }到期：{ $assigned } 人中 { $done } 人已完成，还差 { $left } 人。
group-all-done = 已开放的必学都完成了，谢谢大家。
group-link = 打开就能学：{ $link }
group-how = 下面这段可以直接转发，只有人数，没有姓名：

# 到期前告诉督学
due-soon-title = 还有 { $days } 个工作日到期
due-soon-item = 《{ $title }》{ $day }到期
due-soon-counts = 完成 { $done } · 期限内 { $intime }，其中还没开始 { $notbegun } 人
due-soon-nudge = 提醒未完成的 { $people } 人：{ $title }
