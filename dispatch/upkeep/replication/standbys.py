"""The standbys that follow a PostgreSQL database, as its server sees them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

#: What an ordinary user may not see of others' connections is null.
_FOLLOWERS = sa.text(
    "SELECT application_name, state, sync_state,"
    " pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn) AS behind_bytes,"
    " pg_wal_lsn_diff(flush_lsn, '0/0') AS flushed"
    " FROM pg_stat_replication ORDER BY application_name, pid"
)
_WRITTEN = sa.text(
    "SELECT CASE WHEN pg_is_in_recovery() THEN NULL"
    " ELSE pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0') END"
)


@dataclass(frozen=True, slots=True)
class Follower:
    """One standby. `is_waited_for`: commits wait until it has them. `flushed`: octets of the log that it
    has on its disk, counted from the log's beginning; None where we may not see it.
    """

    name: str
    state: str
    is_waited_for: bool
    behind_bytes: int
    flushed: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the server says: octets of log that it has written (None: it is a standby itself), who follows,
    and what a commit waits for.
    """

    written: int | None
    followers: tuple[Follower, ...]
    synchronous_commit: str
    synchronous_names: str

    @property
    def is_hidden(self) -> bool:
        """Whether this user may not see how far the followers are."""
        return any(each.flushed is None for each in self.followers)

    @property
    def waits(self) -> bool:
        """Whether what is acknowledged is on the disk of a second machine."""
        on = self.synchronous_commit in ("on", "remote_apply")
        return on and any(each.is_waited_for for each in self.followers)


def standing(session: Session) -> Standing:
    run = session.connection().execute
    written = run(_WRITTEN).scalar()
    followers = []
    if written is not None:
        for row in run(_FOLLOWERS):
            flushed = None if row.flushed is None else int(row.flushed)
            waited = row.sync_state in ("sync", "quorum")
            state, behind = row.state or "?", int(row.behind_bytes or 0)
            followers.append(Follower(row.application_name, state, waited, behind, flushed))
    return Standing(
        None if written is None else int(written),
        tuple(followers),
        str(run(sa.text("SHOW synchronous_commit")).scalar()),
        str(run(sa.text("SHOW synchronous_standby_names")).scalar()),
    )
