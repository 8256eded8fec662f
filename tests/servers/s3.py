"""A server that speaks S3 (moto) on loopback, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

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
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=LOGIN["access_key_id"],
            aws_secret_access_key=LOGIN["secret_access_key"],
            region_name="eu-west-3",
        )
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        if versions:
            client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        client.close()


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
