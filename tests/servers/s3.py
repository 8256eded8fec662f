"""A server that speaks S3 (moto) on loopback, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests.servers.processes import Child, free_port, listens

LOGIN = {"access_key_id": "AKIAEXAMPLE", "secret_access_key": "un-secret-tres-long"}


@dataclass
class S3Server:
    """A running server; each bucket is empty when it is made."""

    port: int
    child: Child

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make_bucket(self, name: str, *, versions: bool = False) -> None:
        self.ask("PUT", f"/{name}", b"<CreateBucketConfiguration><LocationConstraint>eu-west-3"
                 b"</LocationConstraint></CreateBucketConfiguration>")  # fmt: skip
        if versions:
            self.ask("PUT", f"/{name}?versioning", b"<VersioningConfiguration><Status>Enabled</Status>"
                     b"</VersioningConfiguration>")  # fmt: skip

    def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """What a request that nobody signed is answered: this server asks for no login."""
        with urlopen(Request(f"{self.endpoint}{path}", data=body or None, method=method)) as answer:
            found: bytes = answer.read()
            return found


@contextmanager
def s3_server(directory: Path) -> Iterator[S3Server]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = S3Server(port, Child(command, directory / "s3.log"))
    try:
        server.child.wait_until(lambda: listens(port))
        yield server
    finally:
        server.child.stop()
