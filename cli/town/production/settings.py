"""settings.toml of a server: every setting explained, those that the answers decide set."""

from __future__ import annotations

import tomllib
from pathlib import Path

from cli.speaking.explaining import explained_settings
from cli.town.mail_domain import mail_of
from cli.town.production.plan import SUBMISSIONS, Plan
from cli.town.production.units import certificates, credential
from models.settings.doors import DoorSettings, HttpDoorSettings, LmtpDoorSettings, SmtpDoorSettings
from models.settings.outgoing import OutgoingSettings, RelaySettings
from models.settings.settings import Settings
from models.settings.upkeep import BackupSettings, DatabaseSettings

#: The database of a town that names none.
_SQLITE = "sqlite"


def settings_of(plan: Plan) -> str:
    """The text of the file. Raises pydantic's ValidationError for answers that do not go together."""
    signs = {"authserv_id": plan.host, "dkim_selector": plan.selector} if plan.signs else {}
    text = explained_settings(
        plan.locale,
        {
            "data_dir": plan.data,
            "organisation_file": plan.folder / "organisation.toml",
            "database": DatabaseSettings(url=database_url(plan)),
            "mail": mail_of(plan.domain).model_copy(update=signs),
            "doors": _doors(plan),
            "outgoing": _outgoing(plan),
            "backup": BackupSettings(destinations=plan.copies),
        },
    )
    Settings.model_validate(tomllib.loads(text))
    return text


def database_url(plan: Plan) -> str:
    """Of the database named, else of a file among the data."""
    return f"sqlite:///{plan.data / 'guichet.db'}" if plan.database == _SQLITE else plan.database


def _doors(plan: Plan) -> DoorSettings:
    http = HttpDoorSettings(socket=plan.pages, public_url=f"https://{plan.host}")
    if plan.mail_in == "postfix":
        lmtp = LmtpDoorSettings(enabled=True, socket=plan.socket)
        return DoorSettings(smtp=SmtpDoorSettings(enabled=False), lmtp=lmtp, http=http)
    certificate = {
        setting: Path(credential(plan, name))
        for setting, name in zip(("tls_cert_file", "tls_key_file"), certificates(plan), strict=False)
    }
    smtp = SmtpDoorSettings(host="0.0.0.0", port=25, hostname=plan.host, **certificate)  # noqa: S104  (an MX)
    return DoorSettings(smtp=smtp, http=http)


def _outgoing(plan: Plan) -> OutgoingSettings:
    if plan.mail_in == "postfix":  # which keeps what it is given, and signs it
        relay = RelaySettings(host="127.0.0.1", port=25, tls="none", hostname=plan.host)
        return OutgoingSettings(carrier="smtp", relay=relay)
    (password,) = plan.secrets or ("",)
    relay = RelaySettings(
        host=plan.relay,
        port=plan.relay_port,
        tls="tls" if plan.relay_port == SUBMISSIONS else "starttls",
        username=plan.relay_user,
        hostname=plan.host,
        password_file=Path(credential(plan, password)) if password else None,
    )
    return OutgoingSettings(carrier="smtp", relay=relay)
