# Choosing whom: a unit, a rank category, a tag
aud-one-unit = One unit
aud-by-rank = By rank
aud-by-tag = By tag
aud-whole-unit = All of { $unit }
aud-no-tags = Nobody in the units you look after bears a tag yet.
aud-rank-leader = Leaders · { $people }
aud-rank-middle = Middle managers · { $people }
aud-rank-ordinary = Staff · { $people }
aud-rank-professional = Professionals · { $people }
aud-rank-village = Village cadres · { $people }
aud-words-everyone =
    For everyone in { $units }{ $more ->
        [0] {""}
        [one] {" "}and one more unit
       *[other] {" "}and { $more } more units
    }
aud-words-rank =
    For { $rank ->
        [leader] leaders
        [middle] middle managers
        [professional] professionals
        [village] village cadres
       *[ordinary] staff
    } in { $units }{ $more ->
        [0] {""}
        [one] {" "}and one more unit
       *[other] {" "}and { $more } more units
    }
aud-words-tag =
    For those tagged “{ $tag }” in { $units }{ $more ->
        [0] {""}
        [one] {" "}and one more unit
       *[other] {" "}and { $more } more units
    }
aud-words-people =
    For { $people ->
        [one] one person
       *[other] { $people } people
    } named one by one
aud-words-except =
    Without { $people ->
        [one] one of them
       *[other] { $people } of them
    }
aud-words-nobody = No longer for anybody
