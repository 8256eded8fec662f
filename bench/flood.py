"""A flood through the running service: what it makes the town write, and what others wait meanwhile.

    python -m bench.flood MAILS [NAME…] [--json]      # docs/reliability.md was measured with 10000

Each flood meets a town of its own: `guichet serve` in a process, SQLite, settings as they come, and a relay
that takes every letter. While it lasts, somebody else writes twice a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

import sqlalchemy as sa

from bench.crowd import FLOOD, Flood, World, floods
from cli.office import now
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage, OutboundState
from models.vocabulary import Audience
from tests.servers.mailbox import Mailbox
from tests.servers.processes import free_port

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
#: Seconds between two mails of other people, and most that is waited for the end of a flood.
_PAUSE, _PATIENCE = 0.5, 900.0
LEFT = (OutboundState.SENT, OutboundState.HANDED, OutboundState.DELIVERED)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one flood did; all of it within one hour."""

    name: str
    mails: int
    #: Until the last was taken, and until all of it was decided and what may leave had left.
    taken_seconds: float
    settled_seconds: float
    requests: int
    held: int
    #: Letters to one address of the flood at most, to all of them; to one of staff, to all; to everybody.
    to_one_sender: int
    to_senders: int
    to_one_of_staff: int
    to_staff: int
    in_all: int
    #: What other people wrote meanwhile, how many were answered, and after how long.
    others: int
    others_answered: int
    wait_median: float
    wait_p95: float


def run(mails: int, names: Sequence[str] = ()) -> Iterator[Measured]:
    """One line for each flood, or for those of `names`."""
    for flood in floods(mails):
        if names and flood.name not in names:
            continue
        with (
            tempfile.TemporaryDirectory(prefix="guichet-bench-", dir=".") as directory,
            _served(Path(directory)) as (world, database),
        ):
            yield measure(flood, world, database)


def measure(flood: Flood, world: World, database: Database, *, most_others: int = 10_000) -> Measured:
    """Have a flood come over a town that runs, and count what it left behind."""
    over = threading.Event()

    def write_meanwhile() -> None:
        for number in range(most_others):
            world.post_other(number)
            if over.wait(_PAUSE):
                return

    others = threading.Thread(target=write_meanwhile)
    world.answering, began, before = flood.answering, time.monotonic(), world.handed
    others.start()
    world.post(flood.first)
    taken = time.monotonic()
    settle(world, database)
    over.set()
    others.join()
    settle(world, database)
    world.answering = None
    return _counted(
        flood.name, world, database, (world.handed - before, taken - began, time.monotonic() - began)
    )


def settle(world: World, database: Database) -> None:
    """Wait until no machine has something to say, no message waits and no notice is due."""
    deadline = time.monotonic() + _PATIENCE
    while not (world.is_quiet and not moves(database) and world.is_quiet):
        if time.monotonic() > deadline:
            raise TimeoutError("The flood does not end.")
        time.sleep(0.1)


def moves(database: Database) -> bool:
    """Whether a message waits to be decided, or a letter may leave."""
    waiting = sa.select(sa.literal(1)).where(_inbound.c.state == InboundState.WAITING)
    due = sa.select(sa.literal(1)).where(
        _outbox.c.state == OutboundState.QUEUED,
        sa.or_(_outbox.c.next_attempt_at <= now(), _outbox.c.leased_until.is_not(None)),
    )
    with database.reading() as session:
        return any(session.connection().execute(each.limit(1)).first() for each in (waiting, due))


def _counted(name: str, world: World, database: Database, course: tuple[int, float, float]) -> Measured:
    ours = _inbound.c.sender.like(f"%@{FLOOD}")
    ended = sa.select(_inbound.c.state, sa.func.count().label("mails")).where(ours).group_by(_inbound.c.state)
    left = sa.select(_outbox.c.recipient, _outbox.c.audience).where(_outbox.c.state.in_(LEFT))
    with database.reading() as session:
        states = {row.state: row.mails for row in session.connection().execute(ended)}
        letters = session.connection().execute(left).all()
    senders = Counter(each.recipient for each in letters if each.recipient.endswith(f"@{FLOOD}"))
    staff = Counter(each.recipient for each in letters if each.audience != Audience.REQUESTER)
    waits = sorted(world.waits())
    mails, taken, settled = course
    return Measured(
        name,
        mails,
        taken,
        settled,
        requests=states.get(InboundState.NEW_REQUEST, 0),
        held=states.get(InboundState.HELD, 0),
        to_one_sender=max(senders.values(), default=0),
        to_senders=senders.total(),
        to_one_of_staff=max(staff.values(), default=0),
        to_staff=staff.total(),
        in_all=len(letters),
        others=len(world.taken),
        others_answered=len(waits),
        wait_median=median(waits) if waits else 0.0,
        wait_p95=quantiles(waits, n=20)[-1] if len(waits) > 1 else sum(waits),
    )


@contextmanager
def _served(directory: Path) -> Iterator[tuple[World, Database]]:
    """A town that `guichet serve` runs, and the world around it."""
    mailbox = Mailbox()
    mailbox.start()
    port, file = free_port(), directory.resolve() / "settings.toml"
    file.write_text(
        f'doors.smtp.port = {port}\ndoors.http.port = {free_port()}\nlogs.level = "error"\n'
        'mail.domains = ["ville.test"]\nmail.reply_address = "demandes@ville.test"\n'
        '[outgoing]\ncarrier = "smtp"\n'
        f'relay = {{host = "127.0.0.1", port = {mailbox.port}, tls = "none"}}\n',
        "utf-8",
    )
    environment = {**os.environ, "GUICHET_SETTINGS": str(file), "GUICHET_LANG": "en"}
    _guichet(environment, directory, "init").wait()
    service = _guichet(environment, directory, "serve")
    assert service.stdout is not None
    for line in service.stdout:
        if line.startswith("  Files"):
            break
    threading.Thread(target=service.stdout.read, daemon=True).start()
    database = Database(f"sqlite:///{directory}/var/guichet.db")
    world = World(("127.0.0.1", port), mailbox)
    try:
        yield world, database
    finally:
        world.close()
        service.terminate()
        service.wait(60)
        database.close()
        mailbox.stop()


def _guichet(environment: dict[str, str], directory: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from cli.main import run; run()", *arguments]
    return subprocess.Popen(command, cwd=directory, env=environment, stdout=subprocess.PIPE, text=True)


def main(arguments: Sequence[str]) -> None:
    found = []
    words = [each for each in arguments if not each.startswith("-")]
    for each in run(int(words[0]), words[1:]):
        found.append(asdict(each))
        print(each, file=sys.stderr, flush=True)
    if "--json" in arguments:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
