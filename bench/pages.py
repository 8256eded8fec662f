"""How long the pages of the counter take in a town of many years.

    python -m bench.pages SETTINGS [VISITS] [WORD]

SETTINGS is the settings file of a town that `guichet init` made and `bench.fill` filled. The pages are served
by `guichet serve --only board`, a process of its own; one browser on a kept connection opens each of them so
many times (40), all in turn: those of `bench.visited`, or the ones whose name or reader holds WORD, as an
administrator, a manager, an agent and an elected official see them. Of each page, median and 95th percentile:
by the clock, from the first octet sent to the last received; of processor time, of the serving process and of
what PostgreSQL does for it; and the page gzipped. The page for signing in reads next to nothing: it is the
control of a run.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import sqlalchemy as sa

from bench.visited import VISITED
from bench.watched import busy_seconds, serving
from cli.office import Office, now
from dispatch.rules.in_force import Organisations
from dispatch.web.entering.sessions import open_session
from models.settings.file import load_settings
from models.store.database import Database
from models.store.organisations import InForce
from models.tables.columns import table_of
from models.tables.people import ContactPoint
from models.tables.requests import RequestRow
from models.vocabulary import StateKind

_requests, _contacts = table_of(RequestRow), table_of(ContactPoint)
_PORT = 18_093


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
        return _nineteen_of_twenty(self.seconds)

    def line(self, name: str) -> str:
        cpu, late = statistics.median(self.cpu_seconds), _nineteen_of_twenty(self.cpu_seconds)
        return (
            f"{name:<50} {self.status} {1000 * self.middle:>8.0f} {1000 * self.late:>8.0f}"
            f" {1000 * cpu:>8.0f} {1000 * late:>8.0f} {self.octets / 1000:>7.1f}"
        )


def _nineteen_of_twenty(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def _busy(pids: list[int]) -> float:
    found = 0.0
    for pid in pids:
        with suppress(OSError):  # it ended meanwhile
            found += busy_seconds(pid)
    return found


def _at_work(database: Database, pid: int) -> list[int]:
    """The service, and the processes of PostgreSQL that there are now."""
    if database.is_sqlite:
        return [pid]
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with database.reading() as session:
        return [pid, *session.connection().execute(sa.text(asked)).scalars()]


def run(settings_file: Path, visits: int, word: str = "") -> Iterator[tuple[str, Visits]]:
    """Every page in turn, so that none is measured on the quiet half of a machine's hour."""
    with chdir(settings_file.parent):
        office = Office(load_settings(settings_file))
        pages, cookies = _pages(office, word), _all_signed_in(office)
        found = {name: Visits() for name in pages}
        with serving(settings_file, "--only", "board", port=_PORT, path="/entrer") as process:
            connection = HTTPConnection("127.0.0.1", _PORT, timeout=60)
            for turn in range(visits + 2):
                if turn == 2:  # what is loaded and compiled once in the life of a service is no part of it
                    found = {name: Visits() for name in pages}
                pids = _at_work(office.database, process.pid)
                for name, (who, path) in pages.items():
                    visit(connection, path, cookies[who], pids, found[name])
        office.database.close()
    yield from found.items()


def visit(connection: HTTPConnection, path: str, cookie: str, pids: int | list[int], seen: Visits) -> None:
    """Open a page once; `pids` are the processes whose work is counted."""
    counted = [pids] if isinstance(pids, int) else pids
    spent, began = _busy(counted), time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"guichet={cookie}"})
    answer = connection.getresponse()
    body = answer.read()
    seen.seconds.append(time.perf_counter() - began)
    seen.cpu_seconds.append(_busy(counted) - spent)
    seen.status, seen.octets = answer.status, len(gzip.compress(body))


def _pages(office: Office, word: str) -> dict[str, tuple[str, str]]:
    """Who opens it and its path, by who and its name."""
    with office.database.reading() as session:
        in_force = Organisations().current(session).in_force
        connection = session.connection()
        columns = (_requests.c.year, _requests.c.number, _requests.c.requester_id)
        newest = connection.execute(
            sa.select(*columns)
            .where(
                _requests.c.state_kind.in_((StateKind.NEW, StateKind.OPEN)),
                _requests.c.assignee_id == in_force.agent_ids[_people_of(in_force)["agent"]],
            )
            .order_by(_requests.c.id.desc())
            .limit(1)
        ).one()
        contact = connection.execute(
            sa.select(_contacts.c.value).where(_contacts.c.person_id == newest.requester_id).limit(1)
        ).scalar_one()
    values = {
        "open": f"{newest.year}-{newest.number:05d}",
        "contact": contact,
        "service": _service_of(in_force),
        "agent": _people_of(in_force)["agent"],
    }
    return {
        f"{who}: {name}": (who, path.format(**values))
        for who, pages in VISITED.items()
        for name, path in pages.items()
        if word in f"{who}: {name}" and (who != "official" or in_force.official_persons)
    }


def _service_of(in_force: InForce) -> str:
    """The service of the manager and the agent who look."""
    return next(
        each.services[0] for each in in_force.organisation.agents if each.role == "manager" and each.services
    )


def _people_of(in_force: InForce) -> dict[str, str]:
    """The first administrator and manager, and an agent of the same service, by their keys."""
    agents, service = in_force.organisation.agents, _service_of(in_force)
    return {
        "administrator": next(each.key for each in agents if each.role == "administrator"),
        "manager": next(each.key for each in agents if each.role == "manager"),
        "agent": next(each.key for each in agents if each.role == "agent" and service in each.services),
    }


def signed_in(office: Office) -> str:
    """The cookie of an administrator of the town."""
    return _all_signed_in(office)["administrator"]


def _all_signed_in(office: Office) -> dict[str, str]:
    """The cookies of those who look, by what they are; of officials only where the town has one."""
    with office.database.transaction() as session:
        in_force = Organisations().current(session).in_force
        persons = {who: in_force.agent_persons[key] for who, key in _people_of(in_force).items()}
        for person in list(in_force.official_persons.values())[:1]:
            persons["official"] = person
        web = office.settings.web
        return {
            who: open_session(session, person, as_staff=True, by="mail", now=now(), web=web)
            for who, person in persons.items()
        }


def main() -> int:
    visits = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    head = f"{'median':>8} {'95 %':>8} {'cpu ms':>8} {'95 %':>8} {'KB gz':>7}"
    print(f"{'page':<54} {head}")
    for name, seen in run(Path(sys.argv[1]).resolve(), visits, "".join(sys.argv[3:4])):
        print(seen.line(name), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
