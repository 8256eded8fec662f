"""From the button to the directory, back with a code, and in: authorization code, PKCE (RFC 7636), state and
nonce.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import structlog

from dispatch.people.named import named_at
from dispatch.web.directory.believed import (
    Asked,
    NotBelieved,
    check_access_token,
    key_id,
    read_id_token,
    read_user_info,
)
from dispatch.web.directory.provider import Provider
from dispatch.web.entering.attempts import Visitor
from dispatch.web.entering.challenges import Challenges
from dispatch.web.entering.sessions import open_session
from models.errors import InvalidValue, PermanentFailure, TemporaryFailure
from models.signing.sealed import Seal
from models.store.audit import record_access
from models.tables.sessions import ChallengeKind
from models.values import EmailAddress

if TYPE_CHECKING:
    from dispatch.web.frame.board import Board

log = structlog.get_logger(__name__)
_DOOR = "door:web"
_LABEL = b"id tokens of sessions"
BACK = "/entrer/annuaire/retour"
#: Characters of an answer's values.
_LONGEST = 4_000
#: Why nobody is signed in, as pages say it.
Why = Literal["away", "refused", "unknown", "unproved", "over", "too_many"]


class NotIn(Exception):
    """Nobody is signed in; `why` as pages say it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class In:
    """The cookie of a new session, and where its owner wanted to go."""

    secret: str
    to: str


