"""What `guichet doctor directory` looks at: the directory by which people sign in."""

from __future__ import annotations

from collections.abc import Iterator

from cli.service.doctor_rooms import Seen
from dispatch.web.directory.provider import provider_of
from models.errors import GuichetError
from models.settings.settings import Settings

_ADVICE = "See [directory] in settings.toml, and docs/signing-in.md."


def directory(settings: Settings) -> Iterator[Seen]:
    """Does it answer, in its own name and with keys, and is there a secret to show it? Signs nobody in."""
    provider = provider_of(settings.directory)
    if provider is None:
        yield Seen("ok", "No directory is set: people sign in by mail, text message or passkey.")
        return
    try:
        patience = provider.patience()
        provider.metadata(patience)
        keys, secret = provider.keys(patience), provider.secret()
    except GuichetError as wrong:
        yield Seen("error", wrong.public, _ADVICE)
        return
    if not keys:
        yield Seen("error", "The directory shows no keys: nothing that it says could be believed.", _ADVICE)
        return
    if not secret:
        yield Seen("warning", "There is no secret to show to the directory: most ask for one.", _ADVICE)
    back = f"{settings.doors.http.origin}/entrer/annuaire/retour"
    yield Seen("ok", f"{settings.directory.name} answers. It must know {back} as the way back.")
