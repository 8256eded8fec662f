"""The worst hour of a storm day in a town of 300,000, played through the running service.

    python -m bench.country SETTINGS [MINUTES]

SETTINGS is the settings file of a town that `bench.fill` filled. Two thousand people report the same thing
within the hour, others write ten times the mean, one mail in twenty is spam and one to three in a hundred are
reports of letters that failed (`bench.storm_mails`). The hour is played in so many minutes (60). Feeder,
relay and browser are this process, which takes of the same machine.

With the limits that settings come with, meant for towns of some ten thousand, all beyond the first thousand
requests of an hour are held; those of a city (docs/scaling.md) are set here.
"""

from __future__ import annotations

import smtplib
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from bench.flood import LEFT, moves
from bench.pages import Visits, signed_in, visit
from bench.rows import Row, show
from bench.storm_mails import Coming, the_hour
from bench.watched import busy_seconds, serving, with_children
from cli.office import Office, now
from models.settings.file import load_settings
from models.store.database import Database
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState
from models.tables.outbox import OutboundMessage
from models.vocabulary import Audience
from tests.servers.mailbox import Delivered, Mailbox

_inbound, _outbox = table_of(InboundMessage), table_of(OutboundMessage)
_HTTP, _SMTP = 18_095, 18_096
_PAGES = {"board": "/tableau", "desk": "/bureau", "list of open ones": "/demandes"}
#: Seconds between two looks of somebody at the pages; and the longest wait for the end.
_LOOKS, _PATIENCE = 2.0, 1800.0


class Outside:
    """Everybody else's mail: what our relay is handed, and one letter in forty that will have failed."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self.mailbox.answer_with = self._take
        self.mailbox.start()
        self._lost: list[Delivered] = []
        self._lock = threading.Lock()
        self._seen = 0

    def failed(self) -> Delivered | None:
        with self._lock:
            return self._lost.pop() if self._lost else None

    def _take(self, letter: Delivered) -> str:
        with self._lock:
            self._seen += 1
            if self._seen % 20 == 0 and letter.recipients[0].endswith(".example"):
                self._lost.append(letter)
        return "250 OK"


def run(settings_file: Path, minutes: float) -> Iterator[Row]:
    """The rows of the table. Raises AssertionError when a mail was lost or came twice."""
    outside = Outside()
    with chdir(settings_file.parent):
        office = Office(load_settings(settings_file))
        cookie, began_at = signed_in(office), now()
        given = {
            "GUICHET_DOORS__SMTP__PORT": str(_SMTP), "GUICHET_OUTGOING__CARRIER": "smtp",
            "GUICHET_OUTGOING__RELAY__HOST": "127.0.0.1",
            "GUICHET_OUTGOING__RELAY__PORT": str(outside.mailbox.port),
            "GUICHET_OUTGOING__RELAY__TLS": "none",
            "GUICHET_LIMITS__STORM_IN_ALL_PER_HOUR": "6000", "GUICHET_LIMITS__ANSWERS_PER_HOUR": "6000",
        }  # fmt: skip
        try:
            with serving(settings_file, port=_HTTP, path="/health/ready", given=given) as process:
                found = {name: Visits() for name in _PAGES}
                over = threading.Event()
                looking = threading.Thread(target=_look, args=(cookie, process.pid, found, over))
                looking.start()
                taken, late = _post(the_hour(outside.failed), minutes * 60)
                _settle(office.database)
                over.set()
                looking.join()
                used = sum(busy_seconds(each) for each in with_children(process.pid))
            yield from _told(office, began_at, taken, late, used)
            for name, seen in found.items():
                yield Row(
                    f"{name}, 95 % (median)", 1000 * seen.late, "ms", note=f"({1000 * seen.middle:.0f})"
                )
        finally:
            office.database.close()
            outside.mailbox.stop()


def _post(coming: list[Coming], seconds: float) -> tuple[Counter[str], float]:
    """Hand every mail over at its moment; how many of each kind were taken, and the longest delay of ours."""
    taken: Counter[str] = Counter()
    began, late = time.monotonic(), 0.0
    connection = smtplib.SMTP("127.0.0.1", _SMTP, timeout=60)
    for number, each in enumerate(coming):
        due = began + seconds * number / len(coming)
        time.sleep(max(0.0, due - time.monotonic()))
        late = max(late, time.monotonic() - due)
        if (letter := each.make()) is not None:
            connection.sendmail(letter.sender, [letter.to], letter.raw)
            taken[each.kind] += 1
        if number % 100 == 99:  # nobody keeps a connection for ever
            connection.quit()
            connection = smtplib.SMTP("127.0.0.1", _SMTP, timeout=60)
    connection.quit()
    return taken, late


def _look(cookie: str, pid: int, found: dict[str, Visits], over: threading.Event) -> None:
    connection = HTTPConnection("127.0.0.1", _HTTP, timeout=60)
    while not over.wait(_LOOKS):
        for name, path in _PAGES.items():
            visit(connection, path, cookie, pid, found[name])


def _settle(database: Database) -> None:
    ends_at = time.monotonic() + _PATIENCE
    while moves(database):
        if time.monotonic() > ends_at:
            raise TimeoutError("The hour does not end.")
        time.sleep(1)


def _told(office: Office, since: datetime, taken: Counter[str], late: float, used: float) -> Iterator[Row]:
    ours = _inbound.c.received_at >= since
    with office.database.reading() as session:
        run = session.connection().execute
        rows = run(
            sa.select(_inbound.c.state, _inbound.c.received_at, _inbound.c.processed_at).where(ours)
        ).all()
        letters = run(
            sa.select(_outbox.c.recipient, _outbox.c.audience, _outbox.c.state).where(
                _outbox.c.created_at >= since
            )
        ).all()
    assert len(rows) == taken.total(), f"{taken.total()} were taken, {len(rows)} are in the ledger"
    ends = Counter(row.state for row in rows)
    assert not ends[InboundState.WAITING] and not ends[InboundState.FAILED], ends
    ages = sorted((row.processed_at - row.received_at).total_seconds() for row in rows)
    yield Row("mails taken", len(rows), "", note=", ".join(f"{each} {many}" for each, many in taken.items()))
    yield Row("each in the ledger once, ended as", 0, "", note=", ".join(f"{a} {b}" for a, b in ends.items()))
    yield Row(
        "age of the queue, 95 % (median)", ages[int(0.95 * len(ages))], "s", note=f"({median(ages):.2f})"
    )
    yield Row("age of the queue, most", ages[-1], "s")
    yield Row("latest that we handed one over", late, "s")
    left = [each for each in letters if each.state in LEFT]
    staff = Counter(each.recipient for each in left if each.audience != Audience.REQUESTER)
    people = Counter(each.recipient for each in left if each.audience == Audience.REQUESTER)
    yield Row("letters that left", len(left), "", note=f"of {len(letters)}")
    yield Row(
        "to one of staff, most", max(staff.values(), default=0), "", note=f"{staff.total()} to {len(staff)}"
    )
    yield Row(
        "to one requester, most",
        max(people.values(), default=0),
        "",
        note=f"{people.total()} to {len(people)}",
    )
    yield Row("processor time of the service, a mail", 1000 * used / len(rows), "ms", note="readers too")


def main() -> int:
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    show(run(Path(sys.argv[1]).resolve(), minutes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
