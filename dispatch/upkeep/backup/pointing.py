"""The settings of a restored copy name what lies in the copy, wherever the town they come from kept it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit
from sqlalchemy import make_url
from tomlkit.exceptions import TOMLKitError

from models.errors import UserError

#: Where `restore_set` puts things, from the directory of settings.toml; what the settings may call them.
_PLACES = {"data_dir": "var", "organisation_file": "organisation.toml", "templates_dir": "templates"}
_SQLITE = "sqlite:///var/guichet.db"


def point_at_copy(settings_file: Path, database_url: str | None) -> tuple[str, ...]:
    """Have the copy's `settings.toml` name its own data and database; the settings that were changed.

    A server keeps its data at an absolute place: with its settings as they were, every command given in the
    copy would look at, and change, the town that still runs. Remarks and all else stay. Without such a file
    the defaults name the copy already, but for a PostgreSQL database. Raises UserError.
    """
    if not settings_file.exists():
        if database_url is None:
            return ()
        settings_file.write_text("", encoding="utf-8")
        settings_file.chmod(0o600)
    try:
        document: Any = tomlkit.parse(settings_file.read_text(encoding="utf-8-sig"))
    except (OSError, TOMLKitError) as wrong:
        raise UserError(f"{settings_file} cannot be changed: {wrong}.") from wrong
    changed = []
    for name, place in _PLACES.items():
        if name in document and document[name] not in (place, ""):
            document[name] = place
            changed.append(name)
    url = _without_password(database_url) if database_url else _SQLITE
    table = document.get("database", {})
    if table.get("url", _SQLITE) != url:
        document.setdefault("database", tomlkit.table())["url"] = url
        changed.append("database.url")
    if changed:
        settings_file.write_text(tomlkit.dumps(document), encoding="utf-8")
    return tuple(changed)


def _without_password(url: str) -> str:
    """A password belongs in the environment (GUICHET_DATABASE__URL), which goes before the file."""
    given = make_url(url)
    return given.set(password=None).render_as_string() if given.password else url
