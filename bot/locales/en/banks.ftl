# Question banks
command-banks = Question banks
help-instructor =
    push — send people a quiz, a reading or a notice
    results — how quizzes went, and what was weak
    banks — bring questions in, change them, export them
    drafts — make a reading out of a file
    Questions (Word, Excel and others) and texts (Word, PDF and others) are brought in by sending the file here.
banks-title = Question banks ({ $count })
banks-how = To bring questions in, send a Word, Excel or other file here, or paste the questions. The template shows how a table is filled in.
banks-entry = { $title } · { $count }
bank-template-button = Get the template
bank-template = There is one example of each kind of question. Fill it in and send the file back here.
bank-paste = Paste questions
bank-title = Question bank “{ $title }”
bank-count = { $count ->
    [one] One question.
   *[other] { $count } questions.
 }
bank-of-folder = It came with the system and is for the whole county.
bank-of-unit = Made by { $unit }.
bank-is-open = Cadres may practise with it.
bank-is-closed = Not open to practice; it is used when it is pushed.
bank-set-practice = Open it to practice
bank-set-closed = Close it to practice
bank-push = Push a quiz
bank-open = Open the bank
bank-questions = Questions
bank-results = Results
bank-export = Export
bank-rename = Rename
bank-tap-question = Tap a number to look at the question, change it or regrade it.
bank-ask-name = Please type the bank's name ({ $limit } characters at most).
bank-which-format = Which kind of file?
bank-format-xlsx = Excel (.xlsx)
bank-format-docx = Word (.docx)
bank-format-gift = Moodle GIFT
bank-format-yaml = YAML (this garden's own)
bank-here-it-is = Question bank “{ $title }”: { $count }.
bank-ask-paste = Please paste the questions here, in several messages if they are many, and tap “That is all” at the end.
bank-paste-so-far = { $count } so far. Paste more, or tap “That is all”.
bank-paste-done = That is all
bank-paste-too-long = That is too long. Please send it as a Word or text file.
bank-paste-looking = It is being looked at. You will hear in a moment.

# One question
question-face-key = Answer: { $answer }
question-face-explanation = Why: { $text }

# A file of questions
bank-file-title = “{ $name }” has been read and is not saved yet
bank-file-read = { $count } read ({ $kinds })
bank-file-refused = Not taken: { $count }. The reasons are below.
bank-file-skipped = Of a type not supported, and left out: { $count }
bank-file-alike = Possibly the same as a question there is: { $count }. Please have a look.
bank-file-left-out = Left out as you wished: { $count }
bank-file-into-new = They become a new bank, “{ $title }”.
bank-file-into = They go into “{ $title }”: { $new } new, { $changed } changed, { $same } unchanged.
bank-file-absent = { $count } more in the bank are not in this file; they stay as they are.
bank-file-more = And { $count } more, all in the table.
bank-file-by-save = Nothing is kept until you tap Save.
bank-file-nothing = There is nothing to save.
bank-file-save = Save { $count }
bank-file-look = Look at the questions
bank-file-fix = Correct what was not taken ({ $count })
bank-file-changes = See the changes ({ $count })
bank-file-see-alike = See what is alike ({ $count })
bank-file-refused-table = What was not taken (table)
bank-file-other-bank = Another bank
bank-file-rename = Rename
bank-file-saved = Saved in “{ $title }”: { $new } new{ $changed ->
    [0] {""}
   *[other] , { $changed } changed
 }.
bank-file-left = { $count } were not taken and are not saved. Correct them and send them again.
bank-file-rekeyed = { $count } now have another answer or other choices. Please decide for each whether what was answered before is regraded.
bank-file-regrade = Change { $number }: see and regrade
bank-file-refused-all = What was not taken, with the reasons, is in the table.
bank-file-question = Question { $number } of { $total }
bank-file-back = Back to the file
bank-file-refused-one = Not taken: { $number } of { $total }
bank-file-type-anew = Please type this question again and send it, for example:
bank-file-example =
    A red rainstorm warning has come. What is first?
    A. Wait for a notice
    B. Move people out of danger
    Answer: B
    Explanation: A warning is an order to act.
bank-file-still-refused = That could not be read as a question either:
bank-file-fixed = Taken
bank-file-next-refused = The next one not taken
bank-file-alike-one = Possibly the same: { $number } of { $total }
bank-file-alike-in = In the bank “{ $title }”:
bank-file-alike-here = Question { $number } of the same file:
bank-file-leave-out = Leave mine out
bank-file-keep = Keep mine after all
bank-file-change-one = Change { $number } of { $total }. The bank has now:
bank-file-becomes = Once saved:
bank-file-where = Where are these questions to go?
bank-file-new-bank = A new bank
