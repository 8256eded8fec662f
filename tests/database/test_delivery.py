"""What becomes of notices in the outbox, on both databases."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.delivery.carriers.interface import CarrierAway, Doubtful
from dispatch.delivery.eligibility import LIMIT_WAIT_SECONDS, Hooks
from dispatch.delivery.pauses import CONFIGURATION_PAUSE_SECONDS
from dispatch.letters.written import Letter, Text
from dispatch.notices import queue
from intake.mail.files.leaving import leaving_copy
from models.errors import ConfigurationFailure, PermanentFailure, TemporaryFailure
from models.signing.tokens import Purpose
from models.store.database import Database
from models.store.sharing.presence import Presence
from models.store.sharing.recovery import Recovery
from models.tables.people import ContactPoint
from models.values import EmailAddress
from tests.desk import Moody
from tests.outgoing import NOW, SIGNER, Memory, Outgoing, open_counter, read_letter, small_photo

NUMBER = "+33639980012"
PHOTO = small_photo()


@pytest.fixture
def counter(town_database: Database, tmp_path: Path) -> Outgoing:
    return open_counter(town_database, tmp_path)


def names_in(letter: Letter) -> list[str | None]:
    return [part.get_filename() for part in read_letter(letter.raw).iter_attachments()]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Votre dossier est complet.", ["devis.docx - non joint.txt"]),
        ("Vous trouverez ci-joint le devis.", ["devis.docx"]),
    ],
)
def test_a_file_that_cannot_be_cleaned_leaves_when_words_ask_for_it_and_staff_hear_when_it_does_not(
    counter: Outgoing, words: str, names: list[str]
) -> None:
    office = counter.attach(b"PK\x03\x04 by Jeanne", "devis.docx", "application/octet-stream")
    counter.tell(attachment_ids=[office], data={"text": words})
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    assert names_in(carrier.letters[0]) == names
    told = [row.data["text"] for row in counter.rows() if row.notice == "note_added"]
    assert [("devis.docx" in text) for text in told] == ([True] if "non joint" in str(names) else [])
    # Staff get it as it came.
    assigned(counter, attachment_ids=[office], key="again")
    while counter.deliverer(carrier).deliver_next():
        pass
    assert names_in(carrier.letters[-1]) == ["devis.docx"]


def test_what_was_left_out_for_many_readers_is_told_once(counter: Outgoing) -> None:
    office = counter.attach(b"PK\x03\x04", "devis.docx", "application/octet-stream")
    for number in (1, 2):
        counter.tell(
            attachment_ids=[office],
            data={"text": "Fait."},
            key=f"k{number}",
            recipient=f"v{number}@example.org",
        )
    carrier = Memory()
    deliverer = counter.deliverer(carrier)
    while deliverer.deliver_next():
        pass
    assert len([row for row in counter.rows() if row.notice == "note_added"]) == 1


def plain_text(letter: Letter) -> str:
    text: str = read_letter(letter.raw).get_body(("plain",)).get_content()  # type: ignore[union-attr]  # every letter of ours has one
    return text.replace("\r\n", "\n")


def assigned(counter: Outgoing, **changes: Any) -> int | None:
    values: dict[str, Any] = {
        "audience": "agent",
        "recipient": "voirie-equipe@agents.ville.test",
        "person_id": counter.in_force.service_persons["voirie"],
        **changes,
    }
    return counter.tell("assigned", **values)


def test_a_queued_notice_is_handed_over_once_and_recorded_as_sent(counter: Outgoing) -> None:
    carrier, outbox_id = Memory(), counter.tell()
    deliverer = counter.deliverer(carrier)
    assert deliverer.deliver_next()
    assert not deliverer.deliver_next()
    row = counter.row(outbox_id)
    assert (row.state, row.attempts, row.carrier, row.leased_until) == ("sent", 1, "memory", None)
    (letter,) = carrier.letters
    assert read_letter(letter.raw)["Message-ID"] == f"<{row.message_id}>"
    assert "lampadaire devant" in plain_text(letter)


def test_the_notice_to_staff_says_everything_and_what_can_be_answered(counter: Outgoing) -> None:
    photo = counter.attach(PHOTO)
    assigned(counter, attachment_ids=[photo])
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    message, text = read_letter(carrier.letters[0].raw), plain_text(carrier.letters[0])
    for expected in (
        "Lampadaire cassé rue des Écoles",
        "Jeanne Petit (jeanne.petit@example.org)",
        "École Jules Ferry, 14 rue des Écoles",
        "le lampadaire devant l'école est cassé",
        "lampadaire.jpg",
        "pris en charge",
        "planifié lundi 9 novembre",
        "refusé\u00a0: votre explication",
    ):
        assert expected in text
    assert [part.get_content() for part in message.iter_attachments()] == [leaving_copy(PHOTO)]
    token = EmailAddress.parse(message["Reply-To"].addresses[0].addr_spec).detail
    assert SIGNER.read(token).purpose is Purpose.ASSIGNEE
    assert SIGNER.find_person(token, [counter.in_force.service_persons["voirie"]], NOW) is not None


def test_verbs_are_those_of_the_present_state(counter: Outgoing) -> None:
    counter.change_request(state="done", state_kind="done")
    assigned(counter)
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    text = plain_text(carrier.letters[0])
    assert "- rouvert\n" in text and "- pris en charge\n" not in text


def test_a_request_given_on_still_shows_how_it_began_with_its_files(counter: Outgoing) -> None:
    counter.attach(b"\xff\xd8photo")
    assigned(counter, entry_id=None, data={"comment": "Pour toi."})
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    assert "Pour toi." in plain_text(carrier.letters[0])
    assert "le lampadaire devant l'école est cassé" in plain_text(carrier.letters[0])
    assert len(list(read_letter(carrier.letters[0].raw).iter_attachments())) == 1


def test_files_beyond_the_limit_are_named_and_stay_here(town_database: Database, tmp_path: Path) -> None:
    counter = open_counter(town_database, tmp_path, outgoing={"max_attached_bytes": 1000})
    ids = [
        counter.attach(letter * 900, name, "text/plain")
        for letter, name in ((b"a", "petit.txt"), (b"b", "grand.txt"))
    ]
    counter.tell(attachment_ids=ids)
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    message = read_letter(carrier.letters[0].raw)
    assert [part.get_filename() for part in message.iter_attachments()] == ["petit.txt"]
    assert "grand.txt (900\u00a0octets, non jointe" in plain_text(carrier.letters[0])


def test_a_temporary_failure_is_tried_again_later_with_the_same_id_until_given_up(
    town_database: Database, tmp_path: Path
) -> None:
    counter = open_counter(town_database, tmp_path, outgoing={"max_attempts": 3})
    carrier = Memory(failures=[TemporaryFailure("Later.", "451 to RCPT") for _ in range(3)])
    outbox_id = counter.tell()
    deliverer = counter.deliverer(carrier)
    waits = []
    for _ in range(3):
        assert deliverer.deliver_next()
        row = counter.row(outbox_id)
        waits.append((row.next_attempt_at - counter.clock()).total_seconds())
        assert carrier.letters == []
        counter.clock.now = max(counter.clock.now, row.next_attempt_at)
    assert waits[:2] == [15, 30]
    assert (row.state, row.attempts) == ("failed", 3)
    assert row.last_error == "Later. (451 to RCPT)"


def test_a_permanent_failure_ends_the_notice_and_tells_staff(counter: Outgoing) -> None:
    carrier = Memory(failures=[PermanentFailure("Refused.", "554 5.7.1 to DATA")])
    outbox_id = counter.tell()
    deliverer = counter.deliverer(carrier)
    deliverer.deliver_next()
    assert counter.row(outbox_id).state == "failed"
    assert counter.contact().unreachable_since is None
    deliverer.deliver_next()
    (letter,) = carrier.letters
    assert letter.envelope_to == "voirie-equipe@agents.ville.test"
    assert "n’a pas pu être joint" in str(read_letter(letter.raw)["Subject"])


def test_only_an_address_that_does_not_exist_makes_its_contact_unreachable(counter: Outgoing) -> None:
    carrier = Memory(failures=[PermanentFailure("Nobody.", "550 5.1.1 to RCPT", reason="no_such_address")])
    counter.tell(key="first")
    deliverer = counter.deliverer(carrier)
    deliverer.deliver_next()
    assert counter.contact().unreachable_since == NOW
    later = counter.tell(key="second")
    deliverer.deliver_next()
    row = counter.row(later)
    assert row.state == "suppressed" and "Nobody can be reached there" in row.last_error
    assert all(letter.envelope_to != "jeanne.petit@example.org" for letter in carrier.letters)
    assert "cette adresse n’existe pas" in plain_text(carrier.letters[0])


def test_a_number_that_said_stop_is_texted_nothing_more(counter: Outgoing) -> None:
    phone = "+33639980012"
    with counter.database.transaction() as session:
        session.add(
            ContactPoint(
                person_id=counter.requester_id, kind="phone", value=phone, written=phone, created_at=NOW,
                opted_out_at=NOW,
            )
        )  # fmt: skip
    outbox_id, texts = counter.tell("done", channel="sms", recipient=phone), Memory()
    counter.deliverer(Memory(), texts).deliver_next()
    assert counter.row(outbox_id).state == "suppressed"
    assert texts.texts == []


def test_what_was_written_to_an_address_that_said_arret_goes(counter: Outgoing) -> None:
    counter.change_contact(opted_out_at=NOW)
    outbox_id, carrier = counter.tell(), Memory()
    counter.deliverer(carrier).deliver_next()
    assert counter.row(outbox_id).state == "sent"


def test_a_text_that_never_arrives_goes_out_by_email_instead(counter: Outgoing) -> None:
    with counter.database.transaction() as session:
        phone = "+33639980012"
        session.add(
            ContactPoint(
                person_id=counter.requester_id, kind="phone", value=phone, written=phone, created_at=NOW
            )
        )
    text_id = counter.tell("done", channel="sms", recipient=phone)
    email = Memory()
    sms = Memory(failures=[PermanentFailure("Stopped.", "21610", reason="opted_out")])
    deliverer = counter.deliverer(email, sms)
    while deliverer.deliver_next():
        pass
    assert counter.row(text_id).state == "failed"
    to = [letter.envelope_to for letter in email.letters]
    assert to == ["jeanne.petit@example.org", "voirie-equipe@agents.ville.test"]
    assert "Votre demande est terminée" in str(read_letter(email.letters[0].raw)["Subject"])
    assert "lui a été envoyé par courriel" in plain_text(email.letters[1])


def test_a_text_is_shaped_and_carries_what_its_carrier_needs(counter: Outgoing) -> None:
    outbox_id = counter.tell("taken", channel="sms", recipient="+33639980012")
    sms = Memory()
    hooks = Hooks(shape_text=lambda words, claimed: f"{claimed.locale}:{words}")
    counter.deliverer(Memory(), sms, hooks=hooks).deliver_next()
    (text,) = sms.texts
    assert text == Text(
        outbox_id or 0,
        "+33639980012",
        "fr:Mairie de Saint-Exemple-sur-Loire : votre demande 2026-00042 est prise en charge.",
        NOW,
        1,
    )
    assert (counter.row(outbox_id).state, counter.row(outbox_id).segments) == ("handed", 1)


def test_a_wrong_setting_stops_the_channel_keeps_the_queue_and_counts_no_try(counter: Outgoing) -> None:
    ids = [counter.tell(key=str(n)) for n in range(3)]
    carrier = Memory(failures=[ConfigurationFailure("The relay refuses our login.", "535")])
    deliverer = counter.deliverer(carrier)
    deliverer.deliver_next()
    assert not deliverer.deliver_next() and carrier.letters == []
    rows = counter.rows()
    assert [(row.state, row.attempts, row.leased_until) for row in rows[:3]] == [("queued", 0, None)] * 3
    assert {(row.notice, row.audience) for row in rows[3:]} == {("alert", "administrator")}
    assert rows[3].data["detail"] == "The relay refuses our login. (535)"
    counter.clock.pass_seconds(CONFIGURATION_PAUSE_SECONDS)
    deliverer.deliver_next()
    assert [counter.row(each).state for each in ids] == ["sent"] * 3


def test_a_carrier_that_is_away_costs_no_tries_however_long(town_database: Database, tmp_path: Path) -> None:
    counter = open_counter(town_database, tmp_path, outgoing={"max_attempts": 2})
    outbox_id = counter.tell()
    carrier = Memory(failures=[CarrierAway("Away.", "ConnectionRefusedError") for _ in range(30)])
    deliverer = counter.deliverer(carrier)
    for _ in range(30):
        assert deliverer.deliver_next()
        counter.clock.pass_seconds(301)
    deliverer.deliver_next()
    assert (counter.row(outbox_id).state, counter.row(outbox_id).attempts) == ("sent", 1)


def test_a_notice_that_found_no_way_for_five_days_is_given_up(counter: Outgoing) -> None:
    outbox_id = assigned(counter)
    carrier = Memory(failures=[TemporaryFailure("Try again later.", "451")])
    deliverer = counter.deliverer(carrier)
    deliverer.deliver_next()
    counter.clock.now += timedelta(days=5, seconds=1)
    deliverer.deliver_next()
    assert counter.row(outbox_id).state == "failed" and carrier.letters == []


def test_a_notice_that_nobody_tried_is_tried_however_old_it_is(counter: Outgoing) -> None:
    """The service was stopped for days, then the relay was away: what there is to say is said."""
    ids = [assigned(counter), assigned(counter, key="other")]
    counter.clock.now += timedelta(days=9)
    deliverer = counter.deliverer(Memory(failures=[CarrierAway("Away.", "ConnectionRefusedError")]))
    deliverer.deliver_next()
    counter.clock.pass_seconds(301)
    while deliverer.deliver_next():
        pass
    assert [counter.row(each).state for each in ids] == ["sent", "sent"]


def test_other_channels_go_on_while_one_is_stopped(counter: Outgoing) -> None:
    counter.tell(key="email")
    text_id = counter.tell("taken", key="sms", channel="sms", recipient="+33639980012")
    deliverer = counter.deliverer(Memory(failures=[ConfigurationFailure("No.", "535")]), Memory())
    deliverer.deliver_next()
    deliverer.deliver_next()
    assert counter.row(text_id).state == "handed"


def test_notices_over_the_hourly_limit_of_an_address_wait_and_lose_no_try(
    town_database: Database, tmp_path: Path
) -> None:
    counter = open_counter(town_database, tmp_path, outgoing={"per_recipient_per_hour": 2})
    ids = [counter.tell(key=str(n)) for n in range(3)]
    other = counter.tell(key="other", recipient="autre@example.org", person_id=None)
    carrier = Memory()
    deliverer = counter.deliverer(carrier)
    deliverer.deliver_next()
    assert [counter.row(each).state for each in (*ids, other)] == ["sent", "sent", "queued", "sent"]
    waiting = counter.row(ids[2])
    assert waiting.attempts == 0 and "it waits" in waiting.last_error
    counter.clock.pass_seconds(LIMIT_WAIT_SECONDS)
    deliverer.deliver_next()
    assert counter.row(ids[2]).state == "queued"
    counter.clock.pass_seconds(3600)
    deliverer.deliver_next()
    assert counter.row(ids[2]).state == "sent"


def test_what_may_wait_is_held_until_it_may_go_and_the_rest_is_not(counter: Outgoing) -> None:
    morning = NOW + timedelta(hours=12)
    can_wait, urgent = counter.tell("done"), counter.tell("answer")
    deliverer = counter.deliverer(Memory(), hooks=Hooks(hold_until=lambda _channel, _now: morning))
    deliverer.deliver_next()
    assert (counter.row(can_wait).state, counter.row(urgent).state) == ("queued", "sent")
    assert counter.row(can_wait).next_attempt_at == morning


def test_a_notice_whose_words_cannot_be_made_fails_alone(counter: Outgoing, tmp_path: Path) -> None:
    own = tmp_path / "own" / "fr" / "email" / "answer"
    own.mkdir(parents=True)
    (own / "body.txt").write_text("{{ request.colour }}", encoding="utf-8")
    spoilt = Outgoing(
        **{
            **counter.__dict__,
            "settings": counter.settings.model_copy(update={"templates_dir": tmp_path / "own"}),
        }
    )
    broken, sound = counter.tell("answer"), counter.tell("taken")
    carrier = Memory()
    spoilt.deliverer(carrier).deliver_next()
    assert (counter.row(broken).state, counter.row(sound).state) == ("failed", "sent")
    assert "answer/body.txt:1: UndefinedError" in counter.row(broken).last_error


def test_a_carrier_that_breaks_its_contract_does_not_stop_the_next(counter: Outgoing) -> None:
    first, second = counter.tell(key="1"), counter.tell(key="2")
    counter.deliverer(Memory(failures=[ZeroDivisionError()])).deliver_next()
    assert (counter.row(first).state, counter.row(second).state) == ("queued", "sent")
    assert counter.row(first).attempts == 1


def test_a_row_whose_lease_ran_out_goes_to_another_and_the_late_result_changes_nothing(
    counter: Outgoing,
) -> None:
    outbox_id = counter.tell()
    with counter.database.transaction() as session:
        (late,) = queue.claim(session, NOW, channels=["email"], limit=10, lease_seconds=120)
    written: list[bool] = []

    def come_late(_message: Letter | Text) -> None:
        with counter.database.transaction() as session:
            written.append(queue.record(session, late, state="failed", last_error="late"))

    deliverer = counter.deliverer(Memory(on_send=come_late))
    assert not deliverer.deliver_next()
    counter.clock.pass_seconds(121)
    assert deliverer.deliver_next()
    row = counter.row(outbox_id)
    assert written == [False]
    assert (row.state, row.attempts, row.deaths, row.last_error) == ("sent", 1, 1, "")


def test_a_notice_canceled_while_it_was_being_sent_stays_canceled(counter: Outgoing) -> None:
    outbox_id = counter.tell()
    assert outbox_id is not None

    def cancel(_message: Letter | Text) -> None:
        with counter.database.transaction() as session:
            queue.cancel(session, outbox_id, "not needed")

    counter.deliverer(Memory(on_send=cancel)).deliver_next()
    assert counter.row(outbox_id).state == "canceled"


def test_nothing_is_locked_while_a_carrier_works(counter: Outgoing) -> None:
    """Another process can write, and claim, while a letter is on its way."""
    counter.tell(key="1")
    counter.deliverer(Memory(on_send=lambda _message: counter.tell(key="2"))).deliver_next()  # type: ignore[func-returns-value, arg-type, return-value]  # its id is of no use here
    assert [row.unique_key for row in counter.rows()] == ["1", "2"]


def test_an_interrupted_batch_ends_after_the_letter_under_way_and_gives_leases_back(
    counter: Outgoing,
) -> None:
    for n in range(5):
        counter.tell(key=str(n))
    carrier = Memory()
    deliverer = counter.deliverer(carrier)
    carrier.on_send = lambda _message: deliverer.interrupt()
    deliverer.deliver_next()
    found = [(row.state, row.attempts, row.leased_until) for row in counter.rows()]
    assert found == [("sent", 1, None)] + [("queued", 0, None)] * 4


def test_several_deliverers_send_each_notice_once(town_database: Database, tmp_path: Path) -> None:
    counter = open_counter(
        town_database, tmp_path, work={"batch": 3}, outgoing={"per_recipient_per_hour": 1000}
    )
    for n in range(60):
        counter.tell(key=str(n))
    carriers = [Memory() for _ in range(6)]
    wrong: list[BaseException] = []

    def run(carrier: Memory) -> None:
        deliverer = counter.deliverer(carrier)
        try:
            while deliverer.deliver_next():
                pass
        except BaseException as raised:  # noqa: BLE001  # a thread's edge: the test must hear of it
            wrong.append(raised)

    threads = [threading.Thread(target=run, args=(carrier,)) for carrier in carriers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    sent = sorted(letter.outbox_id for carrier in carriers for letter in carrier.letters)
    assert sent == sorted(row.id or 0 for row in counter.rows())
    assert {(row.state, row.attempts) for row in counter.rows()} == {("sent", 1)}


def test_texts_too_wait_without_losing_a_try_while_their_carrier_is_away(
    town_database: Database, tmp_path: Path
) -> None:
    """One that may have been taken is looked for at the next try, the others are simply sent."""
    counter = open_counter(town_database, tmp_path, outgoing={"max_attempts": 2})
    ids = [counter.tell("taken", key=key, channel="sms", recipient=NUMBER) for key in ("1", "2")]
    failures: list[Exception] = [CarrierAway("Away.", "503", maybe_taken=True)]
    failures += [CarrierAway("Away.", "NewConnectionError") for _ in range(29)]
    sms = Memory(failures=failures)
    deliverer = counter.deliverer(Memory(), sms)
    for _ in range(30):
        deliverer.deliver_next()
        counter.clock.pass_seconds(301)
    while deliverer.deliver_next():
        pass
    assert [counter.row(each).state for each in ids] == ["handed", "handed"]
    assert [counter.row(each).attempts for each in ids] == [1, 1]
    assert [text.attempt for text in sms.texts] == [2, 1]


@pytest.mark.parametrize(
    ("channel", "command"), [("email", "guichet doctor mail"), ("sms", "guichet doctor sms")]
)
def test_a_carrier_that_is_wrongly_set_is_told_once_a_day_and_one_that_is_away_is_not(
    counter: Outgoing, channel: str, command: str
) -> None:
    recipient = NUMBER if channel == "sms" else "jeanne.petit@example.org"
    counter.tell("taken", channel=channel, recipient=recipient)
    carriers = {name: Memory() for name in ("email", "sms")}
    carriers[channel].failures = [
        CarrierAway("Away.", "ConnectionRefusedError"),
        *(ConfigurationFailure("Refused.", "535") for _ in range(3)),
    ]
    deliverer = counter.deliverer(carriers["email"], carriers["sms"])
    alerts = []
    for _ in range(4):
        deliverer.deliver_next()
        alerts.append([row for row in counter.rows() if row.notice == "alert"])
        counter.clock.pass_seconds(CONFIGURATION_PAUSE_SECONDS)
    assert alerts[0] == [], "who is away comes back by itself"
    assert {len(each) for each in alerts[1:]} == {1}
    (alert,) = alerts[3]
    assert (alert.channel, alert.audience) == ("email", "administrator")
    assert (alert.data["detail"], alert.data["command"]) == ("Refused. (535)", command)


def test_a_stopped_carrier_stays_stopped_when_nobody_can_be_told(
    counter: Outgoing, town_database: Database
) -> None:
    counter.tell()
    moody = Moody(town_database)
    carrier = Memory(
        failures=[ConfigurationFailure("Refused.", "535")], on_send=lambda _message: moody.leave()
    )
    deliverer = counter.deliverer(carrier, database=moody)
    with pytest.raises(TemporaryFailure):
        deliverer.deliver_next()
    moody.come_back()
    carrier.on_send = lambda _message: None
    assert not deliverer.deliver_next()
    assert carrier.letters == []
    counter.clock.pass_seconds(CONFIGURATION_PAUSE_SECONDS)
    deliverer.deliver_next()
    assert len(carrier.letters) == 1


def test_a_letter_whose_answer_never_came_is_tried_twice_more_after_long_waits(counter: Outgoing) -> None:
    """It may have arrived each time: twelve tries would be twelve copies."""
    doubtful = Doubtful("The relay did not say.", "TimeoutError after the final dot", reason="doubtful")
    carrier, tries = Memory(failures=[doubtful] * 9), []
    outbox_id = counter.tell()
    deliverer = counter.deliverer(
        Memory(failures=carrier.failures, on_send=lambda letter: tries.append(letter.outbox_id))
    )
    waits = []
    for _ in range(3):
        deliverer.deliver_next()
        row = counter.row(outbox_id)
        waits.append((row.next_attempt_at - counter.clock()).total_seconds())
        counter.clock.now = max(counter.clock.now, row.next_attempt_at)
    assert tries == [outbox_id] * 3
    assert waits[:2] == [3600, 14_400]
    assert (row.state, row.doubts) == ("failed", 2)
    (told,) = [each for each in counter.rows() if each.notice == "undeliverable"]
    assert told.data["reason"] == "doubtful"


def test_a_process_that_is_killed_sends_at_most_the_letter_in_its_hands_twice(counter: Outgoing) -> None:
    class Killed(BaseException):
        """Stands for the end of the process: nothing of ours catches it."""

    def die(letter: Letter | Text) -> None:
        sent.append(letter.outbox_id)
        if len(sent) == 3:
            raise Killed

    sent: list[int] = []
    ids = [counter.tell(key=str(n)) for n in range(6)]
    presence = Presence(counter.settings.data_dir / "workers")
    with pytest.raises(Killed):
        counter.deliverer(Memory(on_send=die), owner=presence.owner).deliver_next()
    assert [counter.row(each).state for each in ids[:2]] == ["sent", "sent"]
    presence.close()

    here = Presence(counter.settings.data_dir / "workers")
    recovery = Recovery(
        counter.database, here, [queue.leases], counter.clock, longest_lease_seconds=60, monotonic=lambda: 0.0
    )
    recovery.begin()
    deliverer = counter.deliverer(
        Memory(on_send=lambda letter: sent.append(letter.outbox_id)), owner=here.owner
    )
    while deliverer.deliver_next():
        pass
    assert {counter.row(each).state for each in ids} == {"sent"}
    assert sorted(sent) == sorted([*ids, ids[2]])
    here.close()


def test_what_a_carrier_said_is_kept_while_it_cannot_be_written_and_nothing_new_is_claimed(
    counter: Outgoing, town_database: Database
) -> None:
    """A disk that is full for a minute must not make the letters it could not record go twice."""
    ids = [counter.tell(key=str(n)) for n in range(4)]
    moody = Moody(town_database)
    sent: list[int] = []

    def send(letter: Letter | Text) -> None:
        sent.append(letter.outbox_id)
        if len(sent) == 2:
            moody.leave()

    deliverer = counter.deliverer(Memory(on_send=send), database=moody)
    for _ in range(3):
        with pytest.raises(TemporaryFailure):
            deliverer.deliver_next()
    assert sent == ids[:2]
    moody.come_back()
    while deliverer.deliver_next():
        pass
    assert sent == ids
    assert [(counter.row(each).state, counter.row(each).attempts) for each in ids] == [("sent", 1)] * 4


def test_a_lease_is_renewed_before_a_letter_when_the_relay_took_its_time_over_others(
    counter: Outgoing,
) -> None:
    """Ten minutes over each final dot: nobody else finds the last of the batch free."""
    ids = [counter.tell(key=str(n)) for n in range(5)]
    found: list[int] = []

    def think(letter: Letter | Text) -> None:
        counter.clock.pass_seconds(counter.settings.outgoing.handover_seconds - 1)
        with counter.database.transaction() as session:
            rows = [row.id for row in queue.find(session) if row.id == letter.outbox_id]
            lease = session.connection().execute(
                sa.select(queue.outbox.c.leased_until).where(queue.outbox.c.id == letter.outbox_id)
            )
            assert lease.scalar_one() > counter.clock()
        found.extend(row or 0 for row in rows)

    counter.deliverer(Memory(on_send=think)).deliver_next()
    assert found == ids
    assert {counter.row(each).state for each in ids} == {"sent"}


def test_a_letter_whose_lease_another_took_meanwhile_is_not_sent(counter: Outgoing) -> None:
    first, second = counter.tell(key="1"), counter.tell(key="2")
    taken: list[int] = []

    def be_frozen(letter: Letter | Text) -> None:
        if letter.outbox_id == first:
            counter.clock.pass_seconds(86_400)
            with counter.database.transaction() as session:
                for _ in range(2):
                    taken.extend(
                        each.id
                        for each in queue.claim(
                            session,
                            counter.clock(),
                            channels=["email"],
                            limit=1,
                            lease_seconds=60,
                            survivors=True,
                        )
                    )

    carrier = Memory(on_send=be_frozen)
    counter.deliverer(carrier).deliver_next()
    assert taken == [first, second]
    assert [letter.outbox_id for letter in carrier.letters] == [first]


def test_a_clock_set_back_does_not_lengthen_a_pause(counter: Outgoing) -> None:
    counter.tell()
    carrier, seconds = Memory(failures=[CarrierAway("Away.", "ConnectionRefusedError")]), [0.0]
    deliverer = counter.deliverer(carrier, monotonic=lambda: seconds[0])
    deliverer.deliver_next()
    counter.clock.pass_seconds(3600)
    assert not deliverer.deliver_next(), "the clock says an hour later, and it is none"
    seconds[0] = 6.0
    deliverer.deliver_next()
    assert len(carrier.letters) == 1


def test_a_notice_that_processes_die_of_is_handed_over_alone_later_and_later_and_given_up(
    counter: Outgoing,
) -> None:
    class Killed(BaseException):
        """Stands for the end of the process."""

    def die_of_it(letter: Letter | Text) -> None:
        deaths.append(letter.outbox_id)
        raise Killed

    deaths: list[int] = []
    deadly = counter.tell(key="deadly")
    for life in range(40):
        innocent = counter.tell(key=f"innocent {life}") if life < 3 else None
        deliverer = counter.deliverer(
            Memory(on_send=lambda letter: die_of_it(letter) if letter.outbox_id == deadly else None)
        )
        with contextlib.suppress(Killed):
            for _ in range(4):
                deliverer.deliver_next()
            counter.clock.pass_seconds(900)
            for _ in range(4):
                deliverer.deliver_next()
        counter.clock.pass_seconds(2000)
        del innocent
    states = {row.unique_key: row.state for row in counter.rows() if row.notice == "answer"}
    assert states.pop("deadly") == "failed"
    assert set(states.values()) == {"sent"}
    assert len(deaths) == 12
    assert counter.row(deadly).last_error == "The service stopped 12 times while it was handed over."
