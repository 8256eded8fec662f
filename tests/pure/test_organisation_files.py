"""Files in, organisation out; organisation in, file out; and every mistake with its line."""

from __future__ import annotations

import io
from datetime import date, time

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from dispatch.check import check_files
from models.organisation import (
    Absence,
    Action,
    Agent,
    Building,
    Choice,
    Condition,
    Label,
    Near,
    OpeningHours,
    Organisation,
    RequestField,
    RequestType,
    Rule,
    RuleTask,
    Service,
    Silence,
    Town,
)
from models.organisation_files.changes import diff
from models.organisation_files.reading import MAIN, read_organisation
from models.organisation_files.sample import load_sample, sample_text
from models.organisation_files.writing import write_organisation
from tests.rows import in_rows
from tests.sampling import a_part_of_the_inputs

START = """[town]
name = "T"
default_service = "a"

[[services]]
key = "a"
name = "A"
email = "a@ville.test"

[[agents]]
key = "chef"
name = "Chef"
emails = ["chef@ville.test"]
role = "administrator"
services = ["a"]
"""
LINES_OF_START = START.count("\n")


def findings(text: str, **sheets: bytes) -> list[str]:
    files = {MAIN: text.encode(), **{name.replace("_", "."): content for name, content in sheets.items()}}
    return [str(each) for each in check_files(files).findings]


def test_a_service_without_an_address_is_heard_by_whoever_leads_another() -> None:
    """As notices do: the managers of all, then the administrators, stand in."""
    service = '[[services]]\nkey = "b"\nname = "B"\n'
    assert findings(START + service) == []
    led = START.replace('role = "administrator"', 'role = "manager"') + service
    assert not [each for each in findings(led) if "Nobody learns" in each]
    unled = START.replace('role = "administrator"', 'role = "agent"') + service
    assert f"organisation.toml:{LINES_OF_START + 1}: warning: Nobody learns of a request of 'b'" in "".join(
        findings(unled)
    )


def test_the_sample_town_has_nothing_to_be_said_about() -> None:
    assert findings(sample_text()) == []


def test_the_small_start_has_nothing_to_be_said_about() -> None:
    assert findings(START) == []


@in_rows(
    ("added", "line", "said"),
    [
        ('[[buildings]]\nkey = "b"\nname = "B"\nservice = "ab"', 4, "No service 'ab'"),
        ('[[services]]\nkey = "b"\nname = "B"\nassignment = "person"\nemail = '
            '"b@ville.test"', 4, "'person' is not given"),
        ('[[services]]\nkey = "a"\nname = "B"\nemail = "b@ville.test"', 2, "is used already"),
        ('[[services]]\nkey = "b"\nname = "B"\nemail = "b@ville.test"\nassignment = '
            '"round_robin"', 5, "No agent works"),
        ('[[buildings]]\nkey = "b"\nname = "B"\n[[buildings]]\nkey = "c"\nname = "C"\naliases '
            '= ["b"]', 7, "also names 'b'"),
        ('[[buildings]]\nkey = "b"\nname = "B"\nlatitude = 47.1', 1, "a latitude and a longitude"),
        ('[[agents]]\nkey = "x"\nname = "X"\nemails = ["CHEF@ville.test"]', 4, "belongs to Chef already"),
        ('[[agents]]\nkey = "x"\nname = "X"', 1, "neither email nor phone"),
        ('[[agents]]\nkey = "x"\nname = "X"\nphones = ["0639980001"]\ndeputy = "y"', 5, "No agent 'y'"),
        ('[[agents]]\nkey = "x"\nname = "X"\nphones = ["0639980001"]\nabsences = [{from = 2026-03-02, '
            'until = 2026-03-01}]', 5, "ends before it begins"),
        ('[[request_types]]\nkey = "r"\nlabel = "R"\nworkflow = "none"', 4, "No workflow 'none'"),
        ('[[request_types]]\nkey = "r"\nlabel = "R"\nfields = [{key = "f", label = "F", kind = '
            '"choice"}]', 4, "fewer than two"),
        ('[[rules]]\nkey = "r"\nwhen.words = ["x"]\nthen.service = "b"', 4, "No service 'b'"),
        ('[[rules]]\nkey = "r"\nwhen.words = ["x"]', 1, "does nothing"),
        ('[[rules]]\nkey = "r"\nwhen.words = ["de la"]\nthen.service = "a"', 3, "no word that counts"),
        ('[[rules]]\nkey = "r"\nwhen.regex = ["(trou"]\nthen.service = "a"', 3, "cannot be read"),
        ('[[rules]]\nkey = "r"\nwhen.regex = ["x*"]\nthen.service = "a"', 3, "matches every message"),
        ('[[rules]]\nkey = "r"\nwhen.regex = [".*trou"]\nthen.service = "a"', 3, "changes nothing"),
        ('[[rules]]\nkey = "r"\nwhen.regex = ["ville.fr"]\nthen.service = "a"', 3, "any character"),
        ('[[rules]]\nkey = "r"\nwhen.building = ["gym"]\nthen.service = "a"', 3, "No building 'gym'"),
        ('[[rules]]\nkey = "r"\nstop = true\nthen.service = "a"\n[[rules]]\nkey = "s"\nwhen.words = '
            '["x"]\nthen.priority = "high"', 5, "matches everything and stops"),
        ('[[rules]]\nkey = "r"\nwhen.words = ["x", "y"]\nstop = true\nthen.service = "a"\n[[rules]]\nkey '
            '= "s"\nwhen.words = ["y"]\nthen.priority = "high"', 6, "never reached"),
        ('[[services]]\nkey = "b"\nname = "B"\nclosed = true\n[[rules]]\nkey = "r"\nwhen.words = '
            '["x"]\nthen.service = "b"', 8, "is closed"),
        ('[[services]]\nkey = "b"\nname = "B"\nemail = "b@ville.test"\nmailboxes = '
            '["x@ville.test"]\n[[rules]]\nkey = "r"\nwhen.words = ["x"]\nthen.forward_to = '
                '["x@ville.test"]', 9, "would come back"),
    ],
)  # fmt: skip
def test_a_mistake_is_found_on_its_line(added: str, line: int, said: str) -> None:
    found = findings(START + added)
    assert any(
        each.startswith(f"organisation.toml:{LINES_OF_START + line}: ") and said in each for each in found
    ), found


