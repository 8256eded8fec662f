"""Elected officials as the organisation file has them: what is wrong with a delegation is said at its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from dispatch.check import check_files
from models.organisation import Organisation
from models.organisation_files.changes import diff
from models.organisation_files.sample import sample_text
from models.organisation_files.writing import write_organisation
from tests.rows import in_rows

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "officials.md"
#: As the page about officials shows it.
EXAMPLE = next(
    each for each in re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
)


def text_with(official: str) -> str:
    """The sample town, whose gymnasium lies in a quarter, with officials at the end of its file."""
    key = 'key = "gymnase-guimard"'
    town = sample_text().replace(key, f'{key}\nquarter = "Centre-ville"')
    return f"{town}\n{official}"


def test_the_example_of_the_page_is_added_to_a_town_without_a_word() -> None:
    before = check_files({"organisation.toml": text_with("").encode()})
    after = check_files({"organisation.toml": text_with(EXAMPLE).encode()})
    assert after.organisation is not None and after.findings == before.findings
    official = after.organisation.officials[-1]
    assert official.services and official.buildings and official.quarters and official.sees == ()
    again = Organisation.model_validate(tomllib.loads(write_organisation(after.organisation)))
    assert again == after.organisation
    assert before.organisation is not None
    assert diff(before.organisation, after.organisation).count("add") == 2


@in_rows(
    ("line", "said"),
    [
        ('services = ["voierie"]', "No service 'voierie'. Did you mean 'voirie'?"),
        ('buildings = ["gymnase"]', "No building 'gymnase'. Did you mean 'gymnase-guimard'?"),
        ('quarters = ["Centre ville", "Nor"]', "No building lies in a quarter 'Nor'."),
        ('services = ["voirie"]\nphones = []', "neither email nor phone"),
        ("", "Nothing is delegated to Anne Roux"),
        (
            'services = ["voirie"]\nemails = ["marc.durand@agents.ville.test"]',
            "belongs to Marc Durand already: write one person as an agent or as an official",
        ),
        ('services = ["voirie"]\nemails = ["mairie@ville.test"]', "is a mailbox of the town hall"),
        ('services = ["voirie"]\nsees = ["everything"]', "sees"),
        ('quarters = [""]', "quarters"),
        ('service = "voirie"', "service"),
    ],
)
def test_what_is_wrong_with_a_delegation_is_said_where_it_stands(line: str, said: str) -> None:
    contact = "" if "emails" in line or "phones" in line else 'emails = ["anne.roux@elus.ville.test"]\n'
    text = text_with(f'[[officials]]\nkey = "anne-roux"\nname = "Anne Roux"\n{contact}{line}\n')
    found = check_files({"organisation.toml": text.encode()}).findings
    begins = text[: text.index("[[officials]]")].count("\n") + 1
    assert any(said in each.message and each.line >= begins for each in found), found


def test_names_stand_for_keys_and_two_officials_share_no_address() -> None:
    one = '[[officials]]\nkey = "{}"\nname = "{}"\nemails = ["elus@ville.example.org"]\n{}\n'
    text = text_with(
        one.format("a", "Anne Roux", 'buildings = ["Gymnase Guimard"]')
        + one.format("b", "Bruno Le Gall", 'services = ["Voirie et éclairage public"]')
    )
    reading = check_files({"organisation.toml": text.encode()})
    said = [each.message for each in reading.findings if each.severity == "error"]
    assert said == ["'elus@ville.example.org' belongs to Anne Roux already."], said
