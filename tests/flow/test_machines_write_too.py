"""Absences, loops, bounces, lists and the null sender: kept, and never talked back to."""

from __future__ import annotations

import pytest

from tests.flow.conftest import Founder
from tests.letters import ADMINISTRATOR, CITIZEN, KEEPER, STRANGER, TOWN_HALL, answer, write
from tests.servers.mailbox import Delivered
from tests.town import Town, texts

KEEPER_NUMBER = "+33639980022"


@pytest.fixture
def notice(town: Town) -> Delivered:
    """The keeper's notice of a new request about the gymnasium."""
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    return town.world.to(KEEPER)[0]


def bounce_of(
    original: Delivered,
    *,
    to: str,
    status: str = "5.1.1",
    action: str = "failed",
    marked: bool = True,
    failed: str = "",
) -> bytes:
    """A delivery report (RFC 3464) about `original`, sent to `to`; without our id unless `marked`."""
    known = original.header("Message-ID") if marked else "<someone-elses@example.net>"
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>\r\n"
        f"To: {to}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Message-ID: <bounce-1@mx.example.org>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nThis mail could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {failed or original.recipients[0]}\r\nAction: {action}\r\nStatus: "
        f"{status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user here\r\n"
        "\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        f"Message-ID: {known}\r\nSubject: x\r\n\r\n--b--\r\n"
    ).encode()


def test_an_agent_s_absence_mail_is_never_a_verb(town: Town, notice: Delivered) -> None:
    """Absence mails answer our notice, quote it, and may well begin with « Terminé »."""
    town.send(
        answer(
            notice,
            "Terminé pour aujourd'hui, je suis absent jusqu'à lundi.",
            headers={"Auto-Submitted": "auto-replied"},
        )
    )
    request = town.request()
    assert request["state"] == "new"
    assert town.states()[-1] == "automatic"
    assert len(town.told()) == 2
    assert [entry["public"] for entry in request["entries"] if entry["kind"] == "note"] == [False]


def test_a_requester_s_absence_mail_is_kept_and_answered_by_nobody(town: Town, notice: Delivered) -> None:
    town.send(
        answer(
            town.world.to(CITIZEN)[0],
            "Je suis absente.",
            subject="Réponse automatique : votre demande",
        )
    )
    assert town.states()[-1] == "automatic"
    assert len(town.told()) == 2
    assert len(town.requests()) == 1


def test_an_absence_mail_about_nothing_waits_for_a_person_who_is_told(town: Town) -> None:
    for number in range(2):
        town.send(write(f"Je suis absente {number}.", headers={"Auto-Submitted": "auto-replied"}))
    assert town.states() == ["held", "held"]
    assert town.requests() == []
    assert {notice for notice, _ in town.told()} == {"held_mail"}
    told = town.world.to(ADMINISTRATOR)[0].text
    assert "Raison\u00a0: paraît automatique (Auto-Submitted\u00a0: auto-replied)" in told
    assert "guichet inbox release 1" in told


def test_mail_from_the_null_sender_is_a_request_that_nobody_answers(town: Town) -> None:
    town.send(write("Une ampoule est cassée au gymnase Guimard."), sender="")
    assert town.states() == ["new_request"]
    assert [notice for notice, _ in town.told()] == ["assigned"]


def test_mail_without_from_is_kept_as_a_request(town: Town) -> None:
    raw = b"To: mairie@ville.test\r\nSubject: Ampoule\r\n\r\nUne ampoule au gymnase Guimard.\r\n"
    town.send(raw, sender="")
    assert town.states() == ["new_request"]
    assert town.request()["requester"] == {"name": "", "contact": "", "phone": ""}


def test_a_broken_from_is_answered_at_the_envelope_s_sender_or_not_at_all(town: Town) -> None:
    raw = b"From: nobody at all\r\nTo: mairie@ville.test\r\nSubject: Ampoule\r\n\r\nAu gymnase Guimard.\r\n"
    town.send(raw, sender=STRANGER)
    assert town.states() == ["new_request"]
    assert {recipient for notice, recipient in town.told() if notice == "acknowledgement"} <= {STRANGER}


def test_our_own_mail_coming_back_is_no_request(town: Town, notice: Delivered) -> None:
    town.send(notice.raw, sender=KEEPER, to=[TOWN_HALL])
    assert town.states()[-1] == "automatic"
    assert len(town.requests()) == 1
    assert len(town.told()) == 2


