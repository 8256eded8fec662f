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
        yield "systemd-tmpfiles --create guichet.conf"
    if plan.instance:  # its folder is made for root alone by cp, and the service passes through it
        yield "install -d -o root -g guichet -m 750 /etc/guichet"
    yield f"chown -R root:guichet {plan.folder} && chmod -R u=rwX,g=rX,o= {plan.folder}"
    own = f" {plan.data}" if plan.instance else ""
    yield f"install -d -o guichet -g guichet -m 700 /var/lib/guichet{own}"


def making(server: Server) -> tuple[str, ...]:
    """A user and its database, by the PostgreSQL of this machine."""
    return (
        f"runuser -u postgres -- createuser --createdb {server.user}",
        f"runuser -u postgres -- createdb --owner {server.user} {server.database}",
    )


def writing_password(plan: Plan) -> tuple[str, ...]:
    """The file that PGPASSFILE names: libpq wants it to be its user's alone."""
    return (f"install -o guichet -g guichet -m 600 /dev/stdin {plan.passwords}",)


def password_line(server: Server) -> str:
    """What stands in that file, but for the password (libpq-pgpass): a colon of an IPv6 is escaped."""
    host = server.host.replace(":", "\\:")
    return f"{host}:{server.port}:*:{server.user}:"


def backing_up(plan: Plan) -> Iterator[str]:
    """Backups go where the service's user may write."""
    for path in plan.local_copies:
        yield f"install -d -o guichet -g guichet -m 700 {path}"
    if plan.accounts:
        yield f"set -a && . {plan.accounts} && set +a"
    yield typed(plan, "backup init")
    yield typed(plan, "backup now")


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
    yield "postfix check"
    yield "systemctl reload postfix"


def _added(lines: str, table: str) -> str:
    return f"grep -qsxFf {lines} {table} || cat {lines} >> {table}"


def showing(plan: Plan) -> Iterator[str]:
    """Caddy learns of the pages. Its group is there by then, which the folder of the sockets is given."""
    if plan.instance:
        yield "systemd-tmpfiles --create guichet-pages.conf"
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
    return f"(cd {plan.data} && runuser -u guichet -- {program} {command})"
