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


def what_it_does(revision: str) -> str:
    """What a migration does, as the first sentences of its file say."""
    (path,) = (MIGRATIONS / "versions").glob(f"{revision}_*.py")
    said = path.read_text("utf-8").split('"""', 2)[1]
    return " ".join(said.partition("\n\n")[0].split())


def require_newest(found: str | None) -> None:
    """Raises UserError naming the command when a database is empty, old, or newer than this program."""
    if found == newest_revision():
        return
    if found is None:
        raise UserError("The database is empty. Run: guichet init")
    if found not in known_revisions():
        raise UserError(
            f"The database was written by a newer Guichet: it is at revision {found}, this program knows "
            f"{newest_revision()}. Install that version, or restore a backup: guichet backup restore"
        )
    raise UserError("The database is of an earlier Guichet. Run: guichet upgrade")
