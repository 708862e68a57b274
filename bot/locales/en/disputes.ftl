# What looks wrong
dispute-question-button = This looks wrong
dispute-previous-button = Last one looks wrong
dispute-points-button = I dispute a line
dispute-completion-button = This is not right
dispute-mine-button = What I reported
disputed-question = Question: { $stem }
disputed-completion = { $title }
dispute-ask-question = What is wrong with this question? One tap will do, or write a few words.
dispute-ask-points = What is wrong with this line? One tap will do, or write a few words.
dispute-ask-completion = What is not as it really is? One tap will do, or write a few words.
dispute-more-words = Please write a few more words. To go on with the questions, tap “Leave it” first.
dispute-words = You said: { $words }
dispute-passed-on-question = Passed on to the instructor. You will be told the answer.
dispute-passed-on-points = Passed on to the administrator. You will be told the answer.
dispute-passed-on-completion = Passed on to your supervisor. You will be told the answer.
dispute-refused-not-yours = This is not your own record, and nothing was passed on.
dispute-refused-open-already = This was passed on already and is being looked at. You will be told the answer.
dispute-refused-too-many = { $most } of yours are being looked at. Please wait for an answer to one of them.
dispute-entry = { $day } { $points } { $title }
dispute-which-entry = Which line do you dispute?
dispute-which-share = Which item is not right?
dispute-none = You have not reported anything yet.
dispute-mine-title = What you reported lately
dispute-said = { $at } You said: { $words }
dispute-answer-upheld = Answer: You were right. { $answer } ({ $who })
dispute-answer-not = Answer: Checked, nothing was changed. { $answer } ({ $who })
dispute-answered = { $name }, there is an answer to what you reported
dispute-done-none = If you still have doubts, report it again or talk to whoever answered.
dispute-done-noted = It has been noted and will be improved. Thank you.
dispute-done-credit = You have been credited for this question, as your points show.
dispute-done-creditall = This question is credited by the rules; the others who were marked wrong will follow.
dispute-done-reverse = This line has been taken back, as your points show.
dispute-done-correct = { $points ->
    [one] { $points } point has
   *[other] { $points } points have
} been added for you.
dispute-done-paper = It has been entered as done on paper.
dispute-done-excuse = You are excused from this item and need not do it.
me-disputes = { $count } of your reports { $count ->
    [one] is
   *[other] are
} being looked at
points-entry-credit = { $day } { $points } The question was wrong, credited: { $title }
points-entry-correction = { $day } { $points } Added as a correction: { $title } ({ $reason })

