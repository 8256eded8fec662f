"""What `guichet doctor` says of the certificates of the doors."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cli.office import Office, now
from cli.present import on_the_clock
from cli.service.doctor_rooms import Seen
from cli.service.seeing.metrics import certificate_ends

#: How long before its end a certificate should have been renewed.
RENEWAL = timedelta(days=14)


def certificates(office: Office) -> Iterator[Seen]:
    """Do the certificates of the doors still hold?"""
    smtp = office.settings.doors.smtp
    if smtp.tls_cert_file is None:
        if office.settings.faces_the_world and smtp.enabled:
            yield Seen(
                "warning",
                "The SMTP door has no certificate: mail comes in unencrypted.",
                "Set tls_cert_file and tls_key_file under [doors.smtp] in settings.toml, and restart the "
                "service.",
            )
        return
    ends = certificate_ends(office.settings).get("smtp")
    if ends is None:
        yield Seen(
            "error",
            f"{smtp.tls_cert_file} is no certificate that can be read.",
            "Put the certificate there (PEM), or correct tls_cert_file under [doors.smtp] in settings.toml.",
        )
        return
    day = on_the_clock(ends, office.town.zone)
    if ends <= now():
        yield Seen(
            "error",
            f"The certificate of doors.smtp ended on {day}.",
            f"Put a new one into {smtp.tls_cert_file}, its key into {smtp.tls_key_file}: both are read again "
            "by themselves.",
        )
    elif wrong := _no_pair(smtp.tls_cert_file, smtp.tls_key_file):
        yield Seen(
            "error",
            wrong,
            f"Put the key of that very certificate into {smtp.tls_key_file} (PEM, without a passphrase).",
        )
    elif ends - now() < RENEWAL:
        yield Seen("warning", f"The certificate of doors.smtp ends on {day}.", "Renew it.")
    else:
        yield Seen("ok", f"The certificate of doors.smtp holds until {day}.")


def _no_pair(certificate: Path, key: Path | None) -> str:
    """Why the two cannot be used together; '' when they can."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except ssl.SSLError:
        return (
            f"{key} is not the key of the certificate in {certificate}: the service does not start with it."
        )
    except OSError as wrong:
        return f"{key} cannot be read: {wrong.strerror}."
    return ""
