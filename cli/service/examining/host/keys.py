"""What `guichet doctor` says of the keys that sign: those of the reply addresses, and that of the traces."""

from __future__ import annotations

from collections.abc import Iterator

from cli.office import Office
from cli.service.doctor_rooms import Seen
from cli.service.private_files import handed_over, unreadable_keys


def keys(office: Office) -> Iterator[Seen]:
    """Are the keys there, and can they be read? Without those of the reply addresses no service starts."""
    settings, found = office.settings, unreadable_keys(office.settings)
    for wrong, path in found:
        if handed_over(path):
            advice = (
                f"While the service runs, systemd puts it there: LoadCredential={path.name}:FILE in its "
                "unit; type this as the user of the service."
            )
        elif path == settings.reply_keys_file:
            advice = (
                "Put it back from a backup, readable by the user of the service. Only where there is none, "
                "guichet init makes a new one: answers to letters of before come as new requests then."
            )
        else:
            advice = (
                "Put it back from a backup, readable by the user of the service. Only where there is none, "
                "guichet init makes a new one: give what it shows to whoever keeps the checkpoints."
            )
        yield Seen("error", wrong if path.exists() else f"There is no key file {path}.", advice)
    if not found:
        yield Seen("ok", "The keys of the reply addresses and of the traces are there.")
