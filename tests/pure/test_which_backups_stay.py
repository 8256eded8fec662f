"""Sets grow thin with age, and the last one always stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.upkeep.backup.manifest import Manifest, Member, is_member_name, make_set_id, moment_of
from dispatch.upkeep.backup.thinning import ALL_DAYS, DAILY_DAYS, superfluous
from models.errors import UserError
from tests.rows import in_rows

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)


def ids(days: list[float]) -> list[str]:
    return [make_set_id(NOW - timedelta(days=age)) for age in days]


def test_half_a_year_of_two_sets_a_day_becomes_all_of_two_weeks_then_days_then_weeks() -> None:
    every_half_day = ids([n / 2 for n in range(800)])
    gone = superfluous(every_half_day, NOW, keep_days=183)
    kept = [moment_of(each) for each in every_half_day if each not in gone]
    ages = [NOW - each for each in kept]
    assert sum(age <= timedelta(days=ALL_DAYS) for age in ages) == 2 * ALL_DAYS + 1
    daily = [each for each, age in zip(kept, ages, strict=True) if ALL_DAYS < age.days < DAILY_DAYS]
    assert len({each.date() for each in daily}) == len(daily) >= DAILY_DAYS - ALL_DAYS - 2
    weekly = [each for each, age in zip(kept, ages, strict=True) if age > timedelta(days=DAILY_DAYS)]
    assert len({each.isocalendar()[:2] for each in weekly}) == len(weekly) >= 17
    assert max(ages) <= timedelta(days=183)


@given(st.lists(st.floats(0, 3000), max_size=60), st.integers(1, 400))
def test_the_newest_set_stays_and_thinning_twice_changes_nothing(days: list[float], keep_days: int) -> None:
    sets = sorted(set(ids(days)))
    gone = superfluous(sets, NOW, keep_days)
    left = [each for each in sets if each not in gone]
    assert not sets or sets[-1] in left
    assert superfluous(left, NOW, keep_days) == []


@in_rows("name", ["../etc/passwd", "a/../../b", "/etc/passwd", "a//b", "", "a/b/c/d/e", "é"])
def test_a_member_never_leaves_its_set(name: str) -> None:
    assert not is_member_name(name)
    text = Manifest(
        "20261127T080000Z", NOW, "1", {}, (Member(name, "", "0", 0),), files=0, files_bytes=0
    ).to_json()
    with pytest.raises(UserError, match="damaged"):
        Manifest.from_json(text)


@in_rows("text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 1, "members": 3}'])
def test_what_is_no_manifest_is_said_to_be_damaged(text: str) -> None:
    with pytest.raises(UserError, match="damaged"):
        Manifest.from_json(text)


def test_a_manifest_of_a_later_format_asks_for_a_later_version() -> None:
    with pytest.raises(UserError, match="newer"):
        Manifest.from_json('{"format": 2, "members": []}')
