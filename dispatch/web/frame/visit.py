"""One call of one page: who looks, in which language, what was sent; and the answers pages give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from dispatch.sight.viewer import Viewer
from dispatch.web.entering.attempts import Visitor
from dispatch.web.entering.sessions import OpenSession
from dispatch.web.frame.board import Board
from dispatch.web.frame.form import Form, form_token, session_mark
from models.organisation import Organisation
from models.store.organisations import InForce
from models.vocabulary import StaffRole

#: Headers of every page.
PROTECTION = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    # Addresses of tracking pages are keys: they are told to no other site, and stay in no cache.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
}


#: Told with each page: the mark of the session it was made for, so that a telephone knows when it is over.
WHO = "X-Guichet-Session"


class NotHere(Exception):
    """There is no such thing, or not for this viewer: nobody learns which."""


@dataclass(frozen=True)
class Visit:
    """What a page knows of the call it answers."""

    board: Board
    now: datetime
    in_force: InForce
    viewer: Viewer
    visitor: Visitor
    lang: str
    #: Path and query, as a link back here.
    address: str
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    form: Form = field(default_factory=Form)
    session: OpenSession | None = None
    #: What the page does to many requests in one go, as `Change` has it.
    together: str = ""
    #: Called in the transaction of a change, before anything else of it.
    begin: Callable[[Session], None] = lambda _session: None
    #: Called at the end of it, with the last line of the request's history that a writer must have read.
    end: Callable[[Session, int], None] = lambda _session, _last: None

    @property
    def known_by(self) -> str:
        """How history and access log say that somebody was known: by a session, or by a program's key."""
        return self.viewer.program or "web"

    @property
    def organisation(self) -> Organisation:
        return self.in_force.organisation

    @property
    def year(self) -> int:
        """This year by the clock of the town: that of a request of which only the number is typed."""
        return self.organisation.town.local_day(self.now).year

    @property
    def origin(self) -> str:
        """Where the pages are for the world: addresses that leave them (a calendar, a code on paper) begin
        so.
        """
        return self.board.settings.doors.http.origin

    def text(self, name: str, /, **values: object) -> str:
        return self.board.look.text(self.lang, name, **values)

    def looked(self, action: str, subject: str, **data: object) -> None:
        """Trace what is shown, before it is. Raises TemporaryFailure when it cannot be traced."""
        self.board.accesses.record(self.now, self.viewer.trace, action, subject, data)

    def secret(self) -> str:
        """What the forms of this page are bound to."""
        return self.session.secret if self.session is not None else self.visitor.browser

    @property
    def mark(self) -> str:
        """The session, as a telephone tells it from others; `none` without one. With another role it is
        another: whoever becomes an administrator has nothing kept from before.
        """
        return session_mark(self.session.secret, self.viewer.role or "") if self.session else "none"

    @property
    def keeps(self) -> bool:
        """Whether anything of this viewer's may stay on a telephone: of staff who do not see everything."""
        is_staff = self.session is not None and self.viewer.is_staff
        return is_staff and self.viewer.role != StaffRole.ADMINISTRATOR

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page of ours. Values of the call itself come with it."""
        town = self.organisation.town
        common = {
            "town": town.name,
            "hall": town.hall(self.lang),
            "viewer": self.viewer,
            "address": self.address,
            "now": self.now,
            "time_zone": town.time_zone,
            "form_token": form_token(self.secret()) if self.secret() else "",
            "error": "",
            "said": self.query.get("dit", ""),
            "section": "",
            "keeps": self.keeps,
            "audit": self.board.settings.web.legal.audit,
            "public_figures": self.board.settings.web.public_figures,
            "colour": self.board.settings.web.colour,
        }
        html = self.board.look.render(template, self.lang, {**common, **values})
        told = {**PROTECTION, WHO: self.mark, "Content-Language": self.lang}
        return HTMLResponse(html, status_code=status, headers=told)

    def with_(self, **changes: Any) -> Visit:
        return replace(self, **changes)


def go_to(address: str) -> Response:
    """The browser asks for `address` next: what a form has done is not done again by reloading."""
    return RedirectResponse(address, status_code=303, headers=PROTECTION)


def local_address(wanted: str, otherwise: str = "/") -> str:
    """`wanted` when it leads to a page of ours, and nowhere else."""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and len(wanted) <= 2000
    return wanted if is_ours and wanted.isprintable() and "\\" not in wanted else otherwise


def with_query(path: str, **values: str) -> str:
    """`path`, which may have a query already, with the values that are not empty."""
    given = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items() if value)
    return f"{path}{'&' if '?' in path else '?'}{given}" if given else path
