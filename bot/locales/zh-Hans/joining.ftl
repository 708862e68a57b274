# 用单位链接加入：本人看到的
join-ask = 加入{ $unit }
join-ask-how =
    请发一条消息，写上您的工号和姓名，例如：
    H1001 张三
    本单位督学确认后，就为您接通。
join-unclear = 请在一条消息里写上工号和姓名，中间空一格，例如：H1001 张三
join-wrong = 没有核对上。请看看工号和姓名是否与单位名册上的一致，再发一次；也可以请本单位督学帮您看看。
join-has-chat = 您已经有一个已接通的聊天；换手机请找本单位督学换发学习码。
join-asked = 已转给本单位督学确认，确认后这里会告诉您。
join-waiting = 您的申请还在等本单位督学确认，确认后这里会告诉您。
join-link-unknown = 没有找到这个加入链接。请重新点开单位发的链接，或向本单位督学要一个新的。
join-link-expired = 这个加入链接已经过期，请向本单位督学要一个新的。
join-link-revoked = 这个加入链接已经停用，请向本单位督学要一个新的。
join-not-confirmed = 您的加入申请这次没有得到确认。请联系本单位督学或办公室，当面核对后再办。

# 督学确认加入
joining-title = 加入申请 · { $people } 人
joining-how = 请先认一认，确实是本人再确认。点名字可以单独办。
joining-none = 眼下没有等您确认的加入申请。
joining-line = { $name }（{ $staffno }）· { $unit }
joining-when =
    { $channel ->
        [web] 网页
       *[other] Telegram
    } · { $at } 申请
joining-rivals = 有 { $chats } 处聊天都自称是此人，请当面核对后单独办
joining-all = 全部确认 { $people } 人
joining-yes = 确认接通
joining-effect = 确认后，这个聊天立即成为{ $name }的；不确认，就请对方找单位当面办理。
joining-ask = 确认以下 { $people } 人加入：
joining-ask-effect = 确认后立即接通，并逐一告诉本人。
joining-confirmed = 已确认 { $people } 人加入。
joining-skipped-decided = 已经有人办过：{ $names }
joining-skipped-has-chat = 本人已有接通的聊天：{ $names }
joining-skipped-chat-taken = 这个聊天已经接通了别人：{ $names }
joining-skipped-above-you = 本人有您没有的权限，请上级管理员办：{ $names }
joining-skipped-not-yours = 已不在您的职权范围内：{ $names }
joining-skipped-rivals = 有几处聊天都自称是此人，请单独办：{ $names }
joining-left = 还有 { $people } 件
joining-one-accepted = 已为{ $name }接通。
joining-one-refused = 没有确认{ $name }的加入，已请对方联系单位。
joining-one-has-chat = { $name }已有接通的聊天，没有改动。换手机请在其名下换发学习码。
joining-one-chat-taken = 这个聊天已经接通了别人，没有改动。
joining-one-above-you = { $name }有您没有的权限，请上级管理员来办，没有改动。

# 换发学习码
code-title = 换发学习码 · { $name } · { $unit }
code-which = 请先认一认是本人来要，再选一种情况。
code-first = 还没有接通过，可以发一个学习码。
code-good-for = 新码 { $days } 天内有效，只能用一次；之前没用的码随即作废。
code-also = 换了或多一部手机（旧的仍可用）
code-lost = 手机丢了（旧的立即停用）
code-lost-title = 手机丢了 · { $name } · { $unit }
code-lost-effect =
    确认后，{ $name }现在接通的聊天全部立即停用，看不到也答不了；学习记录和没答完的题都保留，换新手机接着来。
    同时给出一个新的学习码。
code-above-you = { $name }有您没有的权限，请上级管理员来换发。
code-done-also = 已为{ $name }做好新的学习码。下面这段请只转发给本人：
code-done-lost = { $name }原来的聊天已经停用，新的学习码做好了。下面这段请只转发给本人：
code-forward-title = { $name }，这是您的{ $garden }学习码
code-forward-code = { $code }
code-forward-links = 点开就能用，也可以在对话里输入上面的码：
code-forward-once = 只能用一次，{ $at } 前有效，请不要转给别人。

# 尚未联系上的人
unreached-title = 尚未联系上 · { $people } 人
unreached-count-none = 还没有发过学习码 { $people } 人
unreached-count-waiting = 学习码已发、还没用 { $people } 人
unreached-count-expired = 学习码已过期 { $people } 人
unreached-count-closed = 聊天已关闭 { $people } 人
unreached-how = 点名字可以换发学习码；也可以把单位入群链接发到单位自己的群里。
unreached-nobody = 分管单位的同志都已联系上。
unreached-person-none = { $name } · { $unit } · 未发码
unreached-person-waiting = { $name } · { $unit } · { $day } 发码
unreached-person-expired = { $name } · { $unit } · 码已过期
unreached-person-closed = { $name } · { $unit } · 聊天已关
unreached-link = 单位入群链接

# 单位入群链接
joinlink-which = 哪个单位的入群链接？
joinlink-title = 单位入群链接 · { $unit }
joinlink-none = 现在没有可用的链接。做一个，转发到单位自己的群里：打开后写上工号和姓名，由您确认。
joinlink-since = 现有一个链接，{ $at } 做的，{ $until } 前有效。
joinlink-not-kept = 为了安全，链接不保存原文。找不到原来那条消息，就做一个新的，旧的随即停用。
joinlink-make = 做一个链接
joinlink-replace = 做新的（旧的停用）
joinlink-end = 停用链接
joinlink-made = { $unit }的入群链接做好了。下面这段可以直接转发到单位自己的群里：
joinlink-ended = { $unit }的入群链接已经停用。已经提出的申请仍在待办里。
joinlink-forward-title = { $unit }的同志，请点开链接加入{ $garden }：
joinlink-forward-code = 也可以在对话里输入：{ $code }
joinlink-forward-type = 请打开对话，输入：{ $code }
joinlink-forward-how = 打开后发一条消息，写上您的工号和姓名，督学确认后就接通。{ $at } 前有效，请不要转到群外。
