"""Many towns on one machine (`python -m bench.towns [TOWNS]`, 100 by default): what one more costs, what one
costs while idle and after its first mail, and all of them upgraded one after the other while mail comes in.

A small activator stands for systemd: it listens at the two sockets of each town and starts `guichet serve`
with LISTEN_FDS when somebody comes; a `systemctl` on the PATH of the upgrade gives it its orders. Before each
upgrade the database is put back to the revision before the newest, so that there is something to do.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from subprocess import run

from bench.activating import Activator
from bench.rows import Row, median_and_spread, show
from bench.town_mail import MEANWHILE, PATIENCE, Senders, send
from bench.watched import PROGRAM, environment
from models.store.revisions import newest_revision

#: What the newest migration makes, the columns of requests apart; two more indexes it makes anew.
#: Towns that a first mail is sent to, each while nothing of it runs.
_FIRST = 5
_TOWN = (
    "Ville {name}", "metropole", "3 rue du Lavoir, 99000 Ville", "01 99 00 44 00", "demandes.{name}.example",
    "", "", "Accueil, Voirie", "", "École du Lavoir", "Claire Moulin <claire.moulin@{name}.example>",
)  # fmt: skip
_SERVER = ("", "", "198.51.100.7", "postfix", "", "", "-", "", "", "", "/bin/true")


class Machine:
    """The folders of the towns, below one that stands for `/`."""

    def __init__(self, root: Path) -> None:
        self.root, self.towns = root, root / "etc/guichet"
        for folder in (self.towns, root / "s", root / "var"):
            folder.mkdir(parents=True)

    def add(self, name: str) -> float:
        """`guichet towns add`, its files put in place, and `guichet init`; seconds of the three."""
        work = self.root / "work" / name
        work.mkdir(parents=True)
        typed = "".join(f"{each.format(name=name)}\n" for each in (*_TOWN, *_SERVER)).encode()
        began = time.perf_counter()
        added = (
            "towns",
            "add",
            name,
            "--towns",
            str(self.towns),
            "--locale",
            "fr",
            "--into",
            str(work / "new"),
        )
        _do(*added, cwd=work, typed=typed)
        for path in (work / "new/etc/guichet" / name).iterdir():
            text = path.read_text("utf-8").replace("/var/lib/guichet", str(self.root / "var"))
            text = text.replace("/run/guichet-towns/", f"{self.root}/s/")
            text = text.replace(f"/etc/guichet/{name}", str(self.towns / name))
            (self.towns / name).mkdir(exist_ok=True)
            (self.towns / name / path.name).write_text(text, "utf-8")
        _do("--settings", str(self.settings(name)), "init", cwd=self.root)
        return time.perf_counter() - began

    def settings(self, name: str) -> Path:
        return self.towns / name / "settings.toml"

    def data(self, name: str) -> Path:
        return self.root / "var" / name

    def octets(self, name: str) -> int:
        """Of all that a town has: settings, database, keys."""
        files = (path for place in (self.data(name), self.towns / name) for path in place.rglob("*"))
        return sum(path.stat().st_size for path in files if path.is_file())

    def kept(self, name: str) -> list[str]:
        """Message-IDs in the ledger of a town."""
        with closing(sqlite3.connect(self.data(name) / "guichet.db")) as database:
            return [row[0] for row in database.execute("SELECT message_id FROM inbound_message")]


def measure(count: int) -> list[Row]:
    """The rows of the table. Raises AssertionError when a mail was lost or came twice."""
    names = [f"v{number:03d}" for number in range(count)]
    with tempfile.TemporaryDirectory(prefix="gt-") as place:
        machine = Machine(Path(place))
        took = [machine.add(name) for name in names]
        octets = [machine.octets(name) / 1e6 for name in names]
        rows = [
            Row("towns add and init, one town", *_median(took, "s")),
            Row("settings, database and keys of a new town", *_median(octets, "MB")),
        ]
        with Activator(machine.root, names) as activator:
            assert not activator.running
            rows += _first_mails(machine, activator, names)
            activator.stop_all()
            rows += _upgraded(machine, activator, names)
            activator.stop_all()
    return rows


def _first_mails(machine: Machine, activator: Activator, names: list[str]) -> list[Row]:
    waited, shares = [], []
    for number, name in enumerate(names[:_FIRST]):
        began = time.perf_counter()
        assert send(machine.root, name, number)
        waited.append(time.perf_counter() - began)
        time.sleep(3)  # read, decided and told
        shares.append(activator.share_mb(name))
    assert all(len(machine.kept(name)) == 1 for name in names[:_FIRST])
    return [
        Row("first mail to a town that sleeps, until 250", *_median(waited, "s")),
        Row(
            "memory of a town after it, PSS, readers too",
            *_median(shares, "MB"),
            note=f"{len(shares)} run at once",
        ),
    ]


def _upgraded(machine: Machine, activator: Activator, names: list[str]) -> list[Row]:
    older = _older_revision()
    activator.at_rest = lambda name: put_back(machine.data(name) / "guichet.db", older)
    with Senders(machine.root, names, 0.25) as senders:
        began = time.perf_counter()
        _do("towns", "upgrade", "--towns", str(machine.towns), cwd=machine.root, path=activator.programs)
        took = time.perf_counter() - began
    newest = newest_revision()
    for name in names:
        with closing(sqlite3.connect(machine.data(name) / "guichet.db")) as database:
            assert database.execute("SELECT version_num FROM alembic_version").fetchone() == (newest,), name
        mine = sorted(each.strip("<>") for town, each in senders.taken if town == name)
        until = time.monotonic() + PATIENCE
        # A row has its Message-ID when it is read.
        while (there := _meanwhile(machine, name)) != mine and time.monotonic() < until:
            time.sleep(0.5)
        assert mine == there, (name, mine, there)
    return [
        Row(
            "towns upgrade, all of them",
            took,
            "s",
            note=f"{took / len(names):.1f} s a town, backup and trial in it",
        ),
        Row("mails that came meanwhile", len(senders.taken), "", note="each is in the ledger once"),
        Row("of them put off (socket away or 4xx) and come again", senders.deferred, "tries"),
    ]


def _meanwhile(machine: Machine, name: str) -> list[str]:
    """What a town has read of the mails that came during the upgrades."""
    kept = (each.strip("<>") for each in machine.kept(name))
    numbered = (each for each in kept if each.partition("@")[0].isdecimal())
    return sorted(each for each in numbered if int(each.partition("@")[0]) >= MEANWHILE)


def _older_revision() -> str:
    """The revision before the newest, whose one change `put_back` takes away."""
    assert newest_revision() == "0044", "say below what the newest migration changes"
    return "0043"


def put_back(file: Path, revision: str) -> None:
    """Give a database the shape of the revision before the newest."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("DROP INDEX request_by_channel")
        database.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def _median(values: list[float], unit: str) -> tuple[float, str]:
    median, _ = median_and_spread(values)
    return median, unit


def _do(*arguments: str, cwd: Path, typed: bytes = b"", path: Path | None = None) -> None:
    given = environment()
    if path is not None:
        given["PATH"] = f"{path}{os.pathsep}{given['PATH']}"
    done = run([*PROGRAM, *arguments], cwd=cwd, env=given, input=typed, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout[-2000:] + done.stderr[-2000:]).decode()


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    show(measure(count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
