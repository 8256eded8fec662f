"""A real opendkim that verifies for a Postfix; keys come from a file, never from the network."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers.presence import find_program
from tests.servers.processes import Child, free_port, listens

PACKAGE = "opendkim"


def is_installed() -> bool:
    return find_program("opendkim", "/usr/sbin") is not None


@contextmanager
def running_opendkim(directory: Path, authserv_id: str, keys: Mapping[str, bytes]) -> Iterator[int]:
    """The port of a milter that writes Authentication-Results as `authserv_id`; `keys` are TXT records by name."""
    directory.mkdir(parents=True)
    port = free_port()
    records = "".join(f"{name} {record.decode()}\n" for name, record in keys.items())
    (directory / "keys.txt").write_text(records)
    (directory / "peers").write_text("192.0.2.250\n")
    configuration = directory / "opendkim.conf"
    configuration.write_text(
        f"Socket inet:{port}@127.0.0.1\n"
        "Mode v\n"
        f"AuthservID {authserv_id}\n"
        f"TestDNSData file:{directory / 'keys.txt'}\n"
        # Nobody is internal: what comes over loopback in a test comes from the world.
        f"InternalHosts {directory / 'peers'}\n"
        "AlwaysAddARHeader yes\n"
        "Syslog no\n"
        "Background no\n"
    )
    program = find_program("opendkim", "/usr/sbin")
    child = Child(
        [str(program), "-f", "-x", str(configuration), "-u", getpass.getuser()], directory / "opendkim.log"
    )
    try:
        child.wait_until(lambda: listens(port))
        yield port
    finally:
        child.stop()
