# 按钮
button-today = 今天
button-readings = 阅读
button-practice = 练习
button-mistakes = 错题
button-points = 积分
button-settings = 设置
button-start = 开始
button-more = 再来一组
button-try-again = 再测一次

# 欢迎与绑定
welcome-title = 您好，这里是{ $garden }
welcome-how =
    请输入您的个人学习码（10 位，印在单位发给您的纸条上），或者用手机扫纸条上的二维码。
    没有学习码，请向本单位的管理员领取。
enrol-is-this-you = 这个学习码属于{ $unit }的{ $name }。是您本人吗？
enrol-yes = 是我
enrol-no = 不是我
enrol-not-me = 好的，什么也没有改动。请核对纸条上的学习码，再输入一次；纸条若发错了，请交还单位管理员。
enrol-bound = { $name }，您好，已经为您接通。
enrol-which-language = 请选择语言：
enrol-which-hour = 每天若有需要告诉您的事，几点发给您合适？一天最多一条，没有事就不打扰。
enrol-ready = 都好了。有事时会在 { $hour } 告诉您。
enrol-where-things-are = 随时输入“今天”，就能看到眼前要做的。
enrol-start = 开始：{ $minutes } 分钟
code-unknown = 没有找到这个学习码。请核对后再输入一次，容易认错的字母和数字都没有用在码里。
code-used = 这个学习码已经用过了。如果不是您本人用的，请联系单位管理员。
code-expired = 这个学习码已经过期，请向单位管理员领取新的。
code-revoked = 这个学习码已经换成新的了，请使用最近一次发给您的纸条。
code-too-many-tries = 试的次数有些多，请过一小时再试，或请单位管理员帮您核对。
code-closed-for-now = 现在暂时不能用学习码登录，请稍后再试。
code-bound-already = 您已经接通，不需要再用学习码。
code-bound-to-another = 这个聊天已经接通了另一位同志，请用您自己的手机打开。

# 今天
today-title = { $day } · 今天
today-nothing = 眼下没有待完成的学习。想看看、想练练，都可以。
today-read = 阅读：{ $title }
today-quiz = 测验：{ $title }
card-title = { $name }，您好。眼下有这些学习待完成：
digest-title = { $name }，欢迎回来。这是眼下的情况：
item-due = { $day }前完成，还有 { $days } 天
item-due-today = 今天（{ $day }）是最后一天
item-overdue = 原定 { $day }完成，现在补学同样算数
item-closes = { $at } 截止
item-next-read = 下一步：阅读
item-next-quiz = 下一步：测验
scheduled-title = 测验时间到了，共 { $questions } 题

# 我
me-title = { $name } · { $unit }
me-as-of = 截至 { $at }
me-away = 暂停到 { $day }，其间不发提醒
me-nothing-yet = 还没有布置给您的学习。
me-done = 已完成，{ $at }
me-late = 已完成（补学），{ $at }
me-excused = 免学：{ $reason }
me-open = 待完成，{ $day }前
me-streak = 您已经连续 { $weeks } 周有学习。这只给您自己看，不计分。

# 阅读
readings-title = 阅读
readings-none = 还没有可读的文章。
readings-done = 已读完 · 约 { $minutes } 分钟
readings-begun = 读到 { $percent }% · 约 { $minutes } 分钟
readings-required = 必读 · 约 { $minutes } 分钟
readings-free = 选读 · 约 { $minutes } 分钟
reading-title = { $title }
reading-about = 约 { $minutes } 分钟，读得慢些也没关系
reading-progress = { $page }/{ $pages } { $bar }
reading-previous = 上一页
reading-next = 下一页
reading-check = 读完了，答几道小题
reading-sources = 依据：{ $sources }
reading-picture = 看图
reading-picture-of = 看图：{ $alt }
reading-gone = 这篇阅读现在没有了。
reading-done-before = 这篇您今年已经读完，重读不再计分。

# 题目
question-head-check = 读后小题 · 第 { $number } 题，共 { $total } 题
question-head-plan = 测验 · 第 { $number } 题，共 { $total } 题
question-head-scheduled = 测验 · 第 { $number } 题，共 { $total } 题
question-head-practice = 练习 · 第 { $number } 题，共 { $total } 题
question-head-mistakes = 错题重做 · 第 { $number } 题，共 { $total } 题
question-how-single-choice = （单选）
question-how-multiple-choice = （多选，选好后提交；也可以直接输入，如 AC）
question-how-true-false = （判断）
question-how-fill-in = （填空，请直接输入答案）
question-how-short-answer = （简答，请用几个字直接输入）
question-submit = 提交
question-unreadable-single-choice = 没有看懂这个回答。请点选项，或输入一个字母，如 B。想做别的，可以输入“今天”。
question-unreadable-multiple-choice = 没有看懂这个回答。请勾选后提交，或输入字母，如 AC。想做别的，可以输入“今天”。
question-unreadable-true-false = 没有看懂这个回答。请点 √ 或 ×，也可以输入“对”或“错”。
question-unreadable-fill-in = 请输入要填的内容。想做别的，请输入 /today。
question-unreadable-short-answer = 请用几个字写出答案。想做别的，请输入 /today。
feedback-right = 答对了
feedback-wrong = 这题答错了，正确答案：{ $answer }
feedback-points = 积分 +{ $points }
feedback-points-capped = 今天练习计分已到 { $cap } 分，多练不再计分，但记录都在。
feedback-read-again = 再看看原文
finished-check = 读完了
finished-plan-passed = 测验通过：{ $total } 题答对 { $right } 题（{ $percent }%）
finished-plan-not-passed = 这次答对 { $right } 题，共 { $total } 题（{ $percent }%），还没有通过。可以再测，换一些题，取最好的一次。
finished-scheduled = 测验完成：{ $total } 题答对 { $right } 题
finished-practice = 练习完成：{ $total } 题答对 { $right } 题
finished-mistakes = 重做完成：{ $total } 题答对 { $right } 题
finished-points = 积分 +{ $points }
finished-in-time = 这项学习已按时完成。
finished-late = 这项学习已完成，记为补学，积分不减。

