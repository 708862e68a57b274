# 月报，给全县负责同志
month-title = 学习月报 · { $unit }
month-number = 到期学习已完成 { $percent }%，目标 { $target }%
month-number-change = 到期学习已完成 { $percent }%，目标 { $target }%，一个月来 { $rise } 个百分点
month-counts = 近一年到期 { $due } 人次，已完成 { $done } 人次
month-nothing-due = 近一年还没有到期的学习。
month-to-ask = 需要过问的 { $units } 个单位
month-unit-to-ask = { $unit }：{ $percent }%，还差 { $left } 人次
month-none-to-ask = 各单位都达到了目标。
month-risen = 一个月来提高较多的 { $units } 个单位
month-unit-risen = { $unit }：{ $rise } 个百分点，现在 { $percent }%
month-not-yours = 月报只发给全县的负责同志。
button-month-now = 现在的数字
button-month = 学习月报
chart-month = 学习月报 · { $unit }
chart-month-trend = 到期学习的完成率（%），虚线为目标 { $target }%
chart-alt-month = 图：{ $unit }到期学习的完成率，{ $first } 为 { $before }%，{ $last } 为 { $percent }%，目标 { $target }%
command-month = 全县学习月报
