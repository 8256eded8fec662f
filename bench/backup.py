"""How long a first set of many files takes while the mail door works, and what senders notice of it:
`python -m bench.backup [MEGABYTES] [DIRECTORY]`; 4,225 MB by default, twice that must be free.

The door answers as in `bench.door`; the set is made as the service makes it, by a process of its own that
gives way (nice), encrypted, and restored for trial. Letters of 2 KB come ten a second, one after another.
"""

from __future__ import annotations

import logging
import os
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

_EACH_BYTES = 4_000_000
_ALONE_SECONDS = 30
_A_SECOND = 10
_SETTINGS = """
[mail]
domains = ["ville.test"]
[backup]
destinations = ["sets"]
[doors.smtp]
port = 0
max_connections_per_peer = 100
"""
_NICE = "import os; os.nice(15); from cli.main import run; run()"
_LETTER = (
    b"From: a@example.org\r\nTo: mairie@ville.test\r\nSubject: bench\r\n\r\n"
    + b"Le lampadaire est en panne.\r\n" * 70
)


def main() -> int:
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 4225
    with tempfile.TemporaryDirectory(
        prefix="guichet-bench-", dir=sys.argv[2] if len(sys.argv) > 2 else "."
    ) as folder:
        os.chdir(folder)
        Path("settings.toml").write_text(_SETTINGS, encoding="utf-8")
        _guichet("init")
        _guichet("backup", "init")
        _measure(megabytes)
        os.chdir("/")
    return 0


def _measure(megabytes: int) -> None:
    import structlog

    from intake.doors.address_book import AddressBook
    from intake.doors.mail_doors import Doors
    from intake.ledger.arrival import Arrival
    from intake.ledger.reception import Reception
    from models.settings.file import load_settings
    from models.store.database import Database
    from models.store.files import FileStore

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    settings = load_settings(Path("settings.toml"))
    database = Database(settings.database.url)
    reception = Reception(database, FileStore(settings.files_dir))
    began = time.perf_counter()
    for number in range(megabytes * 1_000_000 // _EACH_BYTES):
        raw = b"From: a@example.org\r\n\r\n" + os.urandom(_EACH_BYTES - 23)
        reception.accept(Arrival("cli", raw, datetime.now(UTC), door_key=f"bench-{number}"))
    print(f"{megabytes} MB of files stored in {time.perf_counter() - began:.0f} s", flush=True)
    doors = Doors(settings, reception, AddressBook.from_settings(settings.mail))
    doors.start()
    assert doors.smtp is not None
    port = doors.smtp.bound_address[1]
    try:
        until = time.perf_counter() + _ALONE_SECONDS
        print(f"door alone:         {_say(_letters(port, lambda: time.perf_counter() < until))}", flush=True)
        made: list[float] = []
        copying = threading.Thread(target=lambda: made.append(_timed("backup", "now")))
        copying.start()
        beside = _letters(port, copying.is_alive)
        copying.join()
        print(f"door beside backup: {_say(beside)}")
        print(f"{megabytes} MB copied, encrypted and restored for trial in {made[0]:.0f} s")
    finally:
        doors.stop(5)
        reception.close()
        database.close()


def _letters(port: int, goes_on: Callable[[], bool]) -> list[float]:
    """Milliseconds from DATA to 250 of letters sent one after another."""
    took = []
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
        client.ehlo("bench.example")
        while goes_on():
            client.mail("a@example.org")
            client.rcpt("mairie@ville.test")
            began = time.perf_counter()
            code, words = client.data(_LETTER)
            took.append((time.perf_counter() - began) * 1000)
            if code != 250:
                raise RuntimeError(words.decode())
            time.sleep(max(0.0, 1 / _A_SECOND - took[-1] / 1000))
        with suppress(smtplib.SMTPException):
            client.quit()
    return took


def _say(took: list[float]) -> str:
    parts = statistics.quantiles(took, n=100)
    return (
        f"{len(took)} letters, median {parts[49]:.1f} ms, 95 % {parts[94]:.1f} ms, 99 % {parts[98]:.1f} ms, "
        f"worst {max(took):.1f} ms"
    )


def _timed(*words: str) -> float:
    began = time.perf_counter()
    _guichet(*words)
    return time.perf_counter() - began


def _guichet(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _NICE, *words],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