WORKFLOW = """[[workflows]]
key = "default"
label = "W"
states = [
  {key = "n", kind = "new", label = "N"},
  {key = "o", kind = "open", label = "O"},
  {key = "d", kind = "done", label = "D"},
]
[[workflows.transitions]]
from = ["n"]
to = "o"
verb = "go"
aliases = {fr = ["allez"]}
[[workflows.transitions]]
from = ["n", "o"]
to = "d"
verb = "end"
aliases = {fr = ["fini"]}
"""


def test_a_small_workflow_is_accepted() -> None:
    assert findings(START + WORKFLOW) == []


@in_rows(
    ("old", "new", "said"),
    [
        ('from = ["n", "o"]', 'from = ["n"]', "'o' is a dead end"),
        ('to = "o"', 'to = "d"', "No transition leads to 'o'"),
        ('to = "o"', 'to = "p"', "No state 'p'"),
        ('kind = "done"', 'kind = "open"', "No state is of kind 'done'"),
        ('kind = "open"', 'kind = "new"', "one state of kind 'new'"),
        ('fr = ["fini"]', 'fr = ["Allez"]', "means both 'go' and 'end'"),
        ('fr = ["fini"]', 'fr = ["note bien"]', "begins like another order"),
        ('verb = "end"', 'verb = "go"', "leads elsewhere from 'n' already"),
        ('{key = "d", ', '{key = "o", kind = "open", label = "O"}, {key = "d", ', "is there twice"),
    ],
)
def test_a_mistake_in_a_workflow_is_found(old: str, new: str, said: str) -> None:
    assert any(said in each for each in findings(START + WORKFLOW.replace(old, new)))


def test_a_template_that_does_not_exist_is_found_and_the_nearest_named() -> None:
    text = START + WORKFLOW.replace(
        'verb = "end"', 'verb = "end"\nnotices = [{to = "requester", template = "dome"}]'
    )
    found = check_files({MAIN: text.encode()}, templates=["done", "taken"]).findings
    assert [each.message for each in found] == ["No template 'dome'. Did you mean 'done'?"]


