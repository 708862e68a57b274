# A question's card
qn-title = A question of { $title }
qn-open = See and correct the question
qn-note-saved = Saved; this is how it is asked from now on
qn-note-out = Taken out; it is asked no more
qn-note-in = Put back; it will be asked again
qn-note-begun = The answers are being graded anew; this takes a moment
qn-note-left = All right, nothing was changed
qn-figures = Answered { $responses } { $responses ->
        [one] time
       *[other] times
    }, { $percent }% right
qn-figures-own = Answered { $responses } { $responses ->
        [one] time
       *[other] times
    } in your units, { $percent }% right
qn-figures-none = Nobody has answered it yet
qn-figures-void = Void: { $void } { $void ->
        [one] answer does
       *[other] answers do
    } not count
qn-reports = { $count } { $count ->
        [one] person says
       *[other] people say
    } something is wrong with it; they wait for an answer
qn-is-out = Taken out; it is asked no more
qn-is-gone = The bank no longer has this question
qn-changed = Changed on { $at }; this is version { $versions }
qn-earlier = { $count } { $count ->
        [one] answer was
       *[other] answers were
    } graded by an earlier key
qn-edited = It differs from the bank’s file; when the file changes again, the file is followed
qn-regrading = Its answers are being graded anew
qn-regraded = Graded anew on { $at }; changed for { $people } { $people ->
        [one] person
       *[other] people
    }
qn-edit-text = Edit text
qn-edit-key = Edit answer
qn-regrade = Regrade
qn-take-out = Take out
qn-put-back = Put back
qn-source = Read the passage

# Correcting a question
qn-which-text = Which text do you want to change?
qn-field-stem = Question
qn-field-explanation = Explanation
qn-ask-stem = Please send the new question. It now reads:
qn-ask-explanation = Please send the new explanation. It now reads:
qn-ask-choice = Please send the new text of choice { $letter }. It now reads:
qn-no-explanation = No explanation
qn-one-language = ({ $language } only)
qn-ask-one = Which one is right?
qn-ask-several = Tap every right choice, then “Done”; or type the letters, such as ACD.
qn-ask-words = Send another answer to accept it too; to drop one, tap it below.
qn-done = Done
qn-drop = Drop “{ $form }”
qn-same = That is how it is already; nothing was changed.
qn-try-again = Please send it again, or leave it.
qn-confirm-text = Change it like this?
qn-before = Before: { $text }
qn-after = After: { $text }
qn-text-effect = Only words change; nothing is graded differently.
qn-confirm-key = Change the answer like this?
qn-key-effect = From now on the new answer is right. What was answered before stays as it is; you can regrade it once this is saved.

# Regrading
regrade-title = Regrade: which way?
regrade-everybody = For everybody
regrade-units = For { $units } and below
regrade-keep-higher = New answer, nobody loses
regrade-strict = New answer for all
regrade-accept-both = Old and new are right
regrade-full-credit = Right for everybody
regrade-void = Count it for nobody
regrade-what-keep-higher = Whoever is right by the new answer gains; whoever was right before stays right.
regrade-what-strict = Everybody is graded by the new answer. Some who were right become wrong; their points are taken back, and a quiz passed may have to be taken again.
regrade-what-accept-both = The new answer and the old one are both right.
regrade-what-full-credit = Everybody who answered it is right.
regrade-what-void = The question counts in nobody’s result, and points for it are taken back.
regrade-counted = { $affected } affected: { $up } up, { $down } down, { $crossing } cross the pass mark
regrade-nothing = By the present answer nobody’s result would change.
regrade-ask-reason = Why? Tap one or write a few words; those affected will read it.
regrade-points = { $given } points given, { $taken } taken back, each by an entry of its own
regrade-reason = Reason: { $reason }
regrade-are-told = { $people } { $people ->
        [one] person gets
       *[other] people get
    } a message.

# Answers nobody foresaw
queue-answers = Answers to look at: { $count }
answers-none = There are no answers to look at.
answers-title = Is this answer right? ({ $number }/{ $count })
answers-accepted = Accepted: { $forms }
answers-words = Somebody wrote: { $words }
answers-people = Written by { $people } { $people ->
        [one] person
       *[other] people
    }
answers-do-accepted = Accept for all
answers-do-once = Accept once
answers-do-refused = Not accepted
answers-do-why = Not, and say why
answers-skip = Skip
answers-ask-comment = Please write why it is not accepted; { $people } { $people ->
        [one] person
       *[other] people
    } will read it.
answers-done-accepted = “{ $words }” is accepted from now on; { $people } { $people ->
        [one] person is
       *[other] people are
    } graded anew
answers-done-once = “{ $words }” is right this once; { $people } { $people ->
        [one] person is
       *[other] people are
    } graded anew
answers-done-refused = “{ $words }” is not accepted
answers-done-commented = “{ $words }” is not accepted; { $people } { $people ->
        [one] person
       *[other] people
    } will read why

# To whoever answered
regraded-title = A question you answered was graded anew
regraded-given = On { $at } you answered: { $given }
regraded-accepted = Your answer is right too, and counts as right now
regraded-right = It was wrong and counts as right now
regraded-wrong = The answer was corrected; yours counts as wrong now
regraded-right-again = It counts again, as right
regraded-wrong-again = It counts again, as wrong
regraded-void = The question was faulty and does not count
regraded-score = That quiz is now { $right } right of { $total }
regraded-share-done = { $title }: the quiz is passed and the item is done
regraded-share-again = { $title }: please take the quiz once more
regraded-more = { $points } { $points ->
        [one] point
       *[other] points
    } added
regraded-less = { $points } { $points ->
        [one] point
       *[other] points
    } taken back
regraded-reason = Reason: { $reason }
answer-refused-title = Somebody looked at an answer of yours
answer-refused-words = You wrote: { $words }
answer-refused-comment = It was not accepted. { $comment }
points-entry-regrade = { $day } { $points } added after regrading: { $title }