class DirectorySignIn:
    """The whole way by the directory. It opens sessions of those whom the organisation names, and makes
    nobody known.
    """

    def __init__(self, board: Board, provider: Provider) -> None:
        self._board, self._provider = board, provider
        self._challenges = Challenges(board.signer)
        self._seal = Seal(board.signer, _LABEL)

    def begin(self, visitor: Visitor, to: str) -> str:
        """The address at the directory where somebody says who they are. Raises NotIn."""
        settings = self._provider.settings
        try:
            page = self._provider.metadata(self._provider.patience()).authorization
        except (TemporaryFailure, PermanentFailure) as wrong:
            log.warning("web.directory_away", why=wrong.private)
            raise NotIn("away") from wrong
        nonce, verifier = secrets.token_hex(32), secrets.token_urlsafe(48)
        with self._board.database.transaction() as session:
            state = self._challenges.ask(
                session,
                ChallengeKind.DIRECTORY,
                visitor.browser,
                visitor,
                self._board.clock(),
                data={"nonce": nonce, "verifier": verifier, "to": to},
            )
        if state is None:
            raise NotIn("too_many")
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": self._back,
            "scope": " ".join(settings.scopes),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({"acr_values": " ".join(settings.acr_values)} if settings.acr_values else {}),
        }
        return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"

    def finish(self, answer: Mapping[str, str], visitor: Visitor) -> In:
        """Whoever comes back with an answer of the directory. Raises NotIn; every refusal is in the access
        log.
        """
        now = self._board.clock()
        with self._board.database.transaction() as session:
            state = answer.get("state", "")
            row = self._challenges.take(session, ChallengeKind.DIRECTORY, state, visitor.browser, now)
            if row is None:
                record_access(session, now, _DOOR, "refuse", "signin", why="directory state")
        if row is None:
            raise NotIn("over")
        try:
            email, id_token = self._told(answer, row.data)
        except NotBelieved as wrong:
            raise self._refused(wrong.why, "unproved" if wrong.why == "unverified" else "refused") from wrong
        except (TemporaryFailure, PermanentFailure) as wrong:
            log.warning("web.directory_away", why=wrong.private)
            raise self._refused("away", "away") from wrong
        with self._board.database.transaction() as session:
            in_force = self._board.organisations.current(session).in_force
            named = named_at(in_force, email)
            if named is None:
                record_access(session, now, _DOOR, "refuse", "signin", why="directory unknown")
            else:
                actor, person_id = named
                record_access(session, now, actor, "enter", f"person:{person_id}", by="directory")
                secret = open_session(
                    session,
                    person_id,
                    as_staff=True,
                    by="directory",
                    now=now,
                    web=self._board.settings.web,
                    peer=visitor.peer,
                    user_agent=visitor.user_agent,
                    id_token=self._seal.close(f"{self._way_out}\n{id_token}"),
                )
        if named is None:
            raise NotIn("unknown")
        return In(secret, str(row.data.get("to") or "/"))

    def leave(self, sealed: str) -> str:
        """Where a session that the directory opened is ended there as well; '' when it has no such page.
        Nobody is asked for it: the page is the one that the directory named last, or that of the sign-in.
        """
        try:
            page, _, id_token = self._seal.open(sealed).rpartition("\n")
        except InvalidValue:
            return ""
        page = self._way_out or page
        if not page:
            return ""
        asked = {
            "id_token_hint": id_token,
            "client_id": self._provider.settings.client_id,
            "post_logout_redirect_uri": f"{self._board.settings.doors.http.origin}/entrer",
            "state": secrets.token_hex(16),
        }
        return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}"

    @property
    def _way_out(self) -> str:
        known = self._provider.known
        return known.end_session if known is not None else ""

    @property
    def _back(self) -> str:
        return self._board.settings.doors.http.origin + BACK

    def _told(self, answer: Mapping[str, str], data: Mapping[str, Any]) -> tuple[EmailAddress, str]:
        """Which address the directory says is theirs, and its ID token. Raises NotBelieved and the failures
        of `Provider`.
        """
        provider, settings, patience = self._provider, self._provider.settings, self._provider.patience()
        # Another directory than the one that was asked may have answered (RFC 9207): nothing is sent to it.
        said_by = answer.get("iss")
        if said_by is not None and said_by != settings.issuer:
            raise NotBelieved("issuer")
        if said_by is None and provider.metadata(patience).names_itself:
            raise NotBelieved("issuer")
        if answer.get("error") or not answer.get("code") or len(answer["code"]) > _LONGEST:
            raise NotBelieved("no code")
        tokens = provider.exchange(answer["code"], str(data["verifier"]), self._back, patience)
        asked = Asked(settings.issuer, settings.client_id, str(data["nonce"]), settings.acr_values)
        now = int(self._board.clock().timestamp())
        keys = provider.keys(patience, key_id(tokens.id_token))
        claims = read_id_token(tokens.id_token, keys, asked, now)
        check_access_token(claims, tokens.access_token)
        more: dict[str, Any] = {}
        if body := provider.user_info(tokens.access_token, patience):
            keys = provider.keys(patience, None if body.lstrip().startswith(b"{") else _named_in(body))
            more = read_user_info(body, keys, asked, claims["sub"], now)
        said = more if settings.email_claim in more else claims
        return self._address(said, {**claims, **more}), tokens.id_token

    def _address(self, said: Mapping[str, Any], everything: Mapping[str, Any]) -> EmailAddress:
        """The address, from the document that says it, which must call it verified. Raises NotBelieved."""
        settings = self._provider.settings
        if settings.siret and str(everything.get("siret")) != settings.siret:
            raise NotBelieved("siret")
        written = said.get(settings.email_claim)
        if not isinstance(written, str) or not written:
            raise NotBelieved("no address")
        if not settings.email_is_proved and said.get("email_verified") is not True:
            raise NotBelieved("unverified")
        try:
            return EmailAddress.parse(written[:320])
        except InvalidValue as wrong:
            raise NotBelieved("no address") from wrong

    def _refused(self, why: str, said: Why) -> NotIn:
        with self._board.database.transaction() as session:
            now = self._board.clock()
            record_access(session, now, _DOOR, "refuse", "signin", why=f"directory {why}")
        return NotIn(said)


def _named_in(body: bytes) -> str | None:
    return key_id(body.decode("utf-8", "replace").strip())
