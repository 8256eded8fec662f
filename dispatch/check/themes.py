"""Who looks after what: themes that do not exist, or that two services claim."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, repeated, warning
from models.folding import fold, words
from models.nearest import nearest
from models.organisation import Organisation
from models.organisation.themes import THEMES
from models.organisation_files.lines import Path

#: A service that looks after one of these is where people ask.
_HALL = frozenset(["horaires", "maire"])
_FRONT_DESK = frozenset(["accueil", "secretariat", "mairie", "standard", "guichet", "reception"])
_HALL_BOXES = ("mairie", "accueil", "contact", "hotel-de-ville")


def check_themes(organisation: Organisation) -> Iterator[Problem]:
    """The themes of services and types, by the names `guichet rules themes` lists."""
    services, types = organisation.services, organisation.request_types
    written: list[tuple[str, Path]] = [
        *((theme, ("services", at, "themes")) for at, each in enumerate(services) for theme in each.themes),
        *((theme, ("request_types", at, "themes")) for at, each in enumerate(types) for theme in each.themes),
    ]
    yield from _front_desk(organisation)
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


def _front_desk(organisation: Organisation) -> Iterator[Problem]:
    """The default service gets what nothing places, and the town hall's own mailbox: it is said when its
    themes are all of another business.
    """
    default = organisation.default_service
    if default is None or not default.themes or not _HALL.isdisjoint(default.themes):
        return
    if not _FRONT_DESK.isdisjoint(words(fold(" ".join((default.name, *default.aliases))))):
        return
    hall = next((box for box in default.mailboxes if box.partition("@")[0] in _HALL_BOXES), None)
    yield warning(
        f"What no rule and no theme places goes to '{default.key}'"
        f"{f', and so does mail to {hall}' if hall else ''}, though nothing says that it is the front desk: "
        "name another default_service, or add the theme 'horaires' to it if that is meant.",
        "town",
        "default_service",
    )
