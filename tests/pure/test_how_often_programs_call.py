"""How often somebody may call: so many at once, then as they come free again; one caller costs no other."""

from __future__ import annotations

from dispatch.programs.rates import MOST_CALLERS, Rates, retry_after


def test_a_bucket_is_used_up_and_fills_again_by_and_by() -> None:
    at = [0.0]
    rates = Rates(3, 60.0, lambda: at[0])
    assert [rates.wait("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert rates.wait("a") == 20.0
    assert rates.wait("b") == 0.0
    at[0] = 19.9
    assert 0.0 < rates.wait("a") < 0.2
    at[0] = 20.1
    assert rates.wait("a") == 0.0 and rates.wait("a") > 19.0
    at[0] = 1000.0
    assert [rates.wait("a") > 0 for _ in range(4)] == [False, False, False, True]


def test_asking_uses_nothing_up() -> None:
    rates = Rates(1, 60.0, lambda: 0.0)
    assert [rates.wait("a", take=False) for _ in range(5)] == [0.0] * 5
    assert rates.wait("a") == 0.0 and rates.wait("a", take=False) == 60.0


def test_who_called_longest_ago_is_forgotten_so_that_memory_stays_bounded() -> None:
    rates = Rates(1, 60.0, lambda: 0.0)
    assert rates.wait("first") == 0.0
    for n in range(MOST_CALLERS):
        rates.wait(str(n))
    assert rates.wait("first") == 0.0
    assert rates.wait(str(MOST_CALLERS - 1)) == 60.0


def test_whoever_waits_as_long_as_the_header_says_may_call() -> None:
    assert [retry_after(each) for each in (0.0, 0.01, 1.2, 19.9, 3599.5)] == ["1", "1", "2", "20", "3600"]
