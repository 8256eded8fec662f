"""A person objects, is put right, turns out to be another one too, asks what is kept: nothing of theirs is left
out, and nothing of others gets in.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dispatch.people.contacts import Contact, contact_of, find_contact
from dispatch.people.merging import is_made_for, known_as, link_contacts
from dispatch.rules.in_force import Organisations
from dispatch.upkeep.retention.forget import forget_if_alone
from dispatch.upkeep.retention.held import request_held
from dispatch.upkeep.rights.corrections import object_to_notices, rectify, withdraw_objection
from dispatch.upkeep.rights.dossier import Dossier, gather
from dispatch.upkeep.rights.export import data, page, write_archive
from models.errors import UserError
from models.signing.tokens import Purpose
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.people import Person
from models.tables.requests import Attachment, Entry, Participant, RequestRow
from models.tables.sessions import SignIn, WebSession
from models.tables.texts import ContactCode, UploadLink
from models.values import ContactKind
from tests.database.test_what_is_erased_is_known_again_and_what_is_held_stays import change, person_of, value
from tests.database.test_what_may_come_in import work
from tests.desk import SIGNER, Desk
from tests.letters import CITIZEN, KEEPER, write
from tests.outgoing import Memory, open_counter

_sessions, _sign_ins = table_of(WebSession), table_of(SignIn)
_outbox, _people, _requests = table_of(OutboundMessage), table_of(Person), table_of(RequestRow)
_entries, _participants, _files = table_of(Entry), table_of(Participant), table_of(Attachment)
_codes, _uploads = table_of(ContactCode), table_of(UploadLink)
OTHER = "luc.petit@example.org"


def contact(desk: Desk, address: str) -> Contact:
    with desk.database.reading() as session:
        found = find_contact(session, ContactKind.EMAIL, address)
    assert found is not None
    return found


def merge(desk: Desk, one: str, other: str) -> int:
    with desk.database.transaction() as session:
        return link_contacts(session, contact(desk, one), ContactKind.EMAIL, other, other, desk.clock())


def two_people(desk: Desk) -> tuple[int, int]:
    desk.take(write("Un lampadaire cassé."))
    desk.take(write("Un banc cassé.", sender=OTHER, name="Luc Petit"))
    work(desk)
    one, other = person_of(desk, CITIZEN), person_of(desk, OTHER)
    assert one is not None and other is not None
    return one, other


def dossier(desk: Desk, address: str, *, with_notes: bool = False) -> Dossier:
    with desk.database.reading() as session:
        in_force = Organisations().current(session).in_force
        return gather(session, in_force, contact(desk, address).person_id, with_notes=with_notes)


def write_line(desk: Desk, request_id: int, **values: Any) -> int:
    given = {"request_id": request_id, "at": desk.clock(), "kind": "message_out", "actor_role": "agent",
             "channel": "email", "public": True, "text": "", "quoted": "", "data": {}, **values}  # fmt: skip
    with desk.database.transaction() as session:
        made: int = (
            session.connection().execute(sa.insert(_entries).values(**given).returning(_entries.c.id))
        ).scalar_one()
    return made


def test_a_notice_that_staff_attached_by_mistake_is_in_nobodys_archive(desk: Desk) -> None:
    notice = "Demande 2026-00001 · guichet.42.ab2cd3ef".encode()
    desk.take(write("Un lampadaire cassé.", files={"a.txt": b"de Jeanne", "b.txt": notice}))
    work(desk)
    with desk.database.reading() as session:
        own = session.connection().execute(sa.select(_files).order_by(_files.c.id)).mappings().all()
    said = write_line(desk, own[0]["request_id"], text="Ci-joint.")
    with desk.database.transaction() as session:
        for each in own:
            copied = {name: value for name, value in each.items() if name != "id"} | {"entry_id": said}
            session.connection().execute(sa.insert(_files).values(**copied))
    out = io.BytesIO()
    with desk.database.reading() as session:
        town = Organisations().current(session).in_force.organisation.town
    assert write_archive(out, dossier(desk, CITIZEN), town, desk.files, desk.clock()) == 4
    with zipfile.ZipFile(out) as archive:
        found = [archive.read(each) for each in archive.namelist() if each.startswith("files/")]
    # Theirs came from them; what staff attached is theirs to read, but for the letter.
    assert found[:2] == [b"de Jeanne", notice] and found[2] == b"de Jeanne"
    assert "courrier du guichet" in found[3].decode()


# Objecting


def test_who_objects_is_not_even_sent_an_acknowledgement_or_an_answer(
    database: Database, tmp_path: Path
) -> None:
    counter = open_counter(database, tmp_path)
    answer = counter.tell()
    person_id = counter.row(answer).person_id
    assert person_id is not None
    with database.transaction() as session:
        session.connection().execute(
            sa.update(_people).where(_people.c.id == person_id).values(objected_at=counter.clock())
        )
    carrier = Memory()
    counter.deliverer(carrier).deliver_next()
    assert counter.row(answer).state == "suppressed"
    assert "objected" in counter.row(answer).last_error
    assert [letter for letter in carrier.letters if CITIZEN in str(letter)] == []
    with database.reading() as session:
        reasons = session.connection().execute(
            sa.select(_outbox.c.data).where(_outbox.c.notice == "undeliverable")
        )
        assert [each["reason"] for each in reasons.scalars()] == ["objected"], "whoever answers is told"


def test_staff_cannot_object_to_their_work_and_whoever_did_can_be_written_to_again(desk: Desk) -> None:
    desk.take()
    work(desk)
    with desk.database.transaction() as session:
        with pytest.raises(UserError, match="member of staff"):
            object_to_notices(session, contact(desk, KEEPER).person_id, desk.clock())
        object_to_notices(session, contact(desk, CITIZEN).person_id, desk.clock())
        assert contact_of(session, contact(desk, CITIZEN).person_id) is None
        states = sa.select(_outbox.c.state).where(_outbox.c.recipient == CITIZEN)
        assert set(session.connection().execute(states).scalars()) == {"canceled"}
        withdraw_objection(session, contact(desk, CITIZEN).person_id)
    with desk.database.reading() as session:
        assert contact_of(session, contact(desk, CITIZEN).person_id) is not None


# Putting right


def put_right(desk: Desk, address: str, **changes: Any) -> list[str]:
    wanted = {"name": None, "locale": "", "contact": "", "region": "FR", **changes}
    with desk.database.transaction() as session:
        return rectify(session, contact(desk, address), **wanted)


def test_letters_that_wait_follow_the_name_the_address_and_the_language(desk: Desk) -> None:
    two_people(desk)
    change(desk, sa.insert(_participants).values(request_id=2, address=CITIZEN, role="copy"))
    change(desk, sa.update(_outbox).where(_outbox.c.recipient == OTHER).values(state="sent"))
    changed = put_right(desk, CITIZEN, name=" Jeanne  Martin ", contact="jm@example.org", locale="en")
    assert changed == ["name", "locale", "contact"]
    put_right(desk, OTHER, contact="luc@example.org")
    with desk.database.reading() as session:
        rows = session.connection().execute(
            sa.select(_outbox.c.recipient, _outbox.c.recipient_name, _outbox.c.state)
            .where(_outbox.c.audience == "requester")
            .order_by(_outbox.c.id)
        )
        assert rows.all() == [
            ("jm@example.org", "Jeanne Martin", "queued"),
            (OTHER, "Luc Petit", "sent"),
        ], "what left went where it went"
    assert value(desk, sa.select(_participants.c.address)) == "jm@example.org"
    assert value(desk, sa.select(_requests.c.locale).where(_requests.c.id == 1)) == "en"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "  "}, "empty"),
        ({"locale": "de"}, "fr or en"),
        ({"contact": OTHER}, "people merge"),
        ({"contact": "+33639980012"}, "a number a number"),
        ({"contact": "@@"}, "address"),
    ],
)
def test_what_puts_nothing_right_is_refused_and_changes_nothing(
    desk: Desk, changes: dict[str, str], words: str
) -> None:
    two_people(desk)
    with pytest.raises(UserError, match=words):
        put_right(desk, CITIZEN, **changes)
    found = contact(desk, CITIZEN)
    assert (found.name, found.locale) == ("Jeanne Petit", "fr")


# Two records of one person


def test_a_hold_and_an_objection_of_either_are_both_theirs(desk: Desk) -> None:
    one, other = two_people(desk)
    now, before = desk.clock(), desk.clock() - timedelta(days=3)
    held = {"held_since": now, "held_because": "Recours"}
    change(desk, sa.update(_people).where(_people.c.id == one).values(**held))
    held = {"held_since": before, "held_because": "Enquête", "objected_at": now, "told_phone": "+33199000001"}
    change(desk, sa.update(_people).where(_people.c.id == other).values(preferred_channel="email", **held))
    assert merge(desk, CITIZEN, OTHER) == one
    with desk.database.reading() as session:
        row = session.connection().execute(sa.select(_people).where(_people.c.id == one)).one()
        gone = session.connection().execute(sa.select(_people).where(_people.c.id == other)).one()
        assert known_as(session, one) == (one, other)
        assert contact_of(session, one) is None
    assert (row.held_since, row.held_because) == (before, "Recours; Enquête")
    assert (row.objected_at, row.told_phone, row.preferred_channel) == (now, "+33199000001", "email")
    assert (gone.held_since, gone.told_phone, gone.merged_into_id) == (before, "", one)


def test_letters_codes_and_links_of_both_are_one_persons_and_signed_addresses_still_work(desk: Desk) -> None:
    one, other = two_people(desk)
    now, later = desk.clock(), desk.clock() + timedelta(days=3)
    change(desk, sa.update(_outbox).where(_outbox.c.person_id == other).values(state="sent"))
    change(desk, sa.insert(_uploads).values(request_id=2, person_id=other, created_at=now, expires_at=later))
    change(desk, sa.insert(_codes).values(person_id=other, kind="phone", value="+33639980012",
           written="+33639980012", code_hash="x", created_at=now, expires_at=later))  # fmt: skip
    change(desk, sa.insert(_sessions).values(secret_hash="x", person_id=other, as_staff=False, by="mail",
           created_at=now, seen_at=now, expires_at=later))  # fmt: skip
    change(desk, sa.insert(_sign_ins).values(person_id=other, contact_hash="x", code_hash="x", browser_hash="x",
           by="mail", lang="fr", created_at=now, expires_at=later, attempts=0))  # fmt: skip
    token = SIGNER.sign(Purpose.REQUESTER, 2, other, later)
    merge(desk, CITIZEN, OTHER)
    for table in (_outbox, _uploads, _codes, _sessions, _sign_ins):
        assert value(desk, sa.select(sa.func.count()).where(table.c.person_id == other)) == 0
        assert value(desk, sa.select(sa.func.count()).where(table.c.person_id == one)) > 0
    with desk.database.reading() as session:
        assert is_made_for(session, SIGNER, token, [one], now)
        assert not is_made_for(session, SIGNER, token, [contact(desk, KEEPER).person_id], now)
    # An answer to a letter that was signed for the record which is gone.
    desk.take(write("Merci, voici la rue.", sender=OTHER), recipients=(f"demandes+{token}@ville.test",))
    work(desk)
    assert desk.row(3).request_id == 2, desk.row(3).reason


def test_staff_are_never_made_one_with_a_citizen(desk: Desk) -> None:
    two_people(desk)
    with pytest.raises(UserError, match="staff"):
        merge(desk, CITIZEN, KEEPER)
    assert contact(desk, KEEPER).person_id != contact(desk, CITIZEN).person_id


def test_who_was_two_is_forgotten_as_one_and_not_while_either_is_needed(desk: Desk) -> None:
    one, other = two_people(desk)
    merge(desk, CITIZEN, OTHER)
    with desk.database.transaction() as session:
        assert not forget_if_alone(session, one, desk.clock())[0]
        assert not forget_if_alone(session, other, desk.clock())[0]
    assert value(desk, sa.select(_people.c.name).where(_people.c.id == other)) == "Luc Petit"


# What is kept about somebody


def test_words_withdrawn_before_they_left_are_in_no_dossier(desk: Desk) -> None:
    two_people(desk)
    sent = write_line(desk, 1, text="Nous passons lundi.")
    taken = write_line(desk, 1, text="Cet usager est pénible.")
    state = write_line(desk, 1, kind="state", text="On verra bien.", data={"to": "done"})
    write_line(desk, 1, kind="note", public=False, data={"withdraws": [taken, state]})
    found = dossier(desk, CITIZEN)
    texts = json.dumps([line.text for line in found.requests[0].lines], ensure_ascii=False)
    assert sent and "Nous passons lundi." in texts
    assert "pénible" not in texts and "On verra" not in texts
    assert found.requests[0].notes_left_out == 3
    whole = dossier(desk, CITIZEN, with_notes=True).requests[0]
    assert "Cet usager est pénible." in [line.text for line in whole.lines] and whole.notes_left_out == 0


def test_the_dossier_has_what_stands_elsewhere_and_nothing_of_others(desk: Desk) -> None:
    one, other = two_people(desk)
    facts = {"told_phone": "+33199000001", "preferred_channel": "email", "objected_at": desk.clock()}
    change(desk, sa.update(_people).where(_people.c.id == one).values(**facts))
    change(desk, sa.insert(_participants).values(request_id=2, address=CITIZEN, role="copy"))
    write_line(desk, 2, kind="message_in", actor_role="requester", person_id=one, text="Moi aussi, ce banc.")
    write_line(desk, 1, kind="message_in", actor_role="requester", person_id=other, text="Je suis voisin.")
    found = dossier(desk, CITIZEN)
    assert (found.told_phone, found.preferred_channel, found.objected_at) == (
        "+33199000001", "email", desk.clock(),
    )  # fmt: skip
    assert [(each.reference, [line.text for line in each.lines]) for each in found.elsewhere] == [
        ("2026-00002", ["Moi aussi, ce banc."])
    ]
    assert found.in_copy == ["2026-00002"]
    assert [(line.who, line.text) for line in found.requests[0].lines if line.kind == "message_in"] == [
        ("self", "Un lampadaire cassé."), ("other", "Je suis voisin."),
    ]  # fmt: skip
    with desk.database.reading() as session:
        town = Organisations().current(session).in_force.organisation.town
    shown, told = page(found, town, desk.clock()), data(found, town, desk.clock())
    for text in (shown, told):
        assert "Moi aussi, ce banc." in text and "+33199000001" in text and "Un banc" not in text
    assert "Une autre personne" in shown and "Vous vous opposez" in shown


def test_the_dossier_of_two_records_is_one_and_keeps_who_wrote(desk: Desk) -> None:
    two_people(desk)
    merge(desk, CITIZEN, OTHER)
    found = dossier(desk, OTHER)
    assert [each.reference for each in found.requests] == ["2026-00001", "2026-00002"]
    assert {line.who for each in found.requests for line in each.lines if line.kind == "message_in"} == {
        "self"
    }
    assert found.elsewhere == []


def test_what_somebody_held_wrote_in_another_persons_request_holds_it(desk: Desk) -> None:
    one, other = two_people(desk)
    write_line(desk, 1, kind="message_in", actor_role="requester", person_id=other, text="Je suis voisin.")
    held = sa.select(_requests.c.id).where(request_held(_requests.c.id))
    assert value(desk, held) is None
    change(desk, sa.update(_people).where(_people.c.id == other).values(held_since=desk.clock()))
    with desk.database.reading() as session:
        assert session.connection().execute(held.order_by(_requests.c.id)).scalars().all() == [1, 2]
    change(desk, sa.update(_people).where(_people.c.id == other).values(held_since=None))
    change(desk, sa.update(_people).where(_people.c.id == one).values(held_since=desk.clock()))
    assert value(desk, held) == 1