def test_two_counters_that_answer_each_other_stop_at_once(town: Town) -> None:
    """Another ticket system acknowledges our acknowledgement, with a fresh subject each time."""
    town.send(write("Une ampoule est cassée au gymnase Guimard.", sender=STRANGER))
    for number in range(3):
        last = town.world.to(STRANGER)[-1]
        town.send(
            answer(
                last,
                f"We received your message, ticket {number}.",
                headers={"Auto-Submitted": "auto-generated"},
            )
        )
    assert len(town.world.to(STRANGER)) == 1
    assert len(town.requests()) == 1


def test_a_list_is_not_answered(town: Town) -> None:
    town.send(write("La lettre du mois.", headers={"List-Id": "<lettre.example.org>", "Precedence": "list"}))
    assert town.states() == ["held"]
    assert [notice for notice, _ in town.told()] == ["held_mail"]


def test_a_bounce_to_our_signed_sender_fails_the_notice_and_tells_the_agent(
    town: Town, notice: Delivered
) -> None:
    acknowledgement = town.world.to(CITIZEN)[0]
    town.send(
        bounce_of(acknowledgement, to=acknowledgement.envelope_from, marked=False),
        sender="",
        to=[acknowledgement.envelope_from],
    )

    assert town.states()[-1] == "bounce"
    assert town.notices()[0]["state"] == "failed"
    assert "5.1.1" in town.notices()[0]["last_error"]
    assert town.told()[2:] == [("undeliverable", KEEPER)]
    assert town.request()["requester_contacts"][0]["unreachable_since"] is not None


def test_a_bounce_that_only_names_our_message_id_changes_nothing_and_the_true_one_still_counts(
    town: Town, notice: Delivered
) -> None:
    """Whoever got a letter knows its Message-ID: that proves no report."""
    acknowledgement = town.world.to(CITIZEN)[0]
    ours = acknowledgement.envelope_from
    town.send(bounce_of(acknowledgement, to=TOWN_HALL), sender="", to=[TOWN_HALL])
    assert (town.states()[-1], town.notices()[0]["state"], town.told()[2:]) == ("bounce", "sent", [])
    town.send(bounce_of(acknowledgement, to=ours).replace(b"bounce-1", b"bounce-2"), sender="", to=[ours])
    assert town.notices()[0]["state"] == "failed"
    assert town.request()["requester_contacts"][0]["unreachable_since"] is not None


def test_a_report_from_somebody_or_with_our_address_only_in_its_headers_mutes_nobody(
    town: Town, notice: Delivered
) -> None:
    """A report comes from the null sender to the envelope sender of that very letter (RFC 5321 §4.5.5)."""
    acknowledgement = town.world.to(CITIZEN)[0]
    ours = acknowledgement.envelope_from
    town.send(bounce_of(acknowledgement, to=ours), sender=STRANGER, to=[ours])
    town.send(
        bounce_of(acknowledgement, to=ours).replace(b"bounce-1", b"bounce-2"), sender="", to=[TOWN_HALL]
    )
    assert town.request()["requester_contacts"][0]["unreachable_since"] is None


def test_whoever_writes_again_with_proof_can_be_written_to_again(town: Town, notice: Delivered) -> None:
    acknowledgement = town.world.to(CITIZEN)[0]
    ours = acknowledgement.envelope_from
    town.send(bounce_of(acknowledgement, to=ours), sender="", to=[ours])
    assert town.request()["requester_contacts"][0]["unreachable_since"] is not None
    town.send(answer(acknowledgement, "Ma boîte était en panne, la lampe aussi."))
    assert town.request()["requester_contacts"][0]["unreachable_since"] is None


def test_staff_read_in_their_language_why_a_letter_did_not_arrive(town: Town, notice: Delivered) -> None:
    acknowledgement = town.world.to(CITIZEN)[0]
    ours = acknowledgement.envelope_from
    town.send(bounce_of(acknowledgement, to=ours, status="5.2.2"), sender="", to=[ours])
    told = town.world.to(KEEPER)[-1].text
    assert "Raison : la boîte aux lettres est pleine" in told.replace("\u00a0", " ")
    assert "refused" not in told and "550" not in told


