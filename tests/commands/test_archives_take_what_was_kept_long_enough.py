"""`guichet archive export`: a package of SEDA 2.2 that its schema accepts, with every history and every file."""

from __future__ import annotations

import hashlib
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema

from dispatch.upkeep.archiving.seda import NAMESPACE, Held, Transfer, Unit, manifest
from models.store.database import Database
from tests.commands.erasing import WORD
from tests.commands.running import guichet
from tests.commands.test_what_was_kept_long_enough_goes import close_request

SCHEMAS = Path(__file__).parents[1] / "vendor/seda-2.2"
IN = {"s": NAMESPACE}
SIDES = ("--to", "FRAD000", "--from", "21000000000000")


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    # It needs no network: what it imports lies beside it.
    return xmlschema.XMLSchema(str(SCHEMAS / "seda-2.2-main.xsd"), allow="local")


def test_the_package_is_valid_and_holds_what_it_says(
    town: Database, tmp_path: Path, schema: xmlschema.XMLSchema
) -> None:
    close_request(town, "2004-11-03")
    done = guichet("archive", "export", "versement.zip", *SIDES, "--agreement", "ACCORD-1")
    assert done.code == 0, done.err
    assert re.match(r"Wrote versement.zip: 1 requests, \d files, as GUICHET-\d{8}T\d{6}Z\.", done.out)
    assert (tmp_path / "versement.zip").stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(tmp_path / "versement.zip") as package:
        assert package.testzip() is None
        written = package.read("manifest.xml")
        contents = {name: package.read(name) for name in package.namelist() if name != "manifest.xml"}
    assert [error.reason for error in schema.iter_errors(written.decode())] == []
    root = ElementTree.fromstring(written)
    listed = {each.findtext("s:Uri", "", IN): each for each in root.iterfind(".//s:BinaryDataObject", IN)}
    assert set(listed) == set(contents)
    for name, content in contents.items():
        assert listed[name].findtext("s:MessageDigest", "", IN) == hashlib.sha512(content).hexdigest()
        assert listed[name].findtext("s:Size", "", IN) == str(len(content))
    assert f"Une longue {WORD} dans un fichier.".encode() in contents.values()
    history = contents["content/2026-00001/history.txt"].decode()
    # Notes among staff are the town's papers, too.
    assert history.startswith("Demande 2026-00001\u00a0:") and f"Attention, {WORD}" in history
    assert "note interne" in history and "le demandeur" in history and "Fichier\u00a0:" in history
    assert root.findtext("s:ArchivalAgency/s:Identifier", "", IN) == "FRAD000"
    assert root.findtext(".//s:ArchiveUnit/s:Content/s:OriginatingSystemId", "", IN) == "2026-00001"
    assert guichet("requests", "show", "1").code == 0  # nothing was erased
    assert " export " in guichet("audit", "show").out


def test_what_cannot_be_written_is_said_and_leaves_nothing(town: Database, tmp_path: Path) -> None:
    export = ("archive", "export")
    assert "No request was kept long enough" in guichet(*export, "v.zip", *SIDES).err
    close_request(town, "2004-11-03")
    (tmp_path / "there.zip").write_bytes(b"ours")
    assert "exists already" in guichet(*export, "there.zip", *SIDES).err
    assert "There is no directory" in guichet(*export, "nowhere/v.zip", *SIDES).err
    assert "Name both sides" in guichet(*export, "v.zip", "--to", " ", "--from", "2").err
    assert (tmp_path / "there.zip").read_bytes() == b"ours"
    assert not (tmp_path / "v.zip").exists()


def test_hostile_words_make_a_valid_manifest_still(schema: xmlschema.XMLSchema) -> None:
    moment = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    hostile = "\x00]]><Title>\ud800\x0b&\u202e\ufffe" + "é" * 2_000
    files = (Held("content/a/1.bin", hostile, "application/x-strange", "ab" * 64, 1),)
    units = [Unit("2026-00001", hostile, hostile, moment, moment, files),
             Unit("2026-00002", "\x00", "", moment, moment)]  # fmt: skip
    written = manifest(Transfer("GUICHET-1", moment, hostile, "archives", "ville"), units)
    assert [error.reason for error in schema.iter_errors(written.decode())] == []
    titles = [each.text for each in ElementTree.fromstring(written).iterfind(".//s:Content/s:Title", IN)]
    assert titles[-1] == "2026-00002" and all(title and len(title) <= 500 for title in titles)
