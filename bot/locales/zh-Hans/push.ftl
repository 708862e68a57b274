# 推送
command-push = 推送测验、阅读或通知
push-title = 推送
push-how = 把一套测验、一篇阅读或一条通知，推送给您负责的人。休息时间不打扰，顺延到可以联系的时候。
push-last = 上次推送：{ $title }（{ $day }）
push-same = 照上次再推一次
push-same-gone = 上次推送的内容或对象有了变化，不能照样再推，请重新选择。
push-open = { $title }（{ $day }）

# 推什么
push-what = 推送什么？
push-kind-quiz = 测验
push-kind-reading = 阅读
push-kind-announcement = 通知
push-which-bank = 用哪个题库？
push-bank = { $title } · { $questions } 题
push-no-banks = 没有可以选的题库了。先把题目文件发到这里，就能建一个。
push-how-many =
    《{ $title }》共 { $questions } 题。
    全部作答，还是每人抽几题？也可以直接输入题数（最多 { $limit }）。
push-whole = 全部 { $questions } 题
push-draw = 每人抽 { $questions } 题
push-another-bank = 再加一个题库
push-no-count = 请输入题数，不超过题库里的题数，最多 100。
push-which-reading = 推送哪一篇？
push-no-readings = 没有可以推送的阅读。先把文章文件发到这里，就能建一篇。
push-is-quiz = 测验：《{ $title }》，全部题目
push-is-draw = 测验：《{ $title }》，每人抽 { $questions } 题
push-is-reading = 阅读：《{ $title }》
push-is-announcement = 通知：

# 推给谁
push-whom = 推送给谁？
push-all = 我负责的全部人员
push-one-person = 一个人
push-ask-person = 请输入姓名或工号。
push-this-person = 是这一位吗？不是的话，再输入一次。
push-to-person = 对象：{ $name }（{ $unit }）

# 什么时候
push-when = 什么时候推送？点选，或者直接输入，如“周四 20:00”“11-26 20:00”。
push-now = 现在
push-morning = { $at }
push-every-week = 每周固定时间
push-which-day = 每周几？
push-weekday = { $day ->
    [mon] 周一
    [tue] 周二
    [wed] 周三
    [thu] 周四
    [fri] 周五
    [sat] 周六
   *[sun] 周日
 }
push-which-hour = 每{ $day ->
    [mon] 周一
    [tue] 周二
    [wed] 周三
    [thu] 周四
    [fri] 周五
    [sat] 周六
   *[sun] 周日
 }几点？点选，或者直接输入，如 19:30。
push-no-hour = 请输入几点几分，如 19:30。
push-no-moment = 没看明白这个时间。可以写“周四 20:00”“11-26 20:00”或“2026-11-26 20:00”。
push-moment-past = { $at } 已经过去了，请换一个以后的时间。
push-moment-far = 这个时间太远了，请选一年以内的。

# 什么时候截止
push-closes = 什么时候截止？点选，或者直接输入最后一天，如“11-30”。
push-closes-weekly = 每次开放多久？
push-due = 要求哪天读完？点选，或者直接输入日期，如“11-30”。
push-closes-hours = { $hours ->
    [24] 24 小时
    [48] 48 小时
   *[168] 7 天
 }（{ $at }）
push-closes-days = { $days } 天内（{ $day }）
push-closes-by-button = 每周的推送请点选开放多久。
push-no-closing = 请输入 { $day } 或以后的日期，一年以内，如 11-30。

# 确认
push-check = 请核对 · 以{ $unit }的名义推送
push-people = 共 { $people } 人，{ $units } 个单位
push-read-before = 其中 { $people } 人今年已经读过，不再要求
push-unreached = 其中 { $people } 人还没有联系上，登录后能看到
push-away = 其中 { $people } 人请假或暂停提醒，不打扰
push-too-late = 其中 { $people } 人要到截止以后才方便打扰，不会通知
push-told-now = 现在 { $people } 人
push-told-now-then = 现在 { $first } 人，{ $day ->
    [today] 今天 { $hour }
    [tomorrow] 明天 { $hour }
   *[later] { $at }
 } { $people } 人
push-told-at = { $day ->
    [today] 今天 { $hour }
    [tomorrow] 明天 { $hour }
   *[later] { $at }
 } { $people } 人
push-told-later = 其余 { $people } 人更晚
push-takes = { $minutes ->
    [0] 按允许的速度，一分钟内发完
   *[other] 按允许的速度，约 { $minutes } 分钟发完
 }
push-first-of-weekly = 每{ $day ->
    [mon] 周一
    [tue] 周二
    [wed] 周三
    [thu] 周四
    [fri] 周五
    [sat] 周六
   *[sun] 周日
 } { $hour } 推送，第一次：{ $at }
push-due-on = { $day } 截止
push-closes-at = { $at } 截止
push-closes-each = 每次开放{ $hours ->
    [168] {" "}7 天
   *[other] {" "}{ $hours } 小时
 }
push-nobody = 截止以前通知不到任何人，没有推送。请换一个时间、截止日期或对象。
push-send = 推送
push-set-what = 改内容
push-set-whom = 改对象
push-set-when = 改时间
push-set-closes = 改截止

# 进展
push-card-title = 推送 · { $unit }
push-upcoming = 将于 { $at } 推送
push-next-of-weekly = 每{ $day ->
    [mon] 周一
    [tue] 周二
    [wed] 周三
    [thu] 周四
    [fri] 周五
    [sat] 周六
   *[sun] 周日
 } { $hour } 推送，下一次：{ $at }
push-card-closes = { $at } 截止
push-card-closed = 已于 { $at } 截止
push-card-stopped = 没有推送：到时间时，内容已经撤下，或者权限已经到期。
push-queueing = 正在安排发送，几分钟内完成
push-counts = 待发 { $queued }，已送达 { $delivered }，未联系上 { $unreached }
push-answered-by = 已打开 { $begun }，已答完 { $finished }
push-read-by = 已打开 { $begun }，已读完 { $finished }
push-average = 平均答对 { $percent }%
push-average-later = 满 { $people } 人答完后显示平均分
push-had-read = 今年已经读过，没有再要求：{ $people } 人
push-left-in-peace = 请假、暂停提醒等，没有打扰：{ $people } 人
push-taken-back = 已撤回：{ $people } 人不再要求；已经开始的照旧保留
push-taking-back = 正在撤回，几分钟内完成
push-as-of = 截至 { $at }
push-undo = 撤回
push-again = 再发给没打开的 { $people } 人
push-results = 看成绩
push-stop = 停止每周推送

# 收到时
pushed-quiz = 测验 · { $unit } · 共 { $questions } 题
pushed-reading = 阅读 · { $unit }
pushed-read = 开始阅读
