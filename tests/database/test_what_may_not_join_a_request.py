"""What must not become part of a request may not by answering one either; a forged address costs nothing."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from models.settings.settings import Settings
from models.signing.tokens import MAX_ID, Purpose
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from models.tables.requests import Attachment
from tests.desk import SIGNER, Desk
from tests.letters import write

_attachments, _outbox = table_of(Attachment), table_of(OutboundMessage)
FILES = {"photo.bin": bytes(range(256)) * 40}


def work(desk: Desk) -> None:
    processor = desk.processor()
    while processor.process_next():
        pass


def follow_up(desk: Desk, **headers: str) -> EmailMessage:
    """A requester's answer with a file, to a request just made."""
    first = write("Une ampoule au gymnase Guimard.")
    desk.take(first)
    work(desk)
    return write("Voici la photo.", files=FILES, headers={"In-Reply-To": str(first["Message-ID"]), **headers})


def files_kept(desk: Desk) -> int:
    with desk.database.reading() as session:
        return session.connection().execute(sa.select(sa.func.count(_attachments.c.id))).scalar_one()


def told(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        query = sa.select(_outbox.c.notice).order_by(_outbox.c.id)
        return list(session.connection().execute(query).scalars())


def small(desk: Desk, limit: str) -> None:
    desk.settings = Settings.model_validate({"limits": {limit: 1_000}})


@pytest.mark.parametrize("headers", [{}, {"Auto-Submitted": "auto-replied"}], ids=["person", "machine"])
def test_a_virus_in_an_answer_is_held_and_goes_to_nobody(desk: Desk, headers: dict[str, str]) -> None:
    """Doors that may not refuse (LMTP, IMAP) mark it: it must not reach the agents with the history."""
    desk.take(follow_up(desk, **headers), door="lmtp", door_facts={"virus": "Eicar-Test"})
    work(desk)
    assert desk.states() == ["new_request", "held"]
    assert files_kept(desk) == 0
    assert told(desk).count("requester_reply") == 0
    assert told(desk).count("set_aside") == 1


def test_a_released_answer_joins_its_request(desk: Desk) -> None:
    desk.take(follow_up(desk), door_facts={"virus": "Eicar-Test", "released_by": "an administrator"})
    work(desk)
    assert desk.states() == ["new_request", "follow_up"]
    assert files_kept(desk) == 1


@pytest.mark.parametrize("limit", ["message_bytes", "requester_bytes"])
def test_an_answer_with_too_large_files_is_refused_with_an_answer(desk: Desk, limit: str) -> None:
    letter = follow_up(desk)
    small(desk, limit)
    desk.take(letter)
    work(desk)
    assert desk.states() == ["new_request", "refused"]
    assert files_kept(desk) == 0
    assert told(desk).count("refused_message") == 1


def test_a_machine_s_answer_with_too_large_files_is_kept_out_of_the_history(desk: Desk) -> None:
    letter = follow_up(desk, **{"Auto-Submitted": "auto-replied"})
    small(desk, "quota_bytes")
    desk.take(letter)
    work(desk)
    assert desk.states() == ["new_request", "automatic"]
    assert files_kept(desk) == 0


def test_a_full_store_is_told_to_the_administrators_once_a_day(desk: Desk) -> None:
    small(desk, "quota_bytes")
    for number in range(3):
        desk.take(write(f"Photo {number}.", files=FILES))
    work(desk)
    assert desk.states() == ["new_request"] * 3
    assert files_kept(desk) == 0
    assert told(desk).count("set_aside") == 1


def test_where_there_is_no_room_an_answers_words_join_without_the_files(desk: Desk) -> None:
    letter = follow_up(desk)
    small(desk, "quota_bytes")
    desk.take(letter)
    work(desk)
    assert desk.states() == ["new_request", "follow_up"]
    assert files_kept(desk) == 0
    assert told(desk).count("requester_reply") == told(desk).count("refused_message") == 1


def test_files_alone_are_refused_where_there_is_no_room(desk: Desk) -> None:
    small(desk, "quota_bytes")
    desk.take(write("", files=FILES))
    work(desk)
    assert desk.states() == ["refused"]


@pytest.mark.parametrize("purpose", [Purpose.REQUESTER, Purpose.ASSIGNEE, Purpose.TASK])
def test_a_forged_address_with_an_impossible_number_costs_no_attempt(desk: Desk, purpose: Purpose) -> None:
    token = SIGNER.sign(purpose, MAX_ID + 1, 1, desk.clock() + timedelta(days=30))
    desk.take(write("Une ampoule."), recipients=(f"demandes+{token}@ville.test",))
    work(desk)
    assert desk.states() == ["new_request"]
    assert desk.row(1).attempts == 1


def test_a_sender_without_end_gets_no_more_refusals(desk: Desk) -> None:
    """Our refusal and a robot's answer to it would go on for ever."""
    desk.settings = Settings.model_validate(
        {"limits": {"message_bytes": 1_000, "messages_per_sender_per_hour": 2}}
    )
    for number in range(5):
        desk.take(write(f"Photo {number}.", files=FILES))
        work(desk)
    assert desk.states() == ["refused"] * 5
    assert told(desk).count("refused_message") == 2
