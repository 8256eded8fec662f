"""The bill of materials names every package that comes with the program, pinned as in the lock, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cyclonedx.output.json import JsonV1Dot6

from tests.sbom import ROOT, bill

LOCK = Path(__file__).parents[2] / "requirements.lock"


@pytest.fixture(scope="module")
def written() -> str:
    return JsonV1Dot6(bill()).output_as_string()


def test_it_is_valid_and_the_same_each_time(written: str) -> None:
    # The validator builds forty grammars when it is imported, five seconds that no other test should pay.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert JsonV1Dot6(bill()).output_as_string() == written


def test_every_package_is_that_of_the_lock_and_tools_of_development_are_none_of_it(written: str) -> None:
    listed = {each["name"]: each for each in json.loads(written)["components"]}
    # Some are pinned twice, for different versions of Python.
    locked = set(re.findall(r"(?m)^([a-z0-9._-]+)==([^ ;\\]+)", LOCK.read_text("utf-8")))
    assert {"aiosmtpd", "sqlalchemy", "psycopg-binary", "cryptography"} <= set(listed)
    assert not {"pytest", "mypy", "ruff", "cyclonedx-python-lib", ROOT} & set(listed)
    assert {(name, each["version"]) for name, each in listed.items()} <= locked
    assert all(each["purl"] == f"pkg:pypi/{name}@{each['version']}" for name, each in listed.items())


def test_who_asks_for_whom_can_be_followed_from_the_program(written: str) -> None:
    whole = json.loads(written)
    asks = {each["ref"]: each.get("dependsOn", []) for each in whole["dependencies"]}
    reached, waiting = set(), [whole["metadata"]["component"]["bom-ref"]]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += asks[one]
    assert reached == set(asks)
