"""The same mail twice is one request; different mails are two, whatever their ids say; floods are not
answered.
"""

from __future__ import annotations

import concurrent.futures

from tests.flow.conftest import Founder
from tests.letters import CITIZEN, write
from tests.town import Town


def test_a_mail_sent_again_is_a_duplicate(town: Town) -> None:
    letter = write("Une ampoule est cassée au gymnase Guimard.")
    town.send(letter)
    town.send(letter)
    assert town.states() == ["new_request", "duplicate"]
    assert town.ledger()[1]["duplicate_of"] == 1
    assert town.ledger()[1]["request"] == town.request()["reference"]
    assert len(town.world.to(CITIZEN)) == 1


def test_a_mail_to_two_addresses_in_two_transactions_is_one_request(town: Town) -> None:
    letter = write("Une question.", to="voirie@ville.test, etat-civil@ville.test")
    with concurrent.futures.ThreadPoolExecutor() as senders:
        posted = [
            senders.submit(town.post, letter, to=[address])
            for address in ("voirie@ville.test", "etat-civil@ville.test")
        ]
        for each in posted:
            each.result()
    town.settle()
    assert sorted(town.states()) == ["duplicate", "new_request"]
    assert len(town.requests()) == 1


def test_a_reused_message_id_with_other_words_is_another_mail(town: Town) -> None:
    town.send(write("Une ampoule au gymnase Guimard.", message_id="<always-the-same@example.org>"))
    town.send(write("Une vitre à la médiathèque.", message_id="<always-the-same@example.org>"))
    assert town.states() == ["new_request", "new_request"]


def test_mails_without_any_message_id_do_not_collect_in_one_request(town: Town) -> None:
    for words in ("Une ampoule au gymnase Guimard.", "Une vitre à la médiathèque."):
        town.send(write(words, message_id=""))
    assert len(town.requests()) == 2


def test_empty_ids_never_match(town: Town) -> None:
    for words in ("Une ampoule au gymnase Guimard.", "Une vitre à la médiathèque."):
        raw = (
            f"From: {CITIZEN}\r\nTo: mairie@ville.test\r\nSubject: Panne\r\nMessage-ID: <>\r\n"
            f"In-Reply-To: <>\r\nReferences: <> <>\r\n\r\n{words}\r\n"
        )
        town.send(raw.encode())
    assert len(town.requests()) == 2


def test_the_same_mail_without_id_at_once_is_a_duplicate(town: Town) -> None:
    for _ in range(2):
        town.send(write("Une ampoule au gymnase Guimard.", message_id=""))
    assert town.states() == ["new_request", "duplicate"]


def test_a_flood_is_kept_but_no_longer_answered(found_town: Founder) -> None:
    town = found_town(limits={"messages_per_sender_per_hour": 3})
    for number in range(5):
        town.send(write(f"Message {number}.", subject=f"Sujet {number}"))
    assert len(town.requests()) == 5
    assert len([1 for notice, _ in town.told() if notice == "acknowledgement"]) == 3


def test_a_flood_of_one_sender_leaves_others_their_answer(found_town: Founder) -> None:
    town = found_town(limits={"messages_per_sender_per_hour": 1})
    for number in range(3):
        town.send(write(f"Message {number}.", subject=f"Sujet {number}"))
    town.send(write("Une ampoule au gymnase Guimard.", sender="autre@example.org"))
    assert ("acknowledgement", "autre@example.org") in town.told()
