"""Every way in which a sheet of buildings or agents goes wrong: one sentence, its line, what to do; nothing is
read otherwise than it was meant.
"""

from __future__ import annotations

import io

import openpyxl

from dispatch.check import check_files
from models.organisation import Organisation
from models.organisation_files.reading import MAIN, Finding
from tests.pure.test_broken_organisation_files import BASE, JARGON
from tests.rows import in_rows


def book(*rows: list[object]) -> bytes:
    made = openpyxl.Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


MAIL = "z@agents.torcy.test"
COLUMNS = (
    "key, name, first_name, title, emails, phones, services, role, locale, preferred_channel, deputy, absences, "
    "closed"
)
#: The name of the sheet, what is in it, and the line and the sentence of its finding.
BROKEN: dict[str, tuple[str, bytes | str, int, str]] = {
    "no titles": (
        "agents.csv", f"Zoé Roy;{MAIL}\n", 1,
        f"the first line names the columns, and 'Zoé Roy {MAIL}' names none. Columns are {COLUMNS}, or their "
        f"French names.",
    ),
    "a heading above": (
        "agents.xlsx", book(["Liste des agents 2026"], [], ["nom", "courriel"], ["Zoé", MAIL]), 1,
        f"the first line names the columns, and 'Liste des agents 2026' names none. Columns are {COLUMNS}, or "
        f"their French names.",
    ),
    "a column of nobody's": (
        "agents.csv", "nom;bureau\nZoé;12\n", 1, f"no such column: 'bureau'. Columns are {COLUMNS}.",
    ),
    "no column of names": (
        "agents.csv", f"courriel\n{MAIL}\n", 1, "there is no column of names: call it nom.",
    ),
    "a column twice": (
        "agents.csv", f"nom;courriel;e-mail\nZoé;{MAIL};y@agents.torcy.test\n", 1,
        "the columns 'courriel' and 'e-mail' are one: put them together, several values with | between them.",
    ),
    "a line without a name": (
        "agents.csv", f"nom;courriel\n;{MAIL}\n", 2, "this line has no name: write one, or remove the line.",
    ),
    "a formula that was never worked out": (
        "agents.xlsx", book(["nom", "courriel"], ["=A1&B1", MAIL]), 2,
        "this line has no name: write one, or remove the line.",
    ),
    "a formula that fails": (
        "agents.xlsx", book(["nom", "courriel"], ["Zoé", MAIL], ["#REF!", MAIL]), 3,
        "the formula of this cell fails (#REF!): write its value.",
    ),
    "the separator in a cell": (
        "agents.csv", f"nom,courriel,service\nRoy, Zoé,{MAIL},accueil\n", 2,
        "more cells than there are column titles: a cell that holds the separator stands between quotes.",
    ),
    "a quote that is not closed": (
        "agents.csv", f'nom;courriel\n"Zoé;{MAIL}\nBob;b@agents.torcy.test\n', 2,
        "a cell goes on over the next lines: a quote that opens is not closed, or a line break is to be removed.",
    ),
    "a quote that is not closed in a long sheet": (
        "agents.csv", f'nom;courriel\nZoé;{MAIL}\n"Bob;b\n' + "Cyr;c@agents.torcy.test\n" * 9_000, 3,
        "a cell goes on to the end: a quote that opens is not closed.",
    ),
    "neither yes nor no": (
        "agents.csv", f"nom;courriel;parti\nZoé;{MAIL};peut-être\n", 2,
        "'peut-être' is neither yes nor no: write oui or non.",
    ),
    "a position in one cell": (
        "buildings.csv", "nom;latitude\nMairie;47.2, 1.3\n", 2,
        "'47.2, 1.3' is two numbers: give latitude and longitude columns.",
    ),
    "a number that the spreadsheet rounded": (
        "agents.csv", f"nom;courriel;tel\nZoé;{MAIL};3,36E+10\n", 2,
        "'phones' ('3,36E+10'): This is not a telephone number. The spreadsheet has shortened it: make its column "
        "a text column and type the number again.",
    ),
    "a service of another name": (
        "agents.csv", f"nom;courriel;service\nZoé;{MAIL};Voirie\n", 2,
        "'services' ('Voirie'): no service has this name; write the key of one of [[services]].",
    ),
    "a NUL": (
        "agents.csv", f"nom;courriel\nZo\x00é;{MAIL}\n", 2,
        "there is a character here that no text has (NUL): remove it.",
    ),
    "nothing": ("agents.csv", "", 1, "the sheet is empty: its first line names the columns, as nom;courriel."),
    "XLSX called CSV": (
        "agents.csv", book(["nom"], ["Zoé"]), 1,
        "this is a spreadsheet, not CSV: name it agents.xlsx, or save it as CSV.",
    ),
    "XLS called CSV": (
        "agents.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1,
        "this is a spreadsheet of the old form (XLS): save it again as XLSX.",
    ),
    "a web page called CSV": (
        "agents.csv", "\ufeff<html><body>x</body></html>", 1, "this is a web page: save the sheet as CSV or XLSX.",
    ),
    "CSV called XLSX": (
        "agents.xlsx", f"nom;courriel\nZoé;{MAIL}\n", 1,
        "this is not a spreadsheet (XLSX): save it again as XLSX, or, when it is CSV, name it agents.csv.",
    ),
    "XLS called XLSX": (
        "agents.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1,
        "this is a spreadsheet of the old form (XLS), or one with a password: save it again as XLSX.",
    ),
    "ODS called XLSX": (
        "agents.xlsx", b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 1,
        "this is an OpenDocument spreadsheet (ODS): save it again as XLSX or CSV.",
    ),
}  # fmt: skip


