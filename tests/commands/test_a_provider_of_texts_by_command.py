"""`guichet sms read` and `guichet doctor sms` for a provider that the settings describe."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.commands.running import guichet
from tests.servers.text_provider import CALLS, receipt_call, text_call

_SECRETS = ("token", "signature_key")


def _describe(door: dict[str, Any], gateway: str = "") -> None:
    """Write `[doors.sms.gateway]`, and a gateway, into the settings in force."""
    lines = [
        f"{name} = {json.dumps(value)}"
        for name, value in door.items()
        if name not in _SECRETS and not isinstance(value, dict)
    ]
    tables = [
        f"{name} = {{ {', '.join(f'{json.dumps(k)} = {json.dumps(v)}' for k, v in value.items())} }}"
        for name, value in door.items()
        if isinstance(value, dict)
    ]
    Path("settings.toml").write_text(
        "[doors.http]\npublic_url = 'https://demandes.ville.test'\n"
        "[doors.sms]\nenabled = true\n[doors.sms.gateway]\n" + "\n".join(lines + tables) + "\n"
        "[sms]\ncarrier = 'gateway'\n[sms.gateway]\nurl = 'https://sms.provider.test/send'\n"
        f"body = '{{}}'\nname = 'agregateur'\n{gateway}\n",
        "utf-8",
    )


@pytest.fixture
def described(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GUICHET_DOORS__SMS__GATEWAY__TOKEN", "mot")
    Path("key").write_text("clé", "utf-8")
    Path("key").chmod(0o600)
    _describe(CALLS | {"signature_key_file": "key"}, "reports_delivery = true\nsender = '33199000001'")
    return office


def test_the_example_of_a_manual_is_shown_as_it_would_be_understood(described: Path) -> None:
    Path("message.json").write_text(json.dumps(text_call("in-1", "+33639980012", "Égout bouché")), "utf-8")
    done = guichet("sms", "read", "message.json")
    assert done.code == 0, done.err
    assert "+33639980012" in done.out and "Égout bouché" in done.out and "in-1" in done.out

    lost = json.dumps(receipt_call("m-1", "UNDELIVERABLE", "UNKNOWN_RECIPIENT", "12"))
    [receipt] = guichet("sms", "read", "-", "--kind", "receipt", "--json", typed=lost.encode()).json()
    assert receipt == {
        "id": "m-1",
        "ours": "12",
        "state": "failed",
        "reason": "unknown_number",
        "said": "UNDELIVERABLE UNKNOWN_RECIPIENT",
    }
    unknown = guichet(
        "sms", "read", "-", "--kind", "receipt", typed=json.dumps(receipt_call("m-1", "LATER")).encode()
    )
    assert "'LATER', which doors.sms.gateway.statuses does not know" in " ".join(unknown.out.split())


def test_what_is_not_where_the_settings_say_is_named(
    described: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for arguments, stdin, said in (
        (("-",), '{"messageId": "1", "body": {"text": "x"}}', "no sender at 'from'"),
        (("-",), "{", "The call is not JSON"),
        (("-", "--content-type", "text/xml"), "<x/>", "neither JSON nor a form"),
        (("missing.json",), "", "missing.json cannot be read"),
        (("-",), "x" * 70_000, "longer than a call may be"),
        (("-", "--kind", "receipt"), '{"status": {"value": "SENT"}}', "names no text"),
    ):
        done = guichet("sms", "read", *arguments, typed=stdin.encode())
        assert done.code != 0 and said in " ".join(done.err.split()), (arguments, done)
    _describe(CALLS | {"receipt_status_path": ""})
    assert "receipt_status_path is empty" in guichet("sms", "read", "-", "--kind", "receipt").err
    Path("settings.toml").write_text("", "utf-8")
    monkeypatch.delenv("GUICHET_DOORS__SMS__GATEWAY__TOKEN")
    assert "there is no [doors.sms.gateway]" in " ".join(guichet("sms", "read", "-").err.split())


def test_the_doctor_says_who_may_call_and_what_does_not_fit_together(
    described: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = guichet("doctor", "sms")
    said = " ".join(done.out.split())
    assert done.code == 0, done
    assert "https://demandes.ville.test/sms/gateway/message" in said
    assert "Proved by A secret word" in said and "A signature over it" in said

    guichet("submit", "--sms", "0639980012", "Bonjour")
    with sqlite3.connect("var/guichet.db") as database:
        database.execute(
            "UPDATE inbound_message SET door = 'receipts', reason = 'the provider says x, which "
            "doors.sms.gateway.statuses does not know'"
        )
    unknown = guichet("doctor", "sms")
    assert unknown.code == 1 and "1 in seven days" in unknown.out

    monkeypatch.delenv("GUICHET_DOORS__SMS__GATEWAY__TOKEN")
    assert "doors.sms.gateway.token_file" in guichet("doctor", "sms").out
    refused = guichet("serve")
    assert refused.code != 0 and "doors.sms.gateway.token_file" in refused.err

    _describe({**CALLS, "token_in": "", "signature_header": "", "peers": ["192.0.2.7"]})
    taken = " ".join(guichet("doctor", "sms").out.split())
    assert "The address of the caller" in taken and "sms.gateway.reports_delivery = true" in taken
    _describe(
        {"peers": ["192.0.2.7"], "message_from_path": "f", "message_text_path": "t"},
        "reports_delivery = true\nsender = 'MAIRIE'",
    )
    waiting = " ".join(guichet("doctor", "sms").out.split())
    assert "Waited for, but none can come" in waiting and "say at which address to write" in waiting
