# Readings written in the chat: from a file to what everybody reads
command-drafts = Readings of your own
reading-listen = Listen
reading-recording = “{ $title }”, read aloud

reading-file-title = “{ $name }” has been read and is not saved yet
reading-file-called = Title: { $title }
reading-file-length =
    About { $minutes } min, { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
reading-file-version = As a new version of “{ $title }”:
reading-file-added = New sections ({ $count }): { $headings }
reading-file-removed = Sections taken out ({ $count }): { $headings }
reading-file-changed = Sections changed ({ $count }): { $headings }
reading-file-same = Every section reads as it does now.
reading-file-left-out = Pictures in the file that were left out: { $count }. You can add them to the draft one by one.
reading-file-by-save = Save it as a draft first, add check questions, then publish. Nobody else sees it before that.
reading-file-save = Save as a draft
reading-file-look = Preview the pages
reading-file-saved = “{ $title }” is saved as a draft.
reading-file-saved-version = The new version of “{ $title }” is saved as a draft, with the questions and pictures it had.
reading-file-next = Next: one to three check questions, then publish. Type “drafts” to find it again.
reading-file-ask = Add questions
reading-file-open = Open the draft

drafts-title = Readings of your own
drafts-how = Open one to preview it, add check questions or pictures, and publish it. For a new one, just send the file here.
drafts-none = There are none yet. Send a Word, md or txt file, or a PDF made of text, and it becomes one.
drafts-entry-draft = Draft · { $title }
drafts-entry-published = Published · { $title }

draft-title-draft = { $title } (draft)
draft-title-published = { $title } (published)
draft-about =
    About { $minutes } min{ $sections ->
        [0] {""}
        [one] , { $sections } section
       *[other] , { $sections } sections
    }
draft-has =
    Check questions: { $questions }. Pictures: { $pictures }.{ $audio ->
        [0] {""}
       *[other] {" "}Read aloud.
    }
draft-left-out = Pictures of the file that were left out: { $count }. Add those you need.
draft-for = Once published, everybody of { $unit } and below can read it.
draft-for-version = This is a new version; publishing puts it in the place of the present one.
draft-is-for = Everybody of { $unit } and below finds it among the readings.
draft-needs-question = It needs at least one check question before it can be published.

draft-do-see = Preview the pages
draft-do-ask = Add questions
draft-do-qs = Questions ({ $count })
draft-do-qdel = Take it out
draft-do-att = Add a picture
draft-do-audio = Add a recording
draft-do-files = Pictures, recording ({ $count })
draft-do-title = Title
draft-do-summary = Summary
draft-do-minutes = Minutes
draft-do-pub = Publish
draft-do-drop = Delete the draft
draft-do-list = All readings
draft-do-push = Push it to people
draft-do-revise = New version
draft-do-back = Take it back

draft-as-seen = Preview: this is what people will see.
draft-ask-title = Please type the new title ({ $limit } characters at most).
draft-ask-summary = Please type one sentence on what it is about ({ $limit } characters at most).
draft-ask-minutes = Please type about how many minutes it takes (a whole number from 1 to { $limit }).

draft-ask-question = Please type the questions; there is room for { $left }. You can paste several at once.
draft-question-example =
    For example:
    1. What do you ask first when an alarm comes in? (A)
    A. Time and place
    B. The weather
    Explanation: Check first, then report.
draft-questions-added =
    { $count ->
        [1] Added. This is how people will see it:
       *[other] { $count } added. The first looks like this:
    }
draft-questions-full = There can be { $limit } check questions at most, so none was added. Please send fewer, or take one out first.
draft-question-again = Please correct it and send it again.
draft-question-judged = A check question is marked on the spot: choices, true or false, or a blank, but no free answer.
draft-question-known = This question is there already.
draft-question-unread = No question was found. Each needs its text and an answer, and choices where one is to choose.
draft-question-removed = It is taken out.
draft-key-hidden = Answer and explanation are shown only after answering.

draft-ask-place = At the end of which section does the picture go?
draft-section-first = The opening
draft-ask-words = Please say in one sentence what the picture shows ({ $limit } characters at most).
draft-words-why = Whoever cannot see it, or has a slow network, reads this sentence instead.
draft-send-picture = Thank you. Now send the picture (jpg or png, 5 MB at most).
draft-send-audio = Please send the recording (mp3, m4a or ogg, 20 MB at most), or a voice message. It takes the place of the one there is.
draft-send-version = Please send the file with the new version of “{ $title }”.
draft-version-means = Whoever has read it need not read it again and keeps the points.
draft-files = Pictures and recording
draft-file-audio = The reading aloud, offered on the first page
draft-file-place = Picture, at the end of “{ $section }”
draft-file-look = See { $number }
draft-file-hear = Hear { $number }
draft-file-remove = Remove { $number }

draft-publish-title = Publish “{ $title }”?
draft-publish-for =
    { $people ->
        [one] { $people } person
       *[other] { $people } people
    } of { $unit } and below will find it among the readings.
draft-publish-has = Check questions: { $questions }. About { $minutes } min.
draft-publish-quiet = Publishing tells nobody. To tell people, tap “Push it to people” afterwards.
draft-publish-yes = Publish
draft-published = It is published.
draft-published-again = The new version is published.
draft-drop-title = Delete the draft of “{ $title }”?
draft-drop-means = Its text, questions and pictures are deleted and cannot be brought back.
draft-drop-version = Only this new version is deleted; what is published stays.
draft-drop-yes = Delete
draft-dropped = The draft of “{ $title }” is deleted.
draft-back-title = Take “{ $title }” back?
draft-back-means = Nobody can read it then; points already earned stay. It becomes a draft and can be published again.
draft-back-yes = Take it back
draft-back-required = Something that is not over yet asks people to read it, so it cannot be taken back now.
draft-taken-back = It is taken back and a draft again.

attachment-title = A file for “{ $title }” has arrived and is not saved yet
attachment-about = { $words } ({ $kilobytes } KB)
attachment-save = Put it into the draft
attachment-saved = It is in the draft of “{ $title }”.
attachment-full = “{ $title }” has as many pictures as it can, or the draft has changed; this one was not put in.
attachment-more = Another picture
attachment-unasked = It is not clear where this file belongs, and it was not saved.
attachment-how = Type “drafts”, open one, tap “Add a picture” or “Add a recording”, then send the file.
attachment-to-drafts = Open the drafts
