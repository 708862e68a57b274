# 计划：全年必学，改日期，补一项，撤一项
command-plan = 全年学习计划
plan-title = { $year } 年学习计划
plan-counted =
    完成情况按您负责的范围统计：{ $units }{ $more ->
        [0] {""}
       *[other] 等，另有 { $more } 个单位
    }
plan-empty = 今年的计划里还没有内容。
plan-line =
    《{ $title }》{ $year ->
        [this] {""}
       *[other] （{ $year } 年）
    } · { $state ->
        [upcoming] 未开放
        [running] 进行中
        [closed] 已过期
        [withdrawn] 已撤下
       *[missed] 今年未开放
    }
plan-dates = { $opens } 开放，{ $due } 截止
plan-quiz = 读后测验 { $draw } 题，答对 { $percent }% 通过
plan-progress =
    已完成 { $done }/{ $assigned } 人{ $excused ->
        [0] {""}
       *[other] ，另有免学 { $excused } 人
    }
plan-all-items = 全部项目
plan-move = 改截止日期
plan-add = 补一项阅读
plan-withdraw = 撤下这一项
plan-moved =
    改过截止日期：{ $unit ->
        [everybody] 全部单位
       *[other] { $unit }
    } → { $day }（{ $reason }）
plan-moving =
    正在改截止日期：{ $unit ->
        [everybody] 全部单位
       *[other] { $unit }
    } → { $day }（{ $reason }）
plan-move-waits =
    开放时改截止日期：{ $unit ->
        [everybody] 全部单位
       *[other] { $unit }
    } → { $day }（{ $reason }）
plan-withdrawing = 正在撤下（{ $reason }）
plan-withdrawn = 撤下原因：{ $reason }
plan-ask-why = 是什么原因？请点选，或直接输入。
plan-why = 原因：{ $reason }
plan-day = { $day }
plan-no-day = 没有看懂这个日期。请输入如 1月31日 或 2027-01-31。

# 改截止日期
plan-due-title = 《{ $title }》截止日期
plan-due-now = 现在是 { $day }
plan-due-whom = 给谁改？
plan-due-all = 全部单位
plan-due-ask-day = 现在是 { $day }。改到哪一天？请点选，或直接输入日期，如 1月31日。
plan-due-of-all = 全部单位
plan-due-of-unit =
    { $unit }{ $below ->
        [0] {""}
       *[other] 及下属 { $below } 个单位
    }
plan-due-change = { $before } → { $after }
plan-due-people = { $people } 人未完成；已完成的不变，单独延期更晚的也不变
plan-due-on-time = 另有 { $people } 人当时记为补学，改记为按时完成
plan-due-not-open = 这一项 { $day } 才开放，现在没有人受影响
plan-due-opens = 这一项今年没有开放过，确认后马上开放：{ $units } 个单位，{ $people } 人
plan-cannot-past = 这一天已经过去了，请另选一天。
plan-cannot-before_opening = 这一天还没有开放，请另选一天。
plan-cannot-too_far = 这一天太远了，请选一年以内的日期。
plan-cannot-nothing_to_change = 这里没有要改的：没有人未完成，或者日期没有变。
plan-cannot-not_opened = 这一项今年没有开放过，只能由负责全部单位的管理员给全部单位改期。
plan-cannot-busy = 上一次的修改还在进行，请过几分钟再改。
plan-move-begun = 正在修改，几分钟内完成。

# 撤下
plan-off-title = 撤下《{ $title }》
plan-off-what = { $people } 人未完成，不再要求；已完成的 { $done } 人照旧保留。撤下以后，今年不能再布置这一项。
plan-off-begun = 正在撤下，几分钟内完成。

# 补一项
plan-add-which = 补哪一篇？
plan-add-none = 现有的阅读都已经在今年的计划里了。
plan-add-title = 布置《{ $title }》
plan-add-whom = 布置给谁？
plan-add-all = 我负责的全部单位
plan-add-ask-opens = 哪天开放？请点选，或直接输入日期。
plan-add-ask-due = 哪天截止？请点选，或直接输入日期。
plan-add-ask-draw = 读完后要不要测验？答对 60% 通过，次数不限。
plan-opens-today = 今天 { $day }
plan-opens-tomorrow = 明天 { $day }
plan-opens-monday = 下周一 { $day }
plan-add-no-opens = 请输入 { $day } 或以后的日期，一年以内，如 1月31日。
plan-add-no-due = 请输入 { $day } 或以后的日期，开放后一年以内，如 3月31日。
plan-add-draw = 测验 { $draw } 题
plan-add-no-quiz = 只阅读，不测验
plan-add-read-only = 只阅读，不测验
plan-add-people = 共 { $units } 个单位，{ $people } 人
plan-add-done = 已经列入计划。到开放那天，各人在每日提醒里就能看到。
plan-add-there-already = 这一篇已经在这一年的计划里了，没有重复布置。
