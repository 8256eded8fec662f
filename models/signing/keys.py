"""The keys of the reply addresses: a file of `NUMBER SECRET` lines, the first signs, all verify. And how
other secrets are read and kept.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

from models.errors import UserError

_HEAD = (
    "# Keys of the signed reply addresses. The first line signs, every line verifies: to rotate, add a new "
    "one on top.\n"
)


def read_keys(path: Path) -> list[tuple[int, bytes]]:
    """Numbers (0–15) and secrets (at least 16 octets, written in hexadecimal), in the order of the file.

    Raises UserError saying what is wrong, never showing a secret.
    """
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as wrong:
        raise UserError(f"There is no key file {path}. Run: guichet init") from wrong
    except (OSError, UnicodeDecodeError) as wrong:
        raise UserError(f"The key file {path} cannot be read.", type(wrong).__name__) from wrong
    keys: list[tuple[int, bytes]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            name, secret = line.split()
            key = int(name), bytes.fromhex(secret)
        except ValueError as wrong:
            raise UserError(
                f"{path}, line {number}: expected 'NUMBER SECRET', the secret in hexadecimal."
            ) from wrong
        if not 0 <= key[0] <= 15 or len(key[1]) < 16 or key[0] in dict(keys):
            raise UserError(
                f"{path}, line {number}: numbers go from 0 to 15, each once; secrets have at least 32 digits."
            )
        keys.append(key)
    if not keys:
        raise UserError(f"The key file {path} holds no key.")
    return keys


def make_keys(path: Path) -> None:
    """Write a new key file that only its owner can read; an existing one is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(_HEAD + f"1 {secrets.token_hex(32)}\n")


def since_of(path: Path) -> dict[int, str]:
    """Since which day (ISO) each key signs, as far as the file says; a file made by hand may not."""
    found = re.findall(r"^# key (\d{1,2}) since (\d{4}-\d\d-\d\d)$", path.read_text("ascii"), re.MULTILINE)
    return {int(number): day for number, day in found}


def next_keys(path: Path, today: date, read_days: int) -> tuple[list[tuple[int, bytes]], list[int]]:
    """The keys with a new one on top, and the numbers of those that no address needs any more: whose
    successor is older than `read_days`. Raises UserError when all numbers are needed: so many rotations
    within the life of an address.
    """
    keys, since = read_keys(path), since_of(path)
    dropped = []
    for newer, older in pairwise(keys):
        replaced = since.get(newer[0])
        if replaced is not None and (today - date.fromisoformat(replaced)).days > read_days:
            dropped.append(older[0])
    kept = [key for key in keys if key[0] not in dropped]
    free = [number for number in range(1, 16) if number not in dict(keys)] or dropped
    if not free:
        raise UserError("All numbers of keys are in use: an address signed with each of them still works.")
    return [(free[0], secrets.token_bytes(32)), *kept], dropped


def write_keys(path: Path, keys: Sequence[tuple[int, bytes]], today: date) -> None:
    """Put these keys, of which the first is new, in the place of what the file holds."""
    since, made = since_of(path), keys[0]
    lines = [_HEAD]
    for number, secret in keys:
        day = today.isoformat() if number == made[0] else since.get(number)
        lines.append((f"# key {number} since {day}\n" if day else "") + f"{number} {secret.hex()}\n")
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write("".join(lines))
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    # What is sealed under the new key alone must not outlive it.
    handle = os.open(path.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def hash_secret(secret: str) -> str:
    """What is kept of a secret that somebody shows us (a program's key, a cookie, an address): its SHA-256,
    in hexadecimal. Only for secrets that we drew ourselves: what a person thought up is guessed from it.
    """
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def read_secret(path: Path, what: str = "secret") -> str:
    """The first line of a file that holds a password, token or key. Raises UserError naming `what` and the
    file, never what is in it.
    """
    try:
        secret = path.read_text(encoding="utf-8").strip().partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is no text"
        raise UserError(f"The file of the {what}, {path}, cannot be read: {reason}.") from wrong
    if not secret:
        raise UserError(f"The file of the {what}, {path}, is empty.")
    return secret
