"""What the rules see in words is found by the reading processes, before one writer decides; nothing depends on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.inbound.apart.parts import matters
from dispatch.inbound.starting.beforehand import Question, answer, see
from dispatch.inbound.starting.foreseen import words_to_look_at
from dispatch.rules.decision import Words
from dispatch.rules.facts import words_of
from dispatch.rules.in_force import Organisations
from dispatch.rules.index import RuleIndex
from intake.mail.parse import parse_mail
from intake.reading.reader import Reader
from models.settings.processing import WorkSettings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.requests import RequestRow
from tests.desk import Desk, sample
from tests.letters import write

_requests = table_of(RequestRow)
LAMP = "Le lampadaire devant le 4 rue du Moulin est éteint depuis lundi."
CANTEEN = "Je souhaite inscrire mon fils à la cantine de l’école en janvier."
NAME = "--\nJeanne Petit\n2 rue Haute"
#: Each at a place of its own: what two tell of one place is compared where it is decided.
SEEN_IN = {
    "plain": LAMP,
    "signed": f"{CANTEEN}\n\n{NAME}",
    "two matters": f"- {LAMP.replace('rue du Moulin', 'place Verte')}\n- {CANTEEN}",
}
REPLY = "guichet@ville.test"


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(database, tmp_path)
    yield made
    made.close()


class Here:
    """Runs what it is given in this process, and notes it; `ends` says of which words the process dies."""

    def __init__(self, ends: Callable[[Words], bool] = lambda _words: False) -> None:
        self.asked: list[Words] = []
        self._ends = ends

    def each(self, step: Callable[[Any], Any], given: Sequence[Question]) -> list[Any | None]:
        self.asked += [words for question in given for words in question[2]]
        return [None if any(map(self._ends, one[2])) else step(one) for one in given]


def test_the_service_itself_looks_for_no_theme_in_a_citizens_mail(tmp_path: Path) -> None:
    """A mail of each shape becomes a request; the library of themes was never compiled by who decided."""
    script = f"""
import sys
from pathlib import Path
from dispatch.inbound.process import Processor
from dispatch.rules.themes import library
from intake.reading.reader import Reader
from models.settings.processing import WorkSettings
from models.store.database import Database
from models.tables import metadata
from tests.desk import SIGNER, Desk
from tests.letters import write

if __name__ == "__main__":
    here = Path({str(tmp_path)!r})
    database = Database(f"sqlite:///{{here / 'guichet.db'}}")
    metadata.create_all(database.engine)
    desk = Desk(database, here)
    reader = Reader(WorkSettings(readers=1), desk.files)
    for text in {list(SEEN_IN.values())!r}:
        desk.take(write(text))
    Processor(
        database, desk.files, reader, SIGNER, desk.settings, desk.clock, elsewhere=reader
    ).process_next()
    reader.close()
    desk.close()
    print(*desk.states(), library.cache_info().misses)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300)
    assert ended.stdout.splitlines()[-1:] == [f"{'new_request ' * 3}0"], ended.stderr


def test_what_was_seen_elsewhere_decides(desk: Desk) -> None:
    """Words about a lamp for which another process saw a canteen go where the canteen goes."""
    other = RuleIndex(sample())

    class Mistaken(Here):
        def each(self, step: Callable[[Any], Any], given: Sequence[Question]) -> list[Any | None]:
            return [tuple(other.seen_in(Words("", CANTEEN, CANTEEN)) for _ in one[2]) for one in given]

    desk.take(write(LAMP))
    _process(desk, Mistaken())
    assert _services(desk) == ["scolaire"]


def test_a_process_that_dies_of_words_costs_nothing_but_time(desk: Desk) -> None:
    for text in SEEN_IN.values():
        desk.take(write(text))
    _process(desk, Here(ends=lambda words: "cantine" in words.text))
    assert _services(desk) == ["voirie", "scolaire", "voirie"]
    assert desk.states() == ["new_request"] * 3


def test_an_answer_at_a_signed_address_is_not_looked_at() -> None:
    mail = parse_mail(write("C'est réparé.").as_bytes())
    assert list(words_to_look_at(mail, ("guichet+aaaa@ville.test",), REPLY)) == []
    assert words_of(mail) in list(words_to_look_at(mail, ("mairie@ville.test",), REPLY))


def test_of_paragraphs_the_longest_is_not_asked_for_by_itself() -> None:
    """Two matters need two paragraphs: a mail of one and a name is looked at once, and its name."""
    mail = parse_mail(write(SEEN_IN["signed"]).as_bytes())
    asked = list(words_to_look_at(mail, ("mairie@ville.test",), REPLY))
    assert asked == [words_of(mail), Words("", NAME, NAME)]


def test_two_paragraphs_about_two_things_are_told_apart_all_the_same() -> None:
    index = RuleIndex(sample())
    longer = f"{LAMP} Elle clignotait déjà la semaine dernière et les voisins s’en plaignent."
    for text in (f"{longer}\n\n{CANTEEN}", f"{CANTEEN}\n\n{longer}"):
        assert {each.service for each in matters(text, index)} == {"voirie", "scolaire"}
    assert matters(f"{longer}\n\n{NAME}", index) == ()


def test_whoever_does_not_know_the_organisation_is_given_it_once() -> None:
    index, elsewhere = RuleIndex(sample()), Here()
    words = [Words(str(at), LAMP, LAMP) for at in range(20)]
    see(index, words, elsewhere)
    assert all(map(index.knows, words)) and len(elsewhere.asked) == 40
    see(index, [*words, Words("new", LAMP, LAMP)], elsewhere)
    assert elsewhere.asked[40:] == [Words("new", LAMP, LAMP)]
    assert answer(("another", None, (words[0],))) == ()
    assert index.seen_in(words[3]) == RuleIndex(sample()).seen_in(words[3])


def test_the_reading_processes_see_what_this_one_sees() -> None:
    reader = Reader(WorkSettings(readers=1), None)
    words = [Words("", text, text) for text in SEEN_IN.values()]
    index = RuleIndex(sample())
    try:
        see(index, words, reader)
    finally:
        reader.close()
    own = RuleIndex(sample())
    for each in words:
        assert index.knows(each) and index.seen_in(each) == own.seen_in(each)


def _process(desk: Desk, elsewhere: Here) -> None:
    processor = desk.processor(elsewhere=elsewhere)
    while processor.process_next():
        pass


def _services(desk: Desk) -> list[str | None]:
    with desk.database.reading() as session:
        in_force = Organisations().current(session).in_force
        ids = session.connection().execute(sa.select(_requests.c.service_id).order_by(_requests.c.id))
        return [in_force.service_key(each) for each in ids.scalars()]
