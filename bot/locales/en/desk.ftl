# The desk: what all of it says
desk-refused = This is outside what you are responsible for, and nothing was done. An administrator above you can do it.
desk-gone = This has been dealt with already, or has changed. Please open it again.
desk-cancelled = All right, nothing was changed.
desk-cancel = Leave it
desk-confirm = Confirm
desk-back = Back
dialog-too-long = That is a little long. Please keep it under { $limit } characters.

# The waiting list
queue-title = { $count } waiting for you
queue-empty = Nothing is waiting for you.
queue-joins = Requests to join: { $count }
queue-disputes = Disputes and reports: { $count }
queue-approvals = A second person needed: { $count }
command-queue = What waits for you
