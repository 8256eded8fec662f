"""Who looks after what: themes that do not exist, or that two services claim."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, nearest, repeated
from models.organisation import Organisation
from models.organisation.themes import THEMES
from models.organisation_files.lines import Path


def check_themes(organisation: Organisation) -> Iterator[Problem]:
    """The themes of services and types, by the names `guichet rules themes` lists."""
    services, types = organisation.services, organisation.request_types
    written: list[tuple[str, Path]] = [
        *((theme, ("services", at, "themes")) for at, each in enumerate(services) for theme in each.themes),
        *((theme, ("request_types", at, "themes")) for at, each in enumerate(types) for theme in each.themes),
    ]
    for theme, path in written:
        if theme not in THEMES:
            hint = nearest(theme, THEMES) or " `guichet rules themes` lists them."
            yield error(f"No theme '{theme}'.{hint}", *path)
    open_services: list[tuple[str, Path]] = [
        (theme, ("services", at, "themes"))
        for at, service in enumerate(services)
        if not service.closed
        for theme in dict.fromkeys(service.themes)
    ]
    for theme, path, first in repeated(open_services):
        yield error(
            f"The theme '{theme}' is claimed by two services, '{services[int(first[1])].key}' too: "
            "leave it to one of them.",
            *path,
        )
    open_types: list[tuple[str, Path]] = [
        (f"{theme} {kind.service}", ("request_types", at, "themes"))
        for at, kind in enumerate(types)
        if not kind.closed
        for theme in dict.fromkeys(kind.themes)
    ]
    for named, path, first in repeated(open_types):
        yield error(
            f"The theme '{named.partition(' ')[0]}' is claimed by two types of one service, "
            f"'{types[int(first[1])].key}' too: leave it to one of them.",
            *path,
        )
