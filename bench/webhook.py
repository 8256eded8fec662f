"""How fast the webhook door answers 32 callers at once, all really signed, next to a bare Starlette that
reads the call and says the same.
"""

from __future__ import annotations

import argparse
import http.client
import logging
import secrets
import socket
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from bench.beside import in_a_process
from bench.rows import Row, median_and_spread

PATH = "/sms/twilio"
_PUBLIC_URL, _TOKEN = "https://guichet.mairie.example", "a-made-up-token"
_ROUNDS, _AT_ONCE = 5, 32


@dataclass(frozen=True, slots=True)
class Timings:
    """What was measured; milliseconds from the first byte sent to the last one received."""

    requests: int
    at_once: int
    #: Answers other than 200.
    refused: int
    per_second: float
    median_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float

    def __str__(self) -> str:
        return (
            f"{self.requests} webhooks, {self.at_once} at once: {self.per_second:.0f}/s, "
            f"median {self.median_ms:.1f} ms, 95 % {self.p95_ms:.1f} ms, 99 % {self.p99_ms:.1f} ms, "
            f"worst {self.worst_ms:.1f} ms, {self.refused} refused"
        )


def signed_request(public_url: str, auth_token: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers of one more text message, with a new MessageSid."""
    sid = "SM" + secrets.token_hex(16)
    form = {
        "ToCountry": "FR", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "", "FromZip": "",
        "SmsSid": sid, "FromState": "", "SmsStatus": "received", "FromCity": "",
        "Body": "Bonjour, le lampadaire devant l’école ne marche plus depuis hier soir.", "FromCountry": "FR",
        "To": "+33199000001", "ToZip": "", "NumSegments": "1", "MessageSid": sid, "AccountSid": "AC" + "0" * 32,  # noqa: E501
        "From": f"+3363998{secrets.randbelow(10_000):04d}", "ApiVersion": "2010-04-01",
    }  # fmt: skip
    signature = RequestValidator(auth_token).compute_signature(public_url + PATH, form)
    return urlencode(form).encode(), {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "X-Twilio-Signature": signature,
    }


def run(rounds: int = _ROUNDS, calls: int = 1000) -> list[Row]:
    """32 callers at once against the real door and reception (SQLite, FULL), and against a bare Starlette,
    each in a process of its own, in turn.
    """
    with in_a_process(_serve) as ours, in_a_process(_serve_bare) as bare:
        timings: dict[int, list[Timings]] = {ours: [], bare: []}
        for _ in range(rounds):
            for port, found in timings.items():
                address = f"http://127.0.0.1:{port}"
                found.append(drive(address, _PUBLIC_URL, _TOKEN, requests=calls, at_once=_AT_ONCE))
    refused = sum(each.refused for each in timings[ours])
    rows = []
    for name, values in (
        ("half of the calls within", [each.median_ms for each in timings[ours]]),
        ("19 of 20 within", [each.p95_ms for each in timings[ours]]),
        ("99 of 100 within", [each.p99_ms for each in timings[ours]]),
    ):
        value, spread = median_and_spread(values)
        rows.append(
            Row(
                f"signed webhook, 32 at once: {name}", value, "ms", ("the 50 ms promised", value / 50), spread
            )
        )
    rate, spread = median_and_spread([each.per_second for each in timings[ours]])
    beside, bare_spread = median_and_spread([each.per_second for each in timings[bare]])
    note = f"{spread}; {refused} refused"
    rows.append(Row("signed webhook, 32 at once", rate, "texts/s", ("a bare Starlette", rate / beside), note))
    slowest, _ = median_and_spread([each.p99_ms for each in timings[bare]])
    note = f"{bare_spread}; 99 of 100 within {slowest:.1f} ms"
    return [*rows, Row("bare Starlette, 32 at once", beside, "calls/s", note=note)]


def _serve_bare(pipe: Connection) -> None:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    async def take(request: Request) -> Response:
        await request.body()
        return Response("<Response/>", media_type="text/xml")

    app = Starlette(routes=[Route(PATH, take, methods=["POST"])])
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, http="h11", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    pipe.send(listening.getsockname()[1])
    pipe.recv()
    server.should_exit = True
    thread.join(10)


def _serve(pipe: Connection) -> None:
    import structlog

    from cli.service.assembly.texting import accepting
    from intake.doors.http.server import HttpDoor, make_app
    from intake.doors.http.twilio import twilio_router
    from intake.ledger.reception import Reception
    from models.settings.doors import HttpDoorSettings
    from models.settings.texts import TwilioDoorSettings
    from models.store.database import Database
    from models.store.files import FileStore
    from models.store.schema import upgrade

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(
        prefix="guichet-bench-", dir="."
    ) as directory:  # on the disk that the service would use
        database = Database(f"sqlite:///{directory}/guichet.db")
        upgrade(database)
        reception = Reception(database, FileStore(Path(directory) / "files"))
        router = twilio_router(
            TwilioDoorSettings(public_url=_PUBLIC_URL, auth_tokens=(SecretStr(_TOKEN),)),
            accepting(reception),
            lambda *_: None,
            lambda: datetime.now(UTC),
        )
        door = HttpDoor(HttpDoorSettings(port=0), make_app({}, [router]))
        _, port = door.start()
        pipe.send(port)
        pipe.recv()
        door.stop()
        reception.close()
        database.close()


def drive(address: str, public_url: str, auth_token: str, requests: int = 2000, at_once: int = 20) -> Timings:
    """Send `requests` texts to the door at `address` (http://127.0.0.1:8080) from `at_once` connections.

    The requests are signed before the clock starts. Run it in another process than the door, or the two
    share one interpreter and the figures are the client's.
    """
    prepared = [signed_request(public_url, auth_token) for _ in range(requests)]
    host = urlsplit(address).netloc
    taken_ms: list[float] = []
    refused: list[int] = []
    start = threading.Barrier(at_once + 1)

    def caller(mine: list[tuple[bytes, dict[str, str]]]) -> None:
        line = http.client.HTTPConnection(host, timeout=30)
        start.wait()
        for body, headers in mine:
            began = time.perf_counter()
            line.request("POST", PATH, body, headers)
            answer = line.getresponse()
            answer.read()
            taken_ms.append((time.perf_counter() - began) * 1000)
            if answer.status != 200:
                refused.append(answer.status)
        line.close()

    threads = [threading.Thread(target=caller, args=(prepared[n::at_once],)) for n in range(at_once)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    taken_ms.sort()
    return Timings(
        requests=len(taken_ms),
        at_once=at_once,
        refused=len(refused),
        per_second=len(taken_ms) / elapsed,
        median_ms=statistics.median(taken_ms),
        p95_ms=taken_ms[int(len(taken_ms) * 0.95)],
        p99_ms=taken_ms[int(len(taken_ms) * 0.99)],
        worst_ms=taken_ms[-1],
    )


def main() -> None:
    """`python -m bench.webhook http://127.0.0.1:8080 --public-url … --token …`"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the door listens")
    parser.add_argument("--public-url", required=True, help="the public address of the settings")
    parser.add_argument("--token", required=True, help="an auth token of the settings (a made-up one)")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--at-once", type=int, default=20)
    given = parser.parse_args()
    print(drive(given.address, given.public_url, given.token, given.requests, given.at_once))


if __name__ == "__main__":
    main()
