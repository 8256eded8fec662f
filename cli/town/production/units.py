"""The service of systemd: its unit, user and folder for a Postfix. What each line is for: docs/systemd.md"""

from __future__ import annotations

from cli.town.production.plan import Plan
from cli.town.production.postgres import server_of

_HARDENING = """\
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
{users}ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
CapabilityBoundingSet={capability}
AmbientCapabilities={capability}
KeyringMode=private
"""
#: Where the program is when nobody says otherwise.
PROGRAM = "/opt/guichet/bin/guichet"
_POSTGRESQL = "postgresql.service"
#: What a port below 1024 needs.
_PORT_25 = "CAP_NET_BIND_SERVICE"


def service_unit(plan: Plan) -> str:
    """`guichet.service`, or `guichet@.service` for the towns of a machine: what is one town's own stands in
    `town_lines` then, and the same file serves them all.
    """
    of, of_user = ("/%i", "-%i") if plan.instance else ("", "")
    direct = plan.mail_in == "direct" and not of
    after = "network-online.target" + (f" {_POSTGRESQL}" if _beside_postgresql(plan) and not of else "")
    lines = [
        f"# The counter as a service of systemd: /etc/systemd/system/guichet{'@' if of else ''}.service. "
        "What each line is for:",
        "# docs/systemd.md. Written by guichet init --production.",
        "[Unit]",
        f"Description=Guichet, the town hall's counter by email and SMS{' (%i)' if of else ''}",
        f"After={after}",
        "Wants=network-online.target",
        "",
        "[Service]",
        "Type=notify",
        "NotifyAccess=main",
        f"ExecStart={PROGRAM if of else plan.program} serve",
        f"WorkingDirectory=/var/lib/guichet{of}",
        f"Environment=GUICHET_SETTINGS=/etc/guichet{of}/settings.toml",
        "Environment=GUICHET_LOGS__FORMAT=json",
        *([] if of else _secrets(plan)),
        "Restart=on-failure",
        "RestartSec=5",
        "WatchdogSec=60",
        "# The main process alone is told to stop: it ends its readers when what they read is kept.",
        "KillMode=mixed",
        "TimeoutStopSec=60",
        "",
        f"# A user of its own, made by sysusers.d/guichet{'@%i' if of else ''}.conf: "
        "commands are typed as that user.",
        f"User=guichet{of_user}",
        f"Group=guichet{of_user}",
        f"StateDirectory=guichet{of}",
        "StateDirectoryMode=0700",
        *([] if of else _writable(plan)),
    ]
    hardening = _HARDENING.format(
        capability=_PORT_25 if direct else "", users="" if direct else "PrivateUsers=yes\n"
    )
    return "\n".join(lines) + f"\n{hardening}\n[Install]\nWantedBy=multi-user.target\n"


def town_lines(plan: Plan) -> str:
    """`guichet@NAME.service.d/town.conf`: what the unit of the towns does not say of this one."""
    # Said here too: a guichet@.service of an earlier version runs all of them as one user.
    own = [f"User={plan.user}", f"Group={plan.user}", *_secrets(plan), *_writable(plan)]
    if plan.program != PROGRAM:
        own = ["ExecStart=", f"ExecStart={plan.program} serve", *own]
    if plan.mail_in == "direct":
        own += ["PrivateUsers=no", f"CapabilityBoundingSet={_PORT_25}", f"AmbientCapabilities={_PORT_25}"]
    return "\n".join(
        [
            f"# What is of {plan.domain} alone; guichet@.service serves every town of the machine.",
            *(["[Unit]", f"After={_POSTGRESQL}", ""] if _beside_postgresql(plan) else []),
            "[Service]",
            *own,
            "",
        ]
    )


def _beside_postgresql(plan: Plan) -> bool:
    server = server_of(plan.database, plan.user)
    return server is not None and server.here


def _secrets(plan: Plan) -> list[str]:
    """What the administrator wrote to files of its own."""
    handed = [
        *(f"{name}:{plan.folder}/{name}" for name in plan.secrets),
        *(f"{name}:{plan.certificate}/{name}" for name in certificates(plan)),
    ]
    return [
        # libpq takes no file that systemd hands over: its group may read it.
        *([f"Environment=PGPASSFILE={plan.passwords}"] if plan.passwords else []),
        *([f"EnvironmentFile=-{plan.accounts}"] if plan.accounts else []),
        *(f"LoadCredential={each}" for each in handed),
    ]


def _writable(plan: Plan) -> list[str]:
    # A disk that is not mounted keeps nobody from writing to the town.
    sockets = [path.parent for path in (plan.socket, plan.pages) if path is not None]
    if plan.mail_in == "direct":
        sockets.remove(plan.socket.parent)
    return [f"ReadWritePaths=-{path}" for path in (*sockets, *plan.local_copies)]


def certificates(plan: Plan) -> tuple[str, ...]:
    """Files of the certificate that the service reads itself."""
    return ("fullchain.pem", "privkey.pem") if plan.certificate and plan.mail_in == "direct" else ()


def credential(plan: Plan, name: str) -> str:
    """Where the service finds a file that systemd handed it."""
    return f"/run/credentials/{plan.unit}/{name}"


def sysusers(plan: Plan) -> str:
    """The user of the service, for systemd-sysusers."""
    return f'u {plan.user} - "Guichet, the town hall\'s counter" {plan.data}\n'


def beside_others() -> str:
    """`guichet.service.d/towns.conf`, where several towns are: the data of one whose service has no name are
    above theirs.
    """
    return (
        "# Services of other towns pass through /var/lib/guichet to their own, and list nothing there.\n"
        "[Service]\nStateDirectoryMode=0711\n"
    )


def tmpfiles(plan: Plan) -> str:
    """The folder in which a Postfix finds the socket, for systemd-tmpfiles; '' where none is needed. The
    group of the socket is that of its folder.
    """
    if plan.mail_in != "postfix":
        return ""
    return f"d {plan.socket.parent} 2750 {plan.user} postfix -\n"


def tmpfiles_of_pages(plan: Plan) -> str:
    """The folder in which Caddy finds the pages of one of several towns."""
    assert plan.pages is not None
    return f"d {plan.pages.parent} 2750 {plan.user} caddy -\n"
