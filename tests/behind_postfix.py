"""A town as in production: `guichet serve` behind a Postfix with opendkim, and people's boxes on a Dovecot."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from imapclient import IMAPClient

from cli.office import Office
from cli.speaking.explaining import settings_text
from cli.town.init import set_up
from models.settings.file import load_settings
from models.tables.columns import table_of
from models.tables.ledger import InboundMessage
from tests.letters import (
    ADMINISTRATOR,
    CITIZEN,
    KEEPER,
    ROADS,
    ROADS_AGENT,
    ROADS_MANAGER,
    STRANGER,
    TOWN_HALL,
    write,
)
from tests.servers import dovecot, opendkim, postfix
from tests.servers.mailbox import Delivered
from tests.servers.presence import missing
from tests.servers.processes import Child
from tests.signed_mail import SigningKey, signed
from tests.town import Seen, settings_for, wait_until

#: The name under which our relay says what it found.
OURS = "mx.ville.test"
#: Who has a box: two agents, those who are told of what is set aside or of new work, a citizen, a stranger.
PEOPLE = (KEEPER, ROADS_AGENT, ROADS_MANAGER, ADMINISTRATOR, ROADS, CITIZEN, STRANGER)
#: Domains whose servers sign what their people write, all with one key; the last one is an attacker's.
SIGNING = ("agents.ville.test", "example.org", "example.net", "evil.example")

#: Longest wait for the service: its modules are compiled where nobody did before, on a busy machine.
START_SECONDS = 120.0
_ROOT = Path(__file__).parents[1]
_inbound = table_of(InboundMessage)


class RealTown(Seen):
    """The service is a process, mail travels as it does in the world, letters are read from boxes by IMAP."""

    patience_seconds = 120.0

    def __init__(
        self, relay: postfix.Postfix, boxes: dovecot.Dovecot, office: Office, key: SigningKey
    ) -> None:
        self.office = office
        self._relay, self._boxes, self._key = relay, boxes, key
        self._clients: dict[str, IMAPClient] = {}

    def send(self, letter: EmailMessage | bytes, *, signed_by: str = "", **envelope: str) -> dict[str, Any]:
        """Hand a letter to the MX as `post` does; what became of it, once all is done and told."""
        self.post(letter, signed_by=signed_by, **envelope)
        return self.ledger()[-1]

    def post(
        self, letter: EmailMessage | bytes, *, signed_by: str = "", sender: str | None = None, to: str = ""
    ) -> bytes:
        """Hand a letter to the MX, signed by the server of a domain; its bytes, once all is done and told.

        `sender` and `to` are the envelope; without them it follows From and To.
        """
        known = self._rows()
        if isinstance(letter, EmailMessage):
            to = to or letter["To"].addresses[0].addr_spec
            sender = letter["From"].addresses[0].addr_spec if sender is None else sender
            letter = letter.as_bytes(policy=SMTP_POLICY)
        if signed_by:
            letter = self.sign(letter, signed_by)
        with smtplib.SMTP("127.0.0.1", self._relay.port, timeout=self.patience_seconds) as client:
            client.sendmail(sender or "", [to], letter)
        patience = self.patience_seconds
        wait_until(lambda: self._rows() > known, "the letter did not come in", patience)
        self.settle()
        wait_until(lambda: self._relay.queue() == [], "letters are on their way to their boxes", patience)
        return letter

    def sign(self, letter: EmailMessage | bytes, domain: str, *, covers: tuple[str, ...] = ()) -> bytes:
        """The letter as the server of a domain signs it, `covers` the headers that it signs."""
        raw = letter.as_bytes(policy=SMTP_POLICY) if isinstance(letter, EmailMessage) else letter
        return signed(raw, self._key, domain, covers=covers)

    def box(self, address: str) -> list[Delivered]:
        """What lies in somebody's box, oldest first, as their mail program fetches it."""
        if address not in self._clients:
            self._clients[address] = self._boxes.connect(address.partition("@")[0])
        client = self._clients[address]
        client.select_folder("INBOX", readonly=True)
        fetched = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [Delivered("", (address,), fetched[uid][b"BODY[]"]) for uid in sorted(fetched)]

    def asked(self, words: str, subject: str) -> dict[str, Any]:
        """The request that a citizen's letter became."""
        row = self.send(write(words, subject=subject), signed_by="example.org")
        assert row["state"] == "new_request", row
        return self.request(row["request"])

    def letter_about(self, request: dict[str, Any], address: str) -> Delivered:
        """The last letter in somebody's box that is about a request."""
        found = [each for each in self.box(address) if request["reference"] in each.header("Subject")]
        assert found, (address, request, self.notices()[-4:])
        return found[-1]

    def close(self) -> None:
        for client in self._clients.values():
            client.logout()
        self.office.close()

    def _rows(self) -> int:
        with self.office.database.reading() as session:
            rows: int = (
                session.connection().execute(sa.select(sa.func.count()).select_from(_inbound)).scalar_one()
            )
            return rows


