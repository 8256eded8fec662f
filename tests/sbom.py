"""What the program is made of, as other tools read it: a CycloneDX bill of materials of what is installed with it.

    python -m tests.sbom > dist/guichet.cdx.json

The packages are those that `guichet` asks for, and what they ask for, in the versions of this environment, which
`make install` makes from `requirements.lock`. The same environment gives the same octets: nothing of when and where
it was written is in it.
"""

from __future__ import annotations

import sys
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "guichet"
#: What the program itself asks for, as its source says: what an environment says of it may be older.
PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
#: One moment for all: the bill says what, not when.
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_SPACE = uuid.UUID("8f7c2a52-6f0d-4d57-9f0b-6b7f2f6f5a11")
_licenses = LicenseFactory()


def bill() -> Bom:
    """The bill of materials of `guichet` in this environment."""
    asked: dict[str, set[str]] = {}
    waiting = [(ROOT, frozenset[str]())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        needed = asked.setdefault(name, set())
        for other, its_extras in _needs(name, extras):
            needed.add(other)
            if (other, its_extras) not in seen:
                seen.add((other, its_extras))
                waiting.append((other, its_extras))
    components = {name: _component(name) for name in sorted(asked)}
    bom = Bom()
    bom.metadata.timestamp = _MOMENT
    bom.metadata.component = components[ROOT]
    for name, component in components.items():
        if name != ROOT:
            bom.components.add(component)
        bom.register_dependency(component, [components[each] for each in sorted(asked[name])])
    listed = " ".join(sorted(f"{each.name}=={each.version}" for each in components.values()))
    bom.serial_number = uuid.uuid5(_SPACE, listed)
    return bom


def _needs(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """What a distribution asks for here, each with the extras that it asks for."""
    for line in PROJECT["dependencies"] if name == ROOT else metadata.requires(name) or ():
        wanted = Requirement(line)
        settings = [{**default_environment(), "extra": each} for each in (extras or {""})]
        if wanted.marker is None or any(wanted.marker.evaluate(each) for each in settings):
            yield canonicalize_name(wanted.name), frozenset(wanted.extras)


def _component(name: str) -> Component:
    if name == ROOT:
        summary, version, license_said = PROJECT["description"], PROJECT["version"], PROJECT["license"]
    else:
        said = metadata.metadata(name)
        summary, version = said.get("Summary") or "", metadata.version(name)
        license_said = said.get("License-Expression") or ""
    return Component(
        type=ComponentType.APPLICATION if name == ROOT else ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=f"{name}=={version}",
        purl=None if name == ROOT else PackageURL("pypi", None, name, version),
        description=summary.strip() or None,
        licenses=[_licenses.make_from_string(license_said)] if license_said else [],
    )


def main() -> None:
    sys.stdout.write(JsonV1Dot6(bill()).output_as_string(indent=2) + "\n")


if __name__ == "__main__":
    main()
