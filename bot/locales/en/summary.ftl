# The weekly summary
summary-title = Weekly summary · { $units }
summary-title-many = Weekly summary · { $unit } and others, { $units } units
summary-week-of = As sent in the week of { $day }
summary-as-of = As of { $at }
summary-people =
    { $people } people{ $away ->
        [0] { "" }
       *[other] , on leave { $away }
    }{ $notreached ->
        [0] { "" }
       *[other] , not yet reached { $notreached }
    }
summary-nothing-open = Nothing is assigned at present.
summary-item = { $title }, due { $day }
summary-groups = Done { $done } · in time { $intime } · overdue { $overdue }
summary-groups-change = Done { $done } ({ $change } on last week) · in time { $intime } · overdue { $overdue }
summary-groups-same = Done { $done } (as last week) · in time { $intime } · overdue { $overdue }
summary-left-out =
    Not counted:{ $excused ->
        [0] { "" }
       *[other] {" "}excused { $excused }
    }{ $away ->
        [0] { "" }
       *[other] {" "}on leave { $away }
    }
summary-units = By unit (done/in time/overdue): { $units }
summary-more-units = { $units } more units have somebody left
summary-units-done = All done in the other { $units } units
summary-behind = Overdue or due within seven days: { $people }; “Names” shows who
summary-behind-names = Overdue or due within seven days ({ $people }): { $names }
summary-soon = Due within seven days: { $people }; “Names” shows who
summary-soon-names = Due within seven days ({ $people }): { $names }
summary-all-done = { $title }: all { $people } done
summary-brief = { $title }: done { $done } · in time { $intime } · overdue { $overdue }
summary-scheduled = { $title } (closing { $day }): { $done } of { $people } answered
summary-not-yours = The summary goes to supervisors. For your own record, type “me”.
summary-no-earlier = No summary has been sent yet.
summary-table = Everybody in your units, as of now.
summary-by-unit = By unit · { $title }
summary-unit = { $unit }: done { $done } · in time { $intime } · overdue { $overdue }
button-summary = How it stands now
button-summary-last = The last one sent
button-summary-back = Back to the summary
button-nudge = Remind these { $people }
button-names = Names
button-by-unit = By unit
button-group-words = Copy for the group
button-table = Everybody (spreadsheet)
button-unreached = Not yet reached: { $people }
chart-by-unit = Required study by unit (people × items)
chart-done = Done
chart-in-time = In time
chart-overdue = Overdue
chart-trend = Of what has fallen due, done (%)
chart-alt-title = Picture: required study by unit (people × items)
chart-alt-unit = { $unit }: done { $done }, in time { $intime }, overdue { $overdue }
chart-alt-trend = Of what has fallen due, done: { $percent }%

# Reminding
nudge-done-now = { $people } will be reminded now.
nudge-done-later = { $people } will be reminded from { $at } on (outside rest hours, and not twice a day).
nudge-done-both = { $now } will be reminded now, { $later } more from { $at } on.
nudge-none = No new reminder went out.
nudge-recently = { $people } were reminded within the last three days and are left in peace.
nudge-unreached = { $people } are not yet reached.
nudge-paused = { $people } have paused reminders themselves.
nudge-left = There are { $people } more; please tap once again.
nudge-one-now = { $name } will be reminded now.
nudge-one-later = { $name } will be reminded at { $at }.
nudge-one-recently = { $name } was reminded within the last three days and is left in peace.
nudge-one-unreached = { $name } is not yet reached; a new code can be handed out.
nudge-one-paused = { $name } has paused reminders.
nudge-one-nothing = { $name } has nothing overdue or due within seven days.
nudge-nobody = There is nobody to remind at present.
nudge-who = Remind whom? { $people } have something overdue or due within seven days.
command-nudge = Remind those behind or soon due

# Names
names-title = Overdue or due within seven days · { $people }
names-how = Tap a name to remind, or to enter leave, an extension, an excusal, completion on paper.
names-person-overdue = { $name } · { $unit } · { $items } overdue
names-person-soon = { $name } · { $unit } · { $items } due soon
names-page = Page { $page } of { $pages }
names-previous = Previous
names-next = Next

# For the group
group-title = [Study] { $units }, as of { $at }
group-title-many = [Study] { $unit } and others, { $units } units, as of { $at }
group-item = { $title }, due { $day }: { $done } of { $assigned } done, { $left } to go.
group-all-done = All required study opened so far is done. Thank you.
group-link = Open it here: { $link }
group-how = This can be forwarded as it is; it has counts and no names:

# Before something is due
due-soon-title = Due in { $days } working days
due-soon-item = { $title }, due { $day }
due-soon-counts = Done { $done } · in time { $intime }, of whom { $notbegun } have not begun
due-soon-nudge = Remind the { $people } not done: { $title }
