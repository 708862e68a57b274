# 办公桌：各处共用
desk-refused = 这一项不在您的职权范围内，没有办理。如需办理，请找上级管理员。
desk-gone = 这件事已经办过，或已经有了变化，请重新打开。
desk-cancelled = 好的，没有改动。
desk-cancel = 不办了
desk-confirm = 确认
desk-back = 返回
dialog-too-long = 写得有些长了，请控制在 { $limit } 字以内。

# 待办
queue-title = 有 { $count } 件事等您处理
queue-empty = 眼下没有等您处理的事。
queue-joins = 加入申请 { $count } 件
queue-disputes = 异议与反映 { $count } 件
queue-approvals = 需要第二人同意 { $count } 件
command-queue = 等您处理的事
