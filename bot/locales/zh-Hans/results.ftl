# 成绩
command-results = 成绩
results-title = 成绩 · 最近的测验
results-none = 您负责的人员还没有测验。推送一次测验之后，成绩会出现在这里。
results-quiz = { $number }. { $title }（{ $day }）
results-quiz-counts =
    答完 { $answered }/{ $assigned } 人{ $percent ->
        [none] { "" }
       *[other] ，平均答对 { $percent }%
    }
results-open = { $number }. { $title } { $day }
results-banks = 按题库看
results-banks-title = 看哪个题库？
results-banks-how = 今年以来的练习和测验合在一起，每道题按每人第一次回答算。
results-banks-none = 还没有可看的题库。
results-back-list = 全部测验
results-back-card = 返回成绩
results-back-questions = 返回题目

# 一次测验
results-sentence =
    { $assigned } 人中 { $answered } 人答完，平均{ $total ->
        [none] 答对 { $percent }%
       *[other] {" "}{ $total } 题答对 { $right } 题
    }{ $hardest ->
        [none] 。
       *[other] ；最难的是第 { $hardest } 题（{ $share }% 答对）。
    }
results-sentence-bank =
    今年 { $answered } 人答过这个题库，平均答对 { $percent }%{ $hardest ->
        [none] 。
       *[other] ；最难的是第 { $hardest } 题（{ $share }% 答对）。
    }
results-nobody = { $assigned } 人中还没有人答完。
results-nobody-bank = 今年还没有人答过这个题库。
results-few = { $assigned } 人中 { $answered } 人答完。不足 5 人，不显示成绩，以免看出个人的答题情况。
results-few-bank = 今年 { $answered } 人答过。不足 5 人，不显示成绩，以免看出个人的答题情况。
results-opened = { $at } 开始
results-begun = 另有 { $people } 人开始了，还没有答完。
results-passed = 及格 { $people } 人（按每人最好的一次）。
results-median = 一半的人答对 { $percent }% 或更多。
results-first = 每人按第一次答完的成绩算。
results-attention = 有 { $count } 道题值得看一看。
results-missed = 失分最多的一段：{ $title }（{ $percent }% 答对）
results-chart = 答对率分布
results-chart-people = 人数
results-chart-alt = 图：答对率分布
results-chart-alt-band = { $band }：{ $people } 人
results-see-questions = 题目
results-see-units = 各单位
results-see-topics = 薄弱处
results-see-file = 完整表格
results-file = { $title }：完整数据，含难度系数、区分度、各选项和各单位。截至现在。

# 题目
results-questions-title = { $title } · 题目
results-questions-order = 值得看的在前，其余按题库顺序。点题号看详情。
results-questions-none = 还没有人答过题。
results-question = { $number }. { $stem }
results-question-share-few = { $percent }% 答对 · 人数少，不作判断
results-question-share-key = { $percent }% 答对 · 答案可能有误
results-question-share-easy = { $percent }% 答对 · 太容易
results-question-share-hard = { $percent }% 答对 · 太难
results-question-share-flat = { $percent }% 答对 · 分不出掌握好坏
results-question-share-good = { $percent }% 答对 · 合适
results-question-few = { $people } 人答过，人数太少不显示
results-question-void = 已作废，不计分
results-number = 第 { $number } 题
results-question-title = 第 { $number } 题 · { $title }
results-answered-few = { $people } 人作答，{ $percent }% 答对：人数少，不作判断。
results-answered-key = { $people } 人作答，{ $percent }% 答对：答案可能有误。
results-answered-easy = { $people } 人作答，{ $percent }% 答对：太容易。
results-answered-hard = { $people } 人作答，{ $percent }% 答对：太难。
results-answered-flat = { $people } 人作答，{ $percent }% 答对：分不出掌握好坏。
results-answered-good = { $people } 人作答，{ $percent }% 答对：合适。
results-why-few = 作答满 10 人才作判断。
results-why-key = 成绩最好的人里，选错误选项的比选答案的还多。请先核对答案。
results-why-easy = 几乎人人答对，看不出谁还没有掌握。
results-why-hard = 答对的人少：也许没有讲到，也许题目不清楚。
results-why-flat = 成绩好的和弱的答对得差不多，这道题看不出差别。
results-why-good = 有难度，也能看出掌握得好不好。
results-groups = 成绩最好的一组 { $upper }% 答对，最弱的一组 { $lower }%（各约占四分之一）。
results-unanswered = { $people } 人到截止没有答这道题。
results-key = 答案：{ $answer }
results-key-true = 答案：√（对）
results-key-false = 答案：×（错）
results-changed = 这道题作答以后改过，下面是作答时的样子。
results-older = 其中 { $people } 人答的是改动前的选项，图里没有算。
results-versions = 这道题作答期间改过文字，各版合在一起算。
results-source = 出处《{ $title }》：{ $text }
results-options-chart = 各选项的人数
results-options-typed = 写得最多的答案（人数）
results-options-key = 答案
results-options-other = 其他
results-options-alt = 图：各选项的人数
results-options-alt-key = { $option }（答案）：{ $people } 人
results-options-alt-other = { $option }：{ $people } 人
results-correct = 改这道题
results-read = 看原文

# 各单位、薄弱处
results-units-title = { $title } · 各单位
results-unit = { $unit }：{ $assigned } 人中 { $answered } 人答完，平均答对 { $percent }%
results-unit-hidden = { $unit }：{ $assigned } 人中 { $answered } 人答完
results-unit-bank = { $unit }：{ $answered } 人答过，平均答对 { $percent }%
results-unit-bank-hidden = { $unit }：{ $answered } 人答过
results-units-order = 按名册顺序，不排名次。
results-units-hidden = 人数太少的单位不显示平均，以免看出个人成绩。
results-topics-title = { $title } · 薄弱处
results-topics-how = 答对率低的在前：这些内容值得再讲一讲。
results-topics-by-topic = 按主题
results-topics-by-passage = 按原文段落
results-topic = { $title }：{ $percent }% 答对（{ $questions } 题）
results-topics-none = 还没有足够的作答。
results-read-passage = 看：{ $title }
