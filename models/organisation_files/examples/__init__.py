"""What stands at the end of a first organisation.toml: an example of each of its tables, behind `#`."""

from __future__ import annotations

from importlib.resources import files

from models.organisation.values import Locale

#: What the files beside say of the invented town: the town's own stands there instead.
_DOMAIN, _AGENTS, _SERVICE = "ville.test", "agents.ville.test", '"accueil"'


def examples(locale: Locale, *, domain: str, agents: str, service: str) -> str:
    """Each table under a title and a remark, to be used once the `#` before its lines is taken off.

    `domain` is that of the town's mail, `agents` that of its agents' addresses, `service` the key of the one
    that they speak of. A blank line ends each table, and stands nowhere in one.
    """
    text = files(__package__).joinpath(f"{locale}.toml").read_text(encoding="utf-8")
    lines = [line if not line or line.startswith("#") else f"# {line}" for line in text.splitlines()]
    shown = "\n".join(lines).replace(_AGENTS, "\0").replace(_DOMAIN, domain).replace("\0", agents)
    return shown.replace(_SERVICE, f'"{service}"') + "\n"
