"""`guichet doctor partners` looks at the servers of partners, and posts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.servers.other_open311 import KEY, OtherOpen311


@pytest.fixture
def other() -> Iterator[OtherOpen311]:
    with OtherOpen311() as running:
        yield running


def _partner(code: str, endpoint: str) -> None:
    added = guichet(
        "partners", "add", 'key="cucm"', 'name="Communauté urbaine"', 'email="voirie@cucm.example.org"',
        'kind="open311"', f'endpoint="{endpoint}"', f'service_code="{code}"',
    )  # fmt: skip
    assert added.code == 0, added.err


def test_codes_keys_networks_and_attributes_are_looked_at(
    office: Path, other: OtherOpen311, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No partner takes requests by Open311" in guichet("doctor", "partners").out
    _partner("FUITE", other.endpoint)
    private = guichet("doctor", "partners")
    assert private.code == 1 and "partners.allowed_networks" in " ".join(private.out.split())
    assert other.calls == []

    monkeypatch.setenv("GUICHET_PARTNERS__ALLOWED_NETWORKS", '["127.0.0.0/8"]')
    refused = guichet("doctor", "partners")
    assert refused.code == 1 and "No such key" in refused.out
    keys = office / "keys"
    keys.mkdir()
    (keys / "cucm").write_text(f"{KEY}\n", "utf-8")
    monkeypatch.setenv("GUICHET_PARTNERS__KEYS_DIR", str(keys))
    well = guichet("doctor", "partners")
    assert well.code == 0 and "answers and knows our codes" in well.out
    assert "Partners (doctor partners)" in guichet("doctor").out
    assert other.posted == []

    attribute = (
        "<service_definition><attributes><attribute><code>TAILLE</code><required>true</required>"
        "</attribute></attributes></service_definition>"
    )
    other.answers = [(200, "<services><service><service_code>FUITE</service_code></service></services>"),
                     (200, attribute)]  # fmt: skip
    asks = guichet("doctor", "partners")
    assert asks.code == 1 and "wants to know TAILLE of FUITE" in " ".join(asks.out.split())
    guichet("partners", "edit", "cucm", 'service_code="EAU"')
    unknown = guichet("doctor", "partners")
    assert unknown.code == 1 and "no service EAU" in unknown.out and "It has: FUITE" in unknown.out
    (keys / "cucm").write_text("", "utf-8")
    assert "is empty" in " ".join(guichet("doctor", "partners").out.split())
