"""The commands that the page of the steps has root type: every answer in them was checked as it was given."""

from __future__ import annotations

from collections.abc import Iterator

from cli.town.production.mail import KEY_TABLE, KEYS, SIGNING_TABLE, TRANSPORT
from cli.town.production.plan import Plan
from cli.town.production.postgres import Server


def placing(plan: Plan) -> Iterator[str]:
    """The files of the folder, where they belong."""
    yield "cp -rn etc/. /etc/"
    yield "systemd-sysusers"
    if plan.mail_in == "postfix":
        yield f"systemd-tmpfiles --create {plan.folders_of_mail}"
    if plan.instance:
        # Each service passes through what is above its own, and lists nothing there. Whose that is stays.
        yield "install -d -m 751 /etc/guichet"
        yield "install -d -m 711 /var/lib/guichet"
        yield f"chown -R root:{plan.user} {plan.folder} && chmod -R u=rwX,g=rX,o= {plan.folder}"
    else:
        # Its files alone: a folder there is that of another town, whose user reads it.
        yield f"install -d -o root -g {plan.user} -m 751 {plan.folder}"
        own = f"find {plan.folder} -maxdepth 1 -type f -exec"
        yield f"{own} chown root:{plan.user} {{}} + && {own} chmod 640 {{}} +"
    yield f"install -d -o {plan.user} -g {plan.user} -m 700 {plan.data}"


def making(server: Server) -> tuple[str, ...]:
    """A user and its database, by the PostgreSQL of this machine."""
    return (
        f"runuser -u postgres -- createuser --createdb {server.user}",
        f"runuser -u postgres -- createdb --owner {server.user} {server.database}",
    )


def writing_password(plan: Plan) -> tuple[str, ...]:
    """The file that PGPASSFILE names: libpq wants it to be its user's alone."""
    return (f"install -o {plan.user} -g {plan.user} -m 600 /dev/stdin {plan.passwords}",)


def password_line(server: Server) -> str:
    """What stands in that file, but for the password (libpq-pgpass): a colon of an IPv6 is escaped."""
    host = server.host.replace(":", "\\:")
    return f"{host}:{server.port}:*:{server.user}:"


def backing_up(plan: Plan) -> Iterator[str]:
    """Backups go where the service's user may write."""
    for path in plan.local_copies:
        yield f"install -d -o {plan.user} -g {plan.user} -m 700 {path}"
    if plan.accounts:
        yield f"set -a && . {plan.accounts} && set +a"
    yield typed(plan, "backup init")
    yield typed(plan, "backup now")


def letting_in(plan: Plan) -> Iterator[str]:
    """The machines that keep backups by SFTP know the service's user, and it knows them: nobody is there
    to be asked when a backup is made.
    """
    key = plan.data / ".ssh/id_ed25519"
    user = f"runuser -u {plan.user} --"
    yield f"install -d -o {plan.user} -g {plan.user} -m 700 {key.parent}"
    yield f"test -e {key} || {user} ssh-keygen -q -t ed25519 -N '' -f {key}"
    yield f"cat {key}.pub"
    for each in plan.shells:
        yield f"echo bye | {user} sftp {each}"


#: Debian's Postfix has its LMTP client see nothing but the queue: no socket of ours (docs/postfix.md).
OUTSIDE_THE_JAIL = "postconf -F lmtp/unix/chroot=n"


def mailing(plan: Plan) -> Iterator[str]:
    """Each table gets this town's lines once, whatever the other towns of the machine have in it."""
    beside = "a-ajouter" if plan.locale == "fr" else "to-add"
    if plan.signs:
        yield f"grep -qs {KEY_TABLE} /etc/opendkim.conf || cp -b {beside}/opendkim.conf /etc/opendkim.conf"
        yield _added(f"{beside}/KeyTable", KEY_TABLE)
        yield _added(f"{beside}/SigningTable", SIGNING_TABLE)
        yield f"chown -R opendkim: {KEYS}"
        yield "systemctl restart opendkim"
    yield _added(f"{beside}/transport", TRANSPORT)
    yield OUTSIDE_THE_JAIL
    yield "postfix check"
    yield "systemctl reload postfix"


def _added(lines: str, table: str) -> str:
    return f"grep -qsxFf {lines} {table} || cat {lines} >> {table}"


def showing(plan: Plan) -> Iterator[str]:
    """Caddy learns of the pages. Its group is there by then, which the folder of the sockets is given."""
    if plan.instance:
        yield f"systemd-tmpfiles --create {plan.folders_of_pages}"
    yield "systemctl reload caddy"


def idle(plan: Plan) -> tuple[str, ...]:
    """The socket and the timer in the place of a service that always runs."""
    return (
        f"systemctl disable --now {plan.unit}",
        f"systemctl enable --now {plan.socket_name} {plan.timer_name}",
    )


def typed(plan: Plan, command: str) -> str:
    """A command of Guichet, as the user of the service; the next one is typed in the page's folder still."""
    environment = f"env PGPASSFILE={plan.passwords} " if plan.passwords else ""
    program = f"{environment}{plan.program} -s {plan.folder}/settings.toml"
    return f"(cd {plan.data} && runuser -u {plan.user} -- {program} {command})"
