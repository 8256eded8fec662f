"""The files that settings name, each with its setting: passwords and keys of others, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

#: Not of others, and kept in other ways.
_OURS = ("organisation_file", "key_file")
#: Endings of settings whose file holds a secret of one line.
_SECRETS = ("password_file", "secret_file", "token_file", "secret_access_key_file", "signature_key_file")


def named_files(section: BaseModel, at: str = "") -> Iterator[tuple[str, Path]]:
    """Every file that a setting ending in `_file` names, the organisation and our own keys excepted; the
    setting is written as `outgoing.relay.password_file`, `doors.imap[0].password_file`.
    """
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from named_files(value, f"{at}{name}.")
        elif isinstance(value, tuple):
            for number, each in enumerate(value):
                if isinstance(each, BaseModel):
                    yield from named_files(each, f"{at}{name}[{number}].")
        elif isinstance(value, Path) and name.endswith("_file") and name not in _OURS:
            yield f"{at}{name}", value


def named_secrets(section: BaseModel) -> Iterator[tuple[str, Path]]:
    """Those of them that hold a password, a token or a key in one line."""
    return ((name, path) for name, path in named_files(section) if name.endswith(_SECRETS))
