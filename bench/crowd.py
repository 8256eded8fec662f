"""People and machines that flood a town, and somebody else who writes meanwhile; to measure and to try."""

from __future__ import annotations

import queue
import smtplib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.policy import SMTP as SMTP_POLICY

from tests.letters import TOWN_HALL, relayed, reply_address, write
from tests.servers.mailbox import Delivered, Mailbox

#: Domain of whoever floods, and of everybody else who writes meanwhile.
FLOOD, OTHERS = "flood.example.net", "voisins.example.org"
#: Machines that answer by themselves, at most.
MACHINES = 500
#: Connections that hand a flood over.
_HANDS = 4


@dataclass(frozen=True, slots=True)
class Mail:
    """What is handed over: its sender, a letter's octets, the address it is for."""

    sender: str
    raw: bytes
    to: str = TOWN_HALL


#: What a machine writes when it gets a letter; None: nothing.
Answering = Callable[[Delivered], Mail | None]


@dataclass(frozen=True, slots=True)
class Flood:
    """Who begins, and what answers."""

    name: str
    first: Iterator[Mail]
    answering: Answering | None = None


def mail(
    number: int,
    sender: str,
    *,
    proved: bool = False,
    headers: Mapping[str, str] | None = None,
    to: str = TOWN_HALL,
    words: str = "Une lampe clignote au gymnase Guimard",
) -> Mail:
    """A mail with a subject of its own; one that is not proved came by a server of the world."""
    letter = write(f"{words}, n° {number}.", subject=f"Sujet {number}", sender=sender, to=to, headers=headers)
    return Mail(sender, (letter if proved else relayed(letter)).as_bytes(policy=SMTP_POLICY), to)


def floods(mails: int, machines: int = MACHINES) -> list[Flood]:
    """Every flood that docs/reliability.md tells of, each of so many mails at most."""
    numbers = range(mails)
    return [
        Flood("one sender", (mail(n, f"seule@{FLOOD}", proved=True) for n in numbers)),
        Flood("addresses of one domain", (mail(n, f"adresse-{n}@{FLOOD}") for n in numbers)),
        Flood(
            "the same, signed",
            (mail(n, f"signee-{n}@{FLOOD}", proved=True) for n in range(min(mails, 3_000))),
        ),
        Flood(
            "machines that answer",
            (mail(n, f"adherente-{n}@{FLOOD}", proved=True) for n in range(machines)),
            auto_reply,
        ),
        Flood("a ticket for each letter", iter([mail(0, f"support@{FLOOD}", proved=True)]), Tickets(mails)),
        Flood(
            "tickets with addresses of their own",
            iter([mail(0, f"support+0@{FLOOD}", proved=True)]),
            Tickets(mails, own_addresses=True),
        ),
    ]


def auto_reply(letter: Delivered) -> Mail | None:
    """What a machine answers to each letter. Half of them say what they are, half do not."""
    to = letter.recipients[0]
    number = int(to.partition("@")[0].rpartition("-")[2])
    headers = {"Auto-Submitted": "auto-replied"} if number % 2 else {}
    words = "Nous avons bien reçu votre message et revenons vers vous"
    return mail(number, to, proved=True, headers=headers, to=reply_address(letter), words=words)


class Tickets:
    """A help desk that opens a ticket for each letter it gets and says so to the town hall, `most` times;
    from one address, or each from its own. Nothing in them says that a machine wrote them.
    """

    def __init__(self, most: int, *, own_addresses: bool = False) -> None:
        self._most, self._own_addresses, self._last = most, own_addresses, 0

    def __call__(self, _letter: Delivered) -> Mail | None:
        self._last += 1
        if self._last >= self._most:
            return None
        sender = f"support+{self._last}@{FLOOD}" if self._own_addresses else f"support@{FLOOD}"
        return mail(self._last, sender, proved=True, words="Un ticket a été ouvert pour votre demande")


@dataclass
class World:
    """Who writes to the town by its door, and who hears of it in a mailbox."""

    door: tuple[str, int]
    mailbox: Mailbox
    answering: Answering | None = None
    #: When each address got its first letter, and when somebody else's mail was taken; seconds of a clock.
    heard: dict[str, float] = field(default_factory=dict)
    taken: dict[str, float] = field(default_factory=dict)
    handed: int = 0
    _answers: queue.Queue[Mail | None] = field(default_factory=queue.Queue)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.mailbox.answer_with = self._hear
        self._responder = threading.Thread(target=self._respond)
        self._responder.start()

    def close(self) -> None:
        """The machines fall silent."""
        self.answering = None
        self._answers.put(None)
        self._responder.join()

    @property
    def is_quiet(self) -> bool:
        """Whether no machine has something to say."""
        return self._answers.unfinished_tasks == 0

    def post(self, mails: Iterator[Mail]) -> None:
        """Hand all of them over, on several connections; raises what the first refusal is."""
        wrong: list[Exception] = []

        def hand_over() -> None:
            try:
                self._hand_over(iter(self._next, None))
            except (OSError, smtplib.SMTPException) as refused:
                wrong.append(refused)

        self._mails = mails
        threads = [threading.Thread(target=hand_over) for _ in range(_HANDS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if wrong:
            raise wrong[0]

    def post_other(self, number: int) -> None:
        """Somebody else writes, whom their server proves."""
        sender = f"voisin-{number}@{OTHERS}"
        said = mail(number, sender, proved=True, words="Un banc est cassé à la médiathèque")
        with smtplib.SMTP(*self.door, timeout=120) as connection:
            connection.sendmail(sender, [said.to], said.raw)
        self.taken[sender] = time.monotonic()

    def waits(self) -> list[float]:
        """Seconds that each of the others waited between our yes and their acknowledgement, who had one."""
        return [self.heard[each] - taken for each, taken in self.taken.items() if each in self.heard]

    def _next(self) -> Mail | None:
        with self._lock:
            return next(self._mails, None)

    def _respond(self) -> None:
        for each in iter(self._answers.get, None):
            with suppress(OSError, smtplib.SMTPException):  # what is refused is not said again
                self._hand_over(iter([each]))
            self._answers.task_done()

    def _hand_over(self, mails: Iterator[Mail]) -> None:
        with smtplib.SMTP(*self.door, timeout=120) as connection:
            for each in mails:
                connection.sendmail(each.sender, [each.to], each.raw)
                with self._lock:
                    self.handed += 1

    def _hear(self, letter: Delivered) -> str:
        to = letter.recipients[0]
        self.heard.setdefault(to, time.monotonic())
        said = self.answering(letter) if self.answering is not None and to.endswith(f"@{FLOOD}") else None
        if said is not None:
            self._answers.put(said)
        return "250 OK"
