"""Tags as people write them become words as rules write theirs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.requests.editing import LONGEST_TAG, MOST_TAGS, read_tags
from models.errors import InvalidValue


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nid de poule", ("nid-de-poule",)),
        ("école, École ;  ÉCOLE\nnuit", ("ecole", "nuit")),
        (" , ; \n « » ", ()),
        ("x" * LONGEST_TAG, ("x" * LONGEST_TAG,)),
    ],
)
def test_each_is_read_once_without_case_or_accents(written: str, read: tuple[str, ...]) -> None:
    assert read_tags(written) == read


@pytest.mark.parametrize("wrong", ["x" * (LONGEST_TAG + 1), ",".join(f"t{n}" for n in range(MOST_TAGS + 1))])
def test_what_is_too_much_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidValue):
        read_tags(wrong)


@given(st.text(max_size=200))
def test_tags_read_again_are_the_same(written: str) -> None:
    try:
        found = read_tags(written)
    except InvalidValue:
        return
    assert read_tags(", ".join(found)) == found
