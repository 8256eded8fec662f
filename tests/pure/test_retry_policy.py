"""When what failed is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.retry import RetryPolicy

NOW = datetime(2026, 11, 3, tzinfo=UTC)
POLICY = RetryPolicy.doubling(max_attempts=12, first_seconds=30, max_seconds=14_400)


def wait(attempts: int, jitter: float, policy: RetryPolicy = POLICY) -> float | None:
    at = policy.decide(attempts, NOW, lambda: jitter).at
    return None if at is None else (at - NOW).total_seconds()


def test_waits_double_up_to_the_longest_and_then_end() -> None:
    assert [wait(n, 0.0) for n in (1, 2, 3)] == [15, 30, 60]
    assert wait(11, 0.0) == 7_200
    assert wait(12, 0.5) is None and wait(13, 0.5) is None


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_wait_is_between_half_and_all_of_the_backoff_and_never_overflows(
    attempts: int, jitter: float
) -> None:
    policy = RetryPolicy.doubling(max_attempts=100_000, first_seconds=30, max_seconds=14_400)
    longest, waited = wait(attempts, 0.999_999_999, policy), wait(attempts, jitter, policy)
    assert longest is not None and waited is not None
    assert longest / 2 - 1e-3 <= waited <= longest + 1e-3
    assert waited <= 14_400


def test_listed_waits_come_in_turn_and_after_the_last_there_is_none() -> None:
    policy = RetryPolicy.listed(60, 300, 900)
    assert [policy.wait_seconds(n) for n in range(5)] == [60, 60, 300, 900, None]
    assert policy.decide(2, NOW).at == NOW + timedelta(seconds=300)
