"""SUIVI, ANNULER, ARRÊT, LANGUE by mail: told to the address on file alone, done when it is proved who wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.organisations import apply, load, newest_version
from models.tables.columns import table_of
from models.tables.people import ContactPoint, Person
from models.tables.requests import RequestRow
from tests.counter import Counter
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, STRANGER
from tests.signed_mail import RELAYED

_people, _contacts, _requests = table_of(Person), table_of(ContactPoint), table_of(RequestRow)
#: A peer in no network of ours: nothing proves what it hands over.
WORLD = "203.0.113.9"


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Iterator[Counter]:
    """A counter whose requesters may take back what nobody has begun, with one request whose agent was told."""
    desk = Desk(town_database, tmp_path)
    with town_database.transaction() as session:
        organisation = load(session, newest_version(session) or 0).organisation
        workflow = organisation.workflow("default")
        may = [
            each.model_copy(
                update={"who": (*each.who, "requester"), "comment_required": False, "sources": ("new",)}
            )
            if each.verb == "refuse"
            else each
            for each in workflow.transitions
        ]
        changed = workflow.model_copy(update={"transitions": tuple(may)})
        apply(
            session,
            organisation.model_copy(update={"workflows": (changed,)}),
            by="a test",
            note="",
            now=desk.clock(),
        )
    made = Counter(desk)
    made.citizen("Une ampoule est cassée au gymnase Guimard.")
    made.deliver()
    yield made
    made.desk.close()


def own_address(counter: Counter, about: int = 1) -> str:
    """The signed address of a letter to the citizen about a request."""
    return counter.address(about, CITIZEN, Purpose.REQUESTER)


def wish_address(counter: Counter) -> tuple[str, dict[str, Any]]:
    """The address of the last letter that asked whether a wish is theirs, and that letter."""
    row = counter.outbox("confirm_wish")[-1]
    until = counter.desk.clock() + timedelta(days=400)
    token = SIGNER.sign(Purpose.WISH, row["id"], row["person_id"], until)
    return f"demandes+{token}@ville.test", row


def language(counter: Counter) -> tuple[str, str]:
    """The language of the citizen and that of their request."""
    person = counter.person(CITIZEN)
    return (
        counter.value(sa.select(_people.c.locale).where(_people.c.id == person)),
        counter.value(sa.select(_requests.c.locale).where(_requests.c.number == 1)),
    )


# --- SUIVI ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peer", ["127.0.0.1", WORLD])
def test_suivi_is_answered_at_the_address_on_file_and_never_at_reply_to(counter: Counter, peer: str) -> None:
    row = counter.citizen("SUIVI", peer=peer, headers={"Reply-To": STRANGER})
    assert counter.outcome(row) == "command: SUIVI was answered at the address on file"
    (status,) = counter.outbox("status")
    assert status["recipient"] == CITIZEN
    assert [item["reference"] for item in status["data"]["items"]] == ["2026-00001"]
    assert status["data"]["plain"] is (peer == WORLD), "the town signs no words of whom nothing proves"
    assert STRANGER not in {each["recipient"] for each in counter.outbox()}
    assert len(counter.told(KEEPER)) == 1, "the agent is told of no command"


def test_status_is_answered_in_the_language_of_the_newest_request(counter: Counter) -> None:
    counter.citizen("Hello, there is a broken street lamp in front of our house, could you please mend it?")
    counter.citizen("STATUS")
    assert counter.outbox("status")[-1]["locale"] == "en"


def test_suivi_says_that_the_town_has_answered_though_nobody_has_taken_it_up(counter: Counter) -> None:
    def stands() -> tuple[str, str | None]:
        counter.citizen("SUIVI")
        (item,) = counter.outbox("status")[-1]["data"]["items"]
        return item["state"], item["answered_at"]

    assert stands() == ("enregistrée, pas encore prise en charge", None)
    counter.agent("Bonjour Madame,\n\nNous avons bien votre message, la pièce est commandée.")
    assert counter.state() == "new"
    assert stands()[1] is None, "what can still be taken back has not been said"
    counter.desk.clock.pass_seconds(600)
    state, answered_at = stands()
    assert state == "enregistrée" and answered_at is not None


def test_suivi_names_one_request(counter: Counter) -> None:
    counter.citizen("Un trou rue de l’Exemple, et une branche.", subject="Trou")
    row = counter.citizen("suivi 2026-00002")
    assert [item["reference"] for item in counter.outbox("status")[-1]["data"]["items"]] == ["2026-00002"]
    assert counter.desk.row(row).request_id is not None


@pytest.mark.parametrize(
    "text", ["SUIVI", "ANNULER", "ARRÊT", "SUIVI 2026-00001", "ANNULER 2026-00001", "LANGUE EN"]
)
def test_somebody_unknown_whom_nothing_proves_is_read_by_a_person(counter: Counter, text: str) -> None:
    row = counter.citizen(text, sender=STRANGER, peer=WORLD, headers={"Received": RELAYED[10:]})
    assert counter.outcome(row).startswith("new_request")
    assert not counter.outbox("status") and not counter.outbox("confirm_wish")
    assert counter.state() == "new"


def test_a_reference_of_somebody_else_tells_nothing_and_is_read_by_a_person(counter: Counter) -> None:
    counter.citizen("La lumière du parc.", sender=STRANGER)
    row = counter.citizen("SUIVI 2026-00001", sender=STRANGER)
    assert counter.outcome(row).startswith("new_request")
    assert not counter.outbox("status")


def test_who_floods_an_address_with_suivi_is_answered_three_times_a_day(counter: Counter) -> None:
    rows = [counter.citizen("SUIVI", peer=WORLD) for _ in range(5)]
    assert len(counter.outbox("status", CITIZEN)) == 3
    assert "none was sent" in counter.outcome(rows[-1])
    counter.citizen("SUIVI")
    assert len(counter.outbox("status", CITIZEN)) == 4, "its owner, proved, still is"
    counter.desk.clock.pass_seconds(86_401)
    counter.citizen("SUIVI", peer=WORLD)
    assert len(counter.outbox("status", CITIZEN)) == 5


def test_a_word_about_a_known_request_is_read_by_somebody_when_its_answers_are_used_up(
    counter: Counter,
) -> None:
    for _ in range(3):
        counter.citizen("SUIVI", peer=WORLD)
    row = counter.citizen("ANNULER", peer=WORLD, subject="Re: [2026-00001] Votre demande")
    assert counter.outcome(row).startswith("follow_up")
    assert counter.told(KEEPER)[-1] == "requester_reply"


def test_files_or_a_forward_make_it_a_message(counter: Counter) -> None:
    row = counter.citizen("SUIVI", files={"plan.pdf": b"%PDF-1.4 plan " * 90})
    assert counter.outcome(row).startswith("new_request")
    row = counter.citizen("", subject="TR: Suivi")
    assert not counter.outbox("status")


# --- ANNULER -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["ANNULER", "Annuler ma demande 2026-00001", "annuler 1"])
def test_annuler_from_proved_mail_withdraws_and_tells_both(counter: Counter, text: str) -> None:
    row = counter.citizen(text)
    assert counter.outcome(row) == "command: ANNULER: now refused"
    assert counter.state() == "refused"
    assert counter.told(CITIZEN)[-1] == "refused" and counter.told(KEEPER)[-1] == "requester_reply"
    kinds = [each["kind"] for each in counter.request()["entries"] if each["text"] == text]
    assert kinds == ["message_in", "state"], "what they wrote, and why it changed"


def test_annuler_at_the_signed_address_is_proof_enough_for_that_request_alone(counter: Counter) -> None:
    counter.citizen("Un trou rue de l’Exemple.", subject="Trou")
    counter.citizen("ANNULER 2026-00002", to=own_address(counter, 1), peer=WORLD)
    assert counter.state(2) == "new" and counter.outbox("confirm_wish")[-1]["recipient"] == CITIZEN
    row = counter.citizen("ANNULER", to=own_address(counter, 1), peer=WORLD)
    assert counter.outcome(row) == "command: ANNULER: now refused"
    assert (counter.state(1), counter.state(2)) == ("refused", "new")


def test_annuler_that_nothing_proves_is_asked_at_the_address_on_file_and_done_when_confirmed(
    counter: Counter,
) -> None:
    row = counter.citizen("ANNULER", peer=WORLD, headers={"Reply-To": STRANGER})
    assert counter.state() == "new" and "nothing proves who wrote" in counter.outcome(row)
    address, asked = wish_address(counter)
    assert asked["recipient"] == CITIZEN and asked["data"]["wish"] == "cancel"

    counter.citizen("CONFIRMER", sender=STRANGER, to=address, peer=WORLD)
    assert counter.state() == "new", "a stranger who has the address confirms nothing"
    row = counter.citizen("Confirmer\n\nJeanne", to=address, peer=WORLD)
    assert counter.outcome(row) == "command: ANNULER is confirmed: now refused"
    assert counter.state() == "refused"
    assert [each["text"] for each in counter.request()["entries"] if each["kind"] == "message_in"][
        1
    ] == "ANNULER"

    row = counter.citizen("CONFIRMER", to=address, peer=WORLD)
    assert "answered already" in counter.outcome(row)


def test_a_tap_whose_text_was_left_out_confirms_by_its_subject(counter: Counter) -> None:
    counter.citizen("ANNULER", peer=WORLD)
    counter.citizen("", subject="CONFIRMER [2026-00001]", to=wish_address(counter)[0], peer=WORLD)
    assert counter.state() == "refused"


@pytest.mark.parametrize("late", [False, True])
def test_non_or_silence_leaves_all_as_it_is(counter: Counter, late: bool) -> None:
    counter.citizen("ANNULER", peer=WORLD)
    address, _ = wish_address(counter)
    if late:
        counter.desk.clock.pass_seconds(49 * 3600)
        row = counter.citizen("CONFIRMER", to=address, peer=WORLD)
        assert "too late" in counter.outcome(row)
        assert counter.outbox("word_answered")[-1]["data"]["what"] == "too_late"
    else:
        assert "not theirs" in counter.outcome(counter.citizen("Non", to=address, peer=WORLD))
        assert "answered already" in counter.outcome(counter.citizen("CONFIRMER", to=address, peer=WORLD))
    assert counter.state() == "new"


def test_other_words_at_the_address_of_a_question_are_read_by_a_person(counter: Counter) -> None:
    counter.citizen("ANNULER", peer=WORLD)
    row = counter.citizen("Mais qui demande cela ?", subject="Question", to=wish_address(counter)[0])
    assert counter.outcome(row).startswith("new_request")


def test_annuler_of_a_closed_request_says_so(counter: Counter) -> None:
    counter.agent("Terminé")
    told = len(counter.told(KEEPER))
    row = counter.citizen("ANNULER", to=own_address(counter))
    assert counter.outcome(row) == "command: ANNULER: the request is closed already"
    assert counter.outbox("word_answered")[-1]["data"]["what"] == "closed_already"
    assert (counter.state(), len(counter.told(KEEPER))) == ("done", told)


def test_annuler_among_several_asks_which(counter: Counter) -> None:
    counter.citizen("Un trou rue de l’Exemple.", subject="Trou")
    row = counter.citizen("ANNULER")
    assert "which" in counter.outcome(row)
    asked = counter.outbox("status")[-1]["data"]
    assert asked["which"] and len(asked["items"]) == 2
    assert (counter.state(1), counter.state(2)) == ("new", "new")


@pytest.mark.parametrize("text", ["ANNULER 16", "annuler16", "Je voudrais annuler la demande 16"])
def test_annuler_of_a_number_that_is_none_of_theirs_asks_which(counter: Counter, text: str) -> None:
    """It reaches no agent as bare words, and no request is taken back."""
    row = counter.citizen(text)
    assert counter.outcome(row).startswith("command: ANNULER names none of their requests")
    (asked,) = counter.outbox("status")
    assert asked["data"]["which"] and [each["reference"] for each in asked["data"]["items"]] == ["2026-00001"]
    assert counter.state() == "new" and len(counter.told(KEEPER)) == 1


def test_suivi_of_a_number_that_is_none_of_theirs_lists_theirs(counter: Counter) -> None:
    assert counter.outcome(counter.citizen("SUIVI 16")).startswith("command: SUIVI was answered")
    assert len(counter.outbox("status")[-1]["data"]["items"]) == 1


def test_annuler_of_what_is_under_way_is_passed_on_and_said_so(counter: Counter) -> None:
    counter.agent("Planifié vendredi")
    row = counter.citizen("ANNULER")
    assert counter.state() == "planned"
    assert counter.outcome(row) == "command: ANNULER: passed on to staff"
    assert counter.told(CITIZEN)[-1] == "cancel_passed_on"
    assert counter.told(KEEPER)[-1] == "requester_reply"


def test_who_is_in_copy_takes_back_nothing(counter: Counter) -> None:
    counter.citizen("Une branche au parc.", cc=f"Voisin <{STRANGER}>", subject="Branche")
    row = counter.citizen("ANNULER 2026-00002", sender=STRANGER)
    assert counter.state(2) == "new" and not counter.outcome(row).startswith("command")


# --- ARRÊT and REPRENDRE -------------------------------------------------------------------------------


def test_arret_ends_the_news_and_what_must_be_sent_still_is(counter: Counter) -> None:
    counter.citizen("ARRÊT")
    assert counter.outbox("word_answered")[-1]["data"]["what"] == "stopped"
    before = len(counter.told(CITIZEN))
    counter.agent("Pris en charge")
    assert len(counter.told(CITIZEN)) == before, "no news"
    counter.agent("Bonjour Madame,\n\nNous passerons chez vous.\n\nKarim")
    counter.agent("Terminé")
    counter.citizen("Une vitre du gymnase Guimard est fendue.", subject="Vitre")
    assert counter.told(CITIZEN)[before:] == ["answer", "done", "acknowledgement"]
    assert "undeliverable" not in counter.told(KEEPER)

    counter.citizen("Reprendre")
    assert counter.outbox("word_answered")[-1]["data"]["what"] == "started"
    counter.agent("Pris en charge", about=2)
    assert counter.told(CITIZEN)[-1] == "taken"


def test_arret_that_nothing_proves_silences_nobody_until_confirmed(counter: Counter) -> None:
    counter.citizen("ARRÊT", peer=WORLD)
    quiet = sa.select(_contacts.c.opted_out_at).where(_contacts.c.value == CITIZEN)
    assert counter.value(quiet) is None
    address, asked = wish_address(counter)
    assert (asked["recipient"], asked["request_id"]) == (CITIZEN, None)
    counter.citizen("CONFIRMER", to=address, peer=WORLD)
    assert counter.value(quiet) is not None


def test_arret_that_may_answer_a_question_is_a_message_and_asked_back(counter: Counter) -> None:
    counter.agent("En attente : faut-il continuer ou arrêter ?")
    counter.deliver()
    question = counter.outbox("waiting", CITIZEN)[0]
    ours = f"<guichet.{question['id']}.{SIGNER.message_id_proof(question['id'])}@ville.test>"
    row = counter.citizen("Arrêtez", to=own_address(counter), headers={"In-Reply-To": ours})
    assert counter.outcome(row).startswith("follow_up")
    assert counter.outbox("word_answered")[-1]["data"] | {"absent": ""} == {
        "absent": "", "what": "perhaps", "perhaps": "stop",
    }  # fmt: skip
    assert counter.value(sa.select(_contacts.c.opted_out_at).where(_contacts.c.value == CITIZEN)) is None


# --- LANGUE --------------------------------------------------------------------------------------------


def test_langue_changes_the_language_of_the_person_and_of_open_requests_and_answers_in_it(
    counter: Counter,
) -> None:
    counter.citizen("LANGUE EN")
    assert language(counter) == ("en", "en")
    said = counter.outbox("word_answered")[-1]
    assert (said["data"]["what"], said["locale"]) == ("language", "en")
    counter.agent("Pris en charge")
    assert counter.outbox("taken", CITIZEN)[-1]["locale"] == "en"
    counter.citizen("Une branche est tombée au parc.", subject="Branche")
    assert counter.outbox("acknowledgement", CITIZEN)[-1]["locale"] == "en"
    counter.citizen("Langue FR")
    assert language(counter) == ("fr", "fr")


def test_langue_that_nothing_proves_is_asked_in_that_language(counter: Counter) -> None:
    counter.citizen("LANGUE EN", peer=WORLD)
    address, asked = wish_address(counter)
    assert language(counter) == ("fr", "fr") and asked["locale"] == "en"
    counter.citizen("I confirm", to=address, peer=WORLD)
    assert language(counter) == ("en", "en")


def test_a_language_we_do_not_write_is_said(counter: Counter) -> None:
    counter.citizen("LANGUE ESPAGNOL")
    assert counter.outbox("word_answered")[-1]["data"]["what"] == "language_unknown"
    assert language(counter) == ("fr", "fr")


# --- Not sure --------------------------------------------------------------------------------------------


def test_where_is_my_request_joins_it_and_is_told_the_word_once(counter: Counter) -> None:
    row = counter.citizen("Où en est ma demande ?", to=own_address(counter))
    assert counter.outcome(row).startswith("follow_up")
    assert counter.told(KEEPER)[-1] == "requester_reply"
    assert counter.outbox("word_answered")[-1]["data"]["perhaps"] == "track"
    assert not counter.outbox("status")


def test_an_agent_s_words_are_not_a_citizen_s(counter: Counter) -> None:
    row = counter.agent("ARRÊT", to="mairie@ville.test")
    assert not counter.outcome(row).startswith("command: ARR")
    assert not counter.outbox("word_answered") and not counter.outbox("confirm_wish")


# --- What the agent reads of a wish to cancel -----------------------------------------------------------


def wishes(counter: Counter) -> list[tuple[str, bool]]:
    told = [row["data"] for row in counter.outbox("requester_reply")]
    return [(each.get("wish", ""), each.get("closes_itself", False)) for each in told]


def test_the_agent_reads_what_becomes_of_a_wish_to_cancel(counter: Counter) -> None:
    """While it waits for a confirmation, when it is done, and in words of the requester's own."""
    counter.citizen("ANNULER", peer=WORLD)
    assert wishes(counter) == [("unproved", True)]
    reply = counter.address(1, CITIZEN, Purpose.REQUESTER)
    counter.citizen("Bonjour, laissez tomber, c'est arrangé.", to=reply)
    counter.citizen("Non, je ne veux pas annuler ma demande.", to=reply)
    assert wishes(counter)[1:] == [("written", True), ("", False)]
    counter.citizen("ANNULER", to=reply)
    assert wishes(counter)[3:] == [("done", False)]


def test_a_wish_that_comes_too_late_is_told_to_the_agent(counter: Counter) -> None:
    counter.agent("planifié 12/12")
    reply = counter.address(1, CITIZEN, Purpose.REQUESTER)
    counter.citizen("Je souhaite annuler cette demande, merci.", to=reply)
    counter.citizen("ANNULER", to=reply)
    assert wishes(counter) == [("late", False), ("late", False)]
