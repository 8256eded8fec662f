"""What a town's server is, as its administrator answered: everything that is written is made from this."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cli.town.production.postgres import SERVICE, server_of
from models.organisation.values import Locale

#: Where mail comes in: on port 25 of Guichet itself, or by a Postfix on the same machine.
MailIn = Literal["direct", "postfix"]
#: Port of a relay when none is said: the one for programs that sign in (RFC 6409).
SUBMISSION = 587
#: Port on which a relay speaks TLS from the first octet (RFC 8314 §3.3).
SUBMISSIONS = 465
#: Of a town: a user of Linux has 31 characters, those of "guichet-" among them.
LONGEST_NAME = 23
#: Below it each of several towns has a folder of its own, with one for Postfix and one for Caddy.
SOCKETS = Path("/run/guichet-towns")
#: Of the pages, when the machine has one town.
PORT = 8080
#: restic:sftp:copies@site.fr:/guichet, or restic:sftp://copies@site.fr:2222//guichet.
_BY_SFTP = re.compile(r"restic:sftp:(?://)?([^:/]+)(?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Plan:
    """One server. Names are lower case, without a dot at the end."""

    locale: Locale
    domain: str
    host: str
    addresses: tuple[str, ...]
    mail_in: MailIn
    program: str
    #: Folder with fullchain.pem and privkey.pem for STARTTLS; '' for none. With Postfix it is Postfix's.
    certificate: str
    #: Where letters go: our relay, or that of the Postfix; '' when the Postfix delivers by itself.
    relay: str
    relay_port: int
    relay_user: str
    #: What the relay's owner has its customers write into SPF; '' when nothing is needed.
    spf: str
    #: Whether an opendkim beside the Postfix signs.
    signs: bool
    database: str
    copies: tuple[str, ...]
    reports: str
    town: str = ""
    #: The instance of `guichet@.service`; '' for the only town of this machine.
    instance: str = ""

    @classmethod
    def of(cls, answers: Mapping[str, str], locale: Locale, town: str = "", instance: str = "") -> Plan:
        """The plan that answers describe, each of which was checked."""
        host, _, port = answers["relay"].partition(":")
        postfix = answers["mail_in"] == "postfix"
        return cls(
            locale=locale,
            domain=answers["domain"],
            host=answers["host"],
            addresses=listed(answers["addresses"]),
            mail_in="postfix" if postfix else "direct",
            program=answers["program"],
            certificate=answers["certificate"].rstrip("/"),
            relay=host,
            relay_port=int(port or SUBMISSION),
            relay_user="" if postfix else answers["relay_user"],
            spf=answers["spf"] if host else "",
            signs=postfix and answers["signs"] == "opendkim",
            database=answers["database"],
            copies=listed(answers["copies"]),
            reports=answers["reports"],
            town=town,
            instance=instance,
        )

    @property
    def user(self) -> str:
        """As whom the service runs: each town of a machine as another."""
        return f"{SERVICE}-{self.instance}" if self.instance else SERVICE

    @property
    def unit(self) -> str:
        """The unit as systemctl is told it."""
        return f"guichet@{self.instance}.service" if self.instance else "guichet.service"

    @property
    def socket_name(self) -> str:
        """The unit that listens in the place of the service."""
        return self.unit.removesuffix("service") + "socket"

    @property
    def timer_name(self) -> str:
        """The unit that starts the service for what is due."""
        return self.unit.removesuffix("service") + "timer"

    @property
    def selector(self) -> str:
        """Name of the DKIM key that is made here, and of its file: each town of a machine has its own."""
        return f"guichet-{self.instance}" if self.instance else "guichet"

    @property
    def folder(self) -> Path:
        """Of the settings and the organisation."""
        return Path("/etc/guichet", self.instance)

    @property
    def data(self) -> Path:
        """Of everything that is kept."""
        return Path("/var/lib/guichet", self.instance)

    @property
    def socket(self) -> Path:
        """Where a Postfix hands mail over."""
        return SOCKETS / self.instance / "mail/lmtp" if self.instance else Path("/run/guichet/mail.lmtp")

    @property
    def pages(self) -> Path | None:
        """Where Caddy finds the pages of one of several towns: no ports are shared out among them. None for
        the only town of a machine, whose pages have the usual port.
        """
        return SOCKETS / self.instance / "pages/http" if self.instance else None

    @property
    def folders_of_mail(self) -> str:
        """The file of sysusers.d that makes `user`; that of tmpfiles.d that makes the folder of `socket`."""
        return f"guichet@{self.instance}.conf" if self.instance else "guichet.conf"

    @property
    def folders_of_pages(self) -> str:
        """The file of tmpfiles.d that makes the folder of `pages`."""
        return f"guichet-pages@{self.instance}.conf"

    @property
    def local_copies(self) -> tuple[str, ...]:
        """Destinations of backups that are folders here, or restic repositories that are."""
        paths = (each.removeprefix("restic:") for each in self.copies)
        return tuple(path for path in paths if path.startswith("/"))

    @property
    def accounts(self) -> Path | None:
        """The file of the accounts of restic repositories on other machines; None where none may need it."""
        far = any(re.match(r"restic:(?!/|sftp:)", each) for each in self.copies)
        return self.folder / "restic.env" if far else None

    @property
    def shells(self) -> tuple[str, ...]:
        """What `sftp` is given to reach each machine that keeps a restic repository by it."""
        found = filter(None, (_BY_SFTP.match(each) for each in self.copies))
        return tuple(f"-P {each[2]} {each[1]}" if each[2] else each[1] for each in found)

    @property
    def passwords(self) -> Path | None:
        """The file that libpq's PGPASSFILE names; None where the database is on this machine. It stands
        among the data: its owner must be the service, and those of `folder` are given to root.
        """
        server = server_of(self.database, self.user)
        return self.data / "pgpass" if server is not None and server.host else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """Files in `folder` that the administrator writes: they are asked for nowhere."""
        return ("relay_password",) if self.relay_user else ()


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def kind_of_address(address: str) -> Literal["A", "AAAA"]:
    """The record that names an IP address. Raises ValueError for what is none."""
    return "A" if ipaddress.ip_address(address).version == 4 else "AAAA"
