# The roster
command-roster = The roster
help-admin =
    roster — find, add and change people, grant roles
    plan — this year's items
    announce — make an announcement
    audit — who changed what, and when
roster-title =
    Roster · { $units }{ $more ->
        [0] {""}
       *[other] {" "}and { $more } more
    }
roster-people = { $people } people in { $units } units
roster-joined = { $joined } have joined, { $unreached } not yet reached
roster-left = { $left } left this year
roster-grants-ending = { $count ->
    [one] 1 grant ends within 30 days
   *[other] { $count } grants end within 30 days
}
roster-find = Find
roster-add = Add
roster-import = Import a file
roster-grants = Grants
roster-approvals =
    { $count ->
        [0] Approvals
       *[other] Approvals ({ $count })
    }
roster-audit = Audit log
roster-find-how = Type a name or part of it, a staff number, or a unit.
roster-import-how =
    Send the roster file (xlsx or csv) here. You are first shown what it would change; only "Save" makes it so.
    You may start from the empty template, or from the roster as it is.
roster-get-template = Empty template
roster-get-current = Roster as it is
roster-template-here = The empty template. Fill it in and send it here:
roster-export-here = The roster of your units as it is. Change it and send it back here:

# Finding
find-nobody = Nobody in your units matches "{ $text }". Try other words.
find-people =
    { $people ->
        [one] 1 person matches "{ $text }"
       *[other] { $people } people match "{ $text }"
    }
find-again = Tap one, or type something else.
find-person = { $name } · { $unit } · { $number }
find-person-left = { $name } · { $unit } · has left
find-unit-none = There is no unit "{ $text }". Type it again; where a name is not unique, its whole path with /.
find-unit-several = No unit is called exactly "{ $text }", or several are. Is it one of these:
find-unit-outside = "{ $unit }" is outside your units; please choose another.

# One person
roster-person = { $name } ({ $staffno })
roster-unit = Unit: { $unit }
roster-rank = Rank category: { $rank }
roster-tags = Tags: { $tags }
roster-phone = Phone: { $phone }
roster-since = Joined { $joined }
roster-gone = Joined { $joined }, left { $left }
roster-leaving = Joined { $joined }, leaving on { $left }
roster-pending = Moves to { $unit } on { $day }
roster-holds = { $role } · { $unit } · { $until }
roster-holds-more = { $count } more grants
roster-never-joined = Not reached yet: has never joined
roster-no-chat = Not reached: the former chat has been ended
roster-chat = Joined the chat { $since }, last seen { $last }
roster-unreachable = Joined the chat { $since }, last seen { $last }; cannot be reached now
roster-leave = On leave { $start } to { $end }: { $reason }
roster-do-name = Name
roster-do-rank_category = Rank
roster-do-tags = Tags
roster-do-phone = Phone
roster-do-unit = Unit
roster-do-leave = Leaving
roster-do-stay = Cancel move
roster-do-return = Reinstate
roster-do-grant = Grant a role
roster-do-code = Code
roster-do-study = Study
roster-do-audit = Audit log
roster-do-back = Back to roster

# Changing
roster-ask-name = How is the name written?
roster-ask-unit = In which unit? Tap one, or type its name or whole path.
roster-ask-rank_category = Which rank category?
roster-ask-staff_no = What is the staff number? Without one, the garden makes one. Please do not use an identity number.
roster-ask-tags = Which tags? Separate them by commas; they replace the present ones.
roster-ask-phone = What is the phone number?
roster-empty = Leave empty
roster-same = The roster says so already.
roster-confirm = Changing { $name } ({ $staffno }):
roster-changed = Changed, and entered in the audit log.

# Adding
roster-adding = Adding { $name }
roster-make-number = Make a number
roster-add-new-unit = A new unit comes in with an imported file.
roster-number-taken = Somebody has the staff number { $number } already.
roster-there-already = This unit has a { $name } already. If you mean somebody else of that name, type the staff number.
roster-namesake = Please note: the same unit has another { $name } ({ $number })
roster-open = Open { $number }
roster-add-confirm = Adding { $name } ({ $number })
roster-add-means = On the roster from { $day }; items that are running will be given. A code is needed to come in.
roster-added = Added, and entered in the audit log.

# Moving, leaving, returning
roster-not-oneself = You cannot enter your own leaving. Another administrator has to do it.
roster-about-unit = { $name } ({ $staffno }) · other unit
roster-about-leave = { $name } ({ $staffno }) · leaving
roster-about-return = { $name } ({ $staffno }) · reinstating
roster-about-stay = { $name } ({ $staffno }) · cancelling the move
roster-ask-unit-unit = To which unit? Type its name or whole path.
roster-ask-day-unit = From which day on does the new unit count? Tap one or type a date such as 12-01.
roster-ask-day-leave = From which day on no longer on the roster? Tap one or type a date such as 12-01.
roster-ask-why-unit = For what reason? Tap one or type it; the person can see it.
roster-ask-why-leave = For what reason? Tap one or type it.
roster-ask-why-return = For what reason? Tap one or type it.
roster-ask-why-stay = For what reason? Tap one or type it; the person can see it.
roster-today = Today
roster-next-month = { $day }
roster-no-day = That is not a date that can be used. Write 12-31 or 2026-12-31, within a year of today.
roster-from-to = From { $before } to { $after }
roster-from-day-unit = From { $day } on
roster-from-day-leave = No longer on the roster from { $day } on
roster-open-follow =
    { $count ->
        [one] 1 open item follows to the new unit; earlier results stay with the old one.
       *[other] { $count } open items follow to the new unit; earlier results stay with the old one.
    }
roster-back-dated =
    { $count ->
        [0] The day is past; nothing was completed or excused since then, so no result changes.
        [one] The day is past: 1 item completed or excused since then will count for the new unit
       *[other] The day is past: { $count } items completed or excused since then will count for the new unit
    }
roster-affected = · { $title }
roster-affected-more = and { $count } more
roster-roles-stay = Roles over the old unit ({ $roles }) do not change by themselves; please see to them.
roster-open-end =
    { $count ->
        [one] 1 open item ends on that day; what was completed stays.
       *[other] { $count } open items end on that day; what was completed stays.
    }
roster-roles-end = Grants taken back: { $roles }
roster-leave-means = Reminders stop and unused codes end. Reinstating is possible later.
roster-means-return = Items still running are given again; grants do not come back by themselves.
roster-means-stay = The move does not happen; the unit stays the same.
roster-why = Reason: { $reason }
roster-done-unit = The move is entered, also in the audit log.
roster-done-leave = The leaving is entered, also in the audit log.
roster-done-return = Reinstated, and entered in the audit log.
roster-done-stay = The move is cancelled, and that is in the audit log.
roster-not-same-unit = That is the unit already; nothing was changed.
roster-not-has-left = The person has left by that day; nothing was changed.
roster-not-before-joining = The person had not joined by that day; nothing was changed.
roster-not-before-last = There has been a move after that day; it cannot be dated earlier.
roster-not-already-that-day = Another move is set for that day; please cancel it first.
roster-not-no-reason = Please give a reason.
roster-not-leave = This day is not possible: the person has left, or had not joined yet.
