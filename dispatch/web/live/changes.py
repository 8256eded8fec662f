"""Who listens for changes, and one look at the history for all of them: told is who sees what changed.

An event says that something changed and nothing else: the page then asks for itself, with its own rights.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import suppress
from datetime import datetime

import anyio
import sqlalchemy as sa
import structlog
from anyio import CapacityLimiter

from dispatch.rules.in_force import Organisations
from dispatch.sight.may_see import Placed
from dispatch.web.live.listener import CHANGE, PRESENCE, Listener, Moved, concerns
from intake.doors.http.descriptors import LISTENERS
from models.errors import TemporaryFailure, UserError
from models.store.looking.reads import Reads
from models.tables.columns import table_of
from models.tables.organisation import AgentRow
from models.tables.requests import Entry, EntryKind, RequestRow, Task
from models.tables.sessions import WebSession

log = structlog.get_logger(__name__)
_entries, _requests, _tasks = table_of(Entry), table_of(RequestRow), table_of(Task)
_agents, _sessions = table_of(AgentRow), table_of(WebSession)
#: Seconds between two looks, while anybody listens.
EVERY_SECONDS = 2.0
#: Listeners of one session: a browser needs one.
MOST_OF_SESSION = 4
#: Seconds after which a silent stream says that it is there, and after which it ends and is asked for again,
#: so that who listens is looked at anew.
HEARTBEAT_SECONDS, MOST_SECONDS = 15.0, 600.0
#: Lines of history looked at anew each time: one with a lower number may be committed later.
_WINDOW = 200
_HELLO, _STILL_HERE = b"retry: 5000\n\n", b":\n\n"


class Changes:
    """The listeners of one process. All but `close` runs on the event loop of the HTTP door."""

    def __init__(
        self,
        reads: Reads,
        organisations: Organisations,
        clock: Callable[[], datetime],
        *,
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._reads = reads
        self._organisations = organisations
        self._clock = clock
        self._every = every_seconds
        self._listeners: set[Listener] = set()
        self._seen: set[int] = set()
        #: The one look for all, and that what was there before is known.
        self._looking: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False
        #: A thread of its own: pages being made do not keep it waiting, nor it them.
        self._limiter = CapacityLimiter(1)

    def has_room(self, session_id: int) -> bool:
        """Whether one more of that session may listen."""
        of_session = sum(each.session_id == session_id for each in self._listeners)
        return not self._closed and of_session < MOST_OF_SESSION and len(self._listeners) < LISTENERS

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens here."""
        return bool(self._listeners)

    async def stream(self, listener: Listener) -> AsyncIterator[bytes]:
        """The events of one listener, as `text/event-stream`, until it leaves or its time is over; none when
        others took the room since it was asked for.
        """
        if not self.has_room(listener.session_id):
            return
        self._loop = asyncio.get_running_loop()
        self._listeners.add(listener)
        try:
            if self._looking is None or self._looking.done():
                self._ready = self._loop.create_future()
                self._looking = asyncio.create_task(self._look(self._ready))
            # Not cancelled with the one who waits for it: others do.
            assert self._ready is not None
            await asyncio.shield(self._ready)
            yield _HELLO
            ends_at = self._loop.time() + MOST_SECONDS
            while not (self._closed or listener.is_over) and self._loop.time() < ends_at:
                try:
                    await asyncio.wait_for(listener.changed.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield _STILL_HERE
                    continue
                listener.changed.clear()
                told, listener.told = listener.told, set()
                if told and not (self._closed or listener.is_over):
                    yield b"".join(sorted(told))
        except (TemporaryFailure, UserError):
            return  # the browser asks again in a moment
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End every stream, from whatever thread."""
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake_all)

    def somebody_came(self, person_ids: Collection[int]) -> None:
        """Have the pages of these people ask who else is there, from whatever thread: somebody came to a
        request that they have open, or began to write. Where nobody listens, nothing happens.
        """
        if person_ids and self._loop is not None and self.is_heard:
            with suppress(RuntimeError):  # the loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._tell_presence, frozenset(person_ids))

    def _tell_presence(self, person_ids: frozenset[int]) -> None:
        for listener in self._listeners:
            if listener.viewer.person_id in person_ids:
                listener.told.add(PRESENCE)
                listener.changed.set()

    async def _look(self, ready: asyncio.Future[None]) -> None:
        try:
            self._seen = await anyio.to_thread.run_sync(self._newest, limiter=self._limiter)
        except (TemporaryFailure, UserError) as wrong:
            ready.set_exception(wrong)
            ready.exception()  # known, even when everybody has left
            return
        ready.set_result(None)
        while self._listeners and not self._closed:
            await asyncio.sleep(self._every)
            known = set(self._listeners)
            sessions = {each.session_id for each in known}
            try:
                open_ones, version = await anyio.to_thread.run_sync(
                    self._still_open, sessions, limiter=self._limiter
                )
                moved = await anyio.to_thread.run_sync(self._since, limiter=self._limiter)
            except (TemporaryFailure, UserError) as wrong:
                log.info("web.no_look", why=type(wrong).__name__)
                continue
            # Those who came meanwhile, too: they may have missed it.
            for listener in self._listeners:
                # Before anything is told: of what comes after the end nothing is.
                if listener in known and (
                    listener.session_id not in open_ones or listener.version != version
                ):
                    listener.is_over = True
                if any(concerns(each, listener.viewer) for each in moved):
                    listener.told.add(CHANGE)
                if listener.is_over or listener.told:
                    listener.changed.set()

    def _wake_all(self) -> None:
        for listener in self._listeners:
            listener.changed.set()

    def _still_open(self, session_ids: set[int]) -> tuple[set[int], int]:
        """Those of the sessions that nobody ended and that are not over, and the version of the organisation
        in force.
        """
        with self._reads.looking() as session:
            still = sa.select(_sessions.c.id).where(
                _sessions.c.id.in_(session_ids),
                _sessions.c.ended_at.is_(None),
                _sessions.c.expires_at > self._clock(),
            )
            open_ones = set(session.connection().execute(still).scalars())
            return open_ones, self._organisations.current(session).in_force.version_id

    def _newest(self) -> set[int]:
        """The lines that are there already."""
        with self._reads.looking() as session:
            newest = sa.select(_entries.c.id).order_by(_entries.c.id.desc()).limit(_WINDOW)
            return set(session.connection().execute(newest).scalars())

    def _since(self) -> list[Moved]:
        """The requests whose history has lines that were not there at the last look."""
        with self._reads.looking() as session:
            run = session.connection().execute
            after = max(self._seen, default=0) - _WINDOW
            there = set(run(sa.select(_entries.c.id).where(_entries.c.id > after).limit(2_000)).scalars())
            new = sorted(there - self._seen)
            self._seen = {each for each in there if each > max(there) - _WINDOW} if there else set()
            if not new:
                return []
            lines: dict[int, bool] = {}
            for row in run(
                sa.select(_entries.c.request_id, _entries.c.kind).where(_entries.c.id.in_(new[-500:]))
            ):
                lines[row.request_id] = lines.get(row.request_id, False) or row.kind == EntryKind.ASSIGNMENT
            in_force = self._organisations.current(session).in_force
            tasks: dict[int, set[str]] = {}
            for row in run(
                sa.select(_tasks.c.request_id, _agents.c.key)
                .join(_agents, _agents.c.id == _tasks.c.assignee_id)
                .where(_tasks.c.request_id.in_(lines))
            ):
                tasks.setdefault(row.request_id, set()).add(row.key)
            query = sa.select(
                _requests.c.id,
                _requests.c.requester_id,
                _requests.c.service_id,
                _requests.c.assignee_id,
                _requests.c.building_id,
            ).where(_requests.c.id.in_(lines))
            return [
                Moved(
                    Placed(
                        row.requester_id,
                        in_force.service_key(row.service_id),
                        in_force.agent_key(row.assignee_id),
                        in_force.building_key(row.building_id),
                        tasks.get(row.id, ()),
                    ),
                    lines[row.id],
                )
                for row in run(query)
            ]
