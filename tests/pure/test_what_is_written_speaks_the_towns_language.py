"""Files that Guichet writes for people are explained in the town's language, with examples that work; what people
remark in them stays when commands change the rest.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from cli.speaking.catalogue import french
from cli.speaking.explaining import explained_settings, settings_text
from dispatch.check import check_files
from models.organisation import Organisation
from models.organisation.values import Locale
from models.organisation_files.first_file import first_file
from models.organisation_files.reading import MAIN
from models.organisation_files.sample import sample_text
from models.organisation_files.writing import write_organisation
from models.settings.file import load_settings
from tests.pure.test_organisation_commands import MemoryStore, run
from tests.rows import in_rows
from tests.sentences import explanations

ANSWERS = {"administrator": "Marie Petit <marie.petit@agents.ville.test>"}
#: Words that French does not have, and that no sentence in English does without for long.
_ENGLISH = re.compile(
    r"\b(?:the|of|and|which|when|whose|is|are|be|with|from|to|for|what|who|nobody|longest)\b"
)
#: What stands between backticks or quotation marks, and names with a dot or a dash, are of no language.
_NO_LANGUAGE = re.compile(
    r"`[^`]*`|\"[^\"]*\"|'[^']*'|« guichet [^»]*»|\S*[./_=@]\S*|--\S+|\{\w+\}|client id|\b(?:when|then) :"
)


def english_in(text: str) -> list[str]:
    """The remarks that are not in French."""
    remarks = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    # A line that is an example is one of no language.
    said = [each for each in remarks if not re.match(r"[# ]+(\[|[a-z_.]+ =|\{)", each)]
    return [each for each in said if _ENGLISH.search(_NO_LANGUAGE.sub("", each))]


# --- settings.toml -----------------------------------------------------------------------------------------


def test_the_words_by_which_english_is_known_find_it() -> None:
    assert len(english_in(settings_text())) > 150
    assert len(english_in(sample_text("en"))) >= 3
    assert len(english_in(first_file(ANSWERS, "en"))) >= 8


def test_every_setting_has_an_explanation_and_each_its_french() -> None:
    assert len(explanations()) > 280
    assert [each for each in explanations() if not each.strip() or not french().get(each)] == []


def test_no_english_is_left_in_french_settings_and_they_are_the_same_settings() -> None:
    text = explained_settings(
        "fr", head="A training: what is written here, and in the environment, changes nothing of it."
    )
    assert text.startswith("# Une formation : ")
    assert english_in(text) == []
    assert max(map(len, explained_settings("fr").splitlines())) <= max(map(len, settings_text().splitlines()))
    assert tomllib.loads(text) == tomllib.loads(settings_text())


def tables_behind_a_sign(text: str) -> dict[str, str]:
    """Each table that is not there by default, without the sign before its lines, by its title."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if heading := re.match(r"# (\[+[a-z0-9._]+\]+)$", line):
            name = heading[1]
        elif not line.startswith("#"):
            name = ""
        if name:
            found.setdefault(name, []).append(line.removeprefix("# "))
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


