"""The same words, saved at the same moment by two windows of one person, are one draft."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from dispatch.web.own.drafts import Base, drafts_of, keep
from models.store.database import Database
from models.tables.sessions import DraftField
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN

WINDOWS = 4


def test_first_drafts_of_one_moment_are_one(town_database: Database, tmp_path: Path) -> None:
    desk = Desk(town_database, tmp_path)
    counter = Counter(desk)
    for number in range(6):
        counter.citizen("Une ampoule est cassée au gymnase Guimard.", subject=f"Ampoule {number}")
    person = counter.person(CITIZEN)
    together = Barrier(WINDOWS)

    def window(request: int) -> int:
        together.wait()
        with town_database.transaction() as session:
            kept = keep(session, person, request, DraftField.ANSWER, "Bonjour Madame,", Base(), desk.clock())
        assert kept is not None
        return kept.id

    with ThreadPoolExecutor(WINDOWS) as windows:
        for request in range(1, 7):
            ids = set(windows.map(window, [request] * WINDOWS))
            with town_database.reading() as session:
                (draft,) = drafts_of(session, person, request)["texte"]
            assert ids == {draft.id} and draft.version == WINDOWS
    desk.close()
