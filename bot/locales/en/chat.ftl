# Buttons
button-today = Today
button-readings = Readings
button-practice = Practice
button-mistakes = Mistakes
button-points = Points
button-settings = Settings
button-start = Start
button-more = Another round
button-try-again = Try again

# Welcome and binding
welcome-title = Hello, this is { $garden }
welcome-how =
    Please type your personal code (10 characters, on the slip from your office), or scan the QR code on the slip.
    If you have no code, your office's administrator can give you one.
enrol-is-this-you = This code belongs to { $name } of { $unit }. Is that you?
enrol-yes = Yes, that is me
enrol-no = No
enrol-not-me = All right, nothing was changed. Please check the code on your slip and type it again; if you were given the wrong slip, hand it back to your office.
enrol-bound = Hello { $name }, you are connected.
enrol-which-language = Which language would you like?
enrol-which-hour = If there is something to tell you on a day, what hour suits you? One message a day at most, none when there is nothing.
enrol-ready = All set. If there is something, you will hear at { $hour }.
enrol-where-things-are = Type "today" at any time to see what is before you.
enrol-start = Start: { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
}
code-unknown = No such code was found. Please check it and type it again; characters that are easily confused are never used.
code-used = This code has been used. If it was not you who used it, please tell your office's administrator.
code-expired = This code has expired. Please ask your office's administrator for a new one.
code-revoked = This code was replaced by a newer one. Please use the slip you were given last.
code-too-many-tries = That was a good many tries. Please wait an hour, or ask your office's administrator to check the code with you.
code-closed-for-now = Codes cannot be used at the moment. Please try again later.
code-bound-already = You are connected already; no code is needed.
code-bound-to-another = This chat is connected to somebody else. Please use your own phone.

# Today
today-title = { $day } · Today
today-nothing = Nothing is waiting for you. You are welcome to read or to practise.
today-read = Read: { $title }
today-quiz = Quiz: { $title }
card-title = Hello { $name }. This is waiting for you:
digest-title = Welcome back, { $name }. This is how things stand:
item-due = By { $day }, { $days } { $days ->
    [one] day
   *[other] days
} left
item-due-today = Today ({ $day }) is the last day
item-overdue = Was due { $day }; done now, it counts just the same
item-closes = Closes { $at }
item-next-read = Next: the reading
item-next-quiz = Next: the quiz
scheduled-title = It is time for the quiz: { $questions } { $questions ->
    [one] question
   *[other] questions
}

# Me
me-title = { $name } · { $unit }
me-as-of = As of { $at }
me-away = Paused until { $day }; no reminders until then
me-nothing-yet = Nothing has been assigned to you yet.
me-done = Done, { $at }
me-late = Done (late), { $at }
me-excused = Excused: { $reason }
me-open = To be done by { $day }
me-streak = You have studied { $weeks } weeks in a row. Only you see this, and it earns nothing.

# Readings
readings-title = Readings
readings-none = There is nothing to read yet.
readings-done = Read · about { $minutes } min
readings-begun = { $percent }% read · about { $minutes } min
readings-required = Required · about { $minutes } min
readings-free = Optional · about { $minutes } min
reading-title = { $title }
reading-about = About { $minutes } minutes; slower is fine
reading-progress = { $page }/{ $pages } { $bar }
reading-previous = Previous
reading-next = Next
reading-check = Done reading: the check questions
reading-sources = Based on: { $sources }
reading-picture = See the picture
reading-picture-of = Picture: { $alt }
reading-gone = This reading is no longer here.
reading-done-before = You have read this one this year; reading it again earns nothing more.

