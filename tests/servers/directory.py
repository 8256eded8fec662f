"""A directory of people on loopback (OpenID Connect), with keys of its own, that can be told to lie."""

from __future__ import annotations

import hashlib
import secrets
import socket
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.servers.http_service import serving

CLIENT, SECRET = "guichet", "a secret/of+ours"


def new_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass
class Directory:
    """What it says of whoever comes: `person`; everything else is how it lies, or what it was asked."""

    clock: Callable[[], datetime]
    address: str = ""
    key: RSAKey = field(default_factory=lambda: new_key("one"))
    person: dict[str, Any] = field(default_factory=dict)
    #: Claims of the ID token that are otherwise than they should be; None takes one out.
    token: dict[str, Any] = field(default_factory=dict)
    #: The same of what is said of the person, and whether that is signed.
    info: dict[str, Any] = field(default_factory=dict)
    signs_info: bool = False
    #: Parameters of the way back that are otherwise.
    back: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    #: The status of every answer, when it is away; of one page, when that is.
    status: int = 200
    statuses: dict[str, int] = field(default_factory=dict)
    #: What happens before a page answers.
    before: dict[str, Callable[[], Any]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def comes(self, page: str) -> int:
        """Note that a page is asked; the status that it answers."""
        self.calls.append(page)
        self.before.get(page, lambda: None)()
        return self.statuses.get(page, self.status)

    def signed(self, claims: dict[str, Any]) -> str:
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, given, self.key)

    def id_token(self, nonce: str, access_token: str) -> str:
        now = int(self.clock().timestamp())
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "person-1",
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "acr": "eidas1",
            "at_hash": urlsafe_b64encode(half).rstrip(b"=").decode(),
        }
        return self.signed({**claims, **self.token})

    def routes(self) -> APIRouter:
        router = APIRouter()

        @router.get("/.well-known/openid-configuration", response_model=None)
        def configuration() -> Response:
            status = self.comes("configuration")
            pages = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            pages |= {"userinfo_endpoint": "userinfo", "end_session_endpoint": "logout"}
            said: dict[str, Any] = {name: f"{self.address}/{page}" for name, page in pages.items()}
            said |= {"issuer": self.address, "authorization_response_iss_parameter_supported": True}
            return JSONResponse({**said, **self.metadata}, status)

        def authorize(request: Request) -> Response:
            asked = dict(request.query_params)
            self.asked.append(asked)
            code = secrets.token_urlsafe(16)
            self.codes[code] = asked
            back = {"code": code, "state": asked["state"], "iss": self.address, **self.back}
            given = {name: value for name, value in back.items() if value}
            return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(given)}", 303)

        async def token(request: Request) -> Response:
            status = await to_thread.run_sync(self.comes, "token")
            form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
            return self._exchanged(form, request.headers.get("authorization", ""), status)

        @router.get("/keys", response_model=None)
        def keys() -> Response:
            status = self.comes("keys")
            other = {"kty": "oct", "k": "AAAA", "kid": "one"}
            return JSONResponse({"keys": [other, self.key.as_dict(private=False)]}, status)

        @router.get("/userinfo", response_model=None)
        def userinfo() -> Response:
            status, said = self.comes("userinfo"), {"sub": "person-1", **self.person, **self.info}
            if not self.signs_info:
                return JSONResponse(said, status)
            now = int(self.clock().timestamp())
            claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **said}
            return Response(self.signed(claims), media_type="application/jwt")

        for path, endpoint, method in (("/authorize", authorize, "GET"), ("/token", token, "POST")):
            router.add_api_route(path, _plain(endpoint), methods=[method], response_model=None)
        return router

    def _exchanged(self, form: dict[str, str], shown: str, status: int) -> Response:
        asked = self.codes.pop(form.get("code", ""), None)
        if shown:
            pair = b64decode(shown.removeprefix("Basic ")).decode().split(":")
            client, secret = (unquote_plus(each) for each in pair)
        else:
            client, secret = form.get("client_id", ""), form.get("client_secret", "")
        proof = urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        good = (
            asked is not None
            and (client, secret) == (CLIENT, SECRET)
            and proof.decode() == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
            and form["grant_type"] == "authorization_code"
        )
        if asked is None or not good:
            return JSONResponse({"error": "invalid_grant"}, 400)
        access = secrets.token_urlsafe(16)
        made = {"id_token": self.id_token(asked["nonce"], access), "access_token": access}
        return JSONResponse({**made, "token_type": "Bearer"}, status)


def _plain(endpoint: Any) -> Any:
    """The endpoint with its annotations as types: FastAPI resolves no names of a function's own scope."""
    endpoint.__annotations__ = {"request": Request, "return": Response}
    return endpoint


@contextmanager
def directory(clock: Callable[[], datetime], **person: Any) -> Iterator[Directory]:
    """A directory that knows one person, listening."""
    listener = socket.create_server(("127.0.0.1", 0))
    made = Directory(clock, f"http://127.0.0.1:{listener.getsockname()[1]}", person=person)
    with serving(made.routes(), listener):
        yield made
