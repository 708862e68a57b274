# 本人学习安排的变动
standing-title = { $name }，您好。您的学习安排有变动：
standing-leave = 已登记请假：{ $start }至{ $end }，其间不提醒
standing-end-leave = 请假到 { $day }为止，之后照常学习
standing-end-leave-removed = { $start }至{ $end }的请假已取消
standing-excuse = 免学：{ $title }
standing-lift-excusal = 需要完成：{ $title }，原来的免学已取消
standing-extend = 延期：{ $title }，{ $day }前完成（原 { $was }）
standing-complete-on-paper = 已登记纸面完成：{ $title }
standing-undo-on-paper = { $title }的纸面完成登记已撤销，积分相应冲回
standing-transfer = { $day }起调入{ $unit }，未完成的学习随您转去
standing-cancel-transfer = 原定 { $day }起调入{ $unit }，现已取消
standing-return = 欢迎回到岗位，还在期限内的学习照常完成
standing-reason = 原因：{ $reason }
standing-more = 还有 { $count } 项，请看“我”

# “我”里的情况
me-leave = 请假 { $start }至{ $end }：{ $reason }
me-moved = { $day }起在本单位，从{ $unit }调入
me-moves = { $day }起调入{ $unit }
me-extended = 已延期，原定 { $was }前完成
me-on-paper = 纸面完成：{ $reason }
