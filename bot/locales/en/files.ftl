# Files sent to the chat
upload-looking = “{ $name }” has arrived and is being looked at. You will hear in a moment.
upload-busy = The files you sent before are still being looked at. Please send this one after that.
upload-not-yours = Files are sent by those who keep the roster, the question banks or the readings.
upload-changed = Things have changed meanwhile and nothing was saved. Please look again at how it stands now.
upload-refused = “{ $name }” was not taken
upload-refused-why = { $why }
upload-refused-too_large = The file is too large; 20 MB is the most.
upload-refused-not_fetched = The file could not be fetched. Please send it again.
upload-refused-unreadable = This file cannot be opened. Please save it anew (a table as xlsx, a text as docx) and send it again.
upload-save = Save
upload-save-good = Save only the other { $good }
upload-refused-rows = Refused rows (table)
upload-to-roster = Open the roster

# A roster
upload-roster-title = The roster “{ $name }” has been read and is not saved yet
upload-roster-counts = { $added } new, { $changed } changed, { $unchanged } unchanged, { $refused } rows refused.
upload-roster-more = And { $count } more people.
upload-roster-refused = Rows refused: { $count }
upload-roster-more-refused = And { $count } more, all in the table.
upload-roster-ignored = Columns not used: { $columns }.
upload-roster-by-save = Save updates the roster as above. Whoever is on the roster and not in the file stays as they are.
upload-roster-some = You can correct the file and send it again, or save only the other { $good } people; refused rows are not saved.
upload-roster-nothing = This is what the roster says already; there is nothing to save.
upload-roster-nothing-good = There is nothing that could be saved. Please correct the file and send it again.
upload-roster-saved = The roster is up to date: { $added } new, { $changed } changed.
upload-roster-left-out = The { $refused } refused rows were not saved; you can correct them and send them again.
upload-roster-codes = The new people still need their codes to come in.
upload-roster-refused-rows = The refused rows and the reasons are in the table; correct them there and send it again.
