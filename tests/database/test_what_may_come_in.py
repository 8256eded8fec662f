"""Viruses, spam and sizes: what is held, what is refused with an answer, and what a release lets through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.ledger import claims
from models.settings.settings import Settings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.outbox import OutboundMessage
from tests.desk import Desk
from tests.letters import ADMINISTRATOR, CITIZEN, STRANGER, write

_outbox = table_of(OutboundMessage)
DeskMaker = Callable[..., Desk]


@pytest.fixture
def make_desk(town_database: Database, tmp_path: Path) -> Iterator[DeskMaker]:
    """Desks with settings of one's own."""
    made: list[Desk] = []

    def make(**settings: Any) -> Desk:
        made.append(Desk(town_database, tmp_path, settings=Settings.model_validate(settings)))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def work(desk: Desk) -> None:
    processor = desk.processor()
    while processor.process_next():
        pass


def told(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.reading() as session:
        rows = session.connection().execute(sa.select(_outbox).order_by(_outbox.c.id))
        return [(row.notice, row.recipient) for row in rows]


def with_file(size_bytes: int, sender: str = CITIZEN, fill: bytes = b"x") -> Any:
    return write("Voici le plan.", sender=sender, files={"plan.bin": fill * size_bytes})


def test_a_virus_is_held_and_only_administrators_are_told(make_desk: DeskMaker) -> None:
    desk = make_desk()
    number = desk.take(with_file(10), door_facts={"virus": "Eicar-Test-Signature"})
    work(desk)
    row = desk.row(number)
    assert (row.state, row.request_id) == ("held", None)
    assert "Eicar-Test-Signature" in row.reason
    assert told(desk) == [("set_aside", ADMINISTRATOR)]


def test_what_an_administrator_released_becomes_a_request(make_desk: DeskMaker) -> None:
    desk = make_desk(limits={"message_bytes": 100})
    number = desk.take(with_file(1000), door_facts={"virus": "Eicar-Test-Signature"})
    work(desk)
    with desk.database.transaction() as session:
        claims.replay(session, number, desk.clock(), released_by="cli:sophie")
    work(desk)
    assert desk.row(number).state == "new_request"


@pytest.mark.parametrize(
    ("header", "value", "held"),
    [
        ("X-Spam-Flag", "YES", True),
        ("X-Spam-Status", "Yes, score=12.1", True),
        ("X-Rspamd-Action", "add header", True),
        ("X-Spam-Flag", "NO", False),
        ("X-Spam-Status", "No, score=-1", False),
        ("X-Rspamd-Action", "no action", False),
    ],
)
def test_spam_headers_count_only_when_they_are_trusted(
    make_desk: DeskMaker, header: str, value: str, held: bool
) -> None:
    letter = write("Gagnez un lampadaire.", headers={header: value}, message_id="")
    other = write("Gagnez deux lampadaires.", headers={header: value}, message_id="")
    trusting, wary = make_desk(mail={"trust_spam_headers": True}), make_desk()
    first = trusting.take(letter)
    work(trusting)
    second = wary.take(other)
    work(wary)
    assert trusting.row(first).state == ("held" if held else "new_request")
    assert wary.row(second).state == "new_request"


def test_attachments_too_large_are_refused_with_an_answer_and_the_next_mail_is_taken(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk(limits={"message_bytes": 1000})
    large, small = desk.take(with_file(1001)), desk.take(with_file(1000, fill=b"y"))
    work(desk)
    assert (desk.row(large).state, desk.row(small).state) == ("refused", "new_request")
    assert desk.row(large).reason == "too large: over 1,000 bytes"
    assert told(desk)[0] == ("refused_message", CITIZEN)
    with desk.database.reading() as session:
        data = (
            session.connection().execute(sa.select(_outbox.c.data).order_by(_outbox.c.id)).scalars().first()
        )
    assert data is not None
    assert (data["reason"], data["limit_bytes"]) == ("too_large", 1000)


def test_one_requester_s_attachments_are_added_up_and_nobody_else_pays(make_desk: DeskMaker) -> None:
    desk = make_desk(limits={"requester_bytes": 1500})
    states = []
    for sender, fill in ((CITIZEN, b"a"), (CITIZEN, b"b"), (STRANGER, b"c")):
        number = desk.take(with_file(1000, sender, fill), envelope_from=sender)
        work(desk)
        states.append(desk.row(number).state)
    assert states == ["new_request", "refused", "new_request"]
    desk.clock.pass_seconds(31 * 86_400)
    later = desk.take(with_file(1000, fill=b"d"))
    work(desk)
    assert desk.row(later).state == "new_request"


def test_a_full_counter_takes_the_words_without_the_files_and_tells_everybody_why(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk(limits={"quota_bytes": 1500})
    first = desk.take(with_file(1000))
    work(desk)
    second = desk.take(with_file(1000, STRANGER, b"b"), envelope_from=STRANGER)
    words = desk.take(write("Un lampadaire est éteint.", sender=STRANGER), envelope_from=STRANGER)
    work(desk)
    assert [desk.row(each).state for each in (first, second, words)] == [
        "new_request",
        "new_request",
        "new_request",
    ]
    with desk.database.reading() as session:
        rows = session.connection().execute(sa.select(_outbox)).all()
    said = {(row.notice, row.recipient): row.data for row in rows if row.inbound_id == second}
    assert said["refused_message", STRANGER]["reason"] == "files_not_kept"
    assert ("acknowledgement", STRANGER) in said
    assert [data["comment"] for (notice, _), data in said.items() if notice == "assigned"] == [
        "Pièces jointes non gardées, faute de place\u00a0: plan.bin"
    ]
    assert {("refused_message", STRANGER), ("set_aside", ADMINISTRATOR)} <= set(told(desk))


def test_a_sender_whose_address_is_too_long_for_an_envelope_still_makes_a_request(
    make_desk: DeskMaker,
) -> None:
    desk = make_desk()
    long = f"{'a' * 80}@example.org"
    raw = write("Une ampoule au gymnase Guimard.").as_bytes().replace(CITIZEN.encode(), long.encode())
    number = desk.take(raw, envelope_from=long)
    work(desk)
    assert desk.row(number).state == "new_request"
    assert long not in [recipient for _, recipient in told(desk)]
