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
from tests.commands.running import guichet, this_years
from tests.commands.test_what_was_kept_long_enough_goes import close_request
from tests.letters import write

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
    assert re.match(r"Wrote versement.zip: 1 request, 1 file, as GUICHET-\d{8}T\d{6}Z\.", done.out)
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
    history = contents[this_years("content/2026-00001/history.txt")].decode()
    # Notes among staff are the town's papers, too.
    assert history.startswith(this_years("Demande 2026-00001\u00a0:")) and f"Attention, {WORD}" in history
    assert "· attribution · la collectivité\n→ " in history and "· règle · la collectivité\n→ " in history
    assert "note interne" in history and "le demandeur" in history and "Fichier\u00a0:" in history
    assert root.findtext("s:ArchivalAgency/s:Identifier", "", IN) == "FRAD000"
    assert root.findtext(".//s:ArchiveUnit/s:Content/s:OriginatingSystemId", "", IN) == this_years(
        "2026-00001"
    )
    assert "guichet retention run --package versement.zip --approved-by NAME" in done.out.replace("\n", " ")
    assert guichet("requests", "show", "1").code == 0  # nothing was erased
    assert " export " in guichet("audit", "show").out


def second_request(database: Database) -> None:
    """One that is due as well, closed when the first was."""
    letter = write(
        "Le banc du parc a perdu une planche.", subject="Un banc", sender="paul.martin@example.org"
    )
    letter.add_attachment(b"Une planche.", maintype="text", subtype="plain", filename="planche.txt")
    assert guichet("submit", "-", "--to", "mairie@ville.test", typed=letter.as_bytes()).code == 0
    assert guichet("work").code == 0
    assert guichet("requests", "state", "2", "fini").code == 0
    assert guichet("work").code == 0
    with database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE request SET closed_at = '2004-11-03 12:00:00.000000'")


def due() -> list[str]:
    return [each["reference"] for each in guichet("retention", "list", "--json").json()]


def test_what_became_due_after_the_export_is_not_erased_with_the_package(town: Database) -> None:
    close_request(town, "2004-11-03")
    assert guichet("archive", "export", "v.zip", *SIDES).code == 0
    second_request(town)
    _first, second = due()
    run = ("retention", "run", "--package", "v.zip", "--approved-by", "Archives")
    assert "2 were approved, 1 is due now" in guichet(*run, "--expect", "2").err
    done = guichet(*run)
    assert done.code == 0 and ": 1 request and 1 file erased" in done.out, done
    assert "1 request is due and left: not in this package." in done.out
    assert due() == [second]
    again = guichet(*run)
    assert again.code == 1 and "Nothing of this package can be erased" in again.err
    assert due() == [second]
    assert [
        line for line in guichet("audit", "show").out.splitlines() if " read " in line and "GUICHET-" in line
    ]


def test_a_request_that_is_more_than_what_was_packed_stays_and_is_named(town: Database) -> None:
    close_request(town, "2004-11-03")
    second_request(town)
    first, _second = due()
    assert guichet("archive", "export", "v.zip", *SIDES).code == 0
    assert guichet("requests", "note", "1", "Rappelée hier.").code == 0
    done = guichet("retention", "run", "--package", "v.zip", "--approved-by", "Archives")
    assert done.code == 0 and f"{first} is not due, or is more now than what was packed" in done.out, done
    assert due() == [first]
    # Packed anew, opened, and closed once more long ago: another end than that of the package.
    assert guichet("archive", "export", "w.zip", *SIDES).code == 0
    with town.transaction() as session:
        session.connection().exec_driver_sql("UPDATE request SET closed_at = '2004-11-04 12:00:00.000000'")
    assert guichet("retention", "run", "--package", "w.zip", "--approved-by", "Archives").code == 1
    assert due() == [first]


def test_what_is_no_package_erases_nothing(town: Database, tmp_path: Path) -> None:
    close_request(town, "2004-11-03")
    (tmp_path / "text.zip").write_bytes(b"no zip")
    declared = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for name, inside in (("other.zip", {"a.txt": b"a"}), ("xml.zip", {"manifest.xml": b"<a"}),
                         ("empty.zip", {"manifest.xml": b"<a/>"}), ("dtd.zip", {"manifest.xml": declared})):  # fmt: skip
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            for place, content in inside.items():
                package.writestr(place, content)
    run = ("retention", "run", "--approved-by", "Archives", "--package")
    for name in ("text.zip", "other.zip", "xml.zip", "empty.zip", "dtd.zip"):
        done = guichet(*run, name)
        assert done.code == 1 and f"{name} is no package of guichet archive export." in done.err, done
    assert "gone.zip cannot be read" in guichet(*run, "gone.zip").err
    assert len(due()) == 1


def test_a_request_of_which_a_file_is_damaged_is_not_handed_over_nor_erased(
    town: Database, tmp_path: Path
) -> None:
    close_request(town, "2004-11-03")
    (file,) = (path for path in Path("var/files").glob("??/??/*") if WORD.encode() in path.read_bytes())
    file.write_bytes(b"rotten")
    done = guichet("archive", "export", "v.zip", *SIDES)
    assert done.code == 1 and "guichet verify" in done.err and not Path("v.zip").exists(), done
    second_request(town)
    first, _second = due()
    done = guichet("archive", "export", "v.zip", *SIDES)
    assert done.code == 0 and f"{first} is left out" in done.out and "guichet verify" in done.out, done
    with zipfile.ZipFile("v.zip") as package:
        contents = {name: package.read(name) for name in package.namelist()}
    assert not [name for name in contents if first in name] and b"rotten" not in contents.values()
    assert b"Une planche." in contents.values()
    assert guichet("retention", "run", "--package", "v.zip", "--approved-by", "Archives").code == 0
    assert due() == [first]


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
