"""People with a browser, without its pictures: cookies are kept, forms are sent as the page wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa
from fastapi import APIRouter

from dispatch.programs.all_routes import program_routers
from dispatch.programs.keys import add_key
from dispatch.rules.in_force import Organisations
from dispatch.web.directory.provider import provider_of
from dispatch.web.entering.sessions import open_session
from dispatch.web.entering.sign_in import SignIns
from dispatch.web.frame.board import Board
from dispatch.web.frame.look import Look
from dispatch.web.live.changes import Changes
from dispatch.web.pages.all_pages import page_routers
from intake.mail.dictated import as_dictated
from intake.mail.parse import parse_mail
from intake.message import ParsedMessage
from models.organisation import Organisation
from models.settings.settings import Settings
from models.store.accesses import Accesses
from models.store.database import Database
from models.store.looking.reads import Reads
from models.store.organisations import apply
from models.tables.columns import table_of
from models.tables.ledger import WRITTEN_HERE
from models.tables.outbox import OutboundMessage
from models.tables.people import ContactPoint
from models.tables.programs.keys import ProgramKind
from models.tables.requests import Entry, RequestRow
from models.tables.traces import AccessRecord
from tests.desk import SIGNER, Desk
from tests.letters import write

_outbox, _accesses = table_of(OutboundMessage), table_of(AccessRecord)
_entries, _requests, _contacts = table_of(Entry), table_of(RequestRow), table_of(ContactPoint)


class _Reader:
    def read_many(self, doors_and_raws: Sequence[tuple[str, bytes]]) -> list[Any]:
        found: list[ParsedMessage] = []
        for door, raw in doors_and_raws:
            parsed = parse_mail(raw)
            found.append(as_dictated(parsed) if door in WRITTEN_HERE else parsed)
        return found


class Counter:
    """The sample town's counter with its pages: a ledger, whoever reads it, and the parts of a board."""

    def __init__(self, database: Database, directory: Path, /, **settings: Any) -> None:
        values = {
            "data_dir": directory,
            "database": {"url": database.engine.url.render_as_string(hide_password=False)},
            **settings,
        }
        self.desk = Desk(database, directory, settings=Settings.model_validate(values))
        self.database, self.clock = database, self.desk.clock
        self.processor = self.desk.processor(_Reader())
        organisations = Organisations()
        url = database.engine.url.render_as_string(hide_password=False)
        reads = Reads(url)
        self.board = Board(
            settings=self.desk.settings,
            database=database,
            reads=reads,
            files=self.desk.files,
            organisations=organisations,
            signer=SIGNER,
            accesses=Accesses(url, directory),
            reception=self.desk.reception,
            sign_ins=SignIns(database, organisations, SIGNER, self.desk.settings, self.clock),
            look=Look(self.desk.settings.web),
            clock=self.clock,
            on_told=lambda: None,
            live=Changes(reads, organisations, self.clock, every_seconds=0.05),
            # Nobody's calls come free again while a test runs, however slow it is.
            seconds=lambda: 0.0,
            directory=provider_of(self.desk.settings.directory),
        )
        self.router = APIRouter()
        for router in (*page_routers(self.board), *program_routers(self.board)):
            self.router.routes.extend(router.routes)
        self.address = ""

    def close(self) -> None:
        self.board.close()
        self.desk.close()

    def settle(self) -> None:
        """Read and decide whatever is in the ledger."""
        while self.processor.process_next():
            pass

    def ask(self, text: str = "Une ampoule est cassée au gymnase Guimard.", **letter: Any) -> str:
        """A citizen's mail becomes a request; its reference."""
        self.desk.take(write(text, **letter), envelope_from=letter.get("sender", "jeanne.petit@example.org"))
        self.settle()
        newest = self.rows(sa.select(_requests.c.year, _requests.c.number).order_by(_requests.c.id.desc()))
        return f"{newest[0].year}-{newest[0].number:05d}"

    def rows(self, query: sa.Select[Any]) -> list[Any]:
        with self.database.reading() as session:
            return list(session.connection().execute(query))

    def entries(self) -> list[Any]:
        return self.rows(sa.select(_entries).order_by(_entries.c.id))

    def notices(self, notice: str) -> list[Any]:
        return self.rows(sa.select(_outbox).where(_outbox.c.notice == notice).order_by(_outbox.c.id))

    def accesses(self, action: str) -> list[Any]:
        return self.rows(sa.select(_accesses).where(_accesses.c.action == action).order_by(_accesses.c.id))

    def request(self, reference: str) -> Any:
        number = int(reference[5:])
        return self.rows(sa.select(_requests).where(_requests.c.number == number))[0]

    def set(self, reference: str, **values: Any) -> None:
        with self.database.transaction() as session:
            session.connection().execute(
                sa.update(_requests).where(_requests.c.number == int(reference[5:])).values(**values)
            )

    def organise(self, organisation: Organisation) -> None:
        """Put another organisation in force."""
        with self.database.transaction() as session:
            apply(session, organisation, by="a test", note="", now=self.clock())

    def organisation(self) -> Organisation:
        with self.database.reading() as session:
            return self.board.organisations.current(session).in_force.organisation

    def person_at(self, address: str) -> int:
        return int(
            self.rows(sa.select(_contacts.c.person_id).where(_contacts.c.written == address))[0].person_id
        )

    def program(
        self, name: str = "glpi", may: str = "read,create,act", kind: str = "api", **given: Any
    ) -> Program:
        """Another program of the town, with a key of its own."""
        with self.database.transaction() as session:
            key = add_key(
                session, ProgramKind(kind), name, may=may.split(","), by="a test", now=self.clock(), **given
            )
        return Program(self.address, key)

    def browser(self) -> Browser:
        return Browser(self.address)

    def signed_in(self, address: str, *, as_staff: bool = True) -> Browser:
        """A browser in which the person of that address is signed in."""
        with self.database.transaction() as session:
            secret = open_session(
                session,
                self.person_at(address),
                as_staff=as_staff,
                by="mail",
                now=self.clock(),
                web=self.desk.settings.web,
            )
        browser = self.browser()
        browser.session.cookies.set("guichet", secret)
        return browser


