"""The manifest of a transfer to an archive: SEDA 2.2 (Archives de France, NF Z44-022), `ArchiveTransfer`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree import ElementTree

from models.values import NOT_XML

NAMESPACE = "fr:gouv:culture:archivesdefrance:seda:v2.2"
#: Titles are one line of bounded length.
_TITLE = 500


@dataclass(frozen=True, slots=True)
class Held:
    """One file of the package: its place in it, what it was called, and what its bytes are (SHA-512)."""

    place: str
    called: str
    media_type: str
    sha512: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One request: its reference, title and words about it, when it began and ended, and its files."""

    reference: str
    title: str
    description: str
    began: datetime
    ended: datetime
    files: Sequence[Held] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Who hands over to whom, by the identifiers that the archive gave, and under which agreement ('')."""

    identifier: str
    at: datetime
    comment: str
    archive: str
    town: str
    agreement: str = ""


def manifest(transfer: Transfer, units: Iterable[Unit]) -> bytes:
    """manifest.xml in UTF-8; valid by the schema, which a test holds it to."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}ArchiveTransfer")
    _say(root, "Comment", transfer.comment)
    # To the fraction: what came to a request afterwards is not in here.
    _say(root, "Date", transfer.at.isoformat(timespec="microseconds"))
    _say(root, "MessageIdentifier", transfer.identifier)
    if transfer.agreement:
        _say(root, "ArchivalAgreement", transfer.agreement)
    lists = _say(root, "CodeListVersions")
    _say(lists, "MessageDigestAlgorithmCodeListVersion", "SHA-512")
    package = _say(root, "DataObjectPackage")
    described = ElementTree.Element(f"{{{NAMESPACE}}}DescriptiveMetadata")
    for number, unit in enumerate(units, 1):
        _unit(package, described, f"r{number}", unit)
    package.append(described)
    management = _say(package, "ManagementMetadata")
    _say(management, "OriginatingAgencyIdentifier", transfer.town)
    _say(management, "SubmissionAgencyIdentifier", transfer.town)
    for name, identifier in (("ArchivalAgency", transfer.archive), ("TransferringAgency", transfer.town)):
        _say(_say(root, name), "Identifier", identifier)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def day_and_time(moment: datetime) -> str:
    """A moment of a request as the manifest says it, to the second."""
    return moment.isoformat(timespec="seconds")


def _unit(package: ElementTree.Element, described: ElementTree.Element, name: str, unit: Unit) -> None:
    above = _say(described, "ArchiveUnit", id=name)
    content = _say(above, "Content")
    _say(content, "DescriptionLevel", "File")
    _say(content, "Title", _line(unit.title) or unit.reference)
    _say(content, "OriginatingSystemId", unit.reference)
    if unit.description:
        _say(content, "Description", unit.description)
    _say(content, "StartDate", day_and_time(unit.began))
    _say(content, "EndDate", day_and_time(unit.ended))
    for number, held in enumerate(unit.files, 1):
        group = _say(package, "DataObjectGroup", id=f"{name}g{number}")
        binary = _say(group, "BinaryDataObject", id=f"{name}f{number}")
        _say(binary, "DataObjectVersion", "BinaryMaster_1")
        _say(binary, "Uri", held.place)
        _say(binary, "MessageDigest", held.sha512, algorithm="SHA-512")
        _say(binary, "Size", str(held.size_bytes))
        _say(_say(binary, "FormatIdentification"), "MimeType", held.media_type)
        _say(_say(binary, "FileInfo"), "Filename", _line(held.called) or held.place)
        item = _say(above, "ArchiveUnit", id=f"{name}u{number}")
        inside = _say(item, "Content")
        _say(inside, "DescriptionLevel", "Item")
        _say(inside, "Title", _line(held.called) or held.place)
        _say(_say(item, "DataObjectReference"), "DataObjectGroupReferenceId", f"{name}g{number}")


def _say(above: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(above, f"{{{NAMESPACE}}}{name}", attributes)
    if text:
        made.text = _cleaned(text)
    return made


def _line(text: str) -> str:
    return " ".join(_cleaned(text).split())[:_TITLE]


def _cleaned(text: str) -> str:
    """Without what XML may not hold, and without DEL, which it may."""
    return NOT_XML.sub("", text).replace("\x7f", "")
