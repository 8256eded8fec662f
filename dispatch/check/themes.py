"""Who looks after what: themes that do not exist, or that two services claim (p)."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch.check.problem import Problem, error, nearest, repeated
from models.organisation import Organisation
from models.organisation.themes import THEMES


def check_themes(organisation: Organisation) -> Iterator[Problem]:
    """The themes of services and types, by the names `guichet rules themes` lists."""
    for kind, parts in (("services", organisation.services), ("request_types", organisation.request_types)):
        for at, part in enumerate(parts):
            for theme in part.themes:
                if theme not in THEMES:
                    hint = nearest(theme, THEMES) or " `guichet rules themes` lists them."
                    yield error(f"No theme '{theme}'.{hint}", kind, at, "themes")
        what = "services" if kind == "services" else "types"
        named = (
            (theme, (kind, at, "themes"))
            for at, part in enumerate(parts)
            if not part.closed
            for theme in dict.fromkeys(part.themes)
        )
        for theme, path, first in repeated(named):
            if kind == "request_types" and parts[int(path[1])].service != parts[int(first[1])].service:
                continue
            other = parts[int(first[1])].key
            yield error(
                f"The theme '{theme}' is claimed by two {what}, '{other}' too: leave it to one of them.",
                *path,
            )
