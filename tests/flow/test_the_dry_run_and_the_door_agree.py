"""`rules test` decides as the service does: compared on letters of every kind, with nothing left behind."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from cli.office import now
from dispatch.inbound.dry_run import dry_run
from intake.ledger.arrival import Arrival
from intake.mail.parse import parse_mail
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from models.tables.outbox import OutboundMessage
from models.tables.requests import Entry, RequestRow
from models.values import Reference
from tests.flow.conftest import Founder
from tests.letters import CITIZEN, TOWN_HALL
from tests.sampling import is_tried
from tests.town import Town

CORPUS = sorted((Path(__file__).parents[1] / "corpus_fr").glob("*.eml"))
#: Real mail of many programs, where it lies beside the project.
REAL = Path(os.environ.get("GUICHET_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "corpus"
#: Octets of the largest that is tried.
LARGEST = 400_000
LETTERS = [
    b"From: Jeanne <jeanne@example.org>\r\nTo: mairie@ville.test\r\nSubject: Lampadaire\r\nMessage-ID: "
    b"<1@example.org>\r\n\r\nLe lampadaire de la rue est en panne.\r\n",
    b"From: MAILER-DAEMON@example.org\r\nTo: mairie@ville.test\r\nSubject: Out of "
    b"office\r\nAuto-Submitted: auto-replied\r\nMessage-ID: <2@example.org>\r\n\r\nI am away.\r\n",
    b"From: demandes@ville.test\r\nTo: mairie@ville.test\r\nSubject: boucle\r\nMessage-ID: "
    b"<3@example.org>\r\n\r\nencore\r\n",
    "From: Marc <marc.durand@agents.ville.test>\r\nTo: mairie@ville.test\r\nSubject: "
    "chauffage\r\nMessage-ID: <4@example.org>\r\n\r\nIl fait froid à l'école Jules Ferry, le radiateur "
    "est en panne.\r\n".encode(),
]


def counts(town: Town) -> list[int]:
    with town.office.database.reading() as session:
        return [
            session.connection().execute(sa.select(sa.func.count()).select_from(table_of(table))).scalar_one()
            for table in (InboundMessage, RequestRow, Entry, OutboundMessage)
        ]


def tried(town: Town, raw: bytes) -> tuple[str, int, dict[str, Any]]:
    arrival = Arrival(door="smtp", raw=raw, received_at=now(), envelope_from=CITIZEN, recipients=(TOWN_HALL,))
    done = dry_run(town.office.database, town.settings, town.office.signer, arrival, parse_mail(raw))
    request = {name: done.request.get(name) for name in ("service", "building", "priority", "assignee")}
    return str(done.outcome.state), len(done.decision.get("steps", [])), request


def agree(town: Town, raw: bytes) -> None:
    before = counts(town)
    state, steps, request = tried(town, raw)
    assert counts(town) == before
    town.send(raw)
    with town.office.database.reading() as session:
        ledger = table_of(InboundMessage)
        row = session.connection().execute(sa.select(ledger).order_by(ledger.c.id.desc()).limit(1)).one()
        ended = session.get(RequestRow, row.request_id) if row.request_id else None
        placed = dict.fromkeys(request)
        if ended is not None:
            whole = town.request(str(Reference(ended.year, ended.number)))
            placed = {name: whole[name] for name in request}
    assert (str(row.state), len((row.decision or {}).get("steps", []))) == (state, steps)
    assert request == placed


def test_every_letter_ends_as_the_dry_run_said_and_the_dry_run_leaves_nothing(town: Town) -> None:
    assert len(CORPUS) >= 10
    for raw in (*LETTERS, *(path.read_bytes() for path in CORPUS)):
        agree(town, raw)


@pytest.mark.skipif(not (REAL / "dev.jsonl").exists(), reason="no corpus of real messages beside the project")
def test_real_mail_of_many_programs_ends_as_the_dry_run_said(found_town: Founder) -> None:
    """One in sixty of it in every run, all of it in a thorough one."""
    town = found_town(limits={"messages_per_sender_per_hour": 100_000, "acknowledgements_per_day": 100_000})
    lines = [json.loads(line) for line in (REAL / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    paths = [line["path"] for line in lines if line["kind"] == "mime"]
    compared = 0
    for path in paths:
        if is_tried(path, one_in=60) and 0 < (REAL / path).stat().st_size <= LARGEST:
            agree(town, (REAL / path).read_bytes())
            compared += 1
    assert compared > 5


@pytest.mark.parametrize("again", [False, True])
def test_a_message_that_came_before_is_a_copy_unless_it_is_tried_instead(town: Town, again: bool) -> None:
    raw = LETTERS[0]
    town.send(raw)
    arrival = Arrival(door="smtp", raw=raw, received_at=now(), envelope_from=CITIZEN, recipients=(TOWN_HALL,))
    done = dry_run(
        town.office.database,
        town.settings,
        town.office.signer,
        arrival,
        parse_mail(raw),
        instead_of=1 if again else None,
    )
    assert str(done.outcome.state) == ("new_request" if again else "duplicate")
    assert done.notices == (("acknowledgement", *done.notices[1:]) if again else ())
