"""How long the pages of the counter take in a town of many years.

    python -m bench.pages SETTINGS [VISITS]

SETTINGS is the settings file of a town that `guichet init` made and `bench.fill` filled. The pages are served
by `guichet serve --only board`, a process of its own; one browser on a kept connection opens each of them so
many times (40), all in turn, as an administrator. For each page: the median and the 95th percentile by the
clock, from the first octet sent to the last received; processor time of the serving process a visit (what a
database server does apart is not in it); the page gzipped.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import sqlalchemy as sa

from bench.watched import busy_seconds, serving
from cli.office import Office, now
from dispatch.rules.in_force import Organisations
from dispatch.web.entering.sessions import open_session
from models.settings.file import load_settings
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.requests import RequestRow
from models.vocabulary import StateKind

_requests, _contacts = table_of(RequestRow), table_of(ContactPoint)
_PORT = 18_093
#: Each page's name and path; `{open}`, `{done}` are references.
_PAGES = {
    "desk": "/bureau",
    "board": "/tableau",
    "board of one service": "/tableau?service={service}",
    "list of open ones": "/demandes",
    "list of all, newest first": "/demandes?etat=toutes",
    "list of all, page 40": "/demandes?etat=toutes&page=40",
    "search of a word in every request": "/demandes?etat=toutes&q=lampadaire",
    "search of two words": "/demandes?etat=toutes&q=fontaine+horloge",
    "search without a hit": "/demandes?etat=toutes&q=xylophone",
    "search of a reference": "/demandes?q={open}",
    "search of an address": "/demandes?etat=toutes&q={contact}",
    "map, as it opens": "/carte",
    "one request": "/demandes/{open}",
    "figures": "/chiffres",
}


@dataclass
class Visits:
    """What a browser saw of one page."""

    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    octets: int = 0
    status: int = 0

    @property
    def middle(self) -> float:
        return statistics.median(self.seconds)

    @property
    def late(self) -> float:
        """Seconds within which nineteen of twenty were there."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(0.95 * len(self.seconds)))]

    def line(self, name: str) -> str:
        cpu = statistics.median(self.cpu_seconds)
        return (
            f"{name:<36} {self.status} {1000 * self.middle:>8.0f} {1000 * self.late:>8.0f}"
            f" {1000 * cpu:>8.0f} {self.octets / 1000:>7.1f}"
        )


def run(settings_file: Path, visits: int) -> Iterator[tuple[str, Visits]]:
    """Every page in turn, so that none is measured on the quiet half of a machine's hour."""
    with chdir(settings_file.parent):
        office = Office(load_settings(settings_file))
        paths, cookie = _paths(office), signed_in(office)
        office.database.close()
    found = {name: Visits() for name in paths}
    with serving(settings_file, "--only", "board", port=_PORT, path="/entrer") as process:
        connection = HTTPConnection("127.0.0.1", _PORT, timeout=60)
        for turn in range(visits + 2):
            if turn == 2:  # what is loaded and compiled once in the life of a service is no part of it
                found = {name: Visits() for name in paths}
            for name, path in paths.items():
                visit(connection, path, cookie, process.pid, found[name])
    yield from found.items()


def visit(connection: HTTPConnection, path: str, cookie: str, pid: int, seen: Visits) -> None:
    """Open a page once; `pid` is the process that serves it."""
    busy, began = busy_seconds(pid), time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"guichet={cookie}"})
    answer = connection.getresponse()
    body = answer.read()
    seen.seconds.append(time.perf_counter() - began)
    seen.cpu_seconds.append(busy_seconds(pid) - busy)
    seen.status, seen.octets = answer.status, len(gzip.compress(body))


def _paths(office: Office) -> dict[str, str]:
    with office.database.reading() as session:
        connection = session.connection()
        columns = (_requests.c.year, _requests.c.number, _requests.c.service_id, _requests.c.requester_id)
        newest = connection.execute(
            sa.select(*columns)
            .where(_requests.c.state_kind.in_((StateKind.NEW, StateKind.OPEN)))
            .order_by(_requests.c.id.desc())
            .limit(1)
        ).one()
        contact = connection.execute(
            sa.select(_contacts.c.value).where(_contacts.c.person_id == newest.requester_id).limit(1)
        ).scalar_one()
        service = connection.execute(
            sa.text("SELECT key FROM service WHERE id = :id"), {"id": newest.service_id}
        ).scalar_one()
    values = {"open": f"{newest.year}-{newest.number:05d}", "contact": contact, "service": service}
    return {name: path.format(**values) for name, path in _PAGES.items()}


def signed_in(office: Office) -> str:
    """The cookie of an administrator of the town."""
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        key = next(each.key for each in in_force.organisation.agents if each.role == "administrator")
        return open_session(
            session, in_force.agent_persons[key], as_staff=True, by="mail", now=now(), web=office.settings.web
        )


def main() -> int:
    visits = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    print(f"{'page':<40} {'median':>8} {'95 %':>8} {'cpu ms':>8} {'KB gz':>7}")
    for name, seen in run(Path(sys.argv[1]).resolve(), visits):
        print(seen.line(name), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
