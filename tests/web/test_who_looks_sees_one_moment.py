"""Whoever looks sees one moment of the database, however many statements they ask: on each database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from models.tables.columns import table_of
from models.tables.requests import Entry, EntryKind
from tests.letters import KEEPER
from tests.web.browsing import Counter

_entries = table_of(Entry)


def test_what_is_written_meanwhile_is_seen_by_the_next_look(counter: Counter) -> None:
    counter.ask()
    how_many = sa.select(sa.func.count()).select_from(_entries)
    with counter.database.reading() as session:
        before = session.connection().execute(how_many).scalar_one()
        counter.ask("Le portail du gymnase Guimard est cassé.", message_id="<2@example.org>")
        assert session.connection().execute(how_many).scalar_one() == before
    assert counter.rows(how_many)[0][0] > before


def test_a_page_shows_a_request_as_it_stood_at_one_moment(counter: Counter) -> None:
    reference, glpi = counter.ask(), counter.program()
    noted: list[int] = []

    def a_colleague_writes(*asked: Any) -> None:
        if " entry" in asked[2] and not noted:
            noted.append(0)
            noted[0] = glpi.call(
                f"/requests/{reference}/notes", {"text": "Déjà réparé ce matin."}
            ).status_code

    keeper = counter.signed_in(KEEPER)
    sa.event.listen(counter.board.reads.database.engine, "after_cursor_execute", a_colleague_writes)
    page = keeper.open(f"/demandes/{reference}").text
    assert noted == [200]
    last = counter.entries()[-1]
    assert (last.kind, "Déjà réparé" in page) == (EntryKind.NOTE, False)
    # Who answers on it is told that something came since.
    fields = keeper.hidden(f"/demandes/{reference}/repondre")
    assert int(fields["vu"]) < last.id
