"""Mail that nothing proves, in an agent's name: the agent is asked at the address on file, and says OK or NO."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from cli.office import now
from dispatch.inbound.staff.proving.private_address import LISTS_PER_HOUR
from dispatch.inbound.staff.proving.proof import ASKED_PER_HOUR
from models.tables.columns import table_of
from models.tables.proofs import Confirmation
from tests.flow.conftest import Founder
from tests.flow.test_nobody_waits_unseen import away
from tests.letters import (
    ADMINISTRATOR,
    CITIZEN,
    KEEPER,
    ROADS_AGENT,
    STRANGER,
    TOWN_HALL,
    answer,
    relayed,
    reply_address,
    write,
)
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

_confirmations = table_of(Confirmation)


@pytest.fixture
def notice(town: Town) -> Delivered:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def _whole(delivered: Delivered) -> str:
    """Everything that can be read in a letter, in lower case."""
    html = delivered.letter.get_body(("html",))
    heads = " ".join(f"{name}: {value}" for name, value in delivered.letter.items())
    return f"{heads} {delivered.text} {html.get_content() if html else ''} {list(delivered.files)}".lower()


def _question(town: Town) -> Delivered:
    return next(
        each
        for each in reversed(town.world.to(KEEPER))
        if "Ce message est-il de vous" in each.header("Subject")
    )


def test_what_nothing_proves_waits_in_the_ledger_and_ok_has_it_done(town: Town, notice: Delivered) -> None:
    town.send(relayed(answer(notice, "Terminé\n\nVoir https://evil.example.net/zorglub")))
    held = town.ledger()[-1]
    assert (held["state"], town.request()["state"]) == ("held", "new")
    assert "confirm" in held["reason"]
    question = _question(town)
    assert question.recipients == (KEEPER,)
    assert "terminé" in question.text and "zorglub" not in _whole(question)
    assert texts(town.request(), "note") == []

    town.send(relayed(answer(question, "OK")))
    assert town.request()["state"] == "done"
    assert town.states()[-2:] == ["command", "command"]
    last = next(entry for entry in reversed(town.request()["entries"]) if entry["kind"] == "state")
    assert last["data"]["proof"] == "token+confirmed"

    town.send(relayed(answer(question, "OK", keep_ids=False)))
    assert "already" in town.ledger()[-1]["reason"]


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("pour Marc Durand\n\n-- \nKarim Benali\nGardien", "affecter"),
        ("séparer", "séparer"),
        ("priorité haute\npour Marc Durand", "priorité, affecter"),
    ],
)
def test_the_question_names_what_would_be_done_whatever_order_it_is(
    town: Town, notice: Delivered, written: str, named: str
) -> None:
    town.send(relayed(answer(notice, written)))
    question = _question(town).text.replace("\u00a0", " ")
    assert f"Il ordonne : « {named} »." in question
    assert "Durand" not in question


def test_no_tells_the_administrators_and_does_nothing(town: Town, notice: Delivered) -> None:
    town.send(relayed(answer(notice, "Terminé")))
    town.send(relayed(answer(_question(town), "Non, ce n’est pas moi")))
    town.send(relayed(answer(_question(town), "Non")))
    assert town.request()["state"] == "new"
    assert "refused" in town.states()
    assert ("alert", ADMINISTRATOR) in town.told()
    assert len(town.world.to(CITIZEN)) == 1


def test_nobody_else_confirms_and_no_absence_does(town: Town, notice: Delivered) -> None:
    town.send(relayed(answer(notice, "Terminé")))
    question = _question(town)
    town.send(relayed(answer(question, "OK", sender=STRANGER)))
    town.send(relayed(answer(question, "OK", headers={"Auto-Submitted": "auto-replied"})))
    town.send(relayed(write("OK", sender=KEEPER, name="", subject="Re: " + question.header("Subject"),
                             headers={"X-Original-To": reply_address(question)}, to=TOWN_HALL)))  # fmt: skip
    assert town.requests()[0]["state"] == "new"


def test_what_is_not_confirmed_in_time_is_told_to_its_agent(town: Town, notice: Delivered) -> None:
    town.send(relayed(answer(notice, "Terminé")))
    question = _question(town)
    with town.office.database.transaction() as session:
        session.connection().execute(sa.update(_confirmations).values(expires_at=now()))
    assert town.service.schedule.run_now("confirmations") == ""
    town.settle()
    assert "n’a pas été confirmé à temps" in town.world.to(KEEPER)[-1].text
    assert town.ledger()[-1]["state"] == "held"
    town.send(relayed(answer(question, "OK")))
    assert town.request()["state"] == "new"


def test_the_agent_is_told_when_somebody_else_uses_their_address(town: Town, notice: Delivered) -> None:
    town.send(answer(notice, "Terminé https://evil.example.net/zorglub", sender=STRANGER))
    told = town.world.to(KEEPER)[-1]
    assert "Quelqu’un d’autre a écrit à l’adresse de réponse" in told.text
    assert "zorglub" not in told.text


def test_where_mail_must_be_proved_nothing_can_be_confirmed(found_town: Founder) -> None:
    town = found_town(agents={"proof": "mail"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    town.send(relayed(answer(town.world.to(KEEPER)[0], "Terminé")))
    assert town.states()[-1] == "held"
    assert "Rien ne prouve que ce message vient de vous" in town.world.to(KEEPER)[-1].text


def test_where_the_address_is_enough_the_same_order_again_is_spent(found_town: Founder) -> None:
    town = found_town(agents={"proof": "token"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(relayed(answer(notice, "Pour Marc Durand")))
    assert town.request()["assignee"] == "marc-durand"
    given = next(each for each in town.world.to(ROADS_AGENT))
    town.send(relayed(answer(given, "Pour Karim Benali")))
    assert town.request()["assignee"] == "karim-benali"
    town.send(relayed(answer(notice, "Pour Marc Durand")))
    assert (town.request()["assignee"], town.states()[-1]) == ("karim-benali", "held")


def test_where_the_address_is_enough_a_reference_alone_is_none(found_town: Founder) -> None:
    town = found_town(agents={"proof": "token"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    told = town.told()
    town.send(_in_their_name(town.request()["reference"], "Terminé, zorglub"))
    request = town.request()
    assert (town.states()[-1], request["state"], texts(request, "note")) == ("held", "new", [])
    assert [who for _, who in town.told()[len(told) :]] == [KEEPER, ADMINISTRATOR]
    assert not any("zorglub" in _whole(town.world.to(who)[-1]) for who in (KEEPER, ADMINISTRATOR))


def test_an_order_about_a_state_that_is_over_is_asked_again_and_not_done(found_town: Founder) -> None:
    town = found_town(agents={"proof": "token"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    notice = town.world.to(KEEPER)[0]
    town.send(relayed(answer(notice, "Terminé")))
    assert town.request()["state"] == "done"
    town.send(answer(town.world.to(CITIZEN)[0], "Ce n’est pas réglé, elle est encore cassée."))
    state = town.request()["state"]
    assert state != "done"
    town.send(relayed(answer(notice, "Terminé")))
    assert (town.request()["state"], town.states()[-1]) == (state, "command")


def test_an_acknowledgement_to_whom_nothing_proves_carries_none_of_their_words(town: Town) -> None:
    town.send(relayed(write("Bonjour zorglub", subject="Cliquez https://evil.example.net/zorglub", name="Zorglub",
                             files={"zorglub.jpg": b"x" * 4000}, cc=STRANGER)))  # fmt: skip
    letter = town.world.to(CITIZEN)[0]
    assert "zorglub" not in _whole(letter)
    assert town.request()["reference"] in letter.header("Subject")
    town.send(
        relayed(write("Moi aussi", subject=f"Re: {town.request()['reference']}", sender=STRANGER, name=""))
    )
    assert len(town.requests()) == 2


PRIVATE = "karim.maison@example.org"


def _from_home(notice: Delivered, words: str, *, name: str = "BENALI Karim") -> EmailMessage:
    letter = relayed(answer(notice, words, sender=PRIVATE))
    del letter["From"]
    letter["From"] = f"{name} <{PRIVATE}>"
    return letter


def test_an_agent_who_writes_from_home_is_asked_and_ok_has_it_done_as_theirs(
    town: Town, notice: Delivered
) -> None:
    town.send(_from_home(notice, "Terminé"))
    assert (town.ledger()[-1]["state"], len(town.requests())) == ("held", 1)
    question = _question(town)
    assert question.recipients == (KEEPER,)
    assert PRIVATE in question.text and "terminé" in question.text
    assert town.world.to(PRIVATE) == []

    town.send(relayed(answer(question, "OK")))
    assert (town.request()["state"], len(town.requests())) == ("done", 1)
    last = next(entry for entry in reversed(town.request()["entries"]) if entry["kind"] == "state")
    assert (last["person"], last["data"]["proof"]) == ("Karim Benali", "token+confirmed")
    assert town.world.to(PRIVATE) == []


@pytest.mark.parametrize("silent", [False, True])
def test_what_only_bears_an_agents_name_goes_its_way_as_a_strangers(
    town: Town, notice: Delivered, silent: bool
) -> None:
    town.send(_from_home(notice, "Terminé"))
    if silent:
        with town.office.database.transaction() as session:
            session.connection().execute(sa.update(_confirmations).values(expires_at=now()))
        town.service.schedule.run_now("confirmations")
        town.settle()
    else:
        town.send(relayed(answer(_question(town), "NON")))
    assert [each["state"] for each in town.requests()] == ["new", "new"]
    assert "refused" not in town.states() and "held" not in town.states()
    assert len(town.world.to(PRIVATE)) == 1


def test_a_reference_in_the_subject_is_asked_about_and_a_namesake_without_one_is_a_citizen(
    town: Town, notice: Delivered
) -> None:
    town.send(relayed(write("Un banc est cassé rue Haute.", sender=PRIVATE, name="Karim Benali")))
    assert town.states()[-1] == "new_request"
    reference = town.requests()[0]["reference"]
    letter = write("Terminé.", subject=f"Demande {reference}", sender="kb@example.net", name="Karim Benali")
    town.send(relayed(letter))
    assert town.states()[-1] == "held"
    town.send(relayed(answer(_question(town), "OK")))
    assert len(town.requests()) == 2


def test_a_reference_in_the_text_is_asked_about_as_in_the_subject(town: Town, notice: Delivered) -> None:
    reference = town.requests()[0]["reference"]
    town.send(relayed(write(f"{reference} terminé", subject="", sender=PRIVATE, name="Karim Benali")))
    assert (town.states()[-1], len(town.requests())) == ("held", 1)
    town.send(relayed(answer(_question(town), "OK")))
    assert (town.states()[1], len(town.requests()), town.world.to(PRIVATE)) == ("follow_up", 1, [])
    assert texts(town.request(), "note") == [f"{reference} terminé"]


def test_the_list_asked_for_from_home_goes_to_the_address_on_file_a_few_times_an_hour(
    town: Town, notice: Delivered
) -> None:
    for at in range(LISTS_PER_HOUR + 1):
        town.send(
            relayed(write("Mes demandes", subject="", sender=f"k{at}@example.org", name="Karim Benali"))
        )
    assert town.states()[1:] == ["command"] * LISTS_PER_HOUR + ["held"]
    assert len(town.requests()) == 1 and town.world.to("k0@example.org") == []
    lists = [each for each in town.world.to(KEEPER) if town.request()["reference"] in each.text][1:]
    assert len(lists) == LISTS_PER_HOUR
    assert "demandée en votre nom depuis k0@example.org" in lists[0].text
    # A namesake who asks for more than a list is a citizen.
    town.send(
        relayed(write("Mes demandes\n\nUn banc est cassé.", sender="k9@example.org", name="Karim Benali"))
    )
    assert town.states()[-1] == "new_request"


@pytest.mark.parametrize("home", [True, False])
def test_who_stands_in_is_told_that_a_message_waits_for_the_word_of_somebody_away(
    town: Town, notice: Delivered, home: bool
) -> None:
    away(town, "karim-benali", "marc-durand")
    town.send(_from_home(notice, "Terminé") if home else relayed(answer(notice, "Terminé")))
    assert town.states()[-1] == "held"
    (told,) = [each for each in town.world.to(ROADS_AGENT) if "décision" in each.header("Subject")]
    assert "attend votre décision" in told.text and "waits" not in told.text
    assert (PRIVATE if home else KEEPER) in told.text
    town.service.schedule.run_now("held")
    town.settle()
    assert [who for what, who in town.told() if what == "held_mail"] == [ROADS_AGENT]


FAILED = {"Authentication-Results": "mx.ville.test; dmarc=fail header.from=agents.ville.test"}
PASSED = {
    "Authentication-Results": "mx.ville.test; dkim=pass header.d=agents.ville.test; "
    "dmarc=pass header.from=agents.ville.test"
}


@pytest.fixture
def behind_relay(found_town: Founder) -> Town:
    """A town whose mail comes from a relay that says what it found."""
    return found_town(mail={"authserv_id": "mx.ville.test", "relays": ["127.0.0.0/8", "::1"]})


def _first_notice(town: Town) -> Delivered:
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def test_an_ok_that_fails_a_test_counts_for_nothing(behind_relay: Town) -> None:
    town, notice = behind_relay, _first_notice(behind_relay)
    town.send(relayed(answer(notice, "Terminé")))
    question = _question(town)
    for word in ("OK", "NON"):
        town.send(relayed(answer(question, word, headers=FAILED)))
        assert (town.states()[-1], town.request()["state"]) == ("held", "new")
    assert ("alert", ADMINISTRATOR) not in town.told()
    town.send(relayed(answer(question, "OK", headers=PASSED)))
    assert town.request()["state"] == "done"


@pytest.mark.parametrize("proof", ["token", "mail"])
def test_what_fails_a_test_of_our_relay_acts_under_no_setting(found_town: Founder, proof: str) -> None:
    town = found_town(
        agents={"proof": proof}, mail={"authserv_id": "mx.ville.test", "relays": ["127.0.0.0/8", "::1"]}
    )
    notice = _first_notice(town)
    town.send(relayed(answer(notice, "Terminé", headers=FAILED)))
    assert (town.states()[-1], town.request()["state"]) == ("held", "new")
    town.send(relayed(answer(notice, "Terminé", headers=PASSED)))
    assert town.request()["state"] == "done"


def test_an_ok_after_something_happened_is_asked_for_again(town: Town, notice: Delivered) -> None:
    town.send(relayed(answer(notice, "Terminé")))
    question = _question(town)
    town.send(relayed(answer(town.world.to(CITIZEN)[0], "Attendez, ce n’est pas au gymnase.")))
    state = town.request()["state"]
    town.send(relayed(answer(question, "OK")))
    assert (town.request()["state"], town.states()[-1]) == (state, "command")
    again = _question(town)
    assert again.text != question.text
    assert "entre-temps" in again.text and "quelqu’un a écrit" in again.text and "terminé" in again.text
    town.send(relayed(answer(again, "OK")))
    assert town.request()["state"] == "done"


def test_a_stranger_uses_up_neither_the_questions_nor_the_silence_of_an_agent(
    town: Town, notice: Delivered
) -> None:
    reference = town.request()["reference"]
    for number in range(ASKED_PER_HOUR + 1):
        letter = write(f"zorglub {number}", subject=f"[{reference}]", sender=f"kb{number}@example.net")
        del letter["From"]
        letter["From"] = f"Karim Benali <kb{number}@example.net>"
        town.post(relayed(letter))
    town.settle()
    assert town.states()[1:] == ["held"] * (ASKED_PER_HOUR + 1)
    assert len(town.requests()) == 1
    assert not any("zorglub" in _whole(each) for each in town.world.to(KEEPER))
    town.send(relayed(answer(notice, "Terminé")))
    town.send(relayed(answer(_question(town), "OK")))
    assert town.request()["state"] == "done"


def _in_their_name(reference: str, words: str, headers: dict[str, str] | None = None) -> EmailMessage:
    """A mail with the agent's own address in From, that only names a reference."""
    letter = write(words, subject=f"[{reference}]", sender=KEEPER, name="Karim Benali", headers=headers)
    return relayed(letter)


