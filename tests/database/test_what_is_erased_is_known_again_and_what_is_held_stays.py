"""What was erased is not fetched anew as if nobody had asked, whoever wrote it is forgotten, and what is held for
a lawsuit loses nothing: no letter, no code, no bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.rules.in_force import Organisations
from dispatch.upkeep.missed_texts import Reconciliation
from dispatch.upkeep.retention.batches import Decided, erase_due
from dispatch.upkeep.retention.due import due_requests
from dispatch.upkeep.retention.erase import erase_messages, erase_request
from dispatch.upkeep.retention.take_away import MARK
from intake.doors.imap.cursor import CursorStore, door_key
from models.settings.doors import ImapDoorSettings
from models.store.files import sha256_of
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint, Person
from models.tables.requests import Participant, RequestRow
from models.tables.texts import ContactCode, UploadLink
from tests.database.test_each_night_what_needs_no_approval_goes import close, nightly
from tests.database.test_traces_prove_themselves import tamper
from tests.database.test_what_may_come_in import work
from tests.desk import Desk
from tests.letters import write

_inbound, _outbox, _people = table_of(InboundMessage), table_of(OutboundMessage), table_of(Person)
_requests, _contacts = table_of(RequestRow), table_of(ContactPoint)
_codes, _uploads, _participants = table_of(ContactCode), table_of(UploadLink), table_of(Participant)
STRANGER = "inconnu@example.org"
TEXT = b"MessageSid=SM1&From=%2B33639980012&To=%2B33199000001&Body=Une+ampoule"


class Listed:
    """A carrier that lists one text."""

    def inbound_since(self, since: datetime) -> Iterator[bytes]:
        yield TEXT

    def status_of(self, carrier_id: str) -> tuple[str, int]:
        raise AssertionError(carrier_id)


def change(desk: Desk, statement: Any) -> None:
    with desk.database.transaction() as session:
        session.connection().execute(statement)


def value(desk: Desk, query: Any) -> Any:
    with desk.database.reading() as session:
        return session.connection().execute(query).scalar()


def person_of(desk: Desk, address: str) -> int | None:
    found: int | None = value(desk, sa.select(_contacts.c.person_id).where(_contacts.c.value == address))
    return found


def test_an_erased_text_is_not_fetched_again_as_one_that_was_missed(desk: Desk) -> None:
    desk.take(TEXT, door="sms", door_name="twilio", door_key="sms:SM1", envelope_from="+33639980012")
    with desk.database.transaction() as session:
        erase_messages(session, _inbound.c.id == 1, desk.clock())
    row = desk.row(1)
    assert (row.raw, row.raw_sha256, row.envelope_from) == (None, "", "")
    fetched = Reconciliation(desk.database, Listed(), desk.reception, Organisations(), desk.clock)
    assert fetched.run() == 0
    assert desk.states() == ["waiting"]


def test_an_erased_mail_is_known_in_its_mailbox_also_under_a_new_number(desk: Desk) -> None:
    mailbox = ImapDoorSettings.model_validate(
        {"name": "shared", "host": "mail.example.org", "username": "mairie", "recipient": "mairie@ville.test",
         "password_file": "password"}
    )  # fmt: skip
    raw = write("Une ampoule.").as_bytes()
    desk.take(raw, door="imap", door_name="shared", door_key=door_key(mailbox, 7, 1))
    with desk.database.transaction() as session:
        erase_messages(session, _inbound.c.id == 1, desk.clock())
    store = CursorStore(desk.database, mailbox)
    assert store.stored_uids(7, [1, 2]) == {1}
    assert sha256_of(raw) in store.stored_hashes()
    row = desk.row(1)
    assert (row.raw, row.envelope_from, row.recipients, row.sender, row.message_id) == (None, "", [], "", "")


def test_the_night_forgets_a_message_once_and_whoever_wrote_it(desk: Desk, tmp_path: Path) -> None:
    desk.take(
        write("Une ampoule.", sender=STRANGER), door="imap", door_name="shared", door_key="imap:shared:7:1"
    )
    work(desk)
    change(desk, sa.update(_inbound).values(state="refused", request_id=None))
    tamper(desk.database, "UPDATE entry SET person_id = NULL")
    writer = person_of(desk, STRANGER)
    other = value(desk, sa.select(_people.c.id).where(_people.c.id != writer).limit(1))
    change(desk, sa.update(_requests).values(requester_id=other))
    desk.clock.pass_seconds(366 * 86_400)
    assert nightly(desk, tmp_path).run()["messages"] == 1
    assert nightly(desk, tmp_path).run()["messages"] == 0
    assert person_of(desk, STRANGER) is None
    assert value(desk, sa.select(_people.c.name).where(_people.c.id == writer)) == ""


def test_an_erased_request_forgets_everybody_who_wrote_in_it_and_nobody_who_is_needed(desk: Desk) -> None:
    for sender in ("un@example.org", STRANGER, "trois@example.org"):
        desk.take(write("Un lampadaire cassé.", sender=sender))
    work(desk)
    stranger, third = person_of(desk, STRANGER), person_of(desk, "trois@example.org")
    change(desk, sa.update(_inbound).where(_inbound.c.id == 2).values(request_id=1))
    tamper(desk.database, "UPDATE entry SET person_id = NULL WHERE request_id = 2")
    change(desk, sa.update(_requests).where(_requests.c.id == 2).values(requester_id=third))
    change(desk, sa.insert(_participants).values(request_id=3, address=STRANGER, role="copy"))
    close(desk, 1)
    with desk.database.transaction() as session:
        erase_request(session, 1, desk.clock())
    assert value(desk, sa.select(_people.c.erased_at).where(_people.c.id == stranger)) is not None
    assert value(desk, sa.select(_participants.c.address).where(_participants.c.request_id == 3)) is None
    assert person_of(desk, "trois@example.org") == third, "their own requests are there"


def held(desk: Desk, whom: str) -> None:
    """Hold request 1, or its requester."""
    table = _requests if whom == "request" else _people
    number = 1 if whom == "request" else person_of(desk, "un@example.org")
    change(desk, sa.update(table).where(table.c.id == number).values(held_since=desk.clock()))


@pytest.mark.parametrize("whom", ["request", "requester", "nobody"])
def test_a_hold_keeps_letters_links_and_the_bytes_of_what_others_wrote(
    desk: Desk, tmp_path: Path, whom: str
) -> None:
    desk.take(write("Un lampadaire cassé.", sender="un@example.org"))
    desk.take(write("Moi aussi.", sender=STRANGER))
    work(desk)
    change(desk, sa.update(_inbound).values(request_id=1))
    change(desk, sa.update(_outbox).values(sent_at=desk.clock(), carrier="files", request_id=1))
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    letter = settings.outgoing_dir / "00000001.eml"
    letter.parent.mkdir(parents=True, exist_ok=True)
    letter.write_bytes(b"a letter")
    writer = person_of(desk, "un@example.org")
    now = desk.clock()
    change(desk, sa.insert(_uploads).values(request_id=1, person_id=person_of(desk, STRANGER), created_at=now,
                                            expires_at=now))  # fmt: skip
    change(desk, sa.insert(_codes).values(person_id=writer, kind="phone", value="+33639980012",
           written="+33639980012", code_hash="x", created_at=now, expires_at=now))  # fmt: skip
    if whom != "nobody":
        held(desk, whom)
    desk.clock.pass_seconds(40 * 86_400)
    counts = nightly(desk, tmp_path).run()
    if whom == "nobody":
        assert (counts["letters"], counts["raw"], counts["codes"]) == (1, 2, 2)
        assert not letter.exists()
    else:
        assert (counts["letters"], counts["raw"]) == (0, 0)
        assert counts["codes"] == (1 if whom == "request" else 0), "the code belongs to the person alone"
        assert letter.exists()


@pytest.mark.parametrize("meanwhile", ["held", "requester held", "reopened", "erased"])
def test_what_changed_since_it_was_listed_is_left_and_named(
    desk: Desk, tmp_path: Path, meanwhile: str
) -> None:
    for sender in ("un@example.org", STRANGER):
        desk.take(write("Un lampadaire cassé.", sender=sender))
    work(desk)
    close(desk, 1, 2)
    desk.clock.pass_seconds(21 * 366 * 86_400)
    with desk.database.reading() as session:
        in_force = Organisations().current(session).in_force
        due = due_requests(session, in_force, desk.settings.retention, desk.clock())
    assert [each.id for each in due] == [1, 2]
    if meanwhile == "erased":
        with desk.database.transaction() as session:
            erase_request(session, 1, desk.clock())
    elif meanwhile == "reopened":
        change(desk, sa.update(_requests).where(_requests.c.id == 1).values(state_kind="new", closed_at=None))
    else:
        held(desk, "request" if meanwhile == "held" else "requester")
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    receipt = erase_due(
        desk.database, due, Decided("cli:root", "Archives", "retention"), desk.clock, settings
    )
    assert receipt.requests == 1
    (sentence,) = receipt.left
    assert due[0].reference in sentence
    assert value(desk, sa.select(_requests.c.subject).where(_requests.c.id == 2)) == ""
    if meanwhile != "erased":
        assert value(desk, sa.select(_requests.c.subject).where(_requests.c.id == 1)) != ""
    assert (tmp_path / MARK).exists(), "who dies here leaves the free pages to the night"


def test_a_night_without_anything_to_erase_leaves_no_mark_and_one_that_was_cut_off_is_ended(
    desk: Desk, tmp_path: Path
) -> None:
    nightly(desk, tmp_path).run()
    assert not (tmp_path / MARK).exists()
    (tmp_path / MARK).touch()
    nightly(desk, tmp_path).run()
    assert not (tmp_path / MARK).exists()


def test_two_rows_of_the_same_file_are_two_files_in_the_receipt(desk: Desk, tmp_path: Path) -> None:
    plan = b"%PDF-1.4 an invented plan"
    desk.take(write("Un lampadaire cassé.", files={"plan.pdf": plan, "copie.pdf": plan}))
    work(desk)
    close(desk, 1)
    desk.clock.pass_seconds(21 * 366 * 86_400)
    with desk.database.reading() as session:
        in_force = Organisations().current(session).in_force
        due = due_requests(session, in_force, desk.settings.retention, desk.clock() + timedelta(days=1))
    settings = desk.settings.model_copy(update={"data_dir": tmp_path})
    receipt = erase_due(
        desk.database, due, Decided("cli:root", "Archives", "retention"), desk.clock, settings
    )
    assert (receipt.erased.files, receipt.erased.files_bytes) == (due[0].files, due[0].files_bytes)
