"""The recovery key: what encrypts the sets in directories and opens them again (age, X25519)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pyrage

from models.errors import PermanentFailure, UserError
from models.store.durable import Sink, write_durably


class RecoveryKey:
    """Encrypts for, and decrypts with, one age identity. `secret` is the line to keep in the safe."""

    def __init__(self, secret: str) -> None:
        """Raises UserError for what is no key."""
        try:
            self._identity = pyrage.x25519.Identity.from_str(secret.strip())
        except pyrage.IdentityError as wrong:
            raise UserError("This is no recovery key: it begins with AGE-SECRET-KEY-1.") from wrong
        self.secret = secret.strip()

    @classmethod
    def generate(cls) -> RecoveryKey:
        """A new key, kept nowhere yet."""
        return cls(str(pyrage.x25519.Identity.generate()))

    def write(self, path: Path) -> None:
        """Keep it in `path`; durable on return."""
        write_durably(path, lambda stream: stream.write(f"{self.secret}\n".encode()))

    @classmethod
    def read(cls, path: Path) -> RecoveryKey:
        """Raises UserError naming the command that makes one."""
        try:
            return cls(path.read_text(encoding="ascii"))
        except FileNotFoundError as wrong:
            raise UserError(f"There is no recovery key {path}. Run: guichet backup init") from wrong
        except (OSError, UnicodeDecodeError) as wrong:
            raise UserError(f"The recovery key {path} cannot be read.", type(wrong).__name__) from wrong

    def encrypt(self, source: BinaryIO, target: Sink) -> None:
        pyrage.encrypt_io(source, target, [self._identity.to_public()])

    def decrypt(self, source: BinaryIO, target: Sink, name: str = "This set") -> None:
        """Raises PermanentFailure when `source` was made for another key, or is not what was written; `name`
        says of which file that is told.
        """
        try:
            pyrage.decrypt_io(source, target, [self._identity])
        except (pyrage.DecryptError, OSError) as wrong:
            if isinstance(wrong, OSError) and wrong.errno is not None:
                raise  # of the disk; what was altered has no number
            private = str(wrong)[:200]
            if private.startswith("No matching keys"):  # anything else is of a file that is damaged
                raise PermanentFailure(
                    "This set cannot be opened with this recovery key.", private
                ) from wrong
            # Whoever is told that the key is wrong looks for another one, which there is not.
            raise PermanentFailure(
                f"{name} is damaged: the recovery key fits, and what was written is not whole any more.",
                private,
            ) from wrong
