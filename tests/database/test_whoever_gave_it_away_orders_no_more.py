"""A reply address gives the right that it had while its reader may still see the request; whose it no longer is
writes a note to whoever has it, and somebody who has it hears who ended it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch.notices.catalogue import notice_of
from models.signing.tokens import Purpose
from models.store.database import Database
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, ROADS_AGENT, ROADS_MANAGER


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A request that the roads' agent had, and gave to the buildings."""
    desk = Desk(town_database, tmp_path)
    made = Counter(desk)
    made.citizen("Un lampadaire clignote rue des Écoles.", subject="Lampadaire")
    made.agent("affecter à Marc Durand", agent=ROADS_MANAGER)
    made.agent("transférer à bâtiments", agent=ROADS_AGENT)
    assert (made.request()["service"], made.request()["assignee"]) == ("batiments", "karim-benali")
    # The moment in which whoever did it may undo it is over.
    desk.clock.pass_seconds(7200)
    made.deliver()
    yield made
    desk.close()


@pytest.mark.parametrize(
    "words",
    [
        "je prends",
        "affecter à Marc Durand",
        "transférer à voirie",
        "Terminé",
        "Planifié jeudi\nPriorité haute",
        "réponse : c’est réparé, merci de votre patience",
        "Bonjour Madame,\n\nVotre lampadaire est réparé.\n\nCordialement",
        "envoyer",
        "annuler",
        "partager moi@example.org",
    ],
)
def test_an_old_notice_takes_nothing_back(counter: Counter, words: str) -> None:
    before = len(counter.outbox())
    counter.agent(words, agent=ROADS_AGENT)
    assert (counter.state(), counter.request()["assignee"]) == ("new", "karim-benali")
    told = {row["recipient"] for row in counter.outbox()[before:]}
    assert told <= {ROADS_AGENT, KEEPER}
    help_ = counter.outbox("command_help", ROADS_AGENT)[-1]
    kind = notice_of(help_["notice"], help_["audience"], help_["data"])
    assert (kind.reply, kind.shows_verbs) == (Purpose.NOTE, False)


def test_its_words_reach_whoever_has_it(counter: Counter) -> None:
    counter.agent("Terminé, le candélabre est changé.", agent=ROADS_AGENT)
    assert counter.help(ROADS_AGENT) == "handed_away"
    assert counter.outbox("command_help", ROADS_AGENT)[-1]["data"]["written"] == "Bâtiments communaux"
    assert counter.notes() == ["Terminé, le candélabre est changé."]
    assert counter.told(KEEPER)[-1] == "note_added"


def test_whoever_leads_the_service_or_the_counter_still_orders(counter: Counter) -> None:
    counter.agent("Priorité haute", agent=ADMINISTRATOR)
    counter.agent("Attente interne", agent=KEEPER)
    assert (counter.column("priority"), counter.state()) == ("high", "waiting-internal")


def test_what_was_given_away_by_mistake_is_taken_back_for_a_while(counter: Counter) -> None:
    counter.agent("transférer à voirie", agent=KEEPER)
    assert counter.request()["service"] == "voirie"
    counter.agent("annuler", agent=KEEPER)
    assert (counter.request()["service"], counter.request()["assignee"]) == ("batiments", "karim-benali")


def test_a_task_in_it_is_still_ended_by_its_agent(counter: Counter) -> None:
    counter.agent("tâche Inès Leroy : prêter la nacelle", agent=KEEPER)
    counter.agent("fait", agent=ROADS_MANAGER, to=counter.address(1, ROADS_MANAGER, Purpose.TASK))
    assert counter.request()["tasks"][0]["state"] == "done"


def test_whoever_has_it_hears_once_that_somebody_else_ended_it(counter: Counter) -> None:
    counter.agent("Terminé", agent=ADMINISTRATOR)
    (told,) = counter.outbox("state_changed_assignee")
    assert (told["recipient"], told["data"]["by"]) == (KEEPER, "Sophie Martin")


@pytest.mark.parametrize("words", ["Terminé", "Refusé : ce lampadaire est au département, écrivez-lui."])
def test_whoever_ends_their_own_hears_nothing_of_it(counter: Counter, words: str) -> None:
    counter.agent(words, agent=KEEPER)
    assert counter.state() in ("done", "refused")
    assert counter.outbox("state_changed_assignee") == []


def test_a_requester_who_takes_it_back_is_read_in_their_own_words(counter: Counter) -> None:
    counter.citizen("ANNULER", to=counter.address(1, CITIZEN, Purpose.REQUESTER))
    assert counter.outbox("state_changed_assignee") == []


def test_a_mistaken_end_is_told_as_undone(counter: Counter) -> None:
    counter.agent("Terminé", agent=ADMINISTRATOR)
    counter.deliver()
    counter.agent("annuler", agent=ADMINISTRATOR)
    assert "annul" in str(counter.outbox(to=KEEPER)[-1]["data"])


def test_who_has_what_was_joined_to_another_hears_of_it_once(counter: Counter) -> None:
    counter.citizen("Un trou rue des Écoles.", sender="voisin@example.org", subject="Trou")
    counter.agent("affecter à Marc Durand", about=2, agent=ADMINISTRATOR)
    counter.agent("fusionner 2026-00001", about=2, agent=ADMINISTRATOR)
    assert counter.state(2) == "done"
    (told,) = counter.outbox("state_changed_assignee")
    assert (told["recipient"], told["data"]["by"]) == (ROADS_AGENT, "Sophie Martin")
    assert counter.told(KEEPER).count("note_added") == 1


def test_who_has_both_hears_of_the_joining_once(counter: Counter) -> None:
    counter.citizen("Une ampoule au gymnase Guimard.", sender="voisin@example.org", subject="Ampoule")
    counter.agent("affecter à Karim Benali", about=2, agent=ADMINISTRATOR)
    counter.agent("fusionner 2026-00001", about=2, agent=ADMINISTRATOR)
    assert counter.outbox("state_changed_assignee") == []
    assert counter.told(KEEPER).count("note_added") == 1
