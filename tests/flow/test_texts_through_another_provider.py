"""Texts both ways through a provider that settings alone describe: a real server that takes and calls back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.service.seeing.welcome import welcome
from tests.letters import CITIZEN as JEANNE
from tests.servers.text_provider import TextProvider, receipt_call, text_call
from tests.texting import CITIZEN, PUBLIC_URL, AnyTextTown

MESSAGE, RECEIPT = "/sms/gateway/message", "/sms/gateway/receipt"
_ALWAYS = dict.fromkeys(("weekdays", "saturday", "sunday", "holidays"), "00:00-24:00")


class ProvidedTown(AnyTextTown):
    """A town whose texts go through the provider."""

    def __init__(self, directory: Path, database_url: str, provider: TextProvider) -> None:
        settings = provider.settings()
        settings["sms"]["quiet_hours"] = _ALWAYS
        settings["doors"] |= {
            "smtp": {"port": 0},
            "http": {"port": 0, "public_url": PUBLIC_URL},
        }
        super().__init__(directory, database_url, **settings)
        self.provider = provider

    def called(self, path: str, content: dict[str, Any], **headers: str) -> int:
        host, port = self.service.http_address or ("", 0)
        status = self.provider.call(f"http://{host}:{port}{path}", content, **headers)
        if status == 200:
            self.settle()
        return status

    def newest(self, notice: str) -> dict[str, Any]:
        return [row for row in self.notices() if row["notice"] == notice][-1]


@pytest.fixture
def provided(town_database_url: str, tmp_path: Path) -> Iterator[Callable[..., ProvidedTown]]:
    founded: list[ProvidedTown] = []
    with TextProvider() as provider:

        def found() -> ProvidedTown:
            town = ProvidedTown(tmp_path, town_database_url, provider)
            founded.append(town)
            town.open()
            return town

        yield found
        for town in founded:
            town.close()


def test_a_text_is_a_request_answered_by_text_and_its_receipts_are_followed(
    provided: Callable[..., ProvidedTown],
) -> None:
    town = provided()
    # What the welcome says is what one types at the provider.
    assert f"{MESSAGE}, out by" in "\n".join(welcome(town.office, town.service))
    call = text_call("in-1", CITIZEN, "Le lampadaire devant le gymnase Guimard ne marche plus")
    assert [town.called(MESSAGE, call) for _ in range(2)] == [200, 200]
    [request] = town.requests()
    assert request["channel"] == "sms"
    [text] = town.provider.taken
    assert text["recipient"]["to"] == CITIZEN.removeprefix("+")
    assert request["reference"] in text["body"]["text"] and "Ne répondez pas" not in text["body"]["text"]
    assert town.newest("acknowledgement")["state"] == "handed"

    assert town.called(RECEIPT, receipt_call(text["messageId"], "TELEPORTED")) == 200
    assert town.called(RECEIPT, receipt_call(text["messageId"], "DELIVERED")) == 200
    assert town.called(RECEIPT, receipt_call(text["messageId"], "SENT")) == 200
    assert town.newest("acknowledgement")["state"] == "delivered"
    reasons = [row["reason"] for row in town.ledger() if row["door"] == "receipts:agregateur"]
    assert "'TELEPORTED'" in reasons[0] and "statuses" in reasons[0]
    assert "was already delivered" in reasons[2]

    assert town.called(MESSAGE, text_call("in-2", CITIZEN, "STOP")) == 200
    assert town.provider.taken[-1]["body"]["text"].lower().count("start") == 1


def test_a_number_out_of_service_is_not_texted_again_and_its_person_is_written_to(
    provided: Callable[..., ProvidedTown],
) -> None:
    town = provided()
    assert town.called(MESSAGE, text_call("in-1", CITIZEN, "Lampadaire éteint rue des Écoles")) == 200
    town.link(CITIZEN, JEANNE)
    sent = town.provider.taken[-1]
    lost = receipt_call("", "UNDELIVERABLE", "UNKNOWN_RECIPIENT", ours=sent["refClient"])
    assert town.called(RECEIPT, lost) == 200
    assert town.newest("undeliverable")["data"]["sent_other_way"] is True
    acknowledged = [row["recipient"] for row in town.notices() if row["notice"] == "acknowledgement"]
    assert acknowledged == [CITIZEN, JEANNE]
    assert town.called(MESSAGE, text_call("in-2", CITIZEN, "aide")) == 200
    assert town.newest("text_help")["state"] == "suppressed"


@pytest.mark.parametrize("town_database_url", ["sqlite"], indirect=True)
def test_calls_that_nobody_proved_are_in_the_access_log_and_told_to_administrators(
    provided: Callable[..., ProvidedTown],
) -> None:
    town = provided()
    call = text_call("in-1", CITIZEN, "Bonjour")
    assert {town.called(MESSAGE, call, token="devine") for _ in range(10)} == {403}
    assert town.called(MESSAGE, {"other": "fields"}) == 400
    assert town.service.texting.write_rejections() == 11
    town.settle()
    written = town.accesses("refuse")
    assert [(row["reason"], row["path"], row["count"]) for row in written] == [
        ("mapping", MESSAGE, 1),
        ("signature", MESSAGE, 10),
    ]
    assert not town.requests() and town.newest("alert")["data"]["values"] == {"count": "10"}
