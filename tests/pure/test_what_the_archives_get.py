"""What is handed over to the archives says itself what it holds; what is destroyed stands in a slip; nothing goes
that was not chosen.
"""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.upkeep.archiving.package import identifier_of
from dispatch.upkeep.archiving.packed import Package, read_package
from dispatch.upkeep.archiving.seda import NAMESPACE, Held, Transfer, Unit, manifest
from dispatch.upkeep.retention.due import Due
from dispatch.upkeep.retention.fates import for_the_archives, to_choose_from
from dispatch.upkeep.retention.slip import as_csv, rows_of, untyped_name
from models.errors import UserError
from tests.desk import sample
from tests.rows import in_rows

_BEGAN, _ENDED = datetime(2005, 3, 1, 9, tzinfo=UTC), datetime(2006, 4, 2, 17, 30, tzinfo=UTC)
_AT = datetime(2026, 11, 27, 8, 15, 0, 250, tzinfo=UTC)
_TRANSFER = Transfer(identifier_of(_AT), _AT, "Demandes de 2005", "FRAD033", "FR-21330001", "AG-7")
_UNIT = Unit("2005-00001", "Lampadaire", "Voirie · Éclairage", _BEGAN, _ENDED)
_IN = {"s": NAMESPACE}
_DUE = Due(1, "2005-00001", "signalement", "voirie", _BEGAN, _ENDED, 20)


def read(written: bytes, name: str = "manifest.xml") -> Package:
    """What a package with that manifest says that it holds."""
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "package.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, written)
        return read_package(path)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_people_wrote_a_package_names_each_request_and_its_times(
    title: str, about: str, called: str
) -> None:
    held = Held("content/2005-00001/f1.jpg", called, "image/jpeg", "0" * 128, 4)
    units = [
        replace(_UNIT, title=title, description=about, files=[held]),
        replace(_UNIT, reference="2005-00002"),
    ]
    written = manifest(_TRANSFER, units)
    package = read(written)
    assert (package.identifier, package.at) == ("GUICHET-20261127T081500Z", _AT)
    times = ("2005-03-01T09:00:00+00:00", "2006-04-02T17:30:00+00:00")
    assert package.requests == {"2005-00001": times, "2005-00002": times}
    titles = [each.text for each in ElementTree.fromstring(written).iterfind(".//s:Content/s:Title", _IN)]
    assert len(titles) == 3 and all(titles), "no unit and no file is without a title"


def test_a_file_is_described_and_pointed_to_and_a_town_without_agreement_names_none() -> None:
    held = Held("content/2005-00001/f1.jpg", "photo de la rue.jpg", "image/jpeg", "ab" * 64, 1234)
    root = ElementTree.fromstring(manifest(_TRANSFER, [replace(_UNIT, files=[held])]))
    binary = root.find(".//s:BinaryDataObject", _IN)
    assert binary is not None
    said = {each.tag.partition("}")[2]: "".join(each.itertext()).strip() for each in binary}
    assert (said["Uri"], said["MessageDigest"], said["Size"]) == (held.place, held.sha512, "1234")
    assert (said["FormatIdentification"], said["FileInfo"]) == ("image/jpeg", "photo de la rue.jpg")
    group, pointed = root.find(".//s:DataObjectGroup", _IN), root.find(".//s:DataObjectGroupReferenceId", _IN)
    assert group is not None and pointed is not None and pointed.text == group.attrib["id"]
    assert root.findtext("s:ArchivalAgreement", "", _IN) == "AG-7"
    assert root.findtext("s:ArchivalAgency/s:Identifier", "", _IN) == "FRAD033"
    bare = ElementTree.fromstring(manifest(replace(_TRANSFER, agreement=""), [_UNIT]))
    assert bare.find("s:ArchivalAgreement", _IN) is None and bare.find(".//s:BinaryDataObject", _IN) is None


_WHOLE = manifest(_TRANSFER, [_UNIT])


@in_rows(
    ("written", "name"),
    [
        (_WHOLE, "other.xml"),
        (b"<ArchiveTransfer", "manifest.xml"),
        (manifest(_TRANSFER, []), "manifest.xml"),
        (_WHOLE.replace(b"<Comment>", b"<!DOCTYPE a><Comment>"), "manifest.xml"),
        (_WHOLE.replace(b"+00:00</Date>", b"</Date>"), "manifest.xml"),
        (_WHOLE.replace(b"2026-11-27", b"yesterday!"), "manifest.xml"),
    ],
)
def test_what_is_no_package_of_ours_is_none(written: bytes, name: str) -> None:
    with pytest.raises(UserError, match="is no package"):
        read(written, name)


def test_what_is_no_zip_or_not_there_says_so() -> None:
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "package.zip"
        with pytest.raises(UserError, match="cannot be read"):
            read_package(path)
        path.write_bytes(b"no zip")
        with pytest.raises(UserError, match="is no package"):
            read_package(path)


def test_the_slip_has_a_line_for_each_kind_and_service_with_dates_and_volume() -> None:
    later = replace(_DUE, id=2, created_at=_ENDED, closed_at=_AT, files=2, files_bytes=10)
    untyped = replace(_DUE, id=3, request_type="", service="", years=1, files=1, files_bytes=5, fate="select")
    heads, first, second = rows_of([_DUE, untyped, later], "fr", str.upper, str.title, UTC)
    assert len(heads) == len(first) == len(second) == 9
    assert first == (untyped_name("fr"), "", "2005-03-01", "2006-04-02", "1", "1", "5",
                     "1 an après clôture", "Élimination après tri")  # fmt: skip
    assert second == ("SIGNALEMENT", "Voirie", "2005-03-01", "2026-11-27", "2", "2", "10",
                      "20 ans après clôture", "Élimination")  # fmt: skip
    assert rows_of([_DUE], "de", str, str, UTC)[1][7:] == ("20 years after closing", "Destruction")
    assert as_csv([("é", "b;c")], "fr") == '\ufeffé;"b;c"\n'.encode()
    assert as_csv([("é", "b;c")], "en") == "\ufeffé,b;c\n".encode()


def test_the_archives_get_what_is_theirs_or_what_was_named_and_nothing_that_is_not_due() -> None:
    kept, chosen = replace(_DUE, id=2, fate="transfer"), replace(_DUE, id=3, fate="select")
    assert for_the_archives([_DUE, kept, chosen], {}) == [kept, chosen]
    assert for_the_archives([_DUE], {}) == [_DUE], "no type says so: all that is due"
    assert for_the_archives([_DUE, kept], {"2005-00001": 1, "1": 1}) == [_DUE]
    with pytest.raises(UserError, match="2005-00009 is not due"):
        for_the_archives([_DUE], {"2005-00009": 9})


def test_only_types_among_which_the_archives_choose_are_chosen_from() -> None:
    types = sample().request_types
    town = sample().model_copy(
        update={"request_types": (types[0].model_copy(update={"fate": "select"}), *types[1:])}
    )
    assert to_choose_from(town, [types[0].key]) == {types[0].key}
    with pytest.raises(UserError, match=f"there are: {types[0].key}"):
        to_choose_from(town, [types[1].key])
    with pytest.raises(UserError, match="there are: none"):
        to_choose_from(sample(), [types[1].key])
