# Grants
grants-title = { $count ->
    [one] 1 grant in force
   *[other] { $count } grants in force
}
grants-ending = { $count } of them end within 30 days and come first
grants-label = { $name } · { $role }
grants-give = New grant
grants-all = All grants
grants-card = { $name } ({ $staffno }) · { $role } · { $unit }
grants-until = Until: { $until }
grants-reach = Covers { $people ->
    [one] 1 person
   *[other] { $people } people
} in { $units ->
    [one] 1 unit
   *[other] { $units } units
}
grants-renew = Change the end
grants-take = Take back
grants-take-why = Why is it taken back? Please type the reason; it goes into the audit log.
grants-take-confirm = This grant of { $name } is taken back:
grants-take-at-once = It takes effect at once.
grants-reason = Reason: { $reason }
grants-taken = Taken back from { $name }: { $role } · { $unit }
grants-to = A grant for { $name } ({ $staffno }) · { $unit }
grants-ask-person = Who is to hold the role? Type a name or a staff number.
grants-ask-role = Which role?
grants-ask-unit = Over which unit, with all below it? Tap one or type its name.
grants-ask-until = Until which day, that day included? Tap one or type a date such as 2026-12-31.
grants-ask-why = For what reason? Tap one or type it; it goes into the audit log.
grants-own-unit = Own unit: { $unit }
grants-until-none = No end
grants-until-year-end = To the end of this year
grants-until-one-year = One year, to { $day }
grants-no-day = That is not a date that can be used. Write 2026-12-31, today or later.
grants-has-left = This person has left and cannot hold a role.
grants-confirm = { $name } ({ $staffno }) becomes: { $role } · { $unit }
grants-two-persons = Making an administrator needs a second person. Confirming asks for consent; it takes effect after that.
grants-given = { $name } now holds: { $role } · { $unit }
grants-asked = A second person has been asked, for seven days. The grant of { $name } takes effect after consent.
grants-asked-already = The same has been asked already and waits for a second person.
grants-admin-asked = Make { $name } ({ $staffno }) administrator of { $unit }
grants-admin-may = Administrators run the roster, the plan, announcements, grants and corrections of points.

# A second person's consent
approvals-title = { $waiting } waiting for your consent
approvals-mine = { $asked } asked by you and still waiting
approvals-none = Nothing needs a second person just now.
approvals-label-theirs = { $what } · asked by { $who }
approvals-label-mine = { $what } · asked by you
approvals-asked = Asked by { $who }, { $at }
approvals-reason = Reason: { $reason }
approvals-until = Open until { $at }
approvals-other = Something that needs a second person · { $unit }
approvals-how = With your consent it is done at once; both names go into the audit log.
approvals-yes = Consent
approvals-no = Refuse
approvals-withdraw = Withdraw
approvals-own = You asked for this, or it concerns yourself. Another administrator has to consent.
approvals-others = Another administrator has to consent; { $count } could do so
approvals-nobody-else = Another administrator has to consent; at present there is no second one
approvals-done = You consented, and it has been done (asked by { $who })
approvals-refused = You refused (asked by { $who }); nothing was done
approvals-next = { $count } more
approvals-withdrawn = Withdrawn; nothing was changed.
approvals-told-yes = { $who } consented to what you asked for; it has been done
approvals-told-no = What you asked for was not done; { $who } has answered
