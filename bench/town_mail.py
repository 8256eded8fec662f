"""Mail for `bench.towns`: a Postfix in front of all its towns, and senders that come all the time."""

from __future__ import annotations

import smtplib
import time
from pathlib import Path
from threading import Event, Thread

#: Seconds a town may take to start: the machine may be busy, and what it took is said anyway.
PATIENCE = 600
#: From this number on are the mails of senders that come all the time.
MEANWHILE = 10_000
_MAIL = (
    "From: jeanne.petit@example.org\r\nTo: mairie@{domain}\r\nSubject: Lampadaire {number}\r\n"
    "Message-ID: <{number}@example.org>\r\n\r\nUn lampadaire ne marche plus devant l’école du Lavoir.\r\n"
)


class Senders:
    """Mail that comes all the time, to one town after the other; what is not taken comes again, as from a
    Postfix.
    """

    def __init__(self, root: Path, names: list[str], every_seconds: float) -> None:
        self.root, self.names, self.every = root, names, every_seconds
        self.taken: list[tuple[str, str]] = []
        self.deferred, self._stop, self._given_up = 0, Event(), False
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Senders:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        # After a failure a town may be away for good: what waits for it is given up.
        self._given_up = kind is not None
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        waiting: list[tuple[float, str, int]] = []
        number = 0
        while (waiting and not self._given_up) or not self._stop.is_set():
            if not self._stop.is_set():
                waiting.append((time.monotonic(), self.names[number % len(self.names)], number + MEANWHILE))
                number += 1
            due = [each for each in waiting if each[0] <= time.monotonic()]
            waiting = [each for each in waiting if each not in due]
            for _, name, about in due:
                if send(self.root, name, about):
                    self.taken.append((name, f"<{about}@example.org>"))
                else:
                    self.deferred += 1
                    waiting.append((time.monotonic() + 2, name, about))
            time.sleep(self.every)


def send(root: Path, name: str, number: int) -> bool:
    """Hand a mail over by LMTP; whether it was taken. A socket that is away, or 4xx, is no."""
    domain = f"demandes.{name}.example"
    try:
        with smtplib.LMTP(f"{root}/s/{name}/mail/lmtp", timeout=PATIENCE) as client:
            client.sendmail(
                "jeanne.petit@example.org",
                [f"mairie@{domain}"],
                _MAIL.format(domain=domain, number=number).encode(),
                mail_options=["SMTPUTF8"],
            )
    except (OSError, smtplib.SMTPException):
        return False
    return True