# Deciding disputes
disputes-none = Nothing disputed is waiting for you.
disputes-title = { $count } disputed, the oldest first
disputes-left = { $count } more
disputes-label-question = Question · { $name }
disputes-label-points = Points · { $name }
disputes-label-completion = Completion · { $name }
disputes-line-question = { $name } ({ $unit }) about a question
disputes-line-points = { $name } ({ $unit }) about points
disputes-line-completion = { $name } ({ $unit }) about a completion
dispute-own = This is your own; somebody else must decide it.
dispute-card-question = { $name } ({ $unit }, { $staffno }) about a question
dispute-card-points = { $name } ({ $unit }, { $staffno }) about points
dispute-card-completion = { $name } ({ $unit }, { $staffno }) about a completion
dispute-card-said = { $at }: { $words }
dispute-question-key = The key: { $answer }
dispute-question-right = Answered { $at }: { $given }, marked right
dispute-question-wrong = Answered { $at }: { $given }, marked wrong
dispute-question-explanation = Explanation: { $text }
dispute-question-tally = Answered { $responses } times in all, right { $right }, the same as this answer { $same }
dispute-question-source = From { $title }: { $text }
dispute-question-no-source = The question names no passage it rests on.
dispute-question-read = Read the passage
dispute-question-was-right = It was answered right; there is nothing to credit.
dispute-question-worth = If the question is wrong, a credit of { $points } is due.
dispute-question-unpaid = This answer pays nothing by itself, or the question was paid this year; there is nothing to credit.
dispute-entry-reversed = This entry has been taken back already.
dispute-day = On { $day }
dispute-cap = Practice counted { $counted }, at most { $cap } a day
dispute-more-entries = { $count } more lines
dispute-cause-correct = For a right answer, { $at }: “{ $stem }”
dispute-cause-reading = For a reading finished, { $at }
dispute-cause-quiz-pass = For a quiz passed, { $at }: { $right } of { $total } right
dispute-cause-paper = For a completion entered from paper ({ $reason })
dispute-cause-credit = For a question that was wrong ({ $reason })
dispute-cause-correction = Added as a correction ({ $reason })
dispute-cause-reversal = Takes an earlier entry back ({ $reason })
dispute-cause-other = No record of study was found for it
dispute-entered = Entered by the garden { $at }: earned { $earned }, counted { $counted }
dispute-entered-by = Entered { $at } by { $who } ({ $reason })
dispute-answered-check = Check questions: { $responses } answered, { $right } right
dispute-answered-plan = Required quiz: { $responses } answered, { $right } right
dispute-answered-scheduled = Scheduled quiz: { $responses } answered, { $right } right
dispute-answered-practice = Practice: { $responses } answered, { $right } right
dispute-answered-mistakes = Mistakes again: { $responses } answered, { $right } right
dispute-dates = Given { $opened }, due { $due }
dispute-read = Reading: finished { $at }
dispute-not-begun = Reading: never opened
dispute-reading-at = Reading: { $percent }% read ({ $at })
dispute-quiz = Quiz: tried { $count } times, { $percent }% passes
dispute-attempt-open = Begun { $at }, not finished
dispute-attempt-passed = { $at } { $right } of { $total } right ({ $percent }%), passed
dispute-attempt-not = { $at } { $right } of { $total } right ({ $percent }%), not passed
dispute-leave = On leave { $start } to { $end } ({ $reason })
dispute-changes = What was entered about it
dispute-change = { $at } { $who } { $what } ({ $reason })
dispute-other-changes = Extend, or something else
decide-none-question = Nothing wrong with it
decide-noted-question = It is wrong; no points involved
decide-credit-question = It is wrong; credit this person
decide-creditall-question = Credit all marked wrong
decide-none-points = Nothing wrong; leave it
decide-reverse-points = Take this entry back
decide-correct-points = Add points
decide-none-completion = The record is right; leave it
decide-noted-completion = Put in order elsewhere; answer
decide-paper-completion = Enter as done on paper
decide-excuse-completion = Excuse from this item
decide-ask-points = How many points for { $name }?
decide-ask-answer = What is { $name } to be told? Tap one, or write a sentence.
decide-answer = Answer: { $answer }
decide-is-told = { $name } will be told this answer.
decide-effect-none = No record is changed.
decide-effect-noted = Recorded as well founded; points and completion stay as they are.
decide-effect-credit = { $name } is credited what this question pays, by an entry of its own that says why.
decide-effect-creditall = { $name } is credited now where it is due. In { $unit } and below { $people } people were marked wrong by this question; they are credited once a second person consents. Nobody is paid twice, and quiz results stay.
decide-second = { $count } more can consent and will be told.
decide-nobody-else = Nobody else can consent for now; ask an administrator above you to appoint somebody.
decide-effect-reverse = An entry of its own takes it back; the old one stays on record. Only the latest entry of the line is taken back.
decide-effect-correct = { $points ->
    [one] { $points } point is
   *[other] { $points } points are
} added for { $name }, by an entry of its own that says why.
decide-effect-paper = The item is entered as done on paper and pays as the rules say.
decide-effect-excuse = { $name } need not do this item and is not reminded of it.
decide-done-none = { $name } was answered; no record was changed
decide-done-noted = { $name } was answered
decide-done-credit = { $name } was credited and answered
decide-done-creditall = { $name } was answered; the others wait for a second person
decide-done-reverse = It was taken back and { $name } was answered
decide-done-correct = { $points ->
    [one] { $points } point was
   *[other] { $points } points were
} added and { $name } was answered
decide-done-paper = Entered as done on paper; { $name } was answered
decide-done-excuse = { $name } was excused and answered
credit-asked = Credit all whom this question marked wrong: { $people } in { $unit } and below
credit-asked-once = Nobody is paid twice, and quiz results stay.
