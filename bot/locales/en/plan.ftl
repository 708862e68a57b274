# The plan: the year's items, a date moved, a reading added, an item taken back
command-plan = The year's plan
plan-title = The plan of { $year }
plan-counted =
    Counted over what you look after: { $units }{ $more ->
        [0] {""}
        [one] {" "}and one more unit
       *[other] {" "}and { $more } more units
    }
plan-empty = There is nothing in this year's plan yet.
plan-line =
    { $title }{ $year ->
        [this] {""}
       *[other] {" "}({ $year })
    } · { $state ->
        [upcoming] not open yet
        [running] open
        [closed] past due
        [withdrawn] taken back
       *[missed] not opened this year
    }
plan-dates = Opens { $opens }, due { $due }
plan-quiz = A quiz of { $draw } questions, passed with { $percent }% right
plan-progress =
    Done: { $done } of { $assigned }{ $excused ->
        [0] {""}
       *[other] , and { $excused } excused
    }
plan-all-items = All items
plan-move = Move the due date
plan-add = Add a reading
plan-withdraw = Take it back
plan-moved =
    Due date moved: { $unit ->
        [everybody] all units
       *[other] { $unit }
    } → { $day } ({ $reason })
plan-moving =
    Moving the due date: { $unit ->
        [everybody] all units
       *[other] { $unit }
    } → { $day } ({ $reason })
plan-move-waits =
    To be moved when it opens: { $unit ->
        [everybody] all units
       *[other] { $unit }
    } → { $day } ({ $reason })
plan-withdrawing = Being taken back ({ $reason })
plan-withdrawn = Why it was taken back: { $reason }
plan-ask-why = What is the reason? Tap one, or type it.
plan-why = Reason: { $reason }
plan-day = { $day }
plan-no-day = That is not a day I can read. Please type it as 01-31 or 2027-01-31.

# Moving a due date
plan-due-title = Due date of { $title }
plan-due-now = It is { $day } now
plan-due-whom = For whom?
plan-due-all = All units
plan-due-ask-day = It is { $day } now. Which day instead? Tap one, or type it, such as 01-31.
plan-due-of-all = All units
plan-due-of-unit =
    { $unit }{ $below ->
        [0] {""}
        [one] {" "}and the unit below it
       *[other] {" "}and the { $below } units below it
    }
plan-due-change = { $before } → { $after }
plan-due-people =
    { $people ->
        [one] One person has
       *[other] { $people } people have
    } not finished. Those who have, and those with more time of their own, keep what they have
plan-due-on-time =
    { $people ->
        [one] One person who finished late counts
       *[other] { $people } people who finished late count
    } as on time
plan-due-not-open = It opens on { $day }; nobody is touched now
plan-due-opens = It was not opened this year and opens as soon as you confirm: { $people } people in { $units } units
plan-cannot-past = That day has passed. Please choose another.
plan-cannot-before_opening = It is not open yet on that day. Please choose another.
plan-cannot-too_far = That is too far away. Please choose a day within a year.
plan-cannot-nothing_to_change = There is nothing to move here: everybody has finished, or the day is the same.
plan-cannot-not_opened = It was not opened this year. Only whoever looks after all units can move it, for everybody.
plan-cannot-busy = The last change is still under way. Please try again in a few minutes.
plan-move-begun = Under way, and done in a few minutes.

# Taking an item back
plan-off-title = Take back { $title }
plan-off-what =
    { $people ->
        [one] One person has
       *[other] { $people } people have
    } not finished and need not; the { $done } who have keep it. Once taken back it cannot be set again this year.
plan-off-begun = Being taken back, and done in a few minutes.

# Adding a reading
plan-add-which = Which reading?
plan-add-none = Every reading there is stands in this year's plan already.
plan-add-title = Set { $title }
plan-add-whom = For whom?
plan-add-all = Everyone I look after
plan-add-ask-opens = When does it open? Tap a day, or type it.
plan-add-ask-due = When is it due? Tap a day, or type it.
plan-add-ask-draw = A quiz after reading? 60% right passes, as many tries as needed.
plan-opens-today = Today, { $day }
plan-opens-tomorrow = Tomorrow, { $day }
plan-opens-monday = Next Monday, { $day }
plan-add-no-opens = Please type { $day } or a later day within a year, such as 01-31.
plan-add-no-due = Please type { $day } or a later day within a year of opening, such as 03-31.
plan-add-draw = { $draw } questions
plan-add-no-quiz = Reading only
plan-add-read-only = Reading only, no quiz
plan-add-people = { $people } people in { $units } units
plan-add-done = It is in the plan. Everybody sees it in the day's card once it opens.
plan-add-there-already = That reading is in the plan of that year already; it was not set twice.
