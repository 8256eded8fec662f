"""Which revisions of the database this program knows, told by the names of the migrations alone.

Alembic says the same at the cost of its import; a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

from models.errors import UserError

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def known_revisions() -> tuple[str, ...]:
    """Every revision, oldest first: migrations are named `0042_what_it_does.py`."""
    return tuple(
        sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
    )


def newest_revision() -> str:
    """The revision that this program needs."""
    return known_revisions()[-1]


def require_newest(found: str | None) -> None:
    """Raises UserError naming the command when a database is empty, old, or newer than this program."""
    if found == newest_revision():
        return
    if found is None:
        raise UserError("The database is empty. Run: guichet init")
    if found not in known_revisions():
        raise UserError(
            "The database was written by a newer Guichet. Install that version, or restore a backup."
        )
    raise UserError("The database must be upgraded. Make a backup, then run: guichet db upgrade")
