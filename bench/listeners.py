"""What pages that are open cost whoever hands mail over.

    python -m bench.listeners SETTINGS [LISTENERS] [MAILS]

SETTINGS is the settings file of a town to try with: it gets mail. `guichet serve` runs as a process of its
own; its mail door is handed so many mails (200) on one connection, one after the other, four times: with
nobody listening, with so many open streams of `/evenements` (300), and both once more. Milliseconds from the
end of a mail's DATA to its 250 by the clock, and processor time of the serving process a mail, whatever it
does with them meanwhile. The last row compares within the run: the slowest hundredth of all mails with
somebody listening, by that with nobody.
"""

from __future__ import annotations

import smtplib
import socket
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from pathlib import Path

from bench.pages import signed_in
from bench.rows import Row, show
from bench.watched import busy_seconds, serving
from cli.office import Office
from models.settings.file import load_settings
from tests.letters import TOWN_HALL, write

_PORT, _SMTP_PORT = 18_095, 18_096
#: Streams of one session, at most.
_OF_ONE = 4


def run(settings_file: Path, listeners: int, mails: int) -> Iterator[Row]:
    """Rows of the table."""
    with chdir(settings_file.parent):
        office = Office(load_settings(settings_file))
        cookies = [signed_in(office) for _ in range(-(-listeners // _OF_ONE))]
        office.database.close()
    given = {"GUICHET_DOORS__SMTP__PORT": str(_SMTP_PORT)}
    with serving(settings_file, port=_PORT, path="/health/ready", given=given) as process:
        list(
            _hand_over(mails // 4)
        )  # what is loaded and compiled once in the life of a service is no part of it
        everything: dict[bool, list[float]] = {False: [], True: []}
        for open_now in (0, listeners, 0, listeners):
            with _listening(cookies, open_now):
                busy = busy_seconds(process.pid)
                took = sorted(_hand_over(mails))
                used = (busy_seconds(process.pid) - busy) / mails
            late = _slowest_hundredth(took)
            everything[open_now > 0] += took
            yield Row(
                f"{open_now} listeners: a mail accepted", 1000 * statistics.median(took), "ms",
                note=f"99 %: {1000 * late:.0f} ms; {1000 * used:.0f} ms of processor time a mail",
            )  # fmt: skip
    alone, beside = (_slowest_hundredth(everything[each]) for each in (False, True))
    yield Row(
        f"{listeners} listeners: 99 % of mails accepted", 1000 * beside, "ms",
        ("nobody listening", beside / alone), f"{beside / alone:.2f} × as with nobody listening",
    )  # fmt: skip


def _slowest_hundredth(seconds: list[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]


def _hand_over(mails: int) -> Iterator[float]:
    with smtplib.SMTP("127.0.0.1", _SMTP_PORT, timeout=60) as door:
        door.ehlo()
        for number in range(mails):
            raw = write(
                f"Le lampadaire {number} de la rue des Lilas est cassé.",
                subject="Lampadaire",
                sender=f"p{number}@example.org",
                to=TOWN_HALL,
            ).as_bytes()
            door.mail(f"p{number}@example.org")
            door.rcpt(TOWN_HALL)
            began = time.perf_counter()
            code, said = door.data(raw)
            assert code == 250, said
            yield time.perf_counter() - began


@contextmanager
def _listening(cookies: list[str], count: int) -> Iterator[None]:
    with ExitStack() as opened:
        for number in range(count):
            way = opened.enter_context(socket.create_connection(("127.0.0.1", _PORT), timeout=60))
            way.sendall(
                b"GET /evenements HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                b"Cookie: guichet=%s\r\n\r\n" % cookies[number // _OF_ONE].encode()
            )
            answer = way.recv(64)
            assert b" 200 " in answer, f"stream {number} was refused: {answer!r}"
        yield


def main() -> int:
    listeners, mails = (
        int(sys.argv[at]) if len(sys.argv) > at else usual for at, usual in ((2, 300), (3, 200))
    )
    show(run(Path(sys.argv[1]).resolve(), listeners, mails))
    return 0


if __name__ == "__main__":
    sys.exit(main())
