"""Numbers of the overseas departments and territories: one line has one number, wherever it is dialled."""

from __future__ import annotations

import pytest

from intake.words.contacts import read_contact_words
from models.organisation import Organisation
from models.values import PhoneNumber


@pytest.mark.parametrize(
    ("written", "region", "e164"),
    [
        ("0692 12 34 56", "RE", "+262692123456"),
        ("0692 12 34 56", "FR", "+262692123456"),
        ("+33 692 12 34 56", "FR", "+262692123456"),
        ("0262 20 00 00", "RE", "+262262200000"),
        ("0639 12 34 56", "YT", "+262639123456"),
        ("0690 12 34 56", "GP", "+590690123456"),
        ("0694 12 34 56", "GF", "+594694123456"),
        ("0696 12 34 56", "MQ", "+596696123456"),
        ("0697 12 34 56", "FR", "+596697123456"),
        # A mainland number in an overseas town, and the mainland's range for fiction.
        ("06 39 98 00 12", "RE", "+33639980012"),
        ("01 99 00 10 00", "GP", "+33199001000"),
        ("75 12 34", "NC", "+687751234"),
        ("06 39 98 00 12", "NC", "+33639980012"),
        ("87 12 34 56", "PF", "+68987123456"),
    ],
)
def test_a_number_is_read_as_the_town_dials_it(written: str, region: str, e164: str) -> None:
    assert PhoneNumber.parse(written, region).e164 == e164


def test_an_agent_of_la_reunion_is_known_by_the_number_the_carrier_gives() -> None:
    organisation = Organisation.model_validate(
        {
            "town": {
                "name": "Sainte-Exemple",
                "default_service": "a",
                "holidays": "reunion",
                "phone": "0262 20 00 00",
            },
            "services": [{"key": "a", "name": "A", "numbers": ["0693 00 00 01"]}],
            "agents": [{"key": "lea", "name": "Léa", "phones": ["0692 12 34 56"], "services": ["a"]}],
        }
    )
    found = organisation.agent_with("+262692123456")
    assert found is not None and found.key == "lea"
    assert organisation.service_with("+262693000001") is not None
    assert organisation.town.region == "RE"
    assert Organisation.model_validate_json(organisation.model_dump_json()) == organisation


def test_a_territory_with_a_plan_of_its_own_is_read_by_its_town() -> None:
    organisation = Organisation.model_validate(
        {
            "town": {
                "name": "X",
                "default_service": "a",
                "holidays": "nouvelle-caledonie",
                "phone": "75 12 34",
            },
            "services": [{"key": "a", "name": "A"}],
        }
    )
    assert organisation.town.phone == "+687751234"
    read = read_contact_words("TEL 75 12 34", organisation.town.region)
    assert read is not None and read.value == "+687751234"


def test_numbers_of_overseas_are_shown_as_they_are_dialled() -> None:
    assert PhoneNumber.parse("0692123456").national == "0692 12 34 56"