def read(name: str, content: bytes | str) -> tuple[list[Finding], Organisation | None]:
    octets = content if isinstance(content, bytes) else content.encode()
    reading = check_files({MAIN: BASE.encode(), name: octets})
    return list(reading.findings), reading.organisation


@in_rows("kind", BROKEN)
def test_a_broken_sheet_is_told_in_one_sentence_with_its_line(kind: str) -> None:
    name, content, line, said = BROKEN[kind]
    findings, _ = read(name, content)
    assert [(each.file, each.line, each.message) for each in findings] == [(name, line, said)]
    assert findings[0].severity == "error" and not JARGON.search(said)


def test_first_names_and_family_names_may_have_columns_of_their_own() -> None:
    findings, organisation = read("agents.csv", f"Nom;Prénom;Courriel\nRoy;Zoé;{MAIL}\n")
    assert findings == [] and organisation is not None
    assert [(each.key, each.name) for each in organisation.agents][1:] == [("zoe-roy", "Zoé Roy")]


#: The ways in which Excel and others save « Texte Unicode », with a mark at the beginning and without one.
UTF_16 = ("utf-16", "utf-16-le", "utf-16-be")


@in_rows(("encoding", "mark"), [(encoding, mark) for encoding in UTF_16 for mark in ";\t"])
def test_a_sheet_saved_as_utf_16_is_read_with_a_mark_and_without(encoding: str, mark: str) -> None:
    rows = [("Nom", "Courriel", "Téléphone"), ("Zoé Œuvrard", MAIL, "06 39 98 01 01")]
    findings, organisation = read("agents.csv", "\r\n".join(map(mark.join, rows)).encode(encoding))
    assert findings == [] and organisation is not None
    assert [(each.key, each.name, len(each.phones)) for each in organisation.agents][1:] == [
        ("zoe-oeuvrard", "Zoé Œuvrard", 1)
    ]


@in_rows(("said", "closed"), [("oui", True), ("X", True), ("non", False), ("-", False)])
def test_who_is_gone_is_said_by_yes_or_no(said: str, closed: bool) -> None:
    _, organisation = read("agents.csv", f"nom;courriel;parti\nZoé;{MAIL};{said}\n")
    assert organisation is not None and organisation.agents[1].closed is closed


def test_a_list_in_a_cell_may_stand_on_several_lines() -> None:
    findings, organisation = read(
        "buildings.csv", 'nom;alias\n"Mairie";"hôtel de ville\nla mairie annexe"\nÉcole;\n'
    )
    assert findings == [] and organisation is not None
    assert [each.aliases for each in organisation.buildings] == [("hôtel de ville", "la mairie annexe"), ()]
