"""The service of systemd: its unit, user and folder for a Postfix. What each line is for: docs/systemd.md"""

from __future__ import annotations

from cli.town.production.plan import Plan

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
#: What a port below 1024 needs.
_PORT_25 = "CAP_NET_BIND_SERVICE"


def service_unit(plan: Plan) -> str:
    """`guichet.service`, or `guichet@.service` for one of several towns on a machine."""
    of = "/%i" if plan.instance else ""
    direct = plan.mail_in == "direct"
    after = "network-online.target" + (
        " postgresql.service" if plan.database.startswith("postgresql") else ""
    )
    credentials = [
        *(f"{name}:/etc/guichet{of}/{name}" for name in plan.secrets),
        *(f"{name}:{plan.certificate}/{name}" for name in certificates(plan)),
    ]
    # A disk that is not mounted keeps nobody from writing to the town.
    writable = [*(() if direct else ("-/run/guichet",)), *(f"-{path}" for path in plan.local_copies)]
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
        f"ExecStart={plan.program} serve",
        f"WorkingDirectory=/var/lib/guichet{of}",
        f"Environment=GUICHET_SETTINGS=/etc/guichet{of}/settings.toml",
        "Environment=GUICHET_LOGS__FORMAT=json",
        *(f"LoadCredential={each}" for each in credentials),
        "Restart=on-failure",
        "RestartSec=5",
        "WatchdogSec=60",
        "# The main process alone is told to stop: it ends its readers when what they read is kept.",
        "KillMode=mixed",
        "TimeoutStopSec=60",
        "",
        "# A user of its own, made by sysusers.d/guichet.conf: commands are typed as that user.",
        "User=guichet",
        "Group=guichet",
        f"StateDirectory=guichet{of}",
        "StateDirectoryMode=0700",
        *(f"ReadWritePaths={path}" for path in writable),
    ]
    hardening = _HARDENING.format(
        capability=_PORT_25 if direct else "", users="" if direct else "PrivateUsers=yes\n"
    )
    return "\n".join(lines) + f"\n{hardening}\n[Install]\nWantedBy=multi-user.target\n"


def certificates(plan: Plan) -> tuple[str, ...]:
    """Files of the certificate that the service reads itself."""
    return ("fullchain.pem", "privkey.pem") if plan.certificate and plan.mail_in == "direct" else ()


def credential(plan: Plan, name: str) -> str:
    """Where the service finds a file that systemd handed it."""
    return f"/run/credentials/{plan.unit}/{name}"


def sysusers() -> str:
    """The user of the service, for systemd-sysusers."""
    return 'u guichet - "Guichet, the town hall\'s counter" /var/lib/guichet\n'


def tmpfiles(plan: Plan) -> str:
    """The folder in which a Postfix finds the socket, for systemd-tmpfiles; '' where none is needed. The
    group of the socket is that of its folder.
    """
    return "d /run/guichet 2750 guichet postfix -\n" if plan.mail_in == "postfix" else ""
