"""Real mail through the SMTP door: `python -m bench.corpus DIRECTORY` sends every message of a corpus to the
service.

DIRECTORY holds dev.jsonl, one object a line with `path` and `kind`; those of kind `mime` are sent. A real
service runs in a temporary directory; when everything is treated the ledger's states are printed. Exit 1 when
a message has no state, when one failed without a reason, or when the service no longer answers.
"""

from __future__ import annotations

import collections
import json
import queue
import smtplib
import sys
import tempfile
import threading
import time
from pathlib import Path

import sqlalchemy as sa

from cli.logs import configure_logs
from cli.office import Office
from cli.service.service import Service
from cli.town.init import set_up
from models.settings.settings import Settings
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage, InboundState

CONNECTIONS = 8
_ledger = table_of(InboundMessage)


def main(corpus: Path) -> int:
    items = [json.loads(line) for line in (corpus / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    paths = [corpus / item["path"] for item in items if item["kind"] == "mime"]
    with tempfile.TemporaryDirectory(prefix="guichet-corpus-") as directory:
        settings = Settings(
            data_dir=Path(directory),
            organisation_file=Path(directory) / "organisation.toml",
            database={"url": f"sqlite:///{directory}/guichet.db"},
            doors={"smtp": {"port": 0, "max_errors": 1000}, "http": {"enabled": False}},
            logs={"level": "error"},
        )
        configure_logs(settings.logs)
        office = Office(settings)
        set_up(office)
        service = Service(office)
        service.start()
        try:
            return _run(office, service, paths)
        finally:
            service.stop()


def _run(office: Office, service: Service, paths: list[Path]) -> int:
    assert service.doors.smtp is not None
    address = service.doors.smtp.bound_address
    began = time.monotonic()
    answers = _send_all(address, paths)
    sent = time.monotonic()
    while _waiting(office):
        if time.monotonic() - sent > 300:
            print("messages still wait after 300 s")
            break
        threading.Event().wait(0.2)
    treated = time.monotonic()
    for answer, count in answers.most_common():
        print(f"{count:5d}  {answer}")
    with office.database.reading() as session:
        states = (
            session.connection()
            .execute(sa.select(_ledger.c.state, sa.func.count()).group_by(_ledger.c.state))
            .all()
        )
        bad = (
            session.connection()
            .execute(sa.select(_ledger.c.id, _ledger.c.reason).where(_ledger.c.state == InboundState.FAILED))
            .all()
        )
    for state, count in sorted(states, key=lambda row: -row[1]):
        print(f"{count:5d}  {state}")
    for ledger_id, reason in bad:
        print(f"       failed {ledger_id}: {reason}")
    accepted = answers["250"]
    stored = sum(count for _, count in states)
    waiting = dict(states).get(InboundState.WAITING, 0)
    with smtplib.SMTP(*address, timeout=10) as connection:
        alive = connection.noop()[0] == 250
    print(
        f"{accepted} accepted in {sent - began:.1f} s, all treated {treated - began:.1f} s after the "
        f"first; service answers: {alive}"
    )
    return 0 if stored == accepted and not waiting and alive and all(reason for _, reason in bad) else 1


def _waiting(office: Office) -> int:
    with office.database.reading() as session:
        query = sa.select(sa.func.count()).select_from(_ledger).where(_ledger.c.state == InboundState.WAITING)
        return session.connection().execute(query).scalar_one()


def _send_all(address: tuple[str, int], paths: list[Path]) -> collections.Counter[str]:
    todo: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for path in paths:
        todo.put(path)
    answers: collections.Counter[str] = collections.Counter()

    def work() -> None:
        connection = smtplib.SMTP(*address, timeout=60)
        while True:
            try:
                path = todo.get_nowait()
            except queue.Empty:
                connection.quit()
                return
            raw = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
            try:
                connection.sendmail("citoyen@example.org", ["mairie@ville.test"], raw)
                answers["250"] += 1
            except smtplib.SMTPResponseException as refused:
                answers[f"{refused.smtp_code} {refused.smtp_error!r}"[:100]] += 1
                connection.close()
                connection = smtplib.SMTP(*address, timeout=60)

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(2)
    sys.exit(main(Path(sys.argv[1])))
