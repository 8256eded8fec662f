"""How fast notices leave for a relay on one kept connection, next to smtplib with the same letters.

A relay in a process of its own takes everything. Beside each other, taking turns, in processor time of this
process and by the clock: smtplib on one kept connection, given letters as octets; our carrier with the same
letters; and the whole deliverer, which claims each notice, writes it in text and HTML, hands it over and
records what the relay said.
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection

from bench.beside import in_a_process
from bench.counter import OnTheSpot, _store, _town, _until_idle
from bench.rows import Row, median_and_spread
from bench.townspeople import letter
from cli.office import Office, now
from dispatch.delivery.carriers.interface import Handover
from dispatch.delivery.carriers.smtp import SmtpCarrier
from dispatch.delivery.deliver import Deliverer
from dispatch.inbound.process import Processor
from dispatch.letters.render import Renderer
from dispatch.letters.written import Letter
from models.settings.outgoing import RelaySettings
from tests.servers.mailbox import Mailbox

_ROUNDS, _MAILS = 5, 100


def run(rounds: int = _ROUNDS, mails: int = _MAILS) -> list[Row]:
    """Rows of letters a second, each with its ratio to smtplib."""
    took: dict[str, list[tuple[float, float]]] = {}
    with in_a_process(_serve) as port, _town() as office:
        relay = RelaySettings(host="127.0.0.1", port=port, tls="none")
        for number in range(rounds + 1):  # what is compiled once is no part of it: the first is not counted
            carrier = _Keeping(SmtpCarrier(relay))
            whole = _whole(office, carrier, range(number * mails, (number + 1) * mails))
            found = {
                "smtplib": _timed(partial(_by_smtplib, port), carrier.letters),
                "our carrier": _timed(partial(_by_ours, relay), carrier.letters),
                "the whole deliverer": whole,
            }
            for name, rates in found.items() if number else ():
                took.setdefault(name, []).append(rates)
    return [row for clock in (0, 1) for row in _rows(took, clock)]


class _Keeping:
    """A carrier that keeps what it handed over."""

    name = "smtp"

    def __init__(self, carrier: SmtpCarrier) -> None:
        self._carrier = carrier
        self.letters: list[Letter] = []

    def send(self, letter: Letter) -> Handover:
        self.letters.append(letter)
        return self._carrier.send(letter)

    def close(self) -> None:
        self._carrier.close()


def _whole(office: Office, carrier: _Keeping, numbers: range) -> tuple[float, float]:
    processor = Processor(
        office.database, office.files, OnTheSpot(office), office.signer, office.settings, now
    )
    deliverer = Deliverer(
        office.database, office.files, {"email": carrier}, Renderer(None), office.signer, office.settings, now
    )
    _store(office, [letter(each) for each in numbers], f"{numbers.start}-")
    _until_idle(processor.process_next)
    wall, cpu = time.perf_counter(), time.process_time()
    _until_idle(deliverer.deliver_next)
    count = len(carrier.letters)
    rates = count / (time.perf_counter() - wall), count / (time.process_time() - cpu)
    deliverer.close()
    return rates


def _by_smtplib(port: int, letters: list[Letter]) -> None:
    with smtplib.SMTP("127.0.0.1", port) as relay:
        for each in letters:
            relay.sendmail(each.envelope_from, [each.envelope_to], each.raw)


def _by_ours(relay: RelaySettings, letters: list[Letter]) -> None:
    carrier = SmtpCarrier(relay)
    for each in letters:
        carrier.send(each)
    carrier.close()


def _timed(work: Callable[[list[Letter]], None], letters: list[Letter]) -> tuple[float, float]:
    """Letters a second, by the clock and by processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work(letters)
    return len(letters) / (time.perf_counter() - wall), len(letters) / (time.process_time() - cpu)


def _rows(took: dict[str, list[tuple[float, float]]], clock: int) -> Iterator[Row]:
    beside, _ = median_and_spread([each[clock] for each in took["smtplib"]])
    for name, rates in took.items():
        value, spread = median_and_spread([each[clock] for each in rates])
        kind = ("by the clock", "by processor time")[clock]
        yield Row(f"{name}, {kind}", value, "letters/s", ("smtplib", value / beside), spread)


def _serve(pipe: Connection) -> None:
    mailbox = Mailbox()
    mailbox.start()
    pipe.send(mailbox.port)
    pipe.recv()
    mailbox.stop()


if __name__ == "__main__":
    from bench.rows import show

    show(run())
