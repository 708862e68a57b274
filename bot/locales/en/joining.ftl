# Joining by a unit's link: what the person sees
join-ask = Joining { $unit }
join-ask-how =
    Please send one message with your staff number and your name, for example:
    H1001 Zhang San
    Your unit's supervisor confirms it, and you are connected.
join-unclear = Please write your staff number and your name in one message with a space between, for example: H1001 Zhang San
join-wrong = That could not be matched. Please check that staff number and name are as on your unit's roster and send them again; your unit's supervisor can check with you.
join-has-chat = You already have a connected chat. For another phone, please ask your unit's supervisor for a new code.
join-asked = Your unit's supervisor has been asked to confirm; you will be told here.
join-waiting = Your request still waits for your unit's supervisor; you will be told here.
join-link-unknown = No such join link was found. Please open your unit's link again, or ask your unit's supervisor for a new one.
join-link-expired = This join link has expired. Please ask your unit's supervisor for a new one.
join-link-revoked = This join link is no longer in use. Please ask your unit's supervisor for a new one.
join-not-confirmed = Your request to join was not confirmed this time. Please speak to your unit's supervisor or office, and ask again after that.

# The supervisor confirms
joining-title = Requests to join: { $people }
joining-how = Please confirm only those you know to be themselves. Tap a name to decide on one alone.
joining-none = No request to join is waiting for you.
joining-line = { $name } ({ $staffno }) · { $unit }
joining-when =
    { $channel ->
        [web] Web chat
       *[other] Telegram
    } · asked { $at }
joining-rivals = { $chats } chats say they are this person. Please check face to face and decide on each alone
joining-all = Confirm all { $people }
joining-yes = Confirm
joining-effect = If you confirm, this chat becomes that of { $name } at once. If not, they are asked to see their office.
joining-ask = Confirm that these { $people } join:
joining-ask-effect = They are connected at once, and each is told.
joining-confirmed = Confirmed: { $people }.
joining-skipped-decided = Already dealt with: { $names }
joining-skipped-has-chat = Already has a connected chat: { $names }
joining-skipped-chat-taken = The chat is connected to somebody else: { $names }
joining-skipped-above-you = May do more than you; an administrator above you can confirm: { $names }
joining-skipped-not-yours = No longer within your units: { $names }
joining-skipped-rivals = Several chats say they are this person; please decide on each alone: { $names }
joining-left = { $people } more waiting
joining-one-accepted = { $name } is connected.
joining-one-refused = { $name } was not confirmed; they are asked to see their office.
joining-one-has-chat = { $name } already has a connected chat; nothing was changed. For another phone, make a new code under their name.
joining-one-chat-taken = This chat is connected to somebody else; nothing was changed.
joining-one-above-you = { $name } may do more than you; an administrator above you can confirm. Nothing was changed.

# A new code
code-title = New code · { $name } · { $unit }
code-which = Please make sure it is they who ask, then choose.
code-first = They have not joined yet; a code can be made.
code-good-for = The new code is good once, for { $days } days; their earlier unused code ends.
code-also = New or second phone (old one stays)
code-lost = Phone lost (old one ends now)
code-lost-title = Phone lost · { $name } · { $unit }
code-lost-effect =
    If you confirm, every chat now connected to { $name } ends at once: nothing can be seen or answered there. Their record and open questions stay and go on with the new phone.
    A new code is made at the same time.
code-above-you = { $name } may do more than you; an administrator above you can make the code.
code-done-also = A new code for { $name } is ready. Please forward the message below to them alone:
code-done-lost = The old chats of { $name } have ended, and a new code is ready. Please forward the message below to them alone:
code-forward-title = { $name }, this is your code for { $garden }
code-forward-code = { $code }
code-forward-links = Open the link, or type the code in the chat:
code-forward-once = It works once, until { $at }. Please do not pass it on.

# Not yet reached
unreached-title = Not yet reached: { $people }
unreached-count-none = No code made yet: { $people }
unreached-count-waiting = Code handed out, not used yet: { $people }
unreached-count-expired = Code expired: { $people }
unreached-count-closed = Chat closed: { $people }
unreached-how = Tap a name to make a new code, or send the unit's join link to its own group chat.
unreached-nobody = Everybody in your units has been reached.
unreached-person-none = { $name } · { $unit } · no code
unreached-person-waiting = { $name } · { $unit } · code { $day }
unreached-person-expired = { $name } · { $unit } · code expired
unreached-person-closed = { $name } · { $unit } · chat closed
unreached-link = Unit's join link

# A unit's join link
joinlink-which = Which unit's join link?
joinlink-title = Join link · { $unit }
joinlink-none = There is no link in use. Make one and forward it to the unit's own group chat: people open it, give staff number and name, and you confirm.
joinlink-since = There is a link, made { $at }, good until { $until }.
joinlink-not-kept = For safety the link itself is not kept. If you cannot find that message, make a new one; the old one ends at once.
joinlink-make = Make a link
joinlink-replace = Make a new one (old ends)
joinlink-end = End the link
joinlink-made = The join link of { $unit } is ready. The message below can be forwarded to the unit's own group chat:
joinlink-ended = The join link of { $unit } has ended. Requests already made are still in your waiting list.
joinlink-forward-title = Colleagues of { $unit }, please join { $garden }:
joinlink-forward-code = Or type in the chat: { $code }
joinlink-forward-type = Please open the chat and type: { $code }
joinlink-forward-how = Then send one message with your staff number and name; your supervisor confirms it. Good until { $at }. Please keep it within the unit.
