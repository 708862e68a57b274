# 名册
command-roster = 名册
help-admin =
    名册 —— 查找、新增、更改人员，授权
    计划 —— 今年的学习任务
    通知 —— 发通知
    审计 —— 谁在什么时候改了什么
roster-title =
    名册 · { $units }{ $more ->
        [0] {""}
       *[other] 等，另有 { $more } 个单位
    }
roster-people = 在册 { $people } 人，{ $units } 个单位
roster-joined = 已加入 { $joined } 人，尚未联系上 { $unreached } 人
roster-left = 今年离任 { $left } 人
roster-grants-ending = { $count } 项授权 30 天内到期
roster-find = 查找
roster-add = 新增
roster-import = 导入文件
roster-grants = 授权
roster-approvals =
    { $count ->
        [0] 审批
       *[other] 审批 { $count } 件
    }
roster-audit = 审计记录
roster-find-how = 请输入姓名、姓名的一部分、工号或单位名称。
roster-import-how =
    把名册文件（xlsx 或 csv）直接发到这里，先给您看会改动什么，您点“保存”才算数。
    可以先取空白模板，或者取现在的名册改好再发。
roster-get-template = 空白模板
roster-get-current = 现在的名册
roster-template-here = 空白模板，填好后直接发到这里：
roster-export-here = 您管辖范围内现在的名册，改好后可以直接发回来：

# 查找
find-nobody = 您管辖的范围内没有找到“{ $text }”。可以换个写法再输入。
find-people = “{ $text }”找到 { $people } 人
find-again = 点一个人，或者再输入别的。
find-person = { $name } · { $unit } · { $number }
find-person-left = { $name } · { $unit } · 已离任
find-unit-none = 没有找到“{ $text }”这个单位，请再输入一次；重名的请写全路径，用 / 分开。
find-unit-several = 没有正好叫“{ $text }”的单位，或者不止一个。您要的是不是：
find-unit-outside = “{ $unit }”不在您的管辖范围内，请另选一个单位。

# 一个人
roster-person = { $name }（{ $staffno }）
roster-unit = 单位：{ $unit }
roster-rank = 职级类别：{ $rank }
roster-tags = 标签：{ $tags }
roster-phone = 电话：{ $phone }
roster-since = { $joined } 加入
roster-gone = { $joined } 加入，{ $left } 离任
roster-leaving = { $joined } 加入，定于 { $left } 离任
roster-pending = 定于 { $day } 调往 { $unit }
roster-holds = { $role } · { $unit } · { $until }
roster-holds-more = 另有 { $count } 项授权
roster-never-joined = 尚未联系上：还没有接通过
roster-no-chat = 尚未联系上：原来的聊天已停用
roster-chat = { $since } 接通，最近一次 { $last }
roster-unreachable = { $since } 接通，最近一次 { $last }；现在联系不上
roster-leave = 请假 { $start } 至 { $end }：{ $reason }
roster-do-name = 改姓名
roster-do-rank_category = 改职级
roster-do-tags = 改标签
roster-do-phone = 改电话
roster-do-unit = 改单位
roster-do-leave = 离任/调出
roster-do-stay = 撤销调动
roster-do-return = 恢复在册
roster-do-grant = 授权
roster-do-code = 学习码
roster-do-study = 学习情况
roster-do-audit = 审计记录
roster-do-back = 返回名册

# 更改
roster-ask-name = 姓名怎么写？
roster-ask-unit = 在哪个单位？点一个，或者输入单位名称、全路径。
roster-ask-rank_category = 职级类别是哪一个？
roster-ask-staff_no = 工号是多少？没有工号可以由系统编一个。请不要用身份证号。
roster-ask-tags = 标签有哪些？用顿号分开，原来的标签会换成新的。
roster-ask-phone = 电话是多少？
roster-empty = 清空
roster-same = 名册上已经是这样，不用改。
roster-confirm = 更改{ $name }（{ $staffno }）：
roster-changed = 已更改，并记入审计记录。

# 新增
roster-adding = 新增{ $name }
roster-make-number = 由系统编号
roster-add-new-unit = 新设的单位请用“导入文件”带进来。
roster-number-taken = 工号 { $number } 已经有人用了。
roster-there-already = 这个单位已经有一位{ $name }。如果是另一位同名的人，请输入工号。
roster-namesake = 请留意：同单位还有一位{ $name }（{ $number }）
roster-open = 打开 { $number }
roster-add-confirm = 新增{ $name }（{ $number }）
roster-add-means = 自 { $day } 起在册，正在进行的学习任务会布置给本人；还需要学习码才能进来。
roster-added = 已新增，并记入审计记录。

# 调动、离任、恢复
roster-not-oneself = 不能给自己办离任，请由另一位管理员办理。
roster-about-unit = { $name }（{ $staffno }）· 改单位
roster-about-leave = { $name }（{ $staffno }）· 离任/调出
roster-about-return = { $name }（{ $staffno }）· 恢复在册
roster-about-stay = { $name }（{ $staffno }）· 撤销调动
roster-ask-unit-unit = 调到哪个单位？请输入单位名称或全路径。
roster-ask-day-unit = 从哪一天起算新单位的人？点一个，或者输入日期，如 12-01。
roster-ask-day-leave = 从哪一天起不再在册？点一个，或者输入日期，如 12-01。
roster-ask-why-unit = 什么原因？点一个，或者直接输入，本人看得到。
roster-ask-why-leave = 什么原因？点一个，或者直接输入。
roster-ask-why-return = 什么原因？点一个，或者直接输入。
roster-ask-why-stay = 什么原因？点一个，或者直接输入，本人看得到。
roster-today = 今天
roster-next-month = { $day }
roster-no-day = 没有看懂这个日期，请写成 12-31 或 2026-12-31，前后一年以内。
roster-from-to = 由 { $before } 调到 { $after }
roster-from-day-unit = 自 { $day } 起
roster-from-day-leave = 自 { $day } 起不再在册
roster-open-follow = 没有完成的学习任务 { $count } 项，跟随到新单位；以前的结果留在原单位。
roster-back-dated =
    { $count ->
        [0] 日期早于今天：其间没有已完成或免学的任务，结果不变。
       *[other] 日期早于今天：其间完成或免学的 { $count } 项改算新单位的
    }
roster-affected = · 《{ $title }》
roster-affected-more = 另有 { $count } 项
roster-roles-stay = 对原单位的授权（{ $roles }）不会自动变动，请另行办理。
roster-open-end = 没有完成的学习任务 { $count } 项到时取消，已完成的保留。
roster-roles-end = 同时收回的授权：{ $roles }
roster-leave-means = 提醒停止，未用的学习码作废；以后可以恢复在册。
roster-means-return = 还在期限内的学习任务重新布置；授权不会自动恢复。
roster-means-stay = 调动不再进行，仍在原单位。
roster-why = 原因：{ $reason }
roster-done-unit = 调动已办理，并记入审计记录。
roster-done-leave = 离任已办理，并记入审计记录。
roster-done-return = 已恢复在册，并记入审计记录。
roster-done-stay = 调动已撤销，并记入审计记录。
roster-not-same-unit = 已经在这个单位了，没有改动。
roster-not-has-left = 那一天这位同志已经离任，没有改动。
roster-not-before-joining = 那一天这位同志还没有加入，没有改动。
roster-not-before-last = 那一天之后还有过一次调动，不能再往前改。
roster-not-already-that-day = 那一天已经定好另一次调动，请先撤销。
roster-not-no-reason = 请写明原因再办。
roster-not-leave = 这个日期办不了：已经离任，或者早于加入日期。
