# 题库
command-banks = 题库
help-instructor =
    推送 —— 把测验、阅读或通知发给大家
    成绩 —— 测验结果和薄弱处
    题库 —— 题目的导入、修改和导出
    草稿 —— 用文件做成阅读
    题目文件（Word、Excel 等）和文章（Word、PDF 等）直接发来就能导入。
banks-title = 题库（{ $count }）
banks-how = 要导入题目，直接把 Word、Excel 等文件发到这里，也可以把题目粘贴进来。不清楚格式时先取模板。
banks-entry = { $title } · { $count } 题
bank-template-button = 取模板
bank-template = 每种题型有一行示例，照着填好，把文件发回这里就可以。
bank-paste = 粘贴题目
bank-title = 题库《{ $title }》
bank-count = 共 { $count } 题。
bank-of-folder = 随系统提供，全县可用。
bank-of-unit = 由{ $unit }建立。
bank-is-open = 学员可以用它练习。
bank-is-closed = 不开放练习，只在推送时使用。
bank-set-practice = 开放给学员练习
bank-set-closed = 不再开放练习
bank-push = 推送测验
bank-open = 打开题库
bank-questions = 查看题目
bank-results = 答题情况
bank-export = 导出
bank-rename = 改名
bank-tap-question = 点题号，可以查看、修改、重新判分。
bank-ask-name = 请输入题库的名称（最多 { $limit } 字）。
bank-which-format = 导出成哪种文件？
bank-format-xlsx = Excel 表格（.xlsx）
bank-format-docx = Word 文档（.docx）
bank-format-gift = Moodle GIFT
bank-format-yaml = YAML（本系统题库格式）
bank-here-it-is = 题库《{ $title }》，{ $count } 题。
bank-ask-paste = 请把题目粘贴在这里。题目较多时可以分几条发，发完点“粘贴完了”。
bank-paste-so-far = 目前 { $count } 题。还有就接着粘贴，没有了请点“粘贴完了”。
bank-paste-done = 粘贴完了
bank-paste-too-long = 内容太长了，请存成 Word 或文本文件发来。
bank-paste-looking = 正在查看，马上告诉您结果。

# 题目
question-face-key = 答案：{ $answer }
question-face-explanation = 解析：{ $text }

# 题目文件
bank-file-title = “{ $name }”看过了，还没有保存
bank-file-read = 读到 { $count } 题（{ $kinds }）
bank-file-refused = 没有收下 { $count } 题，原因见下。
bank-file-skipped = { $count } 题是暂不支持的题型，没有读取。
bank-file-alike = { $count } 题可能与已有的题重复，请看一看。
bank-file-left-out = 按您的意思去掉 { $count } 题。
bank-file-into-new = 存为新题库《{ $title }》。
bank-file-into = 存入题库《{ $title }》：新增 { $new }，修改 { $changed }，不变 { $same }。
bank-file-absent = 题库里另有 { $count } 题这份文件里没有，保留不动。
bank-file-more = 另有 { $count } 处，详见表格。
bank-file-by-save = 点“保存”才会存入，现在什么都没有改。
bank-file-nothing = 没有需要保存的内容。
bank-file-save = 保存 { $count } 题
bank-file-look = 逐题看看
bank-file-fix = 修改没收下的 { $count } 题
bank-file-changes = 看改动（{ $count }）
bank-file-see-alike = 看可能重复的（{ $count }）
bank-file-refused-table = 没收下的（表格）
bank-file-other-bank = 存到别的题库
bank-file-rename = 改名称
bank-file-saved = 已存入题库《{ $title }》：新增 { $new } 题{ $changed ->
    [0] {""}
   *[other] ，修改 { $changed } 题
 }。
bank-file-left = 没收下的 { $count } 题没有保存，改好后可以再发。
bank-file-rekeyed = 有 { $count } 题的答案或选项变了。以前答过的人是否重新判分，请逐题决定。
bank-file-regrade = 第 { $number } 处：看题目与重新判分
bank-file-refused-all = 没收下的题和原因都在表格里。
bank-file-question = 第 { $number } 题，共 { $total } 题
bank-file-back = 返回文件
bank-file-refused-one = 没收下的第 { $number } 题，共 { $total } 题
bank-file-type-anew = 请把这道题重新输入一遍发来，例如：
bank-file-example =
    收到暴雨红色预警，先做什么？
    A. 等待通知
    B. 转移危险区群众
    答案：B
    解析：预警就是行动的命令。
bank-file-still-refused = 还是没能读成一道题：
bank-file-fixed = 已收下
bank-file-next-refused = 下一道没收下的
bank-file-alike-one = 可能重复的第 { $number } 题，共 { $total } 题
bank-file-alike-in = 题库《{ $title }》里有：
bank-file-alike-here = 同一文件的第 { $number } 题：
bank-file-leave-out = 不要文件里的这道
bank-file-keep = 还是要这道
bank-file-change-one = 改动 { $number }，共 { $total } 处。题库里现在是：
bank-file-becomes = 保存后是：
bank-file-where = 这些题存到哪里？
bank-file-new-bank = 新题库
