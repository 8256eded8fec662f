"""The bill of materials names every package that comes with the program, pinned as in the lock, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cyclonedx.output.json import JsonV1Dot6

from tests.advisories import GOOD, KNOWN, NOT_LOOKED_UP, ended
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


def test_packages_that_nobody_looked_up_are_no_good_answer() -> None:
    """pip-audit calls it "no known vulnerabilities" when it could ask nobody, and breaks off without a network."""
    known = {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-1"], "fix_versions": ["1.1"]}
    good: dict[str, object] = {"name": "one", "version": "1.0", "vulns": []}
    weak = {"name": "two", "version": "1.0", "vulns": [known]}
    skipped = {"name": "three", "skip_reason": "Dependency not found on PyPI and could not be audited: three"}

    def told(*packages: dict[str, object]) -> tuple[str, int]:
        lines, code = ended(json.dumps({"dependencies": packages, "fixes": []}), "")
        return "\n".join(lines), code

    assert told(good) == ("All 1 packages were looked up: nothing is known against them.", GOOD)
    said, code = told(good, skipped)
    assert code == NOT_LOOKED_UP
    assert said.startswith(
        "No advisories could be had for 1 of 2 packages: three.\nNothing is proved by this run."
    )
    said, code = told(good, weak, skipped)
    assert code == KNOWN
    assert "two 1.0: PYSEC-2099-1 (CVE-2099-1), put right in 1.1" in said
    assert "No advisories could be had for 1 of 3 packages" in said
    lines, code = ended("", "Traceback …\nConnectionError: Failed to resolve 'index.example'")
    assert code == NOT_LOOKED_UP
    assert lines[0].startswith("No advisories could be had: pip-audit broke off (ConnectionError:")
