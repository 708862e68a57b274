# The monthly card, for the head of the whole
month-title = Month of study · { $unit }
month-number = Of what has fallen due, { $percent }% is done; the target is { $target }%
month-number-change = Of what has fallen due, { $percent }% is done; the target is { $target }%; { $rise } points in a month
month-counts = { $due } fell due within a year (people × items), { $done } are done
month-nothing-due = Nothing has fallen due within a year.
month-to-ask = Units to ask: { $units }
month-unit-to-ask = { $unit }: { $percent }%, { $left } to go
month-none-to-ask = Every unit has reached the target.
month-risen = Units that rose most in a month: { $units }
month-unit-risen = { $unit }: { $rise } points, now { $percent }%
month-not-yours = The monthly card is for the head of the whole county.
button-month-now = The numbers now
button-month = Monthly card
chart-month = Month of study · { $unit }
chart-month-trend = Of what has fallen due, done (%); dashed: the target, { $target }%
chart-alt-month = Picture: of what had fallen due in { $unit }, done in { $first }: { $before }%; in { $last }: { $percent }%; the target: { $target }%
command-month = The county's month of study
