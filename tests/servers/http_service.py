"""A FastAPI application on uvicorn, on loopback, in a thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import APIRouter, FastAPI


@contextmanager
def serving(router: APIRouter, listener: socket.socket | None = None) -> Iterator[str]:
    """The address of a server with these routes, on `listener` when its port had to be known before; it is
    stopped at the end.
    """
    application = FastAPI(openapi_url=None)
    application.router.routes.extend(router.routes)
    listener = listener or socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        listener.close()
