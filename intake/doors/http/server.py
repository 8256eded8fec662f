"""The HTTP door: health for whoever watches the service, webhooks and pages for the world."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Mapping, Sequence

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from intake.doors.http.guarding import PROXY_HERE, Gate, Patience, guarded
from intake.doors.http.readiness import Check, Readiness
from intake.doors.http.refusals import refuse_in_words
from intake.doors.http.unix_socket import listening_at
from models.errors import PlaceTaken
from models.settings.doors import HttpDoorSettings


def make_app(
    checks: Mapping[str, Check],
    routers: Sequence[APIRouter] = (),
    *,
    warnings: Mapping[str, Check] | None = None,
    hall: str = "",
) -> FastAPI:
    """The application of the town hall called `hall`.

    Answers: GET /health/live 200 while the process runs. GET /health/ready 200 when every check passes, else
    503, with a JSON object: `status`, and check → `ok` or what is wrong. One of `warnings` leaves it at 200,
    `degraded`: somebody must look, the work goes on. Anything unknown 404; whoever reads HTML is told in a
    page.
    """
    readiness = Readiness(checks, warnings)
    # No redirect of its own making: it would lead to wherever the Host header says.
    app = FastAPI(title="Guichet", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)

    @app.get("/health/live")
    async def live() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        seen = await readiness.look()
        status = "ok" if seen.well else "degraded" if seen.ready else "not ready"
        return JSONResponse({"status": status, "checks": seen.found}, status_code=200 if seen.ready else 503)

    for router in routers:
        app.router.routes.extend(router.routes)
    refuse_in_words(app, hall)
    return app


class HttpDoor:
    """Serves an application from a thread of its own. `name` is the section of the settings it comes from."""

    def __init__(
        self,
        settings: HttpDoorSettings,
        app: FastAPI,
        *,
        name: str = "doors.http",
        most_connections: int = 0,
        handed: socket.socket | None = None,
    ) -> None:
        """`most_connections`: fewer than the settings allow, so that others keep theirs; 0 for as many.
        `handed`: a socket that listens already, instead of the address of the settings.
        """
        self._settings, self._name = settings, name
        #: The socket file that we make and take away again.
        self._own = settings.socket if handed is None else None
        is_unix = self._own is not None or (handed is not None and handed.family == socket.AF_UNIX)
        proxies = (*settings.proxies, PROXY_HERE) if is_unix else settings.proxies
        total = min(settings.max_connections, most_connections or settings.max_connections)
        patience = Patience(settings.header_seconds, settings.body_seconds)
        gate = Gate(total, settings.max_connections_per_peer, proxies, patience)
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=5,
            http=guarded(gate),
            # Whom a proxy of ours names is at the other end; the environment has no say.
            forwarded_allow_ips=list(proxies),
            ws="none",
        )
        self._server = _Server(config, [handed] if handed is not None else None)
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)

    def start(self) -> tuple[str, int] | None:
        """Listen; the address and port bound, None for a unix socket. Raises OSError when the port is taken,
        UserError when there can be no such socket.
        """
        if self._own is not None:
            self._server.handed = [listening_at(self._settings, self._own)]
        self._thread.start()
        self._server.settled.wait(10)
        if not self._server.started:
            where = self._own or f"{self._settings.host}:{self._settings.port}"
            if self._own is None and _is_taken(self._settings.host, self._settings.port):
                raise PlaceTaken(self._name, str(where), self._settings.port)
            raise OSError(f"{self._name}: cannot listen on {where}: is it in use already?")
        address = self._server.servers[0].sockets[0].getsockname()
        return (address[0], address[1]) if isinstance(address, tuple) else None

    @property
    def is_open(self) -> bool:
        """Whether it began to listen."""
        return self._server.started

    @property
    def traffic(self) -> tuple[int, int]:
        """Connections that are open, and how many requests there ever were; from any thread."""
        state = self._server.server_state
        return len(state.connections), state.total_requests

    def stop(self) -> None:
        """Finish the requests under way, then close."""
        self._server.should_exit = True
        if self._thread.ident is not None:
            self._thread.join(10)
            if self._own is not None:
                self._own.unlink(missing_ok=True)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, handed: list[socket.socket] | None) -> None:
        super().__init__(config)
        self.handed = handed
        self.settled = threading.Event()

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        try:
            await super().startup(sockets=self.handed)
        except SystemExit:
            # uvicorn leaves the process when it cannot bind; ours must say so and stop cleanly.
            self.should_exit = True
        finally:
            self.settled.set()


def _is_taken(host: str, port: int) -> bool:
    """Whether something of this machine listens there already: uvicorn only says that it cannot."""
    try:
        socket.create_server((host, port)).close()
    except OSError as wrong:
        return wrong.errno == errno.EADDRINUSE
    return False
