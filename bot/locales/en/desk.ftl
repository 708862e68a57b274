# The desk: what all of it says
desk-refused = This is outside what you are responsible for, and nothing was done. An administrator above you can do it.
desk-gone = This has been dealt with already, or has changed. Please open it again.
desk-cancelled = All right, nothing was changed.
desk-cancel = Leave it
desk-confirm = Confirm
desk-back = Back
dialog-too-long = That is a little long. Please keep it under { $limit } characters.
