# 文章：从一份文件到大家读到的阅读
command-drafts = 自己做的文章
reading-listen = 听朗读
reading-recording = 《{ $title }》的朗读

reading-file-title = “{ $name }”看过了，还没有保存
reading-file-called = 标题：《{ $title }》
reading-file-length = 约 { $minutes } 分钟，{ $pages } 页
reading-file-version = 作为《{ $title }》的新版本：
reading-file-added = 新增 { $count } 节：{ $headings }
reading-file-removed = 去掉 { $count } 节：{ $headings }
reading-file-changed = 改动 { $count } 节：{ $headings }
reading-file-same = 各节内容与现在的版本相同。
reading-file-left-out = 文件里的 { $count } 张图片没有带进来，存为草稿后可以用“配图”补上。
reading-file-by-save = 先存为草稿，加好小题再发布；发布之前别人看不到。
reading-file-save = 存为草稿
reading-file-look = 逐页预览
reading-file-saved = 《{ $title }》已存为草稿。
reading-file-saved-version = 《{ $title }》的新版本已存为草稿，原来的小题和图片都保留着。
reading-file-next = 接下来加 1 到 3 道小题，再发布。随时发“草稿”可以找到它。
reading-file-ask = 加小题
reading-file-open = 打开草稿

drafts-title = 文章
drafts-how = 点开一篇，可以预览、加小题、配图、发布。要做新的，直接把文件发到这里。
drafts-none = 还没有文章。把 Word、PDF（文字版）、md 或 txt 文件发到这里，就能做成一篇。
drafts-entry-draft = 草稿 · { $title }
drafts-entry-published = 已发布 · { $title }

draft-title-draft = 《{ $title }》（草稿）
draft-title-published = 《{ $title }》（已发布）
draft-about =
    约 { $minutes } 分钟{ $sections ->
        [0] {""}
       *[other] ，{ $sections } 节
    }
draft-has =
    小题 { $questions } 道，图片 { $pictures } 张{ $audio ->
        [0] {""}
       *[other] ，有朗读
    }
draft-left-out = 原文件里有 { $count } 张图片没有带进来，需要的话用“配图”补上。
draft-for = 发布后，{ $unit }及下属单位的人可以读。
draft-for-version = 这是新版本，发布后替换现在的版本。
draft-is-for = { $unit }及下属单位的人可以在“阅读”里读到。
draft-needs-question = 还差小题：至少要有 1 道才能发布。

draft-do-see = 逐页预览
draft-do-ask = 加小题
draft-do-qs = 看小题（{ $count }）
draft-do-qdel = 去掉这道
draft-do-att = 配图
draft-do-audio = 配朗读
draft-do-files = 图片和朗读（{ $count }）
draft-do-title = 改标题
draft-do-summary = 改简介
draft-do-minutes = 改时长
draft-do-pub = 发布
draft-do-drop = 删除草稿
draft-do-list = 全部文章
draft-do-push = 推送给大家
draft-do-revise = 发新版本
draft-do-back = 撤下

draft-as-seen = 预览：大家看到的就是这样。
draft-ask-title = 请输入新的标题（最多 { $limit } 字）。
draft-ask-summary = 请用一句话写简介（最多 { $limit } 字）。
draft-ask-minutes = 请输入大约要读几分钟（1 到 { $limit } 的整数）。

draft-ask-question = 请输入小题，还可以加 { $left } 道。可以一次粘贴几道。
draft-question-example =
    例如：
    1. 接到险情，先问清什么？（A）
    A. 时间和地点
    B. 天气
    解析：先核实，再报告。
draft-questions-added =
    { $count ->
        [1] 已加上，大家看到的是这样：
       *[other] 已加上 { $count } 道，第一道是这样：
    }
draft-questions-full = 小题最多 { $limit } 道，这次没有加。请少发几道，或先去掉原来的。
draft-question-again = 请改好再发一次。
draft-question-judged = 小题要能当场判对错，请用单选、多选、判断或填空，不用简答。
draft-question-known = 这道题已经有了。
draft-question-unread = 没有读出题目。每道题要有题干和答案，选择题还要有选项。
draft-question-removed = 已去掉。
draft-key-hidden = 答案和解析在作答之后才显示。

draft-ask-place = 图片放在哪一节的末尾？
draft-section-first = 开头部分
draft-ask-words = 请用一句话说明图上是什么（最多 { $limit } 字）。
draft-words-why = 看不到图的人、网络慢的人会读到这句话。
draft-send-picture = 好的，现在请把图片发来（jpg 或 png，5 MB 以内）。
draft-send-audio = 请把朗读的录音发来（mp3、m4a 或 ogg，20 MB 以内），也可以直接发语音。已有的会被替换。
draft-send-version = 请把《{ $title }》新版本的文件发来。
draft-version-means = 已经读完的人不用重读，也不会失去积分。
draft-files = 图片和朗读
draft-file-audio = 朗读，在第一页提供
draft-file-place = 图片，在“{ $section }”的末尾
draft-file-look = 看 { $number }
draft-file-hear = 听 { $number }
draft-file-remove = 去掉 { $number }

draft-publish-title = 发布《{ $title }》？
draft-publish-for = { $unit }及下属单位 { $people } 人可以在“阅读”里读到。
draft-publish-has = 小题 { $questions } 道，约 { $minutes } 分钟。
draft-publish-quiet = 发布时不会逐个通知，要通知请在发布后点“推送给大家”。
draft-publish-yes = 发布
draft-published = 已发布。
draft-published-again = 新版本已发布。
draft-drop-title = 删除《{ $title }》的草稿？
draft-drop-means = 正文、小题和图片都会删掉，不能恢复。
draft-drop-version = 只删除这个新版本，已发布的版本不受影响。
draft-drop-yes = 删除
draft-dropped = 《{ $title }》的草稿已删除。
draft-back-title = 撤下《{ $title }》？
draft-back-means = 大家不再读得到，已得的积分不变；它变回草稿，以后还可以再发布。
draft-back-yes = 撤下
draft-back-required = 有尚未截止的学习任务要读这一篇，现在不能撤下。
draft-taken-back = 已撤下，变回草稿。

attachment-title = 给《{ $title }》收到一份文件，还没有保存
attachment-about = { $words }（{ $kilobytes } KB）
attachment-save = 放进草稿
attachment-saved = 已放进《{ $title }》的草稿。
attachment-full = 《{ $title }》的图片已经够多，或者草稿已有变化，这份没有放进去。
attachment-more = 再配一张图
attachment-unasked = 这份文件不知道要放在哪里，没有保存。
attachment-how = 请发“草稿”，打开一篇，点“配图”或“配朗读”，再发文件。
attachment-to-drafts = 打开草稿