class Program:
    """A program that calls the JSON API with its token."""

    def __init__(self, address: str, key: str) -> None:
        self.address, self.key = address, key

    def call(self, path: str, body: Any = None, **headers: str) -> requests.Response:
        """GET, or POST when there is a body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(
            "GET" if body is None else "POST",
            f"{self.address}/api/v1{path}",
            json=body if not isinstance(body, bytes) else None,
            data=body if isinstance(body, bytes) else None,
            headers={"Authorization": f"Bearer {self.key}", **named},
            timeout=60,
        )


class Browser:
    """Somebody's browser. `page` is what it shows."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.page = requests.Response()

    def open(self, path: str, **headers: str) -> requests.Response:
        self.page = self.session.get(self.address + path, headers=headers, timeout=60)
        return self.page

    def send(
        self, path: str, *, files: Any = None, origin: str | None = None, **fields: str
    ) -> requests.Response:
        """Send the form that the page shown has for `path`, with its hidden fields, as browsers do."""
        hidden = self.hidden(path)
        headers = {"Origin": self.address if origin is None else origin}
        self.page = self.session.post(
            self.address + path, data={**hidden, **fields}, files=files, headers=headers, timeout=60
        )
        return self.page

    def hidden(self, path: str) -> dict[str, str]:
        """Hidden fields of the form that is sent to `path`; of a form without an address when none is."""
        forms = re.findall(
            r"<form([^>]*)>(.*?)</form>", self.page.text if self.page.content else "", re.DOTALL
        )
        found = next((body for head, body in forms if f'action="{path}"' in head), None)
        if found is None:
            found = next((body for head, body in forms if "action=" not in head), "")
        pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', found)
        return {name: unescape(value) for name, value in pairs}
