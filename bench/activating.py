"""What stands for systemd in `bench.towns`: it listens for every town, and starts the one that is called."""

from __future__ import annotations

import fcntl
import select
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, Popen
from threading import Event, Lock, Thread

from bench.watched import environment, share_mb, with_children

#: The service, to which its two sockets are handed as 3 and 4.
_HANDED = """
import os
for given, at in (({0}, 3), ({1}, 4)): os.dup2(given, at)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="2")
from cli.main import run; run()
"""
#: Seconds that a town may take to stop, on a machine that is busy.
_PATIENCE = 600
_SYSTEMCTL = """#!/bin/sh
for unit; do :; done
[ "$1" = is-active ] && {{ test -e "{active}/$unit"; exit; }}
echo "$1 $unit" > "{orders}/.$$" && mv "{orders}/.$$" "{orders}/$$"
while [ -e "{orders}/$$" ]; do sleep 0.05; done
"""


class Activator:
    """Listens at `s/NAME.lmtp` and `s/NAME.http` below `root`; `programs` holds a systemctl that it obeys."""

    def __init__(self, root: Path, names: list[str]) -> None:
        self.root = root
        self.running: dict[str, Popen[bytes]] = {}
        #: Done with a town that was stopped.
        self.at_rest: Callable[[str], None] = lambda name: None
        self._lock, self._ended = Lock(), Event()
        self._listening: dict[str, list[socket.socket]] = {}
        self._active, self._orders, self.programs = (root / each for each in ("active", "orders", "bin"))
        for folder in (self._active, self._orders, self.programs):
            folder.mkdir()
        systemctl = self.programs / "systemctl"
        systemctl.write_text(_SYSTEMCTL.format(active=self._active, orders=self._orders))
        systemctl.chmod(0o755)
        for name in names:
            self._listen(name)
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> Activator:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.stop_all()

    def stop_all(self) -> None:
        for name in list(self.running):
            self._end(name)

    def share_mb(self, name: str) -> float:
        """Its share of memory (PSS) with all its processes, in MB."""
        return sum(share_mb(pid) for pid in with_children(self.running[name].pid))

    def _listen(self, name: str) -> None:
        sockets = []
        for kind in ("mail/lmtp", "pages/http"):
            path = self.root / "s" / name / kind
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            made = socket.socket(socket.AF_UNIX)
            made.bind(str(path))
            made.listen(512)
            # Above every number that the service is given them by.
            high = fcntl.fcntl(made.fileno(), fcntl.F_DUPFD, 50)
            made.close()
            sockets.append(socket.socket(fileno=high))
        self._listening[name] = sockets
        (self._active / f"guichet@{name}.socket").touch()

    def _watch(self) -> None:
        while not self._ended.is_set():
            for order in [path for path in self._orders.iterdir() if not path.name.startswith(".")]:
                self._obey(*order.read_text().split())
                order.unlink()
            with self._lock:
                for name in [each for each, process in self.running.items() if process.poll() is not None]:
                    del self.running[name]
                asleep = {
                    each.fileno(): name
                    for name, sockets in self._listening.items()
                    if name not in self.running
                    for each in sockets
                }
                poll = select.poll()
                for descriptor in asleep:
                    poll.register(descriptor, select.POLLIN)
                for name in {asleep[descriptor] for descriptor, _ in poll.poll(50)}:
                    self._start(name)

    def _start(self, name: str) -> None:
        descriptors = tuple(each.fileno() for each in self._listening[name])
        settings = {
            "GUICHET_SETTINGS": str(self.root / "etc/guichet" / name / "settings.toml"),
            "GUICHET_OUTGOING__CARRIER": "files",
        }
        with (self.root / f"{name}.log").open("ab") as log:
            self.running[name] = Popen(
                [sys.executable, "-c", _HANDED.format(*descriptors), "serve"],
                env=environment() | settings, pass_fds=descriptors, stdin=DEVNULL, stdout=log, stderr=log,
                cwd=self.root / "var" / name,
            )  # fmt: skip

    def _end(self, name: str) -> None:
        with self._lock:
            process = self.running.pop(name, None)
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE)

    def _obey(self, verb: str, unit: str) -> None:
        name = unit.partition("@")[2].partition(".")[0]
        if verb == "start":
            self._listen(name)
            return
        (self._active / unit).unlink(missing_ok=True)
        for each in self._listening.pop(name):
            Path(each.getsockname()).unlink()
            each.close()
        self._end(name)
        self.at_rest(name)
