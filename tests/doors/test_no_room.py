"""Every door, in its manner, asks for messages to come again while there is no room for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.ledger.arrival import Arrival
from intake.ledger.room import Lack, NoRoom, Room
from models.settings.processing import LimitSettings
from tests.doors.house import House
from tests.doors.mailboxes import Mailbox, letter, utc_now, wait_for_mail
from tests.doors.wire import CONTENT, Dialogue
from tests.servers.processes import until

OURS = "mairie@ville.test"


def set_room(house: House, **bounds: int) -> Room:
    limits = LimitSettings.model_validate({"free_bytes": 1, **bounds})
    house.reception.room = Room(limits, [house.files.directory.parent])
    return house.reception.room


def test_lmtp_answers_452_for_each_recipient_and_names_no_host(house: House) -> None:
    doors = house.open(lmtp={})
    assert doors.lmtp is not None
    set_room(house, sender_bytes_per_hour=3 * len(CONTENT) + 10, host_bytes_per_hour=1)
    with Dialogue(doors.lmtp.bound_address) as dialogue:
        dialogue.say("LHLO relay.example")
        for number in range(4):
            dialogue.envelope([OURS, "postmaster@ville.test"])
            first = dialogue.say(CONTENT + b".")
            said = [first[:9], dialogue.read()[:9]]
            if number == 3:
                break
            assert said == ["250 2.0.0", "250 2.0.0"]
    assert said == ["452 4.7.1", "452 4.7.1"]
    assert len(house.ledger()) == 3


def test_mail_without_room_stays_on_the_imap_server_and_is_fetched_when_there_is(
    house: House, mailbox: Mailbox
) -> None:
    room = set_room(house, free_bytes=1 << 60)
    mailbox.put(letter(1), letter(2))
    house.open(imap=[mailbox.settings()])
    until(lambda: room.refused[Lack.DISK] > 0, "nobody asked for room")
    assert house.ledger() == [] and mailbox.count() == 2
    set_room(house)
    wait_for_mail(mailbox, 2, "Processed")
    assert sorted(house.contents()) == [letter(1), letter(2)]


def test_who_is_over_their_hour_waits_on_the_imap_server_and_others_are_fetched(
    house: House, mailbox: Mailbox
) -> None:
    other = letter(2).replace(b"a@example.org", b"b@example.org")
    set_room(house, sender_bytes_per_hour=len(letter(1)) + 10)
    mailbox.put(letter(1), letter(3), other)
    house.open(imap=[mailbox.settings()])
    wait_for_mail(mailbox, 2, "Processed")
    assert sorted(house.contents()) == sorted([letter(1), other])
    assert mailbox.count() == 1


@pytest.mark.parametrize(("door", "taken"), [("sms", False), ("upload", False), ("web", True), ("cli", True)])
def test_only_a_full_disk_keeps_out_what_our_own_people_write(house: House, door: str, taken: bool) -> None:
    set_room(house, mail_bytes=1)
    arrival = Arrival(door=door, raw=b"From=%2B33639980001&Body=Bonjour", received_at=utc_now())
    if taken:
        assert house.reception.accept(arrival) > 0
        set_room(house, free_bytes=1 << 60)
    with pytest.raises(NoRoom) as full:
        house.reception.accept(arrival)
    assert full.value.lack is (Lack.DISK if taken else Lack.ALL)


def test_what_found_no_room_leaves_no_file_behind(house: House, tmp_path: Path) -> None:
    set_room(house, sender_bytes_per_hour=1)
    arrival = Arrival(
        door="smtp", raw=os.urandom(100_000), received_at=utc_now(), envelope_from="a@example.org"
    )
    with pytest.raises(NoRoom):
        house.reception.accept(arrival)
    assert not [path for path in house.files.directory.rglob("*") if path.is_file()]
