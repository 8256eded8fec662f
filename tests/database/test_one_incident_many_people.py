"""One incident that many report: proposed or joined by a rule, one answer for all, a count for whoever works on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.history.actor import SYSTEM
from dispatch.history.change import Change
from dispatch.history.request import lock_request
from dispatch.requests.incidents.telling import _latest
from models.organisation import Action, Condition, Rule
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.requests import RequestLink
from models.vocabulary import IncidentWay, StaffRole
from tests.counter import Counter
from tests.desk import Desk
from tests.letters import CITIZEN, KEEPER

_links = table_of(RequestLink)

LAMP = "Le lampadaire de la rue du Moulin est éteint, on ne voit plus rien le soir."
AGAIN = "Bonjour, lampadaire éteint rue du Moulin, on ne voit rien."


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    desk = Desk(town_database, tmp_path)
    with town_database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        # The keeper, whose answers these are, sees what the roads have, too.
        agents = tuple(
            each.model_copy(update={"role": StaffRole.ADMINISTRATOR}) if each.key == "karim-benali" else each
            for each in organisation.agents
        )
        new = organisation.model_copy(update={"agents": agents})
        apply(session, new, by="a test", note="", now=desk.clock())
    made = Counter(desk)
    made.citizen(LAMP, subject="Lampadaire", name="Jeanne Petit")
    made.deliver()
    yield made
    desk.close()


def person(number: int) -> str:
    return f"voisin{number}@example.org"


def report(counter: Counter, number: int, text: str = AGAIN) -> int:
    return counter.citizen(
        text, subject=f"Noir {number}", sender=person(number), name=f"Voisin Numéro{number}"
    )


def by_rule(counter: Counter, **then: Any) -> None:
    """A rule about lamps is in force from now on."""
    desk = counter.desk
    with desk.database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        rule = Rule(key="lampes", when=Condition(words=("lampadaire",)), then=Action(**then))
        new = organisation.model_copy(update={"rules": (rule, *organisation.rules)})
        apply(session, new, by="a test", note="", now=desk.clock())


def holder(counter: Counter, number: int = 1) -> str:
    """Where the notice of a request went."""
    return next(
        row["recipient"]
        for row in counter.outbox()
        if row["audience"] == "agent" and row["request_id"] == counter.column("id", number)
    )


def test_a_second_report_is_proposed_and_one_word_joins_it(counter: Counter) -> None:
    agent = holder(counter)
    report(counter, 2)
    (told,) = [row for row in counter.outbox("assigned") if row["request_id"] == counter.column("id", 2)]
    assert told["recipient"] == agent
    also = told["data"]["also"]
    assert (also["reference"], also["place"], also["others"]) == ("2026-00001", "street", 1)
    assert counter.column("merged_into_id", 2) is None

    taken = counter.agent("réunir", about=2, agent=KEEPER)
    assert counter.outcome(taken) == "command: 1 orders: join"
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)
    assert counter.told(person(2)) == ["acknowledgement", "merged"]
    # Said again, nothing is proposed any more.
    counter.agent("réunir", about=2, agent=KEEPER)
    assert counter.help() == "no_incident"


def test_one_answer_reaches_all_in_words_that_name_nobody(counter: Counter) -> None:
    report(counter, 2)
    report(counter, 3)
    counter.agent("réunir", about=1)
    assert {counter.column("merged_into_id", each) for each in (2, 3)} == {counter.column("id", 1)}

    counter.agent("à tous : Madame Petit, l'ampoule est commandée.")
    assert counter.help() == "names_people"
    assert counter.outbox("answer") == []
    counter.agent("à tous : l'ampoule est commandée, elle arrive jeudi.")
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN, person(2), person(3)]
    assert [row["request_id"] for row in counter.outbox("answer")] == [
        counter.column("id", each) for each in (1, 2, 3)
    ]
    # Undone before they left, none of them leaves.
    counter.agent("annuler")
    assert {row["state"] for row in counter.outbox("answer")} == {"canceled"}


def test_words_to_one_are_offered_to_all(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.agent("Bonjour,\n\nNous avons bien reçu votre message, la pièce est commandée.")
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN]
    assert counter.outbox("answer_waits")[-1]["data"]["others"] == 1
    counter.agent("à tous")
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN, person(2)]
    counter.agent("à tous")
    assert counter.help() == "nothing_kept"
    assert len(counter.outbox("answer")) == 2


def test_the_end_is_told_to_all_and_undone_for_all(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.deliver()
    counter.agent("Terminé")
    assert [row["recipient"] for row in counter.outbox("done")] == [CITIZEN, person(2)]
    counter.agent("annuler")
    assert {row["state"] for row in counter.outbox("done")} == {"canceled"}


def test_whoever_stands_at_the_end_of_a_chain_hears_of_the_end_once(counter: Counter) -> None:
    report(counter, 2)
    report(counter, 3)
    counter.agent("fusionner 2026-00002", about=3)
    counter.agent("fusionner 2026-00001", about=2)
    counter.agent("Terminé", about=1)
    assert [row["recipient"] for row in counter.outbox("done")] == [CITIZEN, person(2), person(3)]


def test_a_comment_that_names_somebody_is_for_them_alone(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.agent("refusé : Mme Petit, cette rue relève du département.")
    comments = {row["recipient"]: row["data"]["comment"] for row in counter.outbox("refused")}
    assert "Petit" in comments[CITIZEN]
    assert comments[person(2)] == ""


def test_annuler_takes_what_was_joined_out_again(counter: Counter) -> None:
    report(counter, 2)
    report(counter, 3)
    counter.agent("réunir", about=1)
    assert counter.state(2) == "done"
    counter.agent("annuler")
    assert [counter.column("merged_into_id", each) for each in (2, 3)] == [None, None]
    assert (counter.state(2), counter.state(3)) == ("new", "new")
    # Their requesters had not heard of it yet, and do not.
    assert {row["state"] for row in counter.outbox("merged")} == {"canceled"}
    assert counter.outbox("undone") == []


def test_another_matter_is_said_once_and_proposed_no_more(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("à part", about=2)
    assert counter.column("merged_into_id", 2) is None
    counter.agent("réunir", about=2)
    assert counter.help() == "no_incident"


def test_what_was_said_to_be_another_matter_is_proposed_again_when_that_is_undone(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("pris en charge", about=2)
    counter.agent("à part", about=2)
    counter.agent("annuler", about=2)
    assert counter.state(2) == "taken"
    counter.agent("réunir", about=2)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)
    # Joined and undone, it is proposed as before.
    counter.agent("annuler", about=2)
    assert counter.column("merged_into_id", 2) is None
    counter.agent("réunir", about=1)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)


def test_what_was_taken_apart_is_said_to_be_final_and_nothing_older_is_undone(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.agent("pris en charge", about=1)
    counter.agent("détacher 2026-00002", about=1)
    counter.agent("annuler", about=1)
    assert (counter.state(1), counter.help()) == ("taken", "undo_unlinked")


def test_once_a_joined_requester_wrote_nothing_is_undone(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.agent("Terminé", about=1)
    neighbour = counter.address(2, person(2), Purpose.REQUESTER)
    counter.citizen("C'est toujours noir ici.", sender=person(2), to=neighbour, subject="Re: Noir 2")
    assert "toujours noir" in str(counter.request(2)["entries"])
    counter.agent("annuler", about=1)
    assert (counter.state(1), counter.help()) == ("done", "undo_newer")


def test_a_joining_is_not_undone_once_its_requester_wrote_where_it_goes_on(counter: Counter) -> None:
    counter.citizen("La clôture du cimetière est tombée.", subject="Clôture")
    counter.agent("fusionner 2026-00001", about=2)
    counter.citizen(PRIVATE, to=counter.address(2, CITIZEN, Purpose.REQUESTER))
    assert PRIVATE in str(counter.request(1)["entries"])
    counter.agent("annuler", about=2)
    assert (counter.column("merged_into_id", 2), counter.help()) == (counter.column("id", 1), "undo_newer")


def test_a_request_that_was_joined_by_mistake_goes_its_own_way(counter: Counter) -> None:
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.deliver()
    counter.agent("détacher 2026-00002")
    assert (counter.column("merged_into_id", 2), counter.state(2)) == (None, "new")
    assert counter.told(person(2))[-1] == "undone"
    counter.agent("détacher 2026-00002")
    assert counter.help() == "not_joined"
    counter.agent("à tous : c'est réparé.")
    assert counter.help() == "nobody_joined"


def test_whoever_works_on_it_hears_a_count_instead_of_each(counter: Counter) -> None:
    for number in range(2, 24):
        report(counter, number)
    agent = [row for row in counter.outbox() if row["audience"] == "agent"]
    # The first, three more, then at 5, 10 and 20 of 22 further reports.
    assert [row["notice"] for row in agent] == ["assigned"] * 4 + ["also_reported"] * 3
    assert len({row["recipient"] for row in agent}) == 1
    grown = counter.outbox("also_reported")
    assert [row["data"]["others"] for row in grown] == [5, 10, 20]
    assert {row["request_id"] for row in grown} == {counter.column("id", 1)}
    # Each of them is acknowledged, and in hand of whoever has the first.
    assert len(counter.outbox("acknowledgement")) == 23
    assert {counter.column("assignee_id", each) for each in range(1, 24)} == {
        counter.column("assignee_id", 1)
    }
    counter.agent("réunir", about=1)
    assert {counter.column("merged_into_id", each) for each in range(2, 24)} == {counter.column("id", 1)}


def test_a_rule_joins_by_itself_and_says_so_to_who_asked(counter: Counter) -> None:
    by_rule(counter, incident=IncidentWay.JOIN)
    report(counter, 2)
    assert counter.column("merged_into_id", 2) == counter.column("id", 1)
    (told,) = [row for row in counter.outbox("acknowledgement") if row["recipient"] == person(2)]
    assert told["data"]["known_already"] is True
    assert counter.told(person(2)) == ["acknowledgement"]
    (grown,) = counter.outbox("also_reported")
    assert (grown["data"]["others"], grown["data"]["waiting"]) == (1, 0)
    # What is not surely the same is only proposed.
    report(counter, 3, "Rue du Moulin, il y a un lampadaire en panne.")
    assert counter.column("merged_into_id", 3) is None
    assert [row for row in counter.outbox("assigned") if row["request_id"] == counter.column("id", 3)]


def test_a_danger_is_never_joined_by_itself_nor_left_to_a_count(counter: Counter) -> None:
    by_rule(counter, incident=IncidentWay.JOIN)
    for number in range(2, 8):
        report(counter, number, AGAIN + " Un fil électrique dénudé pend, un enfant peut le toucher !")
    assert {counter.column("merged_into_id", each) for each in range(2, 8)} == {None}
    assert {row["request_id"] for row in counter.outbox("danger")} == {
        counter.column("id", each) for each in range(2, 8)
    }


def test_a_rule_may_say_that_such_messages_are_no_incident(counter: Counter) -> None:
    by_rule(counter, incident=IncidentWay.NO)
    report(counter, 2)
    assert counter.outbox("assigned")[-1]["data"].get("also") is None


def test_what_came_long_before_or_is_closed_is_not_proposed(counter: Counter) -> None:
    counter.desk.clock.pass_seconds(80 * 3600)
    report(counter, 2)
    assert counter.outbox("assigned")[-1]["data"].get("also") is None
    counter.agent("Terminé", about=2)
    report(counter, 3)
    assert counter.outbox("assigned")[-1]["data"].get("also") is None


def test_a_report_is_found_among_the_newest_however_many_are_open(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dispatch.requests.incidents.found._CANDIDATES", 2)
    for number in (2, 3):
        counter.citizen(
            "Le portail est rouillé.", subject="Portail", sender=person(number), name=f"Voisin {number}"
        )
    report(counter, 4, "Un banc est cassé rue de l’Abbé.")
    report(counter, 5, "Un banc est cassé, rue de l’Abbé.")
    (told,) = [row for row in counter.outbox("assigned") if row["request_id"] == counter.column("id", 5)]
    assert told["data"]["also"]["reference"] == "2026-00004"


def test_nothing_a_requester_reads_holds_what_another_wrote(counter: Counter) -> None:
    by_rule(counter, incident=IncidentWay.JOIN)
    report(counter, 2)
    counter.agent("à tous : l'ampoule est commandée.")
    theirs = [row for row in counter.outbox() if row["recipient"] == person(2)]
    assert len(theirs) == 2
    for row in theirs:
        said = str(row["data"]) + row["subject"] if "subject" in row else str(row["data"])
        assert not any(word in said for word in ("Petit", "jeanne", "2026-00001"))


def test_words_of_one_neighbour_are_not_said_to_another(counter: Counter) -> None:
    theirs = "mon fils Kevin rentre seul du judo à vingt heures et tombe dans le fossé"
    report(counter, 2, f"{AGAIN} {theirs}.")
    counter.agent("réunir", about=2)
    counter.agent(f"à tous : la lampe arrive, {theirs}.")
    assert counter.help() == "words_of_other"
    counter.agent(f"Bonjour,\n\nNous avons bien reçu votre message : {theirs}.")
    assert counter.help() == "words_of_other"
    assert counter.outbox("answer") == []
    # What the requester wrote themselves may be said again to them.
    counter.agent(f"Bonjour,\n\nNous avons bien reçu votre message. {LAMP}")
    assert [row["recipient"] for row in counter.outbox("answer")] == [CITIZEN]


def test_a_count_names_no_subject_of_another_service(counter: Counter) -> None:
    by_rule(counter, incident=IncidentWay.JOIN)
    for number in (2, 3):
        report(counter, number)
    _, second = counter.outbox("also_reported")
    assert [each["subject"] for each in second["data"]["latest"]] == ["Noir 3", "Noir 2"]
    desk = counter.desk
    with desk.database.transaction() as session:
        in_force = load(session, newest_version(session) or 0)
        other = next(key for key in in_force.service_ids if key != counter.request()["service"])
        request = lock_request(session, in_force, counter.column("id", 3))
        about = Change(session, in_force, request, SYSTEM, "test", desk.clock())
        about.update(service=other)
        one = lock_request(session, in_force, counter.column("id"))
        assert [each.subject for each in _latest(about, one, [])] == ["", "Noir 2"]


PRIVATE = "Mon fils Kevin est seul chez nous, passez avant huit heures."


@pytest.fixture
def joined(counter: Counter) -> Counter:
    """The lamp, which a second neighbour reported, too."""
    report(counter, 2)
    counter.agent("réunir", about=2)
    counter.deliver()
    return counter


def to_neighbour(counter: Counter) -> str:
    return counter.address(2, person(2), Purpose.REQUESTER)


def test_what_one_neighbour_writes_stands_in_their_own_request_and_reaches_who_has_the_incident(
    joined: Counter,
) -> None:
    holder_of_all = holder(joined)
    joined.citizen(PRIVATE, sender=person(2), to=to_neighbour(joined))
    assert PRIVATE not in str(joined.request(1)["entries"])
    assert PRIVATE in str(joined.request(2)["entries"])
    told = joined.outbox("requester_reply")[-1]
    assert (told["request_id"], told["recipient"]) == (joined.column("id", 2), holder_of_all)


def test_an_answer_to_one_neighbour_is_read_by_nobody_else(joined: Counter) -> None:
    joined.citizen(PRIVATE, sender=person(2), to=to_neighbour(joined))
    joined.agent("Bonjour Monsieur,\n\nVotre fils Kevin peut nous attendre.", about=2)
    assert [row["recipient"] for row in joined.outbox("answer")] == [person(2)]
    joined.agent("annuler", about=2)
    assert {row["state"] for row in joined.outbox("answer")} == {"canceled"}


@pytest.mark.parametrize(
    "written",
    [
        "Bonjour Monsieur,\n\nNous passerons le 12/12/2026 voir Kevin.",
        "planifié 12/12/2026 : nous viendrons voir Kevin",
        "terminé\nréponse : Kevin peut dormir",
        "pris en charge\n\nBonjour Monsieur,\n\nKevin peut nous attendre chez vous.",
    ],
)
def test_words_for_one_neighbour_never_travel_with_an_order_for_all(joined: Counter, written: str) -> None:
    joined.citizen(PRIVATE, sender=person(2), to=to_neighbour(joined))
    joined.agent(written, about=2)
    for row in joined.outbox():
        assert row["audience"] == "agent" or row["recipient"] == person(2) or "Kevin" not in str(row["data"])
    assert "Kevin" not in str([each for each in joined.request(1)["entries"] if each["public"]])


def test_an_order_without_words_for_one_is_for_the_incident(joined: Counter) -> None:
    joined.agent("Pris en charge", about=2)
    assert (joined.state(1), joined.state(2)) == ("taken", "done")
    assert [row["recipient"] for row in joined.outbox("taken")] == [CITIZEN, person(2)]


def test_an_order_for_all_with_an_explanation_for_one_is_asked_about(joined: Counter) -> None:
    joined.agent("refusé : votre compteur est chez vous.", about=2)
    assert joined.help() == "joined_words"
    assert joined.state(1) == "new"
    assert joined.outbox("refused") == []


def test_not_solved_for_one_neighbour_opens_their_request_alone(joined: Counter) -> None:
    joined.agent("Terminé", about=1)
    joined.deliver()
    before = len(joined.outbox())
    joined.citizen(
        "Ce n'est pas réglé, il fait toujours noir.",
        sender=person(2),
        to=to_neighbour(joined),
        subject="Re: [2026-00002] Votre demande est terminée",
    )
    assert (joined.state(1), joined.state(2)) == ("done", "reopened")
    assert joined.column("merged_into_id", 2) is None
    with joined.desk.database.reading() as session:
        links = session.connection().execute(sa.select(_links).where(_links.c.reason == "merged")).all()
    assert links == []
    told = [row["recipient"] for row in joined.outbox()[before:] if row["audience"] == "requester"]
    assert told == [person(2)]


def test_nobody_takes_back_what_others_reported_too(joined: Counter) -> None:
    joined.citizen("ANNULER", to=joined.address(1, CITIZEN, Purpose.REQUESTER))
    assert joined.state(1) == "new"
    assert joined.told(CITIZEN)[-1] == "cancel_passed_on"
    assert [row["notice"] for row in joined.outbox(to=holder(joined))][-1] == "requester_reply"


def test_suivi_says_that_it_is_followed_with_another_and_how_that_one_stands(joined: Counter) -> None:
    joined.agent("je m’en occupe", about=1)
    joined.citizen("SUIVI", sender=person(2), subject="")
    (told,) = joined.outbox("status")[-1]["data"]["items"]
    assert (told["reference"], told["state_kind"], told["joined"]) == ("2026-00002", "open", True)
