"""Places for backups made ready, as `guichet backup init` does."""

from __future__ import annotations

from dispatch.upkeep.backup.backups import Backups
from dispatch.upkeep.backup.recovery_key import RecoveryKey


def prepare(backups: Backups) -> RecoveryKey | None:
    """The recovery key when it is made now, and every destination ours. Raises what the first one says that
    cannot be.
    """
    made = backups.make_key()
    for destination in backups.destinations():
        destination.prepare()
    return made