# Questions
question-head-check = Check · question { $number } of { $total }
question-head-plan = Quiz · question { $number } of { $total }
question-head-scheduled = Quiz · question { $number } of { $total }
question-head-practice = Practice · question { $number } of { $total }
question-head-mistakes = Mistakes again · question { $number } of { $total }
question-how-single-choice = (one answer)
question-how-multiple-choice = (several answers: tick them and submit, or type them, such as AC)
question-how-true-false = (true or false)
question-how-fill-in = (type what is missing)
question-how-short-answer = (type your answer in a few words)
question-submit = Submit
question-unreadable-single-choice = That could not be read as an answer. Tap an option, or type one letter, such as B. For anything else, type "today".
question-unreadable-multiple-choice = That could not be read as an answer. Tick and submit, or type letters, such as AC. For anything else, type "today".
question-unreadable-true-false = That could not be read as an answer. Tap √ or ×, or type "true" or "false".
question-unreadable-fill-in = Please type what is missing. For anything else, type /today.
question-unreadable-short-answer = Please type your answer in a few words. For anything else, type /today.
feedback-right = Right
feedback-wrong = Not this time. The answer: { $answer }
feedback-points = Points +{ $points }
feedback-points-capped = Practice has reached today's { $cap } points. More practice counts no more today, but all of it is on record.
feedback-read-again = Read the passage again
finished-check = Reading done
finished-plan-passed = Passed: { $right } of { $total } right ({ $percent }%)
finished-plan-not-passed = { $right } of { $total } right ({ $percent }%), not passed yet. You can try again with other questions; the best try counts.
finished-scheduled = Quiz done: { $right } of { $total } right
finished-practice = Practice done: { $right } of { $total } right
finished-mistakes = Done again: { $right } of { $total } right
finished-points = Points +{ $points }
finished-in-time = This item is complete, in time.
finished-late = This item is complete, marked late; the points are the same.

# Quizzes and practice
quiz-title = Quizzes
quiz-none = No quiz is open for you now.
quiz-terms-scheduled = { $questions } questions, closes { $at }; answering completes it
quiz-terms-plan = { $questions } questions, { $percent }% right passes; as many tries as you like, the best counts
quiz-passed-before = You have passed this quiz.
quiz-not-needed = You do not need to take this quiz any more.
practice-title = Practice
practice-how = Practice is voluntary, and wrong answers are explained. At most { $cap } points count a day.
practice-all = All topics
practice-nothing = There are no questions here yet.
mistakes-none = No mistakes are waiting to be done again.

# Points
points-title = Points in { $year }: { $counted }
points-required = Required study: { $counted } of { $possible } open so far
points-practice = Practice: { $earned }
points-practice-capped = Practice: earned { $earned }, counted { $counted } (there is a limit a day)
points-unit-average = Your unit's average: { $average }
points-none = No points yet this year. The first required reading brings some.
points-entry-reading = { $day } { $points } read "{ $title }"
points-entry-quiz-pass = { $day } { $points } passed the quiz "{ $title }"
points-entry-scheduled = { $day } { $points } { $questions } right in { $title }
points-entry-practice = { $day } { $points } { $questions } right in practice { $title }
points-entry-practice-capped = { $day } { $points } { $questions } right in practice (earned { $earned }, the day's limit was reached) { $title }
points-entry-reversal = { $day } { $points } correction: { $title } ({ $reason })

# Settings
settings-title = Settings
settings-hour = At { $hour } you hear what is waiting
settings-edition-full = Readings in full
settings-edition-short = Short editions where there is one
settings-paused = Reminders are paused until { $day }; due dates stay
settings-short = Short editions
settings-full = Full readings
settings-large-text = Large text
settings-normal-text = Normal text
settings-pause = Pause reminders for { $days } days
settings-resume = Resume reminders
settings-which-language = Which language would you like?

# Help and the rest
help-title = What you can type
help-commands =
    today — what is before you
    readings — required and optional
    quiz — quizzes that are open
    practice — voluntary practice
    mistakes — wrong answers again
    points — where each point comes from
    me — your record
    settings — language, hour, text size
help-supervisor =
    summary — how your units stand
    nudge — remind those who have not finished
    queue — what waits for you
help-answers = Answer by button, or type A, B, AC, true or false.
not-understood = That was not understood. Type "today" for what is before you, "help" for what you can do.
files-not-taken = The file arrived, but there is nothing it can be used for here. Type "help" for what you can do.
refused-not-yours = This button is no longer valid. Type "today" to begin anew.
refused-answered = You have answered this question already.
refused-closed = This quiz has closed; what you answered is saved.
refused-nothing-chosen = Please choose first, then submit.

# The menu of commands
command-today = What is before you
command-readings = Required and optional
command-quiz = Quizzes that are open
command-practice = Voluntary practice
command-points = Where each point comes from
command-mistakes = Wrong answers again
command-me = Your record
command-settings = Language, hour, text size
command-language = 中文 / English
command-help = How to use it
command-summary = How your units stand

# Demo
persona-cadre = Cadre
persona-cadre-about = Read, answer a few questions, see points
persona-supervisor = Supervisor
persona-supervisor-about = See how your units stand this week
persona-instructor = Instructor
persona-instructor-about = A learner too, who looks after questions
persona-office = Office
persona-office-about = See the whole county

left-the-roster = You are no longer on the county's roster, and nothing more is sent to you here. If that is a mistake, please tell your former office.