def test_what_fails_a_test_uses_up_no_question_and_the_agent_is_told_once(behind_relay: Town) -> None:
    """Neither do many references: they are one kind of mail, bounded in the day for each agent."""
    town = behind_relay
    for number in range(3):
        town.send(write(f"Une ampoule est cassée au gymnase Guimard, vestiaire {number}."))
    references = [each["reference"] for each in town.requests()]
    for number in range(ASKED_PER_HOUR + 2):
        town.post(_in_their_name(references[number % 3], f"Terminé {number}", FAILED))
    town.settle()
    assert [row["notice"] for row in town.notices()].count("answers_wait") == 1
    asked = [row for row in town.notices() if row["notice"] == "confirm_message"]
    assert len(asked) == ASKED_PER_HOUR
    town.send(_in_their_name(references[0], "La clé est au vestiaire."))
    town.send(relayed(answer(_question(town), "OK", headers=PASSED)))
    assert texts(town.request(references[0]), "note") == ["La clé est au vestiaire."]


@pytest.mark.parametrize(
    "words", ["Réponse : Bonjour Madame,\n\nNous passons demain.", "Note : vu sur place."]
)
def test_the_same_words_under_another_id_are_asked_about_and_not_done_again(
    behind_relay: Town, words: str
) -> None:
    town, notice = behind_relay, _first_notice(behind_relay)
    town.send(relayed(answer(notice, words, headers=PASSED)))
    known = len(town.request()["entries"])
    town.send(relayed(answer(notice, words.replace("vu", " vu"), headers=PASSED)))
    assert (town.states()[-1], len(town.request()["entries"])) == ("held", known)
    assert "répète" in _question(town).text
    town.send(relayed(answer(notice, f"{words} Et encore.", headers=PASSED)))
    assert town.states()[-1] != "held"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("nous passons", "nous  passons"),
        ("passons demain.", "passons demain. \t"),
        ("Transfer-Encoding: ", "Transfer-Encoding: x-"),
    ],
)
def test_a_captured_mail_changed_where_no_signature_covers_it_is_a_copy(
    behind_relay: Town, was: str, becomes: str
) -> None:
    town, notice = behind_relay, _first_notice(behind_relay)
    letter = relayed(
        answer(notice, "Réponse : Bonjour Madame,\n\nnous passons demain.", headers=PASSED)
    ).as_bytes()
    assert was.encode() in letter
    town.send(letter, sender=KEEPER, to=[reply_address(notice)])
    town.send(letter.replace(was.encode(), becomes.encode()), sender=KEEPER, to=[reply_address(notice)])
    assert town.states()[-1] == "duplicate"
