# The year's report
year-which = Which unit, and which year?
year-of-unit = { $year } { $unit }
year-table = { $unit }, { $year }, as of now: assigned, on time, late, excused and points, by unit, person, rank category, tag and item.
command-report = The year's report
button-year-report = The year's report