def answer_of_a_program(
    original: Delivered, words: str, *, sender: str = "", to: str = "", headers: dict[str, str] | None = None
) -> EmailMessage:
    """An answer as mail programs write it: text and HTML, the letter quoted in both."""
    sender, to = sender or original.recipients[0], to or _reply_to(original)
    letter = write(
        f"{words}\n\nLe mar. 3 nov. 2026 à 15:12, Mairie de Saint-Exemple <{TOWN_HALL}> a écrit :\n"
        + "".join(f"> {line}\n" for line in original.text.splitlines()),
        subject=f"Re: {original.header('Subject')}",
        sender=sender,
        name="",
        to=to,
        headers={
            "In-Reply-To": original.header("Message-ID"),
            "References": original.header("Message-ID"),
            **(headers or {}),
        },
    )
    html = original.letter.get_body(("html",))
    quoted = str(html.get_content()) if html is not None else ""
    paragraphs = "".join(f"<div>{line or '<br>'}</div>" for line in words.splitlines())
    letter.add_alternative(
        f'<html><body>{paragraphs}<br><div class="gmail_quote"><div class="gmail_attr">Le mar. 3 nov. 2026 à '
        f"15:12, Mairie de Saint-Exemple &lt;{TOWN_HALL}&gt; a écrit :<br></div>"
        f'<blockquote class="gmail_quote">{quoted}</blockquote></div></body></html>',
        subtype="html",
    )
    return letter


@contextmanager
def real_town(run_dir: Path, name: str, template: Path, directory: Path) -> Iterator[RealTown]:
    """The sample town, whose database is a copy of `template`; sockets lie in `run_dir`, which is short."""
    for there, what, package in (
        (postfix.is_installed(), "Postfix (with root rights)", postfix.PACKAGE),
        (opendkim.is_installed(), "opendkim", opendkim.PACKAGE),
        (dovecot.is_installed(), "Dovecot", dovecot.PACKAGE),
    ):
        if not there:
            missing(what, package)
    key, door = SigningKey.make(2048), run_dir / f"lmtp-{name}" / "s"
    records = {f"s1._domainkey.{domain}": key.record for domain in SIGNING}
    with ExitStack() as running:
        boxes = dovecot.Dovecot(run_dir / f"dv-{name}", "http://127.0.0.1:9/nobody")
        boxes.start()
        running.callback(boxes.stop)
        milter = running.enter_context(opendkim.running_opendkim(run_dir / f"dk-{name}", OURS, records))
        addressed = postfix.Boxes(boxes.directory / "mail", PEOPLE)
        relay = running.enter_context(
            postfix.running_postfix(run_dir / f"pf-{name}", door, milter, addressed)
        )
        office = _found(template, directory, relay.port, door)
        service = Child(
            [
                sys.executable,
                "-c",
                "from cli.main import run; run()",
                "-s",
                str(office.settings_file),
                "serve",
            ],
            directory / "serve.log",
            {**os.environ, "PYTHONPATH": str(_ROOT)},
        )
        running.callback(service.stop)
        service.wait_until(lambda: _is_open(door), START_SECONDS)
        with closing(RealTown(relay, boxes, office, key)) as town:
            yield town


def _found(template: Path, directory: Path, relay_port: int, door: Path) -> Office:
    """A town with what docs/postfix.md says, its settings in a file that `guichet serve` reads."""
    shutil.copyfile(template, directory / "guichet.db")
    settings = settings_for(
        directory,
        f"sqlite:///{directory / 'guichet.db'}",
        relay_port,
        doors={
            "smtp": {"enabled": False},
            "lmtp": {"enabled": True, "socket": door},
            "http": {"port": 0},
        },
        # One citizen asks for many things of one building within a minute.
        limits={"acknowledgements_per_day": 100},
        incidents={"within_hours": 0},
        # Signatures are the relay's business here: there is no DNS to ask for keys.
        mail={"authserv_id": OURS, "verify_signatures": False},
    )
    path = directory / "settings.toml"
    path.write_text(
        settings_text({name: getattr(settings, name) for name in type(settings).model_fields}), "utf-8"
    )
    office = Office(load_settings(path), path)
    set_up(office)
    return office


def _is_open(door: Path) -> bool:
    with closing(socket.socket(socket.AF_UNIX)) as probe:
        return probe.connect_ex(str(door)) == 0


def _reply_to(original: Delivered) -> str:
    header = original.letter["Reply-To"] or original.letter["From"]
    return str(header.addresses[0].addr_spec)
