# Pushing
command-push = Push a quiz, a reading or an announcement
push-title = Push
push-how = Send a quiz, a reading or an announcement to the people you teach. Nobody is written to in quiet hours: it waits until they may be.
push-last = Your last push: { $title } ({ $day })
push-same = The same again
push-same-gone = What you pushed last, or whom to, has changed. Please choose anew.
push-open = { $title } ({ $day })

# What
push-what = What would you like to push?
push-kind-quiz = Quiz
push-kind-reading = Reading
push-kind-announcement = Words
push-which-bank = From which bank?
push-bank = { $title } · { $questions }
push-no-banks = There is no bank left to choose. Send a file of questions here to make one.
push-how-many =
    “{ $title }” has { $questions } questions.
    All of them, or so many drawn for each person? You may type a number too ({ $limit } at most).
push-whole = All { $questions } questions
push-draw = { $questions } for each
push-another-bank = Add another bank
push-no-count = Please type how many questions: no more than there are, and 100 at most.
push-which-reading = Which reading?
push-no-readings = There is no reading to push. Send a text here to make one.
push-is-quiz = Quiz: “{ $title }”, all questions
push-is-draw = Quiz: “{ $title }”, { $questions } drawn for each
push-is-reading = Reading: “{ $title }”
push-is-announcement = Announcement:

# Whom
push-whom = To whom?
push-all = Everyone I teach
push-one-person = One person
push-ask-person = Please type a name or a staff number.
push-this-person = Is it this person? If not, type again.
push-to-person = To { $name } ({ $unit })

# When
push-when = When? Choose, or type a time such as “thu 20:00” or “11-26 20:00”.
push-now = Now
push-morning = { $at }
push-every-week = Every week
push-which-day = On which day of the week?
push-weekday = { $day ->
    [mon] Mon
    [tue] Tue
    [wed] Wed
    [thu] Thu
    [fri] Fri
    [sat] Sat
   *[sun] Sun
 }
push-which-hour = { $day ->
    [mon] Mondays
    [tue] Tuesdays
    [wed] Wednesdays
    [thu] Thursdays
    [fri] Fridays
    [sat] Saturdays
   *[sun] Sundays
 } at what time? Choose, or type one such as 19:30.
push-no-hour = Please type a time of day such as 19:30.
push-no-moment = That time was not understood. Write “thu 20:00”, “11-26 20:00” or “2026-11-26 20:00”.
push-moment-past = { $at } has passed. Please give a time to come.
push-moment-far = That is too far ahead. Please stay within a year.

# Until when
push-closes = When does it close? Choose, or type the last day, such as “11-30”.
push-closes-weekly = How long is it open each time?
push-due = To be read by which day? Choose, or type one such as “11-30”.
push-closes-hours = { $hours ->
    [24] 24 hours
    [48] 48 hours
   *[168] 7 days
 } ({ $at })
push-closes-days = Within { $days } days ({ $day })
push-closes-by-button = For a push of every week please choose how long it is open.
push-no-closing = Please type { $day } or a later day within a year, such as 11-30.

# To confirm
push-check = Please check · in the name of { $unit }
push-people = { $people ->
    [one] One person
   *[other] { $people } people
 } in { $units ->
    [one] one unit
   *[other] { $units } units
 }
push-read-before = { $people } of them have read it this year and are not asked again
push-unreached = { $people } of them cannot be reached yet, and see it when they come
push-away = { $people } of them are on leave or paused, and left in peace
push-too-late = { $people } of them could be told only after it closes, and are not told
push-told-now = { $people } now
push-told-now-then = { $first } now, { $people } { $day ->
    [today] today { $hour }
    [tomorrow] tomorrow { $hour }
   *[later] { $at }
 }
push-told-at = { $people } { $day ->
    [today] today { $hour }
    [tomorrow] tomorrow { $hour }
   *[later] { $at }
 }
push-told-later = { $people } others later
push-takes = { $minutes ->
    [0] Sent within a minute at the permitted rate
   *[other] Sent in about { $minutes } minutes at the permitted rate
 }
push-first-of-weekly = { $day ->
    [mon] Mondays
    [tue] Tuesdays
    [wed] Wednesdays
    [thu] Thursdays
    [fri] Fridays
    [sat] Saturdays
   *[sun] Sundays
 } { $hour }, the first time { $at }
push-due-on = Due { $day }
push-closes-at = Closes { $at }
push-closes-each = Open for { $hours ->
    [168] 7 days
   *[other] { $hours } hours
 } each time
push-nobody = Nobody can be told of it before it closes, so it was not pushed. Please change the time, the closing or the people.
push-send = Push
push-set-what = Change what
push-set-whom = Change whom
push-set-when = Change when
push-set-closes = Change closing

# How far it has come
push-card-title = Push · { $unit }
push-upcoming = It goes out { $at }
push-next-of-weekly = { $day ->
    [mon] Mondays
    [tue] Tuesdays
    [wed] Wednesdays
    [thu] Thursdays
    [fri] Fridays
    [sat] Saturdays
   *[sun] Sundays
 } { $hour }, next on { $at }
push-card-closes = Closes { $at }
push-card-closed = Closed { $at }
push-card-stopped = It did not go out: when its time came it had been withdrawn, or the right to it had ended.
push-queueing = Being queued, and done in a few minutes
push-counts = Queued { $queued }, delivered { $delivered }, not yet reached { $unreached }
push-answered-by = Opened { $begun }, answered { $finished }
push-read-by = Opened { $begun }, read { $finished }
push-average = { $percent }% right on average
push-average-later = The average is shown once { $people } have answered
push-had-read = Had read it this year, not asked again: { $people }
push-left-in-peace = On leave, paused or the like, left in peace: { $people }
push-taken-back = Taken back: { $people } are not asked any more; who had begun keeps it
push-taking-back = Being taken back, and done in a few minutes
push-as-of = As of { $at }
push-undo = Take it back
push-again = Send again to { $people } who have not opened
push-results = Results
push-stop = Stop pushing every week

# As it arrives
pushed-quiz = Quiz · { $unit } · { $questions ->
    [one] one question
   *[other] { $questions } questions
 }
pushed-reading = Reading · { $unit }
pushed-read = Start reading
