"""A real Postfix that relays to a door of ours, with the configuration of docs/postfix.md; root only."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.presence import find_program
from tests.servers.processes import free_port, listens, until

PACKAGE = "postfix"
_PAGE = Path(__file__).parents[2] / "docs" / "postfix.md"
#: What this machine needs, and times that suit a test; nothing about mail for Guichet. No `maillog_file`: the `postlogd`
#: of Postfix 3.7 writes to its own queue while it starts; with ten lines in there it waits for itself, for ever, and no
#: program of this Postfix says a word any more.
_PLUMBING = """
compatibility_level = 3.6
queue_directory = {directory}/spool
data_directory = {directory}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.ville.test
mydestination =
local_recipient_maps =
alias_maps =
alias_database =
mynetworks =
default_transport = discard:
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
address_verify_poll_count = 10
address_verify_poll_delay = 1s
address_verify_negative_refresh_time = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
in_flow_delay = 0s
"""
#: As Debian's `master.cf` has it for LMTP: in a chroot.
_SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - y - - lmtp
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
showq unix n - n - - showq
"""


#: People's mailboxes behind the same server: `virtual` writes them where a Dovecot reads them.
_BOXES = """
# A domain below one of the town is not the town's.
parent_domain_matches_subdomains =
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {base}
virtual_mailbox_maps = texthash:{directory}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""


@dataclass(frozen=True)
class Boxes:
    """Addresses whose mail goes to maildirs below `base` (`LOCAL/Maildir`), owned by whoever owns `base`."""

    base: Path
    addresses: tuple[str, ...]

    def configuration(self, directory: Path) -> str:
        """Lines of main.cf; the table that they name is written to `directory`."""
        lines = [f"{address} {address.partition('@')[0]}/Maildir/\n" for address in self.addresses]
        (directory / "boxes").write_text("".join(lines))
        owner = self.base.stat()
        return _BOXES.format(
            domains=" ".join(sorted({address.partition("@")[2] for address in self.addresses})),
            base=self.base,
            directory=directory,
            uid=owner.st_uid,
            gid=owner.st_gid,
        )


def is_installed() -> bool:
    return find_program("postfix", "/usr/sbin") is not None and os.geteuid() == 0


def documented_configuration() -> str:
    """The main.cf of the page that administrators read."""
    found = re.search(r"```ini main\.cf\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError("docs/postfix.md has no main.cf")
    return found[1]


def documented_milter() -> str:
    """What the page adds to main.cf for a relay that verifies signatures."""
    found = re.search(r"```ini main\.cf milter\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise LookupError("docs/postfix.md has no milter")
    return found[1]


def documented_commands() -> list[list[str]]:
    """What the page has typed before Postfix reads its `master.cf` again."""
    found = re.search(
        r"```console master\.cf\n(.*?)postfix reload\n```", _PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    if found is None:
        raise LookupError("docs/postfix.md has no command for master.cf")
    return [shlex.split(line) for line in found[1].splitlines()]


class Postfix:
    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._configuration = directory / "etc"
        self.port = free_port()

    def start(self, socket_path: Path, milter_port: int | None = None, boxes: Boxes | None = None) -> None:
        for name in ("etc", "spool", "data"):
            (self._directory / name).mkdir(parents=True)
        shutil.chown(self._directory / "data", "postfix")
        # As the page says: Postfix gets to the socket by the group of its directory, and nobody else does.
        socket_path.parent.mkdir()
        shutil.chown(socket_path.parent, group="postfix")
        socket_path.parent.chmod(0o2750)
        documented = documented_configuration().replace("/run/guichet/lmtp", str(socket_path))
        if milter_port is not None:
            documented += documented_milter().replace("127.0.0.1:8891", f"127.0.0.1:{milter_port}")
        # Postfix takes the last word on a name: the times of the plumbing win.
        (self._configuration / "main.cf").write_text(
            documented
            + _PLUMBING.format(directory=self._directory)
            + (boxes.configuration(self._directory) if boxes is not None else "")
        )
        (self._configuration / "master.cf").write_text(_SERVICES.format(port=self.port))
        for program, *arguments in documented_commands():
            self._run(program, *arguments)
        self._run("postfix", "start")
        until(lambda: listens(self.port), "Postfix")

    def stop(self) -> None:
        """Stop all its programs at once: `postfix stop` waits five seconds for those with nothing to do."""
        pid = int((self._directory / "spool" / "pid" / "master.pid").read_text())
        os.killpg(pid, signal.SIGTERM)
        until(lambda: not _is_alive(pid), "the end of Postfix")

    def queue(self) -> list[dict[str, object]]:
        """What waits, one entry a message."""
        return [json.loads(line) for line in self._run("postqueue", "-j").splitlines()]

    def _run(self, program: str, *arguments: str) -> str:
        path = find_program(program, "/usr/sbin")
        done = subprocess.run(
            [str(path), "-c", str(self._configuration), *arguments],
            capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} {arguments}: {done.stderr}{done.stdout}")
        return done.stdout


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def running_postfix(
    directory: Path, socket_path: Path, milter_port: int | None = None, boxes: Boxes | None = None
) -> Iterator[Postfix]:
    """A Postfix in `directory` (short) that hands mail for ville.test to the LMTP door on `socket_path`,
    after a milter on `milter_port` has looked at it, and mail for people to their `boxes`.
    """
    postfix = Postfix(directory)
    postfix.start(socket_path, milter_port, boxes)
    try:
        yield postfix
    finally:
        postfix.stop()
