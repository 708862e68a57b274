# 年度报表
year-which = 要哪个单位、哪一年的报表？
year-of-unit = { $year } { $unit }
year-table = { $unit } { $year } 年学习报表，截至现在：应完成、按时、补学、免学、积分，按单位、人、职级、标签和项目。
command-report = 年度报表
button-year-report = 年度报表
