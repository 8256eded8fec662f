"""`guichet addresses`: a register is brought, looked at, tried and forgotten."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.commands.running import guichet
from tests.pure.test_a_register_of_addresses_is_read import BAN


def test_a_packed_register_is_brought_and_found_in(office: Path) -> None:
    Path("adresses.csv.gz").write_bytes(gzip.compress(BAN.encode()))
    assert "Streets known: 1; numbers: 2." in guichet("addresses", "import", "adresses.csv.gz").out
    shown = json.loads(guichet("addresses", "show", "--json").out)
    assert (shown["source"], shown["streets"], shown["addresses"]) == ("adresses.csv.gz", 1, 2)
    assert "adresses.csv.gz" in guichet("addresses", "show").out
    found = json.loads(guichet("addresses", "find", "trou au 12 bis, rue des lilas", "--json").out)
    assert found["address"] == "12 bis rue des Lilas"
    assert found["position"] == [47.4036, 0.6843]
    assert "47.40360, 0.68430" in guichet("addresses", "find", "12 bis rue des lilas").out
    nothing = guichet("addresses", "find", "rue du Puits")
    assert (nothing.code, "no address of the town" in nothing.out) == (1, True)
    log = guichet("audit", "show", "addresses").out
    assert "import" in log


def test_a_register_is_forgotten_when_that_is_meant(office: Path) -> None:
    Path("adresses.csv").write_text(BAN, "cp1252")
    guichet("addresses", "import", "adresses.csv")
    assert guichet("addresses", "remove", typed=b"n\n").code == 1
    assert "adresses.csv" in guichet("addresses", "show").out
    assert guichet("addresses", "remove", "--yes").code == 0
    assert "No register of addresses" in guichet("addresses", "show").out


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_a_register_that_a_spreadsheet_saved_again_is_read(office: Path, encoding: str) -> None:
    saved = BAN.replace(";", "\t").replace("47.", "47,").replace("0.68", "0,68")
    Path("adresses.csv").write_bytes(saved.encode(encoding))
    assert "Streets known: 1; numbers: 2." in guichet("addresses", "import", "adresses.csv").out
    found = guichet("addresses", "find", "12 bis rue des lilas", "--json").json()
    assert found["position"] == [47.4036, 0.6843]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.csv", None, "No such file"),
        ("broken.csv.gz", b"no gzip", "not packed as .gz"),
        ("cut.csv.gz", gzip.compress(BAN.encode() * 50, mtime=0)[:60], "not packed as .gz"),
        ("other.csv", b"a;b\n1;2\n", "no column nom_voie"),
    ],
)
def test_what_is_no_register_changes_nothing(
    office: Path, name: str, content: bytes | None, said: str
) -> None:
    Path("adresses.csv").write_text(BAN, "utf-8")
    guichet("addresses", "import", "adresses.csv")
    if content is not None:
        Path(name).write_bytes(content)
    refused = guichet("addresses", "import", name)
    assert refused.code == 1
    assert said in refused.err
    assert "adresses.csv" in guichet("addresses", "show").out
