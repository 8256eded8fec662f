"""People in copy of a proved mail are asked once whether they follow the request; only who says so has news of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.delivery.reading_copy import reading_copy
from dispatch.notices.followers import follow_as_official
from dispatch.requests.participants import add_participants, role_of
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.outbox import OutboundMessage
from models.vocabulary import ParticipantRole
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, ROADS_AGENT

NEIGHBOUR, TENANT = "luc@example.org", "sonia@example.fr"
#: A peer in no network of ours: nothing proves what it hands over.
WORLD = "203.0.113.9"
WORDS = "Le lampadaire de la rue du Moulin est éteint."


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(Desk(town_database, tmp_path))
    yield made
    made.desk.close()


def write_with_copy(counter: Counter, *copies: str, **more: Any) -> int:
    return counter.citizen(WORDS, subject="Lampadaire", headers={"Cc": ", ".join(copies)}, **more)


def set_town(counter: Counter, **values: Any) -> None:
    """The town as it is from now on."""
    with counter.desk.database.transaction() as session:
        before = load(session, newest_version(session) or 0).organisation
        town = before.town.model_copy(update=values)
        new = before.model_copy(update={"town": town})
        apply(session, new, by="a test", note="", now=counter.desk.clock())


def invited(counter: Counter) -> list[str]:
    return [row["recipient"] for row in counter.outbox("follow_invitation")]


def say(counter: Counter, words: str, who: str = NEIGHBOUR, **more: Any) -> int:
    """An answer to the last invitation of somebody."""
    row = counter.outbox("follow_invitation", who)[-1]
    token = SIGNER.sign(Purpose.WISH, row["id"], row["person_id"], counter.desk.clock() + timedelta(days=400))
    return counter.citizen(words, sender=who, name="", to=f"demandes+{token}@ville.test", **more)


def news(counter: Counter, who: str = NEIGHBOUR) -> list[dict[str, Any]]:
    return [row["data"] for row in counter.outbox("follower_news", who)]


def test_each_in_copy_is_asked_once_and_told_nothing_before_they_answer(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR, TENANT)
    again = counter.address(1, CITIZEN, Purpose.REQUESTER)
    counter.citizen("Toujours éteint.", to=again, headers={"Cc": NEIGHBOUR})
    assert invited(counter) == [NEIGHBOUR, TENANT]
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    assert counter.told(NEIGHBOUR) == ["follow_invitation"]
    (letter, _) = counter.outbox("follow_invitation")
    assert WORDS not in str(letter["data"]) and CITIZEN not in str(letter["data"])


@pytest.mark.parametrize("word", ["CONFIRMER", "Oui", "yes"])
def test_who_confirms_is_told_of_the_course_and_of_no_words(counter: Counter, word: str) -> None:
    write_with_copy(counter, NEIGHBOUR, TENANT)
    row = say(counter, word)
    assert counter.outcome(row) == "command: invitation 2: they follow the request"
    assert counter.outbox("word_answered", NEIGHBOUR)[-1]["data"]["what"] == "follows"
    counter.agent("réponse : Nous passons chez vous, Madame Petit.", agent=ROADS_AGENT)
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    (told,) = news(counter)
    assert (told["to_state"], told["date"]) == ("planned", "2026-12-12")
    assert "Petit" not in str(told)
    assert counter.told(TENANT) == ["follow_invitation"]
    assert any("suit la demande" in note for note in counter.notes())


def letter(counter: Counter, to: str, notice: str = "follower_news") -> str:
    """Text and HTML of the last notice of that name to somebody."""
    row = counter.outbox(notice, to)[-1]
    with counter.desk.database.reading() as session:
        found = session.get_one(OutboundMessage, row["id"])
        return " ".join(reading_copy(session, found, counter.desk.settings, SIGNER).values())


@pytest.mark.parametrize(
    "order",
    ["attente demandeur : pouvez-vous envoyer votre relevé SECRET10 ?",
     "terminé\n\nBonjour Madame,\nvotre indemnité SECRET10 est versée.\nCordialement"],
)  # fmt: skip
def test_a_state_with_words_is_told_without_them(counter: Counter, order: str) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    counter.agent(order, agent=ROADS_AGENT)
    assert any("SECRET10" in str(row["data"]) or row["entry_id"] for row in counter.outbox("", CITIZEN))
    shown = letter(counter, NEIGHBOUR)
    assert "a changé d’état" in shown and "SECRET10" not in shown


@pytest.mark.parametrize("word", ["NON", "Je ne sais pas qui vous êtes"])
def test_other_answers_make_nobody_a_follower(counter: Counter, word: str) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, word)
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    assert news(counter) == []


def test_an_invitation_is_answered_once_in_time_and_by_whom_it_asked(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR, TENANT)
    row = counter.outbox("follow_invitation", NEIGHBOUR)[-1]
    token = SIGNER.sign(Purpose.WISH, row["id"], row["person_id"], counter.desk.clock() + timedelta(days=400))
    counter.citizen("OUI", sender=TENANT, name="", to=f"demandes+{token}@ville.test")
    say(counter, "NON")
    say(counter, "OUI")
    counter.desk.clock.pass_seconds(31 * 86400)
    say(counter, "OUI", TENANT)
    assert counter.outbox("word_answered", TENANT)[-1]["data"]["what"] == "too_late"
    counter.agent("planifié 12/12/2027", agent=ROADS_AGENT)
    assert news(counter) == news(counter, TENANT) == []


def test_nobody_is_asked_for_a_mail_that_nothing_proves(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR, peer=WORLD)
    assert invited(counter) == []


def test_machines_staff_partners_and_ourselves_are_not_asked(counter: Counter) -> None:
    others = ("noreply@example.org", "contact@ville.test", KEEPER, CITIZEN)
    write_with_copy(counter, *others)
    assert invited(counter) == []


def test_one_person_has_few_asked_in_a_day_and_one_address_is_asked_seldom(counter: Counter) -> None:
    write_with_copy(counter, *(f"voisin{number}@example.org" for number in range(9)))
    assert len(invited(counter)) == 5
    counter.desk.clock.pass_seconds(86400 + 60)
    for number in range(3):
        counter.citizen(f"Nid de poule numéro {number}, rue Pasteur.", subject=f"Trou {number}",
                        headers={"Cc": NEIGHBOUR})  # fmt: skip
    assert invited(counter).count(NEIGHBOUR) == 2


def test_a_town_that_wants_none_asks_nobody_and_tells_nobody(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    set_town(counter, followers="off")
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    assert news(counter) == []
    counter.citizen("Une ampoule au gymnase Guimard.", subject="Gymnase", headers={"Cc": TENANT})
    assert invited(counter) == [NEIGHBOUR]


def test_words_are_shared_where_the_town_says_so(counter: Counter) -> None:
    set_town(counter, followers="words")
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    counter.agent("réponse : Une nacelle passe jeudi.", agent=ROADS_AGENT)
    assert [each["text"] for each in news(counter)] == ["Une nacelle passe jeudi."]


def test_arret_ends_the_following_of_that_request_alone(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    row = counter.citizen(
        "ARRÊT", sender=NEIGHBOUR, name="", to=counter.address(1, NEIGHBOUR, Purpose.REQUESTER)
    )
    assert counter.outcome(row) == "command: ARRÊT: they follow the request no more"
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    assert news(counter) == []
    counter.citizen("Un banc cassé.", sender=NEIGHBOUR, name="", subject="Banc")
    assert counter.told(NEIGHBOUR)[-1] == "acknowledgement"


def test_arret_ends_what_an_official_follows_of_their_delegation(counter: Counter) -> None:
    official = "helene.roche@elus.ville.test"
    write_with_copy(counter)
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        follow_as_official(session, 1, in_force.official_ids["helene-roche"], counter.desk.clock())
        add_participants(session, 1, [official], ParticipantRole.COPY)
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    assert [each["to_state"] for each in news(counter, official)] == ["planned"]
    row = counter.citizen(
        "ARRÊT", sender=official, name="", to=counter.address(1, official, Purpose.REQUESTER)
    )
    assert counter.outcome(row) == "command: ARRÊT: they follow the request no more"
    counter.agent("terminé", agent=ROADS_AGENT)
    assert len(news(counter, official)) == 1


def test_arret_makes_an_official_who_was_in_no_copy_no_participant(counter: Counter) -> None:
    official = "helene.roche@elus.ville.test"
    write_with_copy(counter)
    with counter.desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        follow_as_official(session, 1, in_force.official_ids["helene-roche"], counter.desk.clock())
    counter.agent("planifié 12/12", agent=ROADS_AGENT)
    row = counter.citizen(
        "ARRÊT", sender=official, name="", to=counter.address(1, official, Purpose.REQUESTER)
    )
    assert counter.outcome(row) == "command: ARRÊT: they follow the request no more"
    with counter.desk.database.reading() as session:
        assert role_of(session, 1, official) is None


def test_who_answers_arret_to_an_invitation_is_never_asked_again(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "ARRÊT")
    counter.citizen("Une ampoule au gymnase Guimard.", subject="Gymnase", headers={"Cc": NEIGHBOUR})
    assert invited(counter) == [NEIGHBOUR]


def test_suivi_tells_the_requester_who_follows_and_nobody_else(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR, TENANT)
    say(counter, "oui")
    counter.citizen("SUIVI", subject="")
    (line,) = counter.outbox("status", CITIZEN)[-1]["data"]["items"]
    assert line["followers"] == [NEIGHBOUR]
    say(counter, "oui", TENANT)
    counter.citizen("SUIVI", sender=NEIGHBOUR, name="", subject="")
    (line,) = counter.outbox("status", NEIGHBOUR)[-1]["data"]["items"]
    assert line["followers"] == []


def test_what_an_agent_takes_back_is_taken_back_for_followers_too(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    counter.agent("terminé", agent=ROADS_AGENT)
    counter.deliver()
    counter.agent("annuler", agent=ROADS_AGENT)
    assert [each["to_state"] for each in news(counter)] == ["done", "new"]


def test_who_follows_one_report_of_an_incident_follows_nobody_else_s(counter: Counter) -> None:
    counter.citizen(WORDS, subject="Lampadaire", name="Jeanne Petit")
    counter.citizen(
        WORDS, subject="Noir", sender="paul@example.org", name="Paul Roux", headers={"Cc": NEIGHBOUR}
    )
    counter.agent("fusionner 2026-00001", about=2, agent=ROADS_AGENT)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)
    assert counter.outcome(say(counter, "OUI")).endswith("they follow the request")
    assert any("suit la demande" in note for note in counter.notes(2))
    assert not any("suit la demande" in note for note in counter.notes(1))


def test_who_follows_a_report_that_was_joined_hears_of_the_state_of_the_incident(counter: Counter) -> None:
    counter.citizen(WORDS, subject="Lampadaire", name="Jeanne Petit")
    counter.citizen(
        WORDS, subject="Noir", sender="paul@example.org", name="Paul Roux", headers={"Cc": NEIGHBOUR}
    )
    say(counter, "OUI")
    counter.agent("fusionner 2026-00001", about=2, agent=ROADS_AGENT)
    before = len(news(counter))
    counter.agent("planifié 12/12", about=1, agent=ROADS_AGENT)
    assert [each["to_state"] for each in news(counter)[before:]] == ["planned"]


@pytest.mark.parametrize("peer", ["127.0.0.1", WORLD])
def test_words_of_somebody_in_copy_are_told_as_theirs_and_what_proves_nothing_says_so(
    counter: Counter, peer: str
) -> None:
    """Whoever knows the reference and an address in copy can write so."""
    write_with_copy(counter, NEIGHBOUR)
    say(counter, "oui")
    counter.citizen(
        "Finalement c'est réglé.", sender=NEIGHBOUR, name="", subject="[2026-00001] Lampadaire", peer=peer
    )
    shown = letter(counter, ROADS_AGENT, "requester_reply")
    assert "Message d’une personne en copie" in shown and f"{NEIGHBOUR} (en copie) a écrit" in shown
    assert "Réponse du demandeur" not in shown
    assert (f"rien ne prouve que ce message vient de {NEIGHBOUR}" in " ".join(shown.split())) is (
        peer == WORLD
    )


def test_a_request_in_the_name_of_an_agent_that_nothing_proves_says_so(counter: Counter) -> None:
    counter.citizen("Le lampadaire de la rue du Moulin est éteint.", sender=KEEPER, name="", peer=WORLD)
    shown = " ".join(letter(counter, ROADS_AGENT, "assigned").split())
    assert f"rien ne prouve que ce message vient de {KEEPER}" in shown
    counter.citizen("Le lampadaire de la rue du Puits est éteint.", peer=WORLD)
    shown = letter(counter, counter.outbox("assigned")[-1]["recipient"], "assigned")
    assert "rue du Puits" in shown and "rien ne prouve" not in shown, "citizens are believed as they write"


def test_who_is_only_in_copy_learns_nothing_of_the_request_by_suivi(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR)
    counter.citizen("SUIVI", sender=NEIGHBOUR, name="", subject="")
    counter.citizen("SUIVI 2026-00001", sender=NEIGHBOUR, name="", subject="")
    assert counter.told(NEIGHBOUR).count("status") == 0
    say(counter, "oui")
    counter.citizen("SUIVI", sender=NEIGHBOUR, name="", subject="")
    assert counter.told(NEIGHBOUR).count("status") == 1


@pytest.mark.parametrize("peer", ["127.0.0.1", WORLD])
def test_the_reference_lets_nobody_in_who_is_only_in_copy(counter: Counter, peer: str) -> None:
    write_with_copy(counter, NEIGHBOUR)
    said = "Finalement c'est réglé, merci de clore."
    row = counter.citizen(said, sender=NEIGHBOUR, name="", subject="[2026-00001] Lampadaire", peer=peer)
    assert counter.outcome(row) == "new_request: mentioned by somebody who does not take part in it"
    assert counter.told(ROADS_AGENT).count("requester_reply") == 0


def test_who_is_in_copy_answers_the_mail_that_they_were_sent(counter: Counter) -> None:
    write_with_copy(counter, NEIGHBOUR, message_id="<un@example.org>")
    row = counter.citizen("Oui, rue du Moulin.", sender=NEIGHBOUR, name="", subject="Re: Lampadaire",
                          headers={"In-Reply-To": "<un@example.org>"})  # fmt: skip
    assert counter.outcome(row).startswith("follow_up")
    assert f"{NEIGHBOUR} (en copie) a écrit" in letter(counter, ROADS_AGENT, "requester_reply")
