"""What listens in the place of the service, and starts it: units for a town that costs nothing while idle."""

from __future__ import annotations

from collections.abc import Sequence

from cli.town.production.plan import PORT, Plan

#: Of Caddy's and Postfix's packages.
_POSTFIX, _CADDY = "postfix", "caddy"


def waking_units(plan: Plan) -> dict[str, str]:
    """Files below /etc/systemd/system by their names. The timer serves every town of the machine; sockets are
    each town's own.
    """
    timer = "guichet@.timer" if plan.instance else "guichet.timer"
    files = {timer: _timer(plan)}
    if not plan.instance:
        files["guichet.socket"] = _socket(plan, [_mail(plan), f"127.0.0.1:{PORT}"], _group(plan))
        return files
    files[plan.socket_name] = _socket(plan, [_mail(plan)], _group(plan), "Wants=guichet-pages@%i.socket")
    files[plan.socket_name.replace("@", "-pages@")] = _socket(
        plan,
        [str(plan.pages)],
        _CADDY,
        # One order starts or stops both, in one transaction.
        "PartOf=guichet@%i.socket",
        service="Service=guichet@%i.service",
    )
    return files


def _mail(plan: Plan) -> str:
    if plan.mail_in == "direct":
        return "0.0.0.0:25"
    return str(plan.socket)


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
            f"SocketUser={plan.user}",
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
