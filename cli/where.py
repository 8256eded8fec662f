"""Which town, settings and database this command works on: said by `guichet` alone, wherever it is typed."""

from __future__ import annotations

from cli.office import Opening
from cli.speaking.translate import say
from cli.speaking.words import heading
from models.errors import GuichetError


def where_we_are(opening: Opening) -> list[str]:
    """A line each for the town, its settings and its database; what is missing says what to do. Never
    raises.
    """
    file = opening.settings_file
    if file is None:
        return [
            "No settings.toml here, in a folder above, or in /etc/guichet: guichet init makes one here; "
            "--settings FILE or GUICHET_SETTINGS names another."
        ]
    lines = [_line("Settings", file.absolute())]
    try:
        office = opening.office
        town = office.town
    except GuichetError as wrong:
        return [*lines, _line("", say(wrong.public))]
    name = town.name or say("no organisation is applied yet: guichet org apply")
    return [_line("Town", name), *lines, _line("Database", office.shown_database)]


def _line(what: str, value: object) -> str:
    return f"{heading(what):<10}{value}"
