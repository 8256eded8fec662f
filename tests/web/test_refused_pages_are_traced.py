"""Whoever asks for a page and is shown none leaves a line of the access log: who, from where, which page, why."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.tables.columns import table_of
from models.tables.traces import AccessRecord
from tests.letters import ROADS_AGENT
from tests.web.browsing import Counter

_accesses = table_of(AccessRecord)


def refused(counter: Counter) -> list[tuple[str, dict[str, Any]]]:
    query = sa.select(_accesses).where(_accesses.c.action == "refuse", _accesses.c.subject == "page")
    return [(row.actor, row.data) for row in counter.rows(query.order_by(_accesses.c.id))]


def test_an_agent_who_asks_for_what_is_not_theirs_is_written_down_each_time(counter: Counter) -> None:
    reference = counter.ask()
    agent = counter.signed_in(ROADS_AGENT)
    for _ in range(2):
        assert agent.open("/demandes/2019-00001").status_code == 404
    lines = refused(counter)
    assert [(actor.partition(":")[0], data["why"], data["request"]) for actor, data in lines] == [
        ("agent", "not theirs", "2019-00001")
    ] * 2
    assert all(data["page"] == "/demandes/{reference}" and data["peer"] for _, data in lines)
    assert reference not in str(lines)


def test_strangers_are_written_down_once_an_hour_for_each_page_and_never_what_they_typed(
    counter: Counter,
) -> None:
    stranger = counter.browser()
    for _ in range(3):
        stranger.open("/suivi/jeton-de-quelqu-un-d-autre")
        stranger.open("/demandes/2026-00001")
    lines = refused(counter)
    assert sorted((actor, data["why"]) for actor, data in lines) == [
        ("door:web", "not theirs"),
        ("door:web", "signed out"),
    ]
    assert "quelqu-un" not in str(lines)
    counter.clock.pass_seconds(3601)
    stranger.open("/demandes/2026-00001")
    assert len(refused(counter)) == 3
