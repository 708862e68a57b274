# Results
command-results = Results
results-title = Results · the latest quizzes
results-none = Nobody in your units has had a quiz yet. Once one is pushed, its results appear here.
results-quiz = { $number }. { $title } ({ $day })
results-quiz-counts =
    { $answered } of { $assigned } finished{ $percent ->
        [none] { "" }
       *[other] , { $percent }% right on average
    }
results-open = { $number }. { $title } { $day }
results-banks = By question bank
results-banks-title = Which question bank?
results-banks-how = Practice and quizzes of this year together; of each question everybody’s first answer counts.
results-banks-none = There is no question bank to look at yet.
results-back-list = All quizzes
results-back-card = Back to the results
results-back-questions = Back to the questions

# One quiz
results-sentence =
    { $answered } of { $assigned } finished, on average { $total ->
        [none] { $percent }% right
       *[other] { $right } of { $total } right
    }{ $hardest ->
        [none] .
       *[other] ; the hardest was question { $hardest } ({ $share }% right).
    }
results-sentence-bank =
    { $answered } people have answered from this bank this year, on average { $percent }% right{ $hardest ->
        [none] .
       *[other] ; the hardest was question { $hardest } ({ $share }% right).
    }
results-nobody = None of { $assigned } has finished yet.
results-nobody-bank = Nobody has answered from this bank this year.
results-few = { $answered } of { $assigned } finished. With fewer than 5 no results are shown, so that nobody’s own can be read from them.
results-few-bank = { $answered } have answered this year. With fewer than 5 no results are shown, so that nobody’s own can be read from them.
results-opened = Opened { $at }
results-begun = { $people } more have begun and not finished.
results-passed = { $people } passed (by everybody’s best attempt).
results-median = Half of the people have { $percent }% or more right.
results-first = Everybody’s first finished attempt counts.
results-attention = Questions worth a look: { $count }
results-missed = The passage most missed: { $title }, { $percent }% right
results-chart = How much people have right
results-chart-people = People
results-chart-alt = Picture: how much people have right
results-chart-alt-band = { $band }: { $people }
results-see-questions = Questions
results-see-units = By unit
results-see-topics = Weak topics
results-see-file = Full table
results-file = { $title }: the full figures with facility, discrimination, options and units, as of now.

# Questions
results-questions-title = { $title } · questions
results-questions-order = Those worth a look first, the others in the order of the bank. Tap a number.
results-questions-none = No question has been answered yet.
results-question = { $number }. { $stem }
results-question-share-few = { $percent }% right · too few to tell
results-question-share-key = { $percent }% right · the key may be wrong
results-question-share-easy = { $percent }% right · too easy
results-question-share-hard = { $percent }% right · too hard
results-question-share-flat = { $percent }% right · does not separate
results-question-share-good = { $percent }% right · good
results-question-few = { $people } answered, too few to be shown
results-question-void = void, not counted
results-number = Question { $number }
results-question-title = Question { $number } · { $title }
results-answered-few = { $people } answered, { $percent }% right: too few to tell.
results-answered-key = { $people } answered, { $percent }% right: the key may be wrong.
results-answered-easy = { $people } answered, { $percent }% right: too easy.
results-answered-hard = { $people } answered, { $percent }% right: too hard.
results-answered-flat = { $people } answered, { $percent }% right: does not separate.
results-answered-good = { $people } answered, { $percent }% right: good.
results-why-few = A question is judged from 10 answers on.
results-why-key = Of those with the best scores, more chose a wrong option than the right one. Please check the key first.
results-why-easy = Almost everybody has it right; it does not show who has yet to learn it.
results-why-hard = Few have it right: perhaps it was not taught, perhaps the question is unclear.
results-why-flat = People with good and with weak scores do about equally well; it shows no difference.
results-why-good = It takes some knowledge, and shows who has it.
results-groups = Of those with the best scores { $upper }% have it right, of those with the weakest { $lower }% (about a quarter each).
results-unanswered = { $people } left it unanswered until the quiz closed.
results-key = Key: { $answer }
results-key-true = Key: true
results-key-false = Key: false
results-changed = This question has been changed since; below as it was answered.
results-older = { $people } of them answered it with other choices; they are not in the picture.
results-versions = The wording was changed while people answered; all versions are counted together.
results-source = Source “{ $title }”: { $text }
results-options-chart = People by option
results-options-typed = What was written most (people)
results-options-key = Right
results-options-other = Others
results-options-alt = Picture: people by option
results-options-alt-key = { $option } (right): { $people }
results-options-alt-other = { $option }: { $people }
results-correct = Correct this question
results-read = Read the passage

# By unit, weak topics
results-units-title = { $title } · by unit
results-unit = { $unit }: { $answered } of { $assigned } finished, { $percent }% right on average
results-unit-hidden = { $unit }: { $answered } of { $assigned } finished
results-unit-bank = { $unit }: { $answered } answered, { $percent }% right on average
results-unit-bank-hidden = { $unit }: { $answered } answered
results-units-order = In the order of the roster; nobody is ranked.
results-units-hidden = Units with few people have no average, so that nobody’s own result can be read from it.
results-topics-title = { $title } · weak topics
results-topics-how = The lowest share right first: worth going over again.
results-topics-by-topic = By topic
results-topics-by-passage = By passage
results-topic = { $title }: { $percent }% right (questions: { $questions })
results-topics-none = There are not enough answers yet.
results-read-passage = Read: { $title }