@in_rows("locale", ["fr", "en"])
@pytest.mark.filterwarnings("error")
def test_a_table_of_settings_is_used_when_its_sign_is_taken_off(
    locale: Locale, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tables = tables_behind_a_sign(explained_settings(locale))
    assert set(tables) == {
        "[files.s3]", "[[doors.imap]]", "[doors.sms.gateway]", "[sms.twilio]", "[sms.gateway]",
    }  # fmt: skip
    for name, table in tables.items():
        path = tmp_path_factory.mktemp("settings") / "settings.toml"
        path.write_text(settings_text() + "\n" + table, encoding="utf-8")
        load_settings(path)
        assert tomllib.loads(path.read_text("utf-8")) != tomllib.loads(settings_text()), name


# --- organisation.toml -------------------------------------------------------------------------------------


@in_rows("written", [lambda: first_file(ANSWERS), lambda: sample_text("fr")])
def test_no_english_is_left_in_a_french_organisation(written: object) -> None:
    assert callable(written)
    assert english_in(written()) == []


def test_a_town_is_written_with_the_titles_of_its_language() -> None:
    town = Organisation.model_validate(tomllib.loads(sample_text()))
    english = town.model_copy(update={"town": town.town.model_copy(update={"locale": "en"})})
    assert "# --- Règles\u00a0" not in write_organisation(town) and "# --- Règles : " in write_organisation(
        town
    )
    assert "# --- Rules: " in write_organisation(english) and "# --- Rules: " in write_organisation(
        town, "en"
    )
    assert tomllib.loads(sample_text("fr")) == tomllib.loads(sample_text("en"))


def examples_in(text: str) -> dict[str, str]:
    """Each example behind `#` of a first file without its sign, by its table; a blank line ends it."""
    found = {}
    for block in re.findall(r"(?m)^# \[\[.*\n(?:#.*\n)*", text):
        example = re.sub(r"(?m)^# ", "", block)
        found[example[2 : example.index("]]")]] = example
    return found


@in_rows("locale", ["fr", "en"])
def test_every_table_has_an_example_that_works_alone_and_beside_the_others(locale: Locale) -> None:
    text = first_file(ANSWERS, locale)
    examples = examples_in(text)
    lists = {name for name in Organisation.model_fields if name != "town"}
    assert set(examples) == lists | {"town.opening_hours"}
    assert not re.search(r"(?m)^\w+ = \[\]$", text), "an empty list could not be added to"
    used = re.sub(r"(?m)^# \[\[.*\n(?:#.*\n)*", lambda block: re.sub(r"(?m)^# ", "", block[0]), text)
    for added in (*examples.values(), "\n".join(examples.values())):
        reading = check_files({MAIN: f"{text}\n{added}".encode()})
        assert reading.findings == (), added
    reading = check_files({MAIN: used.encode()})
    assert reading.findings == () and reading.organisation is not None
    before = check_files({MAIN: text.encode()}).organisation
    assert before is not None
    for name in lists:
        assert getattr(reading.organisation, name) != getattr(before, name), name


def test_an_example_speaks_of_the_town_it_is_written_for() -> None:
    given = {**ANSWERS, "domain": "torcy.test", "services": "Standard, Voirie", "default_service": "Standard",
             "administrator": "Zoé <zoe@torcy.example>"}  # fmt: skip
    examples = examples_in(first_file(given))
    assert 'emails = ["marie.durand@torcy.example"]' in examples["agents"]
    assert 'services = ["standard"]' in examples["agents"]
    assert 'when.sender = ["anne.roux@torcy.example"]' in examples["rules"]
    assert "ville.test" not in "".join(examples.values())


# --- What people remarked ----------------------------------------------------------------------------------


def remarked(text: str) -> tuple[str, list[str]]:
    """The text with a remark above each title and one beside each value that ends on its line, and all of them."""
    lines, remarks = [], []
    for number, line in enumerate(text.splitlines()):
        if line.startswith("["):
            remarks.append(f"# au-dessus {number}")
            lines += [remarks[-1], line]
        elif re.match(r"[a-z_.]+ = .*[\]}\"\w]$", line):
            remarks.append(f"# à côté {number}")
            lines.append(f"{line} {remarks[-1]}")
        elif re.match(r"  \{ .* \},$", line):
            remarks.append(f"# dedans {number}")
            lines.append(f"{line} {remarks[-1]}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n", remarks


def of_the_part(text: str, kind: str, key: str) -> set[str]:
    """The remarks that go when that part goes: those above its title and inside it."""
    blocks = re.split(r"(?m)^(?=# au-dessus \d+\n\[\[(?!\w+\.))", text)
    (block,) = [each for each in blocks if f"\n[[{kind}]]\n" in each and f'\nkey = "{key}"' in each]
    return set(re.findall(r"# (?:au-dessus|à côté|dedans) \d+", block))


#: A town with every table, tables inside tables and lists over several lines.
TOWN = (
    sample_text("fr")
    + """
[[request_types]]
key = "salle"
label = "Location d'une salle"
service = "accueil"

[[request_types.fields]]
key = "jour"
label = "Le jour"
kind = "date"
required = true
question = "Quel jour voulez-vous la salle ? Dites-le comme vous voulez, et si possible une seconde date."

[[request_types.fields]]
key = "salle"
label = "La salle"
kind = "choice"
choices = [
  { key = "fetes", label = "Salle des fêtes" },
  { key = "guimard", label = "Gymnase Guimard" },
]

"""
    + examples_in(first_file(ANSWERS))["workflows"]
)


@in_rows(
    ("command", "kind", "key", "change"),
    [
        ("services", "services", "scolaire", "phone=01 99 00 10 61"),
        ("services", "services", "accueil", 'aliases=["mairie", "standard"]'),
        ("buildings", "buildings", "mediatheque", "address=6 rue de la République"),
        ("buildings", "buildings", "mediatheque", "keeper=paul-girard"),
        ("agents", "agents", "paul-girard", 'phones=["06 39 98 00 24"]'),
        (
            "agents",
            "agents",
            "nadia-morel",
            'emails=["nadia.morel@agents.ville.test", "nadia@agents.ville.test"]',
        ),
        ("types", "request_types", "signalement", "due_working_days=8"),
        ("types", "request_types", "salle", "due_working_days=8"),
        ("workflows", "workflows", "default", "label=Notre propre circuit"),
        ("rules", "rules", "eclairage", "name=Lampadaires"),
        ("answers", "answers", "encombrants", "number=7"),
        ("partners", "partners", "agglo", "delay_working_days=5"),
        ("officials", "officials", "helene-roche", "title=Maire"),
    ],
)
def test_a_command_changes_its_part_and_every_remark_stays(
    command: str, kind: str, key: str, change: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("town")
    text, remarks = remarked(TOWN)
    assert {each.split()[1] for each in remarks} == {"au-dessus", "à", "dedans"}
    store = applied(folder, text)
    run(store, command, "edit", key, change)
    run(store, "org", "export", str(folder))
    after = (folder / MAIN).read_text("utf-8")
    assert [each for each in remarks if not re.search(rf"{each}$", after, re.MULTILINE)] == []
    assert Organisation.model_validate(tomllib.loads(after)) == store.current()


@in_rows(
    ("commands", "kind", "goes"),
    [
        ((("agents", "add", "name=Léo", 'emails=["leo@agents.ville.test"]'),), "agents", ""),
        ((("officials", "remove", "helene-roche", "--yes"),), "officials", "helene-roche"),
        ((("partners", "remove", "agglo", "--yes"), ("partners", "add", "key=cc", "name=CC", "email=a@agglo.example.org")), "partners", "agglo"),
        ((("rules", "move", "ecole", "--before", "danger"),), "rules", ""),
        ((("types", "add", "key=bruit", "label=Bruit"), ("types", "edit", "bruit", "due_working_days=3")), "request_types", ""),
    ],
)  # fmt: skip
def test_a_part_that_goes_takes_its_own_remarks_alone(
    commands: tuple[tuple[str, ...], ...], kind: str, goes: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("town")
    text, remarks = remarked(TOWN)
    text += "\n# Pour plus tard :\n# [[officials]]\n"
    store = applied(folder, text)
    for command in commands:
        run(store, *command)
    run(store, "org", "export", str(folder))
    after = (folder / MAIN).read_text("utf-8")
    gone = of_the_part(text, kind, goes) if goes else set()
    assert {each for each in remarks if not re.search(rf"{each}$", after, re.MULTILINE)} == gone
    assert "\n# Pour plus tard :\n# [[officials]]\n" in after
    assert Organisation.model_validate(tomllib.loads(after)) == store.current()


def test_the_examples_of_a_first_file_stay_when_the_part_before_them_goes(tmp_path: Path) -> None:
    text = first_file(ANSWERS)
    store = applied(tmp_path, text)
    run(store, "agents", "add", "name=Léo", 'emails=["leo@agents.ville.test"]', "role=administrator")
    run(store, "agents", "remove", "marie-petit", "--yes")
    run(store, "org", "export", str(tmp_path))
    after = (tmp_path / MAIN).read_text("utf-8")
    assert examples_in(after) == examples_in(text) and "Marie Petit" not in after
    assert after.index('name = "Léo"') < after.index("# [[rules]]")


@in_rows(
    ("emails", "stay"),
    [
        (["a@agents.ville.test", "b@agents.ville.test", "c@agents.ville.test"], ["# bureau", "# poste"]),
        (["b@agents.ville.test"], ["# poste"]),
        (["b@agents.ville.test", "a@agents.ville.test"], []),
    ],
)
def test_remarks_inside_a_list_stay_with_what_stays_in_it(
    emails: list[str], stay: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("town")
    listed = 'emails = [\n  "a@agents.ville.test", # bureau\n  "b@agents.ville.test", # poste\n]'
    store = applied(folder, sample_text("fr").replace('emails = ["nadia.morel@agents.ville.test"]', listed))
    run(store, "agents", "edit", "nadia-morel", f"emails={json.dumps(emails)}")
    run(store, "org", "export", str(folder))
    after = (folder / MAIN).read_text("utf-8")
    assert [each for each in ("# bureau", "# poste") if each in after] == stay
    assert Organisation.model_validate(tomllib.loads(after)) == store.current()


def applied(folder: Path, text: str) -> MemoryStore:
    store = MemoryStore()
    (folder / MAIN).write_text(text, encoding="utf-8")
    run(store, "org", "apply", str(folder), "--yes")
    return store
