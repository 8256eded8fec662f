"""What Twilio says later about a text, in whatever order, and what becomes of the notice."""

from __future__ import annotations

from typing import Any

from tests.flow.conftest import TextFounder
from tests.letters import ADMINISTRATOR
from tests.letters import CITIZEN as JEANNE
from tests.texting import CITIZEN, TextTown


def _notice(town: TextTown, name: str) -> dict[str, Any]:
    return [row for row in town.notices() if row["notice"] == name][-1]


def test_receipts_out_of_order_and_repeated_leave_the_highest_state(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    message = text_town.last_text()
    assert text_town.report(message, "delivered") == 204
    assert text_town.report(message, "sent") == 204
    assert text_town.report(message, "delivered") == 204
    acknowledgement = _notice(text_town, "acknowledgement")
    assert acknowledgement["state"] == "delivered"
    assert acknowledgement["segments"] == 1 and acknowledgement["cost_micros"] == 79_800
    assert text_town.states()[1:] == ["receipt", "receipt"]


def test_a_number_that_does_not_exist_has_the_notice_sent_by_email_and_staff_told(
    text_town: TextTown,
) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    text_town.link(CITIZEN, JEANNE)
    assert text_town.report(text_town.last_text(), "undelivered", 30005) == 204
    assert _notice(text_town, "undeliverable")["data"]["sent_other_way"] is True
    assert [row["recipient"] for row in text_town.notices() if row["notice"] == "acknowledgement"] == [
        CITIZEN,
        JEANNE,
    ]
    text_town.text("aide")
    assert _notice(text_town, "text_help")["state"] == "suppressed"


def test_a_refusal_at_sending_for_an_opted_out_number_is_kept_on_the_contact(text_town: TextTown) -> None:
    text_town.twilio.opted_out.add(CITIZEN)
    text_town.text("Lampadaire éteint rue des Écoles")
    assert _notice(text_town, "acknowledgement")["state"] == "failed"
    assert _notice(text_town, "undeliverable")["data"]["sent_other_way"] is False
    text_town.text("aide")
    assert _notice(text_town, "text_help")["state"] == "suppressed"


def test_a_telephone_that_is_off_is_tried_again_later_with_a_new_text(text_town: TextTown) -> None:
    text_town.text("Lampadaire éteint rue des Écoles")
    first = text_town.last_text()
    assert text_town.report_and_go_on(first, "undelivered", 30003) == 204
    acknowledgement = text_town.wait_for_state("acknowledgement", "queued")
    assert acknowledgement["next_attempt_at"] > acknowledgement["sent_at"]
    # An older receipt that comes late; at Twilio the text stays undelivered.
    assert text_town.report_and_go_on(first, "sent") == 204
    first.status = "undelivered"
    text_town.send_now("acknowledgement")
    assert len(text_town.texts_to()) == 2
    assert text_town.report(text_town.last_text(), "delivered") == 204
    assert _notice(text_town, "acknowledgement")["state"] == "delivered"


def test_a_text_whose_answer_was_lost_is_found_and_not_sent_twice(text_town: TextTown) -> None:
    text_town.twilio.failures.append("taken-then-500")
    text_town.text("Lampadaire éteint rue des Écoles")
    assert len(text_town.texts_to()) == 1
    assert _notice(text_town, "acknowledgement")["state"] == "handed"


def test_texts_that_missed_the_webhook_are_fetched_once(text_town: TextTown) -> None:
    arrived = text_town.text("Lampadaire éteint rue des Écoles")
    text_town.twilio.receive("+33639980015", arrived.to, "Banc cassé au parc")
    assert text_town.service.texting.reconcile() == 1
    assert text_town.service.texting.reconcile() == 0
    text_town.settle()
    assert [request["subject"] for request in text_town.requests()] == [
        "Lampadaire éteint rue des Écoles",
        "Banc cassé au parc",
    ]
    assert any(notice == "alert" for notice, _ in text_town.told())


def test_calls_without_a_true_signature_are_refused_counted_and_alerted(text_town: TextTown) -> None:
    message = text_town.twilio.receive(CITIZEN, "+33199000001", "Bonjour")
    for _ in range(10):
        assert text_town.call_unsigned(message) == 403
    text_town.service.texting.write_rejections()
    text_town.settle()
    assert text_town.states() == []
    assert text_town.accesses("refuse") == [
        {"reason": "signature", "path": "/sms/twilio", "peer": "127.0.0.1", "count": 10}
    ]
    assert any(notice == "alert" for notice, _ in text_town.told())


def test_a_refused_account_keeps_the_queue_and_the_administrators_hear_of_it_by_email(
    found_text_town: TextFounder,
) -> None:
    town = found_text_town(
        sms={"twilio": {"from_number": "+15005550007"}}
    )  # Twilio refuses this sender: 21606
    message = town.twilio.receive(CITIZEN, "+33199000001", "Lampadaire éteint rue des Écoles")
    assert town.call(message) == 200
    town.world.wait_for(ADMINISTRATOR)
    assert town.wait_for_state("acknowledgement", "queued")["attempts"] == 0
    assert town.wait_for_state("alert", "sent")["recipient"] == ADMINISTRATOR
