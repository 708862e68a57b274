# What has been entered about a person, told to them
standing-title = Hello { $name }. Something about your studies has changed:
standing-leave = Leave is entered from { $start } to { $end }; no reminders meanwhile
standing-end-leave = Your leave ends on { $day }; your studies go on from then
standing-end-leave-removed = Your leave from { $start } to { $end } is cancelled
standing-excuse = Excused: { $title }
standing-lift-excusal = To be done after all: { $title }; you are no longer excused
standing-extend = More time: { $title } is now due by { $day } (was { $was })
standing-complete-on-paper = Entered as done on paper: { $title }
standing-undo-on-paper = { $title }: the entry from paper is taken back, and its points with it
standing-transfer = From { $day } you belong to { $unit }; what is open goes with you
standing-cancel-transfer = You do not move to { $unit } on { $day } after all
standing-return = Welcome back; what is still in time is yours to do again
standing-reason = Reason: { $reason }
standing-more = { $count } more: see “me”

# How somebody stands, in /me
me-leave = On leave { $start } to { $end }: { $reason }
me-moved = In this unit since { $day }, before in { $unit }
me-moves = Moving to { $unit } on { $day }
me-extended = More time was given; it was due by { $was }
me-on-paper = Done on paper: { $reason }
