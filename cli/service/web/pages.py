"""The pages of the counter in one process: their parts put together, from the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter

from cli.office import Office, now
from dispatch.programs.all_routes import program_routers
from dispatch.rules.in_force import Organisations
from dispatch.web.directory.provider import provider_of
from dispatch.web.entering.sign_in import SignIns
from dispatch.web.frame.board import Board
from dispatch.web.frame.look import Look
from dispatch.web.live.changes import Changes
from dispatch.web.pages.all_pages import page_routers
from intake.ledger.reception import Reception
from intake.reading.reader import Reader
from models.errors import TemporaryFailure, UserError
from models.sandbox import is_sandbox
from models.store.looking.reads import Reads


@dataclass(frozen=True)
class Pages:
    """The pages, when the settings open them; nothing otherwise."""

    board: Board | None
    routers: list[APIRouter]
    #: The same parts for what other programs call, whether the pages are open or not.
    parts: Board | None = None

    def link_for_terminal(self, address: tuple[str, int] | None) -> str:
        """The address that signs the first administrator in on this machine; '' when the pages are closed, or
        the door is open to more than this machine.
        """
        board = self.board
        if board is None or address is None or not board.settings.doors.http.is_this_machine:
            return ""
        try:
            return f"http://{_shown_host(address[0])}:{address[1]}{board.sign_ins.terminal_link()}"
        except (UserError, TemporaryFailure):
            return ""

    def end_streams(self) -> None:
        """Let go of the browsers that listen, so that the door can close at once."""
        if self.parts is not None:
            self.parts.live.close()

    def close(self) -> None:
        if self.parts is not None:
            self.parts.close()


def make_pages(
    office: Office,
    reception: Reception,
    organisations: Organisations,
    on_told: Callable[[], None],
    reader: Reader,
) -> Pages:
    """The pages of this town, and what other programs call; `reader` makes the copies of files that are
    shown or leave. Raises UserError when a setting of theirs cannot be used.
    """
    settings = office.settings
    if not settings.http_is_safe:
        return Pages(None, [])
    reads = Reads(settings.database.url)
    board = Board(
        settings=settings,
        database=office.database,
        reads=reads,
        files=office.files,
        organisations=organisations,
        signer=office.signer,
        accesses=office.accesses,
        reception=reception,
        sign_ins=sign_ins(office, organisations, on_told),
        look=Look(settings.web),
        clock=now,
        on_told=on_told,
        live=Changes(reads, organisations, now),
        directory=provider_of(settings.directory),
        bare_copy=reader.bare_copy,
        shown_copy=reader.shown_copy,
        covered_copy=reader.covered_copy,
        small_copy=reader.small_copy,
    )
    routers = page_routers(board) if settings.pages_open else []
    if is_sandbox(settings):
        from cli.service.training.pages import training_routes

        routers.append(training_routes(board, office))
    return Pages(board if settings.pages_open else None, [*routers, *program_routers(board)], board)


def sign_ins(
    office: Office, organisations: Organisations, on_told: Callable[[], None] = lambda: None
) -> SignIns:
    """How people sign in here."""
    return SignIns(office.database, organisations, office.signer, office.settings, now, on_told)


def why_closed(office: Office) -> str:
    """What keeps the pages closed though the settings wish them open; '' when nothing does."""
    settings = office.settings
    if settings.pages_open or not settings.web.board:
        return ""
    if not settings.doors.http.enabled:
        return "doors.http is off"
    return "doors.http.public_url must be https: cookies would travel in the clear"


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  # read here, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
