"""« indésirable », « spam »: what nobody asked ends as such; its sender is written nothing, and answers into the void."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.signing.tokens import Purpose
from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER


@pytest.fixture
def counter(sqlite_town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(sqlite_town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Votre gymnase Guimard mérite nos panneaux solaires à prix cassé !")
    made.deliver()
    yield made
    desk.close()


def to_sender(counter: Counter) -> int:
    return len(counter.told(CITIZEN))


@pytest.mark.parametrize(
    "words",
    ["spam", "Indésirable", "C'est un spam.", "publicité, à classer", "pourriel\n\nKarim Benali", "Junk"],
)
def test_it_ends_and_its_sender_hears_nothing(counter: Counter, words: str) -> None:
    before = to_sender(counter)
    counter.agent(words)
    assert (counter.state(), counter.column("state_kind")) == ("spam", "refused")
    assert to_sender(counter) == before


@pytest.mark.parametrize(
    "words", ["ce n'est pas un spam", "spam ?", "pas du spam, à traiter", "C'est peut-être un spam, à voir"]
)
def test_what_is_not_sure_asks_back(counter: Counter, words: str) -> None:
    counter.agent(words)
    assert counter.state() == "new"
    assert counter.help().startswith(("doubt_", "kept_"))


def test_it_is_undone_by_one_word(counter: Counter) -> None:
    before = to_sender(counter)
    counter.agent("spam")
    counter.agent("annuler")
    assert (counter.state(), to_sender(counter)) == ("new", before)


def test_it_is_opened_again_by_staff_alone(counter: Counter) -> None:
    counter.agent("spam")
    counter.deliver()
    before = to_sender(counter)
    counter.citizen("Ce n'est pas réglé, répondez-moi !", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert (counter.state(), to_sender(counter)) == ("spam", before)
    counter.agent("rouvrir")
    assert (counter.state(), to_sender(counter)) == ("reopened", before)


def test_words_beside_it_stay_inside(counter: Counter) -> None:
    before = to_sender(counter)
    counter.agent("Spam\n\nBonjour Madame, merci de ne plus nous écrire.")
    assert to_sender(counter) == before
    assert not counter.outbox("answer_waits")


def test_whoever_has_it_hears_that_somebody_else_ended_it(counter: Counter) -> None:
    counter.agent("affecter à Karim Benali", agent=ADMINISTRATOR)
    counter.agent("spam", agent=ADMINISTRATOR)
    (told,) = counter.outbox("state_changed_assignee")
    assert (told["recipient"], told["data"]["to_state"]) == (KEEPER, "spam")
