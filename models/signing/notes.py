"""Signed notes: a text with an Ed25519 signature below it, as other tools read it (C2SP signed-note)."""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from models.errors import UserError

#: The kind of key, as the form numbers it.
_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_DASH = "\u2014 "
_BROKEN = "This is no signed note, or it was cut: it ends with an empty line and signatures."


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who may have signed: `NAME+HASH+KEY` in one line, safe to publish."""

    name: str
    public: bytes

    def __str__(self) -> str:
        return f"{self.name}+{_hash(self.name, self.public).hex()}+{_text(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, line: str) -> Verifier:
        """Raises UserError."""
        name, key_hash, key = _parts(line.strip())
        found = cls(name, key)
        if _hash(name, key).hex() != key_hash:
            raise UserError("This key is damaged: its hash is not that of the key.")
        return found

    def read(self, note: str) -> str:
        """The text of a note that this key signed, ending with a line end. Raises UserError."""
        text, found, signatures = note.replace("\r\n", "\n").rpartition("\n\n")
        if not found or not signatures.endswith("\n"):
            raise UserError(_BROKEN)
        text += "\n"
        for line in signatures.splitlines():
            name, _, signature = line.removeprefix(_DASH).rpartition(" ")
            if not line.startswith(_DASH) or not name:
                raise UserError(_BROKEN)
            signed = _bytes(signature)
            if name != self.name or signed[:4] != _hash(self.name, self.public):
                continue
            try:
                Ed25519PublicKey.from_public_bytes(self.public).verify(signed[4:], text.encode())
            except InvalidSignature as wrong:
                raise UserError("The signature of this note is wrong: its text was changed.") from wrong
            return text
        raise UserError(f"This note was not signed by {self.name}, or with another key.")


class NoteSigner:
    """Signs notes under one name. The key stands in a file of one line that only its owner reads."""

    def __init__(self, name: str, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self._key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """`text` (lines, the last one ended) as a signed note."""
        if not text.endswith("\n"):
            raise ValueError("a note ends with a line end")
        name, public = self.verifier.name, self.verifier.public
        return f"{text}\n{_DASH}{name} {_text(_hash(name, public) + self._key.sign(text.encode()))}\n"

    @classmethod
    def make(cls, path: Path, name: str) -> NoteSigner:
        """A new key in a new file (0600); the one that is there already when there is one."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        seed = os.urandom(32)
        made = cls(name, seed)
        key_hash = _hash(name, made.verifier.public).hex()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls.read(path)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{_PRIVATE}{name}+{key_hash}+{_text(_ED25519 + seed)}\n")
            stream.flush()
            os.fsync(stream.fileno())
        return made

    @classmethod
    def read(cls, path: Path) -> NoteSigner:
        """Raises UserError saying what is wrong, never showing the key."""
        try:
            line = path.read_text(encoding="ascii").strip()
        except FileNotFoundError as wrong:
            raise UserError(f"There is no key {path}. Run: guichet init") from wrong
        except (OSError, UnicodeDecodeError) as wrong:
            raise UserError(f"The key {path} cannot be read.", type(wrong).__name__) from wrong
        if not line.startswith(_PRIVATE):
            raise UserError(f"The key {path} is not one of ours.")
        name, key_hash, seed = _parts(line.removeprefix(_PRIVATE))
        made = cls(name, seed)
        if _hash(name, made.verifier.public).hex() != key_hash:
            raise UserError(f"The key {path} is damaged.")
        return made


def _parts(line: str) -> tuple[str, str, bytes]:
    name, _, rest = line.partition("+")
    key_hash, _, key = rest.partition("+")
    octets = _bytes(key)
    if not name or " " in name or len(octets) != 33 or octets[:1] != _ED25519:
        raise UserError("This is no Ed25519 key: NAME+HASH+KEY in one line.")
    return name, key_hash, octets[1:]


def _hash(name: str, public: bytes) -> bytes:
    return hashlib.sha256(f"{name}\n".encode() + _ED25519 + public).digest()[:4]


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as wrong:
        raise UserError(_BROKEN) from wrong
