"""A real Dovecot on loopback: any user with the one password, and XOAUTH2 asked of our own OAuth server."""

from __future__ import annotations

import getpass
import grp
import os
import pwd
import shutil
from pathlib import Path

from imapclient import IMAPClient

from tests.servers.certificates import make_certificate
from tests.servers.presence import find_program
from tests.servers.processes import Child, free_port, listens

PACKAGE = "dovecot-imapd"
PASSWORD = "open-sesame"

_CONFIGURATION = """
base_dir = {directory}/run
state_dir = {directory}/state
log_path = {directory}/dovecot.log
listen = 127.0.0.1
protocols = imap
default_internal_user = {internal_user}
default_internal_group = {internal_group}
default_login_user = {login_user}
mail_location = maildir:{directory}/mail/%n/Maildir
mail_uid = {mail_user}
mail_gid = {mail_group}
first_valid_uid = 1
first_valid_gid = 0
disable_plaintext_auth = no
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
mail_max_userip_connections = 100
imap_capability = {capability}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {directory}/oauth2.conf
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={directory}/mail/%n
}}
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service old-stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = {imaps_port}
    ssl = yes
  }}
}}
"""

_OAUTH = """
introspection_url = {url}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


def is_installed() -> bool:
    return find_program("dovecot", "/usr/sbin") is not None


class Dovecot:
    """A Dovecot in `directory` (short). Start it with `start`, stop it with `stop`, as often as needed.

    `capability` adds to or replaces what it announces, as imap_capability does. `prefix` is that of personal
    folders, as « INBOX. »; its last character parts the levels.
    """

    def __init__(
        self, directory: Path, introspection_url: str, capability: str = "", prefix: str = ""
    ) -> None:
        self.directory = directory
        self.imap_port = free_port()
        self.imaps_port = free_port()
        directory.mkdir(parents=True)
        directory.chmod(0o755)
        (directory / "mail").mkdir()
        self.certificate, key = make_certificate(directory)
        root = os.geteuid() == 0
        me, my_group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
        owner = "dovenull" if root else me  # Dovecot refuses to give mail to root
        group = grp.getgrgid(pwd.getpwnam(owner).pw_gid).gr_name if root else my_group
        if root:
            shutil.chown(directory / "mail", owner, group)
        (directory / "oauth2.conf").write_text(_OAUTH.format(url=introspection_url))
        (directory / "dovecot.conf").write_text(
            _CONFIGURATION.format(
                directory=directory,
                certificate=self.certificate,
                key=key,
                password=PASSWORD,
                internal_user="dovecot" if root else me,
                internal_group="dovecot" if root else my_group,
                login_user="dovenull" if root else me,
                mail_user=owner,
                mail_group=group,
                imap_port=self.imap_port,
                imaps_port=self.imaps_port,
                capability=capability,
                prefix=prefix,
                separator=prefix[-1:] or "/",
            )
        )
        self._child: Child | None = None

    def start(self) -> None:
        program = find_program("dovecot", "/usr/sbin")
        self._child = Child(
            [str(program), "-F", "-c", str(self.directory / "dovecot.conf")], self.directory / "start.log"
        )
        self._child.wait_until(lambda: listens(self.imap_port) and listens(self.imaps_port))

    def stop(self) -> None:
        """Stop it with everybody's connections."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def renumber(self, user: str) -> None:
        """Give all mail of a user's INBOX new UIDs under a new UIDVALIDITY, as a restored backup does."""
        maildir = self.directory / "mail" / user / "Maildir"
        for path in maildir.glob("dovecot.index*"):
            path.unlink()
        uidlist = maildir / "dovecot-uidlist"
        version, validity, *_ = uidlist.read_text().split()
        uidlist.write_text(f"{version} V{int(validity[1:]) + 7} N1\n")

    def connect(self, user: str) -> IMAPClient:
        """Another client of that user."""
        client = IMAPClient("127.0.0.1", self.imap_port, ssl=False, timeout=60)
        try:
            client.login(user, PASSWORD)
        except BaseException:
            client.shutdown()
            raise
        return client

    def logins(self, user: str) -> int:
        """How often the user has logged in."""
        return self.log().count(f"Login: user=<{user}>")

    def log(self) -> str:
        return (self.directory / "dovecot.log").read_text(errors="replace")
