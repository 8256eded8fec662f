"""Words that stand in the database only sealed: whoever has the database, or a copy of it, reads nothing."""

from __future__ import annotations

import base64
import secrets
from binascii import Error as BadBase64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.errors import InvalidValue
from models.signing.tokens import Signer

_PREFIX = "sealed:"
_NONCE_BYTES = 12


class Seal:
    """Seals short words (AES-256-GCM) under keys derived from those of the reply addresses: the first seals,
    all open. `label` parts one use from another.
    """

    def __init__(self, signer: Signer, label: bytes) -> None:
        self._ciphers = [AESGCM(key) for key in signer.derived_keys(label)]

    def close(self, words: str) -> str:
        """`words` sealed; never the same twice."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        closed = nonce + self._ciphers[0].encrypt(nonce, words.encode(), None)
        return _PREFIX + base64.urlsafe_b64encode(closed).decode("ascii")

    def is_fresh(self, words: str) -> bool:
        """Whether these words are sealed under the key that seals now."""
        if not is_sealed(words):
            return False
        try:
            closed = base64.urlsafe_b64decode(words.removeprefix(_PREFIX))
            self._ciphers[0].decrypt(closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], None)
        except (BadBase64, ValueError, InvalidTag):
            return False
        return True

    def open(self, sealed: str) -> str:
        """The words; what is not sealed is given back as it is, so that rows of earlier versions are read.
        Raises InvalidValue when no key opens it.
        """
        if not sealed.startswith(_PREFIX):
            return sealed
        try:
            closed = base64.urlsafe_b64decode(sealed.removeprefix(_PREFIX))
        except (BadBase64, ValueError) as wrong:
            raise InvalidValue("These words cannot be read any more.", "malformed seal") from wrong
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], None).decode()
            except (InvalidTag, ValueError):
                continue
        raise InvalidValue("These words cannot be read any more.", "no key opens the seal")


def is_sealed(words: str) -> bool:
    """Whether it is sealed, as far as can be seen."""
    return words.startswith(_PREFIX)
