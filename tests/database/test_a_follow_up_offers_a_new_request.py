"""A follow-up may be about another matter: its notice offers by one tap to make a request of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.delivery.reading_copy import reading_copy
from models.store.database import Database
from models.tables.outbox import OutboundMessage
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import KEEPER


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(sqlite_town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.", message_id="<first@example.org>")
    yield made
    desk.close()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Et par ailleurs la grille du stade ne ferme plus.", True),
        ("Merci beaucoup !", False),
        ("ANNULER", False),
    ],
)
def test_what_may_be_another_matter_is_made_a_request_by_one_tap(
    counter: Counter, words: str, offered: bool
) -> None:
    counter.citizen(words, subject="Re: Ampoule cassée", headers={"In-Reply-To": "<first@example.org>"})
    row = counter.outbox("requester_reply", KEEPER)[-1]
    with counter.desk.database.reading() as session:
        copy = reading_copy(
            session, session.get_one(OutboundMessage, row["id"]), counter.desk.settings, SIGNER
        )
    assert ("nouvelle demande" in " ".join(copy.values())) is offered
    if offered:
        counter.agent("nouvelle demande")
        assert counter.request(2)["reference"] == "2026-00002"
