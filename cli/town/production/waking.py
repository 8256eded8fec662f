"""What listens in the place of the service, and starts it: units for a town that costs nothing while idle."""

from __future__ import annotations

from collections.abc import Sequence

from cli.town.production.plan import PORT, Plan

#: Of the user of the service, and of Caddy's and Postfix's packages.
_OWNER, _POSTFIX, _CADDY = "guichet", "postfix", "caddy"


def waking_units(plan: Plan) -> dict[str, str]:
    """Files below /etc/systemd/system by their names. Those that have %i in them serve every town of the
    machine, and are the same whichever of them wrote them.
    """
    timer = "guichet@.timer" if plan.instance else "guichet.timer"
    files = {timer: _timer(plan)}
    if not plan.instance:
        files["guichet.socket"] = _socket(plan, [_mail(plan), f"127.0.0.1:{PORT}"], _group(plan))
        return files
    # Port 25 is one town's alone: a file of its name goes before the one of all.
    name = "guichet@.socket" if plan.mail_in == "postfix" else plan.socket_name
    files[name] = _socket(plan, [_mail(plan)], _group(plan), "Wants=guichet-pages@%i.socket")
    files["guichet-pages@.socket"] = _socket(
        plan,
        ["/run/guichet-pages/%i.http"],
        _CADDY,
        # One order starts or stops both, in one transaction.
        "PartOf=guichet@%i.socket",
        service="Service=guichet@%i.service",
    )
    return files


def _mail(plan: Plan) -> str:
    if plan.mail_in == "direct":
        return "0.0.0.0:25"
    return "/run/guichet/%i.lmtp" if plan.instance else str(plan.socket)


def _group(plan: Plan) -> str:
    return _POSTFIX if plan.mail_in == "postfix" else ""


def _socket(plan: Plan, listens: Sequence[str], group: str, *of_unit: str, service: str = "") -> str:
    """systemd listens where the settings say; whoever comes starts the service, which gets every socket."""
    pages = bool(service)
    believed = "proxy" if pages else "relay"
    return "\n".join(
        [
            "# In the place of a service that always runs: systemd listens, and the first "
            + ("look at a page" if pages else "mail or look at a page"),
            "# starts the service. docs/systemd.md. Written by guichet init --production.",
            "[Unit]",
            f"Description=Guichet{' of %i' if plan.instance else ''}, "
            + ("its pages opened" if pages else "opened")
            + " when somebody comes",
            *of_unit,
            "",
            "[Socket]",
            *(f"ListenStream={each}" for each in listens),
            f"# Whoever may write to the socket is believed to be our {believed}.",
            f"SocketUser={_OWNER}",
            *([f"SocketGroup={group}"] if group else []),
            "SocketMode=0660",
            "# As many as come while it starts; the rest of a storm waits with its senders.",
            "Backlog=512",
            "TriggerLimitIntervalSec=0",
            *([service] if service else []),
            "",
            "[Install]",
            "WantedBy=sockets.target",
            "",
        ]
    )


def _timer(plan: Plan) -> str:
    """What happens by the clock happens while nobody comes, too."""
    return "\n".join(
        [
            "# Beside the .socket: what is due is looked for though nobody comes. docs/systemd.md.",
            "[Unit]",
            "Description=Guichet looks what is due" + (" (%i)" if plan.instance else ""),
            "",
            "[Timer]",
            "# Just after the half hours of the schedule; towns of one machine do not all come at once.",
            "OnBootSec=1min",
            "OnCalendar=*:01/30",
            "AccuracySec=30s",
            "RandomizedDelaySec=10min",
            "FixedRandomDelay=yes",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )
