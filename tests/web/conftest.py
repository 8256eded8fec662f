"""A counter with its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from tests import sampling
from tests.servers.http_service import serving
from tests.web.browsing import Counter

_KINDS = ("sqlite", "postgresql")
#: Where most is written, and undone: words that are said to be kept must be, on the other database too. The
#: others run on it before a release.
ON_BOTH = frozenset(
    (
        "test_drafts",
        "test_forms_done_once",
        "test_programs_call_the_api",
        "test_requests_are_tagged",
        "test_saved_views",
        "test_several_at_once",
        "test_what_names_itself_is_done_once",
        "test_who_looks_sees_one_moment",
    )
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH or sampling.is_thorough()
    if on_both and "counter_kind" in metafunc.fixturenames:
        metafunc.parametrize("counter_kind", _KINDS)


@pytest.fixture
def counter_kind() -> str:
    """The kind of database of the counter, where no test asks for both."""
    return _KINDS[0]


@pytest.fixture
def counter(
    counter_kind: str,
    request: pytest.FixtureRequest,
    open_database: Callable[[str], Database],
    tmp_path: Path,
) -> Iterator[Counter]:
    """The sample town with its pages on loopback."""
    made = Counter(open_database(request.getfixturevalue(f"{counter_kind}_town_url")), tmp_path)
    with serving(made.router) as address:
        made.address = address
        yield made
    made.close()
