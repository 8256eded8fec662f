"""One address with one method, answered by a function of the request alone.

FastAPI's own routes look through the signature of each function for what to fill in, when they are made and
again when the first call comes. The pages and what programs call are some 150, which take nothing but the
request: that cost the start some 50 ms of processor time, and each call a look for what none asks for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from starlette.routing import Match
from starlette.routing import Route as BareRoute
from starlette.types import Scope

Endpoint = Callable[[Request], Awaitable[Response]]


class Address(BareRoute):
    """Answers its own method and no other (405): HEAD is no GET. `scope["route"]` is it, with its `path`."""

    def __init__(self, path: str, endpoint: Endpoint, method: str) -> None:
        super().__init__(path, endpoint, methods=[method], include_in_schema=False)
        self.methods = {method}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        match, found = super().matches(scope)
        return match, {**found, "route": self} if match is not Match.NONE else found


def answer_at(router: APIRouter, path: str, endpoint: Endpoint, method: str) -> None:
    """Have `endpoint` answer `method` on `path`, behind what the router answers already."""
    router.routes.append(Address(path, endpoint, method))
