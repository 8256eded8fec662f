"""Numbers of the overseas departments and territories: one line has one number, wherever it is dialled.

Nobody can be called by these: fiction has ranges of its own on the mainland alone, so they are of blocks that no
operator has; where a prefix has no such block, the line is all zeros, which no operator gives out.
"""

from __future__ import annotations

import phonenumbers

from intake.words.contacts import read_contact_words
from models.organisation import Organisation
from models.values import PhoneNumber
from tests.rows import in_rows


@in_rows(
    ("written", "region", "e164"),
    [
        ("0693 98 00 12", "RE", "+262693980012"),
        ("0692 00 00 00", "FR", "+262692000000"),
        ("+33 693 98 00 12", "FR", "+262693980012"),
        ("0262 00 00 00", "RE", "+262262000000"),
        ("0639 08 00 12", "YT", "+262639080012"),
        ("0690 00 00 00", "GP", "+590690000000"),
        ("0694 39 00 12", "GF", "+594694390012"),
        ("0696 00 00 00", "MQ", "+596696000000"),
        ("0697 00 00 00", "FR", "+596697000000"),
        # A mainland number in an overseas town, and the mainland's range for fiction.
        ("06 39 98 00 12", "RE", "+33639980012"),
        ("01 99 00 10 00", "GP", "+33199001000"),
        ("60 12 34", "NC", "+687601234"),
        ("06 39 98 00 12", "NC", "+33639980012"),
        ("90 12 34 56", "PF", "+68990123456"),
    ],
)
def test_a_number_is_read_as_the_town_dials_it(written: str, region: str, e164: str) -> None:
    assert PhoneNumber.parse(written, region).e164 == e164


@in_rows(
    "e164",
    ["+262693980012", "+262639080012", "+262269050012", "+594694390012", "+687601234", "+68990123456"],
)
def test_the_blocks_of_these_tests_belong_to_no_operator(e164: str) -> None:
    assert not phonenumbers.is_valid_number(phonenumbers.parse(e164))


def test_an_agent_of_la_reunion_is_known_by_the_number_the_carrier_gives() -> None:
    organisation = Organisation.model_validate(
        {
            "town": {
                "name": "Sainte-Exemple",
                "default_service": "a",
                "holidays": "reunion",
                "phone": "0269 05 00 12",
            },
            "services": [{"key": "a", "name": "A", "numbers": ["0693 98 00 01"]}],
            "agents": [{"key": "lea", "name": "Léa", "phones": ["0693 98 00 12"], "services": ["a"]}],
        }
    )
    found = organisation.agent_with("+262693980012")
    assert found is not None and found.key == "lea"
    assert organisation.service_with("+262693980001") is not None
    assert organisation.town.region == "RE"
    assert Organisation.model_validate_json(organisation.model_dump_json()) == organisation


def test_a_territory_with_a_plan_of_its_own_is_read_by_its_town() -> None:
    organisation = Organisation.model_validate(
        {
            "town": {
                "name": "X",
                "default_service": "a",
                "holidays": "nouvelle-caledonie",
                "phone": "60 12 34",
            },
            "services": [{"key": "a", "name": "A"}],
        }
    )
    assert organisation.town.phone == "+687601234"
    read = read_contact_words("TEL 60 12 34", organisation.town.region)
    assert read is not None and read.value == "+687601234"


def test_numbers_of_overseas_are_shown_as_they_are_dialled() -> None:
    assert PhoneNumber.parse("0693980012").national == "0693 98 00 12"
