"""Texts in the real ledger: brought twice, fetched again, all at once, each is one row."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from pydantic import SecretStr

from intake.doors.http.twilio import twilio_router
from intake.ledger.arrival import Arrival
from intake.ledger.reception import Reception
from intake.sms.form import parse_sms
from models.settings.texts import TwilioDoorSettings
from models.store.database import Database
from models.store.files import FileStore
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.servers.fake_twilio import AUTH_TOKEN, FakeTwilio, deliver, signed_call
from tests.servers.http_service import serving
from tests.servers.twilio_case import CITIZEN, PUBLIC_URL, TOWN, carrier

_ledger = table_of(InboundMessage)
_SETTINGS = TwilioDoorSettings(public_url=PUBLIC_URL, auth_tokens=(SecretStr(AUTH_TOKEN),))


def _rows(database: Database) -> list[tuple[str, bytes]]:
    wanted = sa.select(_ledger.c.door_key, _ledger.c.raw).order_by(_ledger.c.id)
    with database.transaction() as session:
        return [(row.door_key, row.raw) for row in session.connection().execute(wanted)]


def test_a_text_brought_many_times_at_once_is_one_row(database: Database, tmp_path: Path) -> None:
    reception = Reception(database, FileStore(tmp_path / "files"))

    async def accept(arrival: Arrival) -> int:
        return await asyncio.wrap_future(reception.submit(arrival))

    router = twilio_router(_SETTINGS, accept, lambda *_: None, lambda: datetime.now(UTC))
    with FakeTwilio() as fake, serving(router) as address:
        calls = [
            signed_call(
                fake.webhook_form(fake.receive(CITIZEN, TOWN, f"Texte {n}")), f"{PUBLIC_URL}/sms/twilio"
            )
            for n in range(5)
        ]
        with ThreadPoolExecutor(20) as callers:
            answers = list(callers.map(lambda call: deliver(f"{address}/sms/twilio", *call)[0], calls * 8))
    reception.close()
    assert answers == [200] * 40
    assert sorted(parse_sms(raw).text for _, raw in _rows(database)) == [f"Texte {n}" for n in range(5)]


def test_what_reconciliation_fetches_again_is_the_row_that_is_there(
    database: Database, tmp_path: Path
) -> None:
    reception = Reception(database, FileStore(tmp_path / "files"))
    now = datetime.now(UTC)

    def accept(raw: bytes) -> int:
        key = f"sms:{parse_sms(raw).message_id}"
        return reception.accept(
            Arrival(door="sms", door_name="twilio", raw=raw, received_at=now, door_key=key)
        )

    with FakeTwilio() as fake:
        came = fake.receive(CITIZEN, TOWN, "arrivé")
        lost = fake.receive(CITIZEN, TOWN, "perdu")
        first = accept(signed_call(fake.webhook_form(came), PUBLIC_URL)[0])
        fetched = list(carrier(fake.url).inbound_since(now - timedelta(hours=1)))
        ids = [accept(raw) for raw in fetched]
        assert [accept(raw) for raw in fetched] == ids
    reception.close()
    assert first in ids
    assert {key for key, _ in _rows(database)} == {f"sms:{came.sid}", f"sms:{lost.sid}"}
