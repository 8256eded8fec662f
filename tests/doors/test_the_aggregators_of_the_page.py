"""The settings of two French aggregators as docs/sms.md has them, against a server that speaks their format: a text
leaves, and texts and receipts come back at the addresses that it was given.
"""

from __future__ import annotations

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from cli.service.assembly.gateways import gateway_proof, made_gateway
from dispatch.delivery.carriers.gateway import Gateway
from intake.doors.http.gateway import gateway_router
from intake.ledger.arrival import Arrival
from intake.sms.form import parse_sms
from intake.sms.gateway_call import read_kept_receipt
from models.errors import ConfigurationFailure
from models.settings.settings import Settings
from tests.doors.test_gateway_webhook import NOW
from tests.doors.test_text_gateway import CITIZEN, Provider, _text
from tests.servers.http_service import serving
from tests.servers.text_provider import TOKEN, called

PAGE = Path(__file__).parents[2] / "docs/sms.md"
PUBLIC_URL = "https://guichet.ville.test"


def settings_of_page(name: str, url: str, directory: Path) -> Settings:
    """The block of the page, typed as it stands, but for where the provider is and where the secrets are."""
    (block,) = (
        each
        for each in re.findall(r"```toml\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
        if f'"{name}"' in each
    )
    (directory / "secret").write_text("cle\n")
    (directory / "word").write_text(f"{TOKEN}\n")
    told: dict[str, Any] = tomllib.loads(block)
    told["sms"]["carrier"] = "gateway"
    told["sms"]["gateway"] |= {"url": url, "secret_file": directory / "secret"}
    told["doors"] |= {"http": {"public_url": PUBLIC_URL}}
    told["doors"]["sms"] |= {"enabled": True}
    told["doors"]["sms"]["gateway"] |= {"token_file": directory / "word"}
    return Settings.model_validate(told)


def carrier(settings: Settings) -> Gateway:
    assert settings.sms.gateway is not None
    return made_gateway(settings.sms.gateway, settings)


class Door:
    """The town's end of the calls of the provider."""

    def __init__(self, stack: ExitStack, settings: Settings) -> None:
        self.rows: dict[str, Arrival] = {}
        assert settings.doors.sms.gateway is not None and settings.sms.gateway is not None
        name, proof = settings.sms.gateway.name, gateway_proof(settings)
        router = gateway_router(settings.doors.sms, name, proof, self.accept, lambda *_: None, lambda: NOW)
        self._address = stack.enter_context(serving(router))

    async def accept(self, arrival: Arrival) -> int:
        assert arrival.door_key is not None
        self.rows.setdefault(arrival.door_key, arrival)
        return len(self.rows)

    def called_at(self, address: str, body: bytes | None = None, **more: str) -> int:
        """Call the address that the provider knows, as it does."""
        where = address.replace(PUBLIC_URL, self._address)
        if more:
            where += ("&" if urlsplit(where).query else "?") + urlencode(more)
        return called(where, body, {"Content-Type": "application/json"})[0]


@pytest.fixture
def provider() -> Iterator[Provider]:
    started = Provider()
    thread = threading.Thread(target=started.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield started
    started.server.shutdown()
    started.server.server_close()
    thread.join()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as closing:
        yield closing


def test_smsmode_both_ways(provider: Provider, stack: ExitStack, tmp_path: Path) -> None:
    settings = settings_of_page("smsmode", provider.url, tmp_path)
    provider.answers = [(201, '{"messageId": "f00d-1", "status": {"value": "SCHEDULED"}}')]
    handed = carrier(settings).send(_text("Reçu « à 8 h »"))
    assert (handed.carrier_id, handed.state) == ("f00d-1", "handed")
    [(method, _, headers, raw)] = provider.asked
    said = json.loads(raw)
    assert (method, headers["x-api-key"], said["recipient"]) == ("POST", "cle", {"to": CITIZEN[1:]})
    door = Door(stack, settings)
    receipt = {"messageId": "f00d-1", "refClient": "12", "status": {"value": "UNDELIVERED"}}
    answer = {
        "messageId": "mo-1",
        "from": CITIZEN[1:],
        "recipient": {"to": "36034"},
        "body": {"text": "SUIVI"},
    }
    assert door.called_at(said["callbackUrlStatus"], json.dumps(receipt).encode()) == 200
    assert door.called_at(said["callbackUrlMo"], json.dumps(answer).encode()) == 200
    assert door.called_at(said["callbackUrlMo"].replace(TOKEN, "x"), json.dumps(answer).encode()) == 403
    receipts, texts = (
        [row for row in door.rows.values() if row.door == kind] for kind in ("receipts", "sms")
    )
    read = read_kept_receipt(receipts[0].raw)
    assert (read.carrier_id, read.state, read.reason, read.outbox_id) == (
        "f00d-1",
        "failed",
        "unreachable",
        12,
    )
    assert (parse_sms(texts[0].raw).text, texts[0].envelope_from) == ("SUIVI", CITIZEN)


def test_ovh_sends_by_an_address_and_brings_receipts_by_one(
    provider: Provider,
    stack: ExitStack,
    tmp_path: Path,
) -> None:
    settings = settings_of_page("ovh", provider.url, tmp_path)
    provider.answers = [(200, '{"status":100,"creditLeft":"1987","SmsIds":["10867690"]}')]
    handed = carrier(settings).send(_text("Reçu & lu"))
    assert (handed.carrier_id, handed.state) == ("10867690", "handed")
    [(method, path, _, raw)] = provider.asked
    asked = dict(parse_qsl(urlsplit(path).query))
    assert (method, raw, asked["to"], asked["message"]) == ("GET", b"", CITIZEN, "Reçu & lu")
    assert (asked["from"], asked["password"], asked["tag"]) == ("MAIRIE", "cle", "12")
    # A name is no number: nobody can answer, and no text comes in.
    assert settings.sms.gateway is not None and not settings.sms.gateway.can_be_answered
    door = Door(stack, settings)
    address = f"{PUBLIC_URL}/sms/gateway/receipt"
    for code in ("2", "4", "16"):
        assert (
            door.called_at(address, token=TOKEN, id="10867690", ptt=code, tag="12", date="20261128100000")
            == 200
        )
    assert door.called_at(address, id="10867690", ptt="4", tag="12") == 403
    assert door.called_at(f"{PUBLIC_URL}/sms/gateway/message", token=TOKEN, message="x") == 404
    read = [read_kept_receipt(row.raw) for row in door.rows.values()]
    assert [(each.carrier_id, each.state, each.reason) for each in read] == [
        ("10867690", "sent", ""), ("10867690", "delivered", ""), ("10867690", "failed", "unreachable"),
    ]  # fmt: skip
    provider.answers = [(200, '{"status":401,"message":"IP not authorized"}')]
    with pytest.raises(ConfigurationFailure):
        carrier(settings).send(_text())
    assert parse_qs(urlsplit(provider.asked[1][1]).query)["noStop"] == ["1"]
