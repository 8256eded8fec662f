"""« SUIVI » says on which day something is planned, as long as that day is to come and the request open."""

from __future__ import annotations

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER
from tests.letters import CITIZEN

DAY = "jeudi 12 novembre"


def asked(counter: Counter, words: str = "SUIVI") -> str:
    """Both parts of the answer, as its reader has them."""
    counter.citizen(words)
    row_id = counter.outbox("status", CITIZEN)[-1]["id"]
    with counter.desk.database.reading() as session:
        row = session.get_one(OutboundMessage, row_id)
        copy = reading_copy(session, row, counter.desk.settings, SIGNER)
    both = [copy[part].replace("\u00a0", " ") for part in ("text", "html")]
    assert all(("prévue le" in part) == ("prévue le" in both[0]) for part in both)
    return both[0]


def test_the_day_and_the_hours_are_told(counter: Counter) -> None:
    assert "prévue le" not in asked(counter)
    counter.agent(f"planifié {DAY} à 10 h")
    assert "planifiée, prévue le 12/11/2026 à 10 h" in asked(counter)


@pytest.mark.parametrize("end", ["terminé", "refusé : hors commune"])
def test_what_is_over_has_no_day_to_come(counter: Counter, end: str) -> None:
    counter.agent(f"planifié {DAY}")
    counter.agent(end)
    assert "prévue le" not in asked(counter)


def test_a_day_that_is_past_is_told_no_more(counter: Counter) -> None:
    counter.agent(f"planifié {DAY}")
    counter.desk.clock.pass_seconds(12 * 86_400)
    assert "prévue le" not in asked(counter)
