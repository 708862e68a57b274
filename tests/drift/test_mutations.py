"""What `make mutations` takes out must be there to be taken out."""

from __future__ import annotations

import pytest
from mutations import MUTATIONS, ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.guard)
def test_a_guard_stands_where_it_is_looked_for(mutation: Mutation) -> None:
    for edit in mutation.edits:
        assert (ROOT / edit.file).read_text("utf-8").count(edit.old) == 1, edit
