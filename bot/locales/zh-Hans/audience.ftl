# 选择对象：单位、职级、标签
aud-one-unit = 选一个单位
aud-by-rank = 按职级
aud-by-tag = 按标签
aud-whole-unit = { $unit }（全部）
aud-no-tags = 您负责的范围内还没有人带标签。
aud-rank-leader = 领导干部 · { $people }
aud-rank-middle = 中层干部 · { $people }
aud-rank-ordinary = 一般干部 · { $people }
aud-rank-professional = 专业技术人员 · { $people }
aud-rank-village = 村干部 · { $people }
aud-words-everyone =
    对象：{ $units }{ $more ->
        [0] {""}
       *[other] 等，另有 { $more } 个单位
    }的全体人员
aud-words-rank =
    对象：{ $units }{ $more ->
        [0] {""}
       *[other] 等，另有 { $more } 个单位
    }的{ $rank ->
        [leader] 领导干部
        [middle] 中层干部
        [professional] 专业技术人员
        [village] 村干部
       *[ordinary] 一般干部
    }
aud-words-tag =
    对象：{ $units }{ $more ->
        [0] {""}
       *[other] 等，另有 { $more } 个单位
    }带“{ $tag }”标签的人员
aud-words-people = 对象：另行指定的 { $people } 人
aud-words-except = 其中 { $people } 人除外
aud-words-nobody = 不再布置给任何人
