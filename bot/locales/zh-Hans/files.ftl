# 发来的文件
upload-looking = 收到“{ $name }”，正在查看，马上告诉您结果。
upload-busy = 前面发来的文件还在查看，请等看完再发。
upload-not-yours = 文件由负责名册、题库或阅读材料的人来发。
upload-changed = 这期间情况有了变化，还没有保存，请按现在的样子再看一遍。
upload-refused = “{ $name }”没有收下
upload-refused-why = { $why }
upload-refused-too_large = 文件太大，请控制在 20 MB 以内。
upload-refused-not_fetched = 文件没有取到，请再发一次。
upload-refused-unreadable = 这份文件打不开。请另存一份新的（表格存为 xlsx，文字存为 docx）再发一次。
upload-save = 保存
upload-save-good = 只保存其余 { $good } 人
upload-refused-rows = 未收的行（表格）
upload-to-roster = 打开名册

# 名册
upload-roster-title = 名册“{ $name }”看过了，还没有保存
upload-roster-counts = 新增 { $added } 人，更新 { $changed } 人，不变 { $unchanged } 人，未收 { $refused } 行。
upload-roster-more = 另有 { $count } 人，此处从略。
upload-roster-refused = 未收 { $count } 行：
upload-roster-more-refused = 另有 { $count } 处，详见表格。
upload-roster-ignored = 未使用的列：{ $columns }。
upload-roster-by-save = 点“保存”后按上面的内容更新名册。名册上有而文件里没有的人，不受影响。
upload-roster-some = 您可以改好文件再发一次；也可以只保存其余 { $good } 人，未收的行不保存。
upload-roster-nothing = 与现有名册一致，不用保存。
upload-roster-nothing-good = 没有可以保存的内容，请改好文件再发一次。
upload-roster-saved = 名册已更新：新增 { $added } 人，更新 { $changed } 人。
upload-roster-left-out = 未收的 { $refused } 行没有保存，改好后可以再发。
upload-roster-codes = 新增的人还需要学习码才能进来。
upload-roster-refused-rows = 未收的行和原因都在表格里，改好后可以直接再发。