# 测验与练习
quiz-title = 测验
quiz-none = 眼下没有要做的测验。
quiz-terms-scheduled = { $questions } 题，{ $at } 截止，答过就算完成
quiz-terms-plan = { $questions } 题，答对 { $percent }% 通过，次数不限，取最好的一次
quiz-passed-before = 这个测验您已经通过了。
quiz-not-needed = 这个测验您不用再做了。
practice-title = 练习
practice-how = 自愿练习，答错了会讲为什么。每天最多计 { $cap } 分。
practice-all = 各科混合
practice-nothing = 这里还没有题目。
mistakes-none = 没有需要重做的错题。

# 积分
points-title = { $year } 年积分：{ $counted }
points-required = 必学部分：得 { $counted } 分，已开放的共 { $possible } 分
points-practice = 练习：得 { $earned } 分
points-practice-capped = 练习：得 { $earned } 分，计 { $counted } 分（每天有上限）
points-unit-average = 本单位人均 { $average } 分
points-none = 今年还没有积分。读完一篇必读文章就有了。
points-entry-reading = { $day } { $points } 读完《{ $title }》
points-entry-quiz-pass = { $day } { $points } 通过测验《{ $title }》
points-entry-scheduled = { $day } { $points } 测验答对 { $questions } 题：{ $title }
points-entry-practice = { $day } { $points } 练习答对 { $questions } 题 { $title }
points-entry-practice-capped = { $day } { $points } 练习答对 { $questions } 题（得 { $earned } 分，已到当日上限）{ $title }
points-entry-reversal = { $day } { $points } 更正：{ $title }（{ $reason }）

# 设置
settings-title = 设置
settings-hour = 每天 { $hour } 告诉您有什么待完成
settings-edition-full = 阅读全文
settings-edition-short = 有短文时读短文
settings-paused = 提醒已暂停到 { $day }，完成期限不变
settings-short = 改读短文
settings-full = 改读全文
settings-large-text = 大字
settings-normal-text = 标准字号
settings-pause = 暂停提醒 { $days } 天
settings-resume = 恢复提醒
settings-which-language = 请选择语言：

# 帮助与其他
help-title = 可以这样用
help-commands =
    今天 —— 眼前要做的
    阅读 —— 必读和选读
    测验 —— 开放的测验
    练习 —— 自愿练习
    错题 —— 重做答错的题
    积分 —— 每一分的来由
    我 —— 您的学习记录
    设置 —— 语言、时间、字号
help-supervisor =
    汇总 —— 您分管单位的情况
    提醒 —— 提醒还没有完成的人
    待办 —— 等您处理的事
help-answers = 答题可以点按钮，也可以输入 A、B、AC 或“对”“错”。
not-understood = 没有看懂这句话。输入“今天”看眼前要做的，输入“帮助”看能做什么。
files-not-taken = 文件收到了，但这里还用不上它。输入“帮助”看能做什么。
refused-not-yours = 这个按钮已经失效，请输入“今天”重新开始。
refused-answered = 这题您已经答过了。
refused-closed = 这次测验已经截止，已答的都已保存。
refused-nothing-chosen = 请先选好，再提交。

# 命令菜单
command-today = 眼前要做的
command-readings = 必读和选读
command-quiz = 开放的测验
command-practice = 自愿练习
command-points = 每一分的来由
command-mistakes = 重做答错的题
command-me = 我的学习记录
command-settings = 语言、时间、字号
command-language = 中文 / English
command-help = 怎么用
command-summary = 分管单位的情况

# 演示
persona-cadre = 学员
persona-cadre-about = 读一篇必读，答几道题，看积分
persona-supervisor = 督学
persona-supervisor-about = 看分管单位的学习周报
persona-instructor = 教员
persona-instructor-about = 同样是学员，也管出题
persona-office = 管理员
persona-office-about = 看全县的情况

left-the-roster = 您已不在本县名册上，这里不再给您发消息。如有差错，请联系原单位管理员。
