"""A request goes to a partner outside and comes back, on real sockets: what leaves, what returns, what is published."""

from __future__ import annotations

import pytest

from models.organisation import Partner
from tests.letters import CITIZEN, KEEPER, PHOTO, answer, reply_address, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

CUCM = "eau@cucm.example.org"


@pytest.fixture
def passed_on(town: Town) -> Delivered:
    """The letter to the partner about a leak, which the keeper passed on."""
    partner = Partner(key="cucm", name="Communauté urbaine", aliases=("CUCM",), email=CUCM)
    town.change_organisation(town.organisation().model_copy(update={"partners": (partner,)}))
    town.send(
        write(
            "Bonjour,\n\nUne conduite fuit devant le gymnase Guimard. Appelez-moi au 06 39 98 00 12.\n\n"
            "Jeanne Petit",
            files={"cni Jeanne Petit.jpg": PHOTO},
        )
    )
    notice = town.world.to(KEEPER)[0]
    assert "transmettre à cucm" in notice.text
    town.send(answer(notice, "Transmettre à la CUCM : votre conduite, je crois.\n\nKarim"))
    return town.world.to(CUCM)[0]


def test_the_partner_reads_what_it_may_and_nothing_tells_who_asks(town: Town, passed_on: Delivered) -> None:
    raw = passed_on.raw.decode("utf-8", "replace") + passed_on.text
    html = passed_on.letter.get_body(("html",))
    assert html is not None
    for part in (raw, str(html.get_content())):
        for hidden in ("Jeanne", "Petit", CITIZEN, "06 39 98", "/demandes/", "karim.benali"):
            assert hidden not in part
    assert "votre conduite, je crois." in passed_on.text
    assert "Une conduite fuit devant le gymnase Guimard." in passed_on.text
    assert passed_on.files == {"fichier 1.jpg": PHOTO}
    assert passed_on.header("Auto-Submitted") == ""
    told = town.world.to(CITIZEN)[-1]
    assert "transmise à un partenaire de la mairie, Communauté urbaine, à qui" in told.text
    assert "votre conduite" not in told.text
    assert town.request()["state"] == "with-partner"


def test_what_the_partner_answers_comes_back_and_one_word_publishes_it(
    town: Town, passed_on: Delivered
) -> None:
    citizens = len(town.world.to(CITIZEN))
    town.send(answer(passed_on, "La conduite est réparée depuis ce matin.", files={"apres.jpg": PHOTO}))

    assert town.states()[-1] == "follow_up"
    assert len(town.requests()) == 1
    assert texts(town.request(), "note")[-1] == "La conduite est réparée depuis ce matin."
    assert len(town.world.to(CITIZEN)) == citizens
    assert len(town.world.to(CUCM)) == 1, "a partner is never answered by itself"
    told = town.world.to(KEEPER)[-1]
    assert "Communauté urbaine a répondu" in told.text
    assert list(told.files.values()) == [PHOTO]

    town.send(answer(told, "envoyer"))
    sent = town.world.to(CITIZEN)[-1]
    assert "Voici la réponse de Communauté urbaine" in sent.text
    assert "La conduite est réparée depuis ce matin." in sent.text
    assert "votre conduite, je crois" not in sent.text
    assert list(sent.files.values()) == [PHOTO]


def test_an_answer_that_still_quotes_our_letter_is_not_sent_by_a_word(
    town: Town, passed_on: Delivered
) -> None:
    """A ticket system pastes the whole letter without any mark of a quote."""
    whole = write(
        f"Intervention faite.\n\n{passed_on.text}", sender=CUCM, name="Eau", to=reply_address(passed_on)
    )
    town.send(whole)
    told = town.world.to(KEEPER)[-1]
    assert "elle ne peut pas être envoyée d’un mot" in told.text
    before = len(town.world.to(CITIZEN))
    town.send(answer(told, "envoyer"))
    assert len(town.world.to(CITIZEN)) == before


def test_a_letter_that_comes_back_is_told_to_the_holder(town: Town, passed_on: Delivered) -> None:
    town.send(_report(passed_on), sender="", to=[passed_on.envelope_from])
    told = town.world.to(KEEPER)[-1]
    assert "[2026-" in told.header("Subject")
    assert [row["notice"] for row in town.notices()][-1] == "undeliverable"
    assert town.request()["state"] == "with-partner"
    assert len(town.world.to(CUCM)) == 1


def _report(letter: Delivered) -> bytes:
    """What a mail server says of an address that it does not know (RFC 3464)."""
    return (
        "From: Mail Delivery System <mailer-daemon@cucm.example.org>\r\n"
        f"To: {letter.envelope_from}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.cucm.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {CUCM}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n"
        "--b--\r\n"
    ).encode()