@in_rows(
    ("text", "said"),
    [
        ("[town\n", "organisation.toml:1: error"),
        ('[town]\nname = "T"\n\nname = "U"\n', "organisation.toml:4: error"),
        (
            '[town]\nname = "T"\ndefault_service = "a"\ncolour = "red"',
            "organisation.toml:4: error: 'colour' is not known",
        ),
        (
            '[town]\nname = "T"\ndefault_service = "A b"',
            "organisation.toml:3: error: 'default_service' ('A b') must be small",
        ),
        (
            '[town]\nname = "T"\ndefault_service = "a"\nphone = "12"',
            "organisation.toml:4: error: 'phone' ('12')",
        ),
        (
            '[town]\nname = "T"\ndefault_service = "a"\ntime_zone = "Paris"',
            "organisation.toml:4: error: No time zone",
        ),
        ('[town]\nname = "T"\ndefault_service = "a"', "organisation.toml:3: error: No service 'a'"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, said: str) -> None:
    found = findings(text)
    assert any(each.startswith(said) for each in found), found


def test_a_file_which_is_not_utf_8_is_told() -> None:
    found = check_files({MAIN: '[town]\nname = "é"'.encode("latin-1")}).findings
    assert [(each.line, each.message) for each in found] == [
        (2, '« name = "é" » is not saved as UTF-8: save the file again, with the encoding UTF-8.')
    ]


def test_a_sheet_saved_by_a_french_excel_is_read() -> None:
    sheet = (
        "Clé;Nom;Alias;Adresse;Latitude;Longitude\r\n;École Zoé;l'école|Zoé;1 rue X;47,25;-0,5\r\n".encode(
            "cp1252"
        )
    )
    reading = check_files({MAIN: START.encode(), "buildings.csv": sheet})
    assert reading.organisation is not None
    (school,) = reading.organisation.buildings
    assert (school.key, school.name, school.aliases) == ("ecole-zoe", "École Zoé", ("l'école", "Zoé"))
    assert (school.latitude, school.longitude) == (47.25, -0.5)


def test_addresses_and_numbers_of_a_cell_may_stand_behind_a_comma() -> None:
    csv = (
        "nom;courriel;téléphone\nZoé;z@ville.test, y@ville.test|x@ville.test;06 39 98 00 01, 06 39 98 00 02\n"
    )
    found = read_organisation({MAIN: START.encode(), "agents.csv": csv.encode()})
    assert found.organisation is not None, found.findings
    zoe = found.organisation.agents[-1]
    assert zoe.emails == ("z@ville.test", "y@ville.test", "x@ville.test")
    assert zoe.phones == ("+33639980001", "+33639980002")


def test_an_xlsx_sheet_gives_what_the_same_csv_gives() -> None:
    rows = [
        ["nom", "courriel", "téléphone", "services", "absences"],
        ["Zoé B", "z@ville.test", 639980001, "a", "01/08/2026..02/08/2026"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    written = io.BytesIO()
    book.save(written)
    csv = "nom,courriel,téléphone,services,absences\nZoé B,z@ville.test,0639980001,a,01/08/2026..02/08/2026\n"
    one = read_organisation({MAIN: START.encode(), "agents.xlsx": written.getvalue()})
    other = read_organisation({MAIN: START.encode(), "agents.csv": csv.encode()})
    assert one.organisation == other.organisation
    assert one.organisation is not None
    assert one.organisation.agents[1].absences[0].begins_on == date(2026, 8, 1)


@in_rows(
    ("sheet", "said"),
    [
        (b"nom;couleur\nX;rouge\n", "agents.csv:1: error: no such column: 'couleur'"),
        (
            b"nom;courriel\nX;x@ville.test\nY;pas une adresse\n",
            "agents.csv:3: error: 'emails' ('pas une adresse')",
        ),
        (b"nom;absences\nX;demain\n", "agents.csv:2: error: an absence is written"),
        (b"nom;courriel\nX;x@ville.test;plus\n", "agents.csv:2: error: more cells"),
        (
            b"nom;courriel;services\nX;x@ville.test;nulle-part\n",
            "agents.csv:2: error: No service 'nulle-part'",
        ),
        (
            b'nom;courriel;services\nX;"x@ville.test\ny@ville.test";a\nZ;z@ville.test;b\n',
            "agents.csv:4: error: No service 'b'",
        ),
    ],
)
def test_a_mistake_in_a_sheet_is_told_with_its_line(sheet: bytes, said: str) -> None:
    found = findings(START, agents_csv=sheet)
    assert any(each.startswith(said) for each in found), found


def test_a_broken_spreadsheet_is_a_finding() -> None:
    assert findings(START, buildings_xlsx=b"no zip") == [
        "buildings.xlsx:1: error: this is not a spreadsheet (XLSX): save it again as XLSX, or, when it is CSV, "
        "name it buildings.csv."
    ]


def test_the_sample_written_back_reads_the_same() -> None:
    town = load_sample()
    reading = read_organisation({MAIN: write_organisation(town).encode()})
    assert reading.organisation == town
    assert not diff(town, reading.organisation)


key = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)
name = text.filter(bool)
label = st.builds(Label, fr=text, en=st.just("") | name).filter(lambda one: bool(one.fr) or not one.en)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
hours = st.times(time(0), time(23, 59)).map(lambda one: one.replace(microsecond=0))
lists = st.lists(name, max_size=2).map(tuple)
condition = st.recursive(
    st.builds(
        Condition,
        words=lists, subject=lists, regex=lists, known=st.none() | st.booleans(), language=st.just(()) | st.just(("fr", "en")),
        near=st.none() | st.builds(Near, buildings=st.lists(key, max_size=1).map(tuple), metres=st.integers(1, 500)),
        hours=st.just(()) | st.just(("08:00-12:00",)),
    ),
    lambda inner: st.builds(
        Condition, all=st.lists(inner, max_size=2).map(tuple), any=st.lists(inner, max_size=2).map(tuple), negated=st.none() | inner
    ),
    max_leaves=4,
)  # fmt: skip
action = st.builds(
    Action,
    service=st.none() | key, tags=st.lists(key, max_size=2).map(tuple), acknowledge=st.none() | st.booleans(),
    refuse=label, due_working_days=st.none() | st.integers(1, 99),
    tasks=st.lists(st.builds(RuleTask, title=label, agent=st.none() | key), max_size=2).map(tuple),
)  # fmt: skip
organisations = st.builds(
    Organisation,
    town=st.builds(
        Town, name=name, default_service=key, signature=label, closed_on=st.lists(days, max_size=2).map(tuple),
        opening_hours=st.lists(st.builds(OpeningHours, days=st.just(("monday",)), opens=hours, closes=hours), max_size=2).map(tuple),
    ),
    services=st.lists(st.builds(Service, key=key, name=name, aliases=lists, closed=st.booleans()), max_size=2).map(tuple),
    buildings=st.lists(
        st.builds(Building, key=key, name=name, address=text, latitude=st.none() | st.floats(-90, 90)), max_size=2
    ).map(tuple),
    agents=st.lists(
        st.builds(
            Agent, key=key, name=name, deputy=st.none() | key,
            absences=st.lists(st.builds(lambda one, other: Absence(begins_on=one, ends_on=other), days, days), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    request_types=st.lists(
        st.builds(
            RequestType, key=key, label=label, silence=st.builds(Silence, months=st.integers(1, 9)),
            fields=st.lists(
                st.builds(RequestField, key=key, label=label, choices=st.lists(st.builds(Choice, key=key, label=label), max_size=2).map(tuple)),
                max_size=2,
            ).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    rules=st.lists(st.builds(Rule, key=key, name=text, when=condition, then=action, stop=st.booleans()), max_size=3).map(tuple),
)  # fmt: skip


@a_part_of_the_inputs(one_in=4)
@given(organisations)
def test_any_organisation_written_and_read_is_the_same(organisation: Organisation) -> None:
    reading = read_organisation({MAIN: write_organisation(organisation).encode()})
    assert reading.findings == ()
    assert reading.organisation == organisation


@a_part_of_the_inputs(one_in=4)
@given(organisations)
def test_any_organisation_comes_back_from_json(organisation: Organisation) -> None:
    assert Organisation.model_validate_json(organisation.model_dump_json()) == organisation


@a_part_of_the_inputs(one_in=4)
@given(organisations)
def test_checking_never_raises(organisation: Organisation) -> None:
    for each in check_files({MAIN: write_organisation(organisation).encode()}).findings:
        assert each.message.endswith((".", "?"))


@given(st.binary(max_size=300))
def test_any_bytes_give_an_organisation_or_say_what_is_wrong(content: bytes) -> None:
    reading = check_files({MAIN: content, "buildings.csv": content, "agents.xlsx": content})
    assert reading.organisation is not None or reading.findings
