"""What `guichet doctor` says of the keys that sign: those of the reply addresses, and that of the traces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cli.office import Office
from cli.service.doctor_rooms import Seen
from cli.service.private_files import handed_over
from models.errors import UserError


def keys(office: Office) -> Iterator[Seen]:
    """Are the keys there, and can they be read? Without those of the reply addresses no service starts."""
    from models.signing.keys import read_keys
    from models.signing.notes import NoteSigner

    settings, well = office.settings, True
    if wrong := _wrong_with(settings.reply_keys_file, read_keys):
        well = False
        yield _handed(settings.reply_keys_file, wrong) or Seen(
            "error",
            wrong,
            "Put it back from a backup, readable by the user of the service. Only where there is none, "
            "guichet init makes a new one: answers to letters of before come as new requests then.",
        )
    if wrong := _wrong_with(settings.audit_key_file, NoteSigner.read):
        well = False
        yield _handed(settings.audit_key_file, wrong) or Seen(
            "error",
            wrong,
            "Put it back from a backup, readable by the user of the service. Only where there is none, "
            "guichet init makes a new one: give what it shows to whoever keeps the checkpoints.",
        )
    if well:
        yield Seen("ok", "The keys of the reply addresses and of the traces are there.")


def _wrong_with(path: Path, read: Callable[[Path], object]) -> str:
    """Why a key cannot be read; '' when it can."""
    try:
        read(path)
    except UserError as wrong:
        return wrong.public if path.exists() else f"There is no key file {path}."
    return ""


def _handed(path: Path, wrong: str) -> Seen | None:
    """What is said of a key that systemd hands over; None of any other."""
    if not handed_over(path):
        return None
    return Seen(
        "error",
        wrong,
        f"While the service runs, systemd puts it there: LoadCredential={path.name}:FILE in its unit; type "
        "this as the user of the service.",
    )