def test_a_notice_that_an_agent_s_mailbox_refuses_goes_to_the_agent_s_telephone_and_the_administrator_hears(
    found_town: Founder,
) -> None:
    town = found_town(sms={"carrier": "files"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    ours = town.world.to(KEEPER)[0].envelope_from
    town.send(bounce_of(town.world.to(KEEPER)[0], to=ours), sender="", to=[ours])
    assert town.told()[2:] == [("assigned", KEEPER_NUMBER), ("alert", ADMINISTRATOR)]
    alert = town.world.to(ADMINISTRATOR)[-1].text
    assert KEEPER in alert and f"{KEEPER}) n’est pas arrivé" in alert
    assert town.request()["reference"] in alert


def test_a_notice_that_reaches_nobody_goes_on_to_the_service_the_managers_and_the_administrators(
    found_town: Founder,
) -> None:
    """Without texts: each refuses in turn, nobody is asked twice, and it ends."""
    town = found_town(sms={"carrier": "none"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    asked = []
    for _ in range(6):
        letters = [
            each for each in town.notices() if each["notice"] == "assigned" and each["channel"] == "email"
        ]
        last = letters[-1]["recipient"]
        if last in asked:
            break
        asked.append(last)
        refused = next(each for each in town.world.to(last) if "2026" in each.header("Subject"))
        town.send(
            bounce_of(refused, to=refused.envelope_from).replace(b"bounce-1", f"bounce-{last}".encode()),
            sender="",
            to=[refused.envelope_from],
        )
    assert asked[:2] == [KEEPER, "batiments-equipe@agents.ville.test"]
    assert ADMINISTRATOR in asked
    assert asked == list(dict.fromkeys(asked))


def test_the_same_bounce_twice_tells_the_agent_once(town: Town, notice: Delivered) -> None:
    ours = town.world.to(CITIZEN)[0].envelope_from
    first = bounce_of(town.world.to(CITIZEN)[0], to=ours)
    town.send(first, sender="", to=[ours])
    town.send(first.replace(b"bounce-1", b"bounce-2"), sender="", to=[ours])
    assert town.told()[2:] == [("undeliverable", KEEPER)]


def test_a_forged_bounce_changes_nothing(town: Town, notice: Delivered) -> None:
    acknowledgement = town.world.to(CITIZEN)[0]
    town.send(bounce_of(acknowledgement, to=TOWN_HALL, marked=False), sender="", to=[TOWN_HALL])

    assert town.states()[-1] == "held"
    assert town.notices()[0]["state"] == "sent"
    assert [notice for notice, _ in town.told()[2:]] == ["held_mail"]
    assert town.request()["requester_contacts"][0]["unreachable_since"] is None


def test_a_delay_is_no_failure(town: Town, notice: Delivered) -> None:
    acknowledgement = town.world.to(CITIZEN)[0]
    town.send(
        bounce_of(acknowledgement, to=TOWN_HALL, status="4.4.1", action="delayed"), sender="", to=[TOWN_HALL]
    )
    assert town.states()[-1] in ("bounce", "automatic")
    assert town.notices()[0]["state"] == "sent"
    assert len(town.told()) == 2


def test_a_full_mailbox_does_not_make_a_citizen_unreachable(town: Town, notice: Delivered) -> None:
    ours = town.world.to(CITIZEN)[0].envelope_from
    town.send(bounce_of(town.world.to(CITIZEN)[0], to=ours, status="5.2.2"), sender="", to=[ours])
    assert town.request()["requester_contacts"][0]["unreachable_since"] is None


def test_a_notice_to_an_unreachable_assignee_goes_to_the_service(found_town: Founder) -> None:
    """The keeper's address does not exist any more and the town does not text: who reads the service's
    mailbox hears.
    """
    town = found_town(sms={"carrier": "none"})
    town.send(write("Une ampoule est cassée au gymnase Guimard."))
    ours = town.world.to(KEEPER)[0].envelope_from
    town.send(bounce_of(town.world.to(KEEPER)[0], to=ours), sender="", to=[ours])
    assert ("assigned", "batiments-equipe@agents.ville.test") in town.told()
    town.send(answer(town.world.to(CITIZEN)[0], "C'est urgent."))
    assert town.told()[-1] == ("requester_reply", "batiments-equipe@agents.ville.test")
    assert texts(town.request(), "message_in")[-1] == "C'est urgent."


def test_an_agent_s_absence_mail_that_only_its_null_sender_gives_away_is_never_a_verb(
    town: Town, notice: Delivered
) -> None:
    """Some autoresponders write no header at all that says so; the envelope does (RFC 3834 §3.3)."""
    town.send(answer(notice, "Terminé pour aujourd'hui, je suis absent jusqu'à lundi."), sender="")
    request = town.request()
    assert request["state"] == "new"
    assert town.states()[-1] == "automatic"
    assert len(town.told()) == 2
    assert [entry["public"] for entry in request["entries"] if entry["kind"] == "note"] == [False]


def test_a_mailbox_that_forwards_to_a_dead_one_can_still_be_written_to(town: Town, notice: Delivered) -> None:
    """The report is about an address we never wrote to: it says nothing of the citizen's own."""
    ours = town.world.to(CITIZEN)[0]
    town.send(
        bounce_of(ours, to=ours.envelope_from, failed="gone@example.net"), sender="", to=[ours.envelope_from]
    )
    assert town.states()[-1] == "bounce"
    town.send(answer(notice, "Terminé"))
    assert len(town.world.to(CITIZEN)) == 2
