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
#: Commits of ours that have waited for a standby for so long: a wait is visible to the role whose it is. A
#: connection that its program gave up waits on, until the standby is there.
_UNCONFIRMED = sa.text(
    "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
    " AND wait_event = 'SyncRep' AND clock_timestamp() - query_start > make_interval(secs => :seconds))"
)
#: A standby that lives confirms within milliseconds; one in another town, under load, within a second.
_CONFIRMED_WITHIN_SECONDS = 10.0


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

    @property
    def stalls(self) -> bool:
        """Whether each commit waits for a standby that is not there: nothing can be stored."""
        waits = bool(self.synchronous_names) and self.synchronous_commit not in ("off", "local")
        return waits and not self.is_hidden and not any(each.is_waited_for for each in self.followers)


def is_unconfirmed(session: Session) -> bool:
    """Whether a commit of ours has waited for a standby longer than any that lives takes. PostgreSQL only."""
    given = {"seconds": _CONFIRMED_WITHIN_SECONDS}
    return bool(session.connection().execute(_UNCONFIRMED, given).scalar())


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
