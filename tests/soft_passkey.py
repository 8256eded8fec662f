"""A passkey without a device: an authenticator of a few lines, which answers as a browser would hand it on."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

_PRESENT, _VERIFIED, _NEW_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """One key of one device. `verified`: whether its owner unlocked it."""

    origin: str
    site: str
    verified: bool = True
    count: int = 0
    identifier: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: bytes = b""

    def make(self, asked: dict[str, Any]) -> str:
        """The answer to PublicKeyCredentialCreationOptionsJSON."""
        self.handle = base64url_to_bytes(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        length = len(self.identifier).to_bytes(2, "big")
        data = self._data(_NEW_KEY) + b"\x00" * 16 + length + self.identifier + public
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told("webauthn.create", asked["challenge"])
        return self._credential(clientDataJSON=told, attestationObject=attestation, transports=["internal"])

    def sign(self, asked: dict[str, Any], *, handle: bytes | None = None) -> str:
        """The answer to PublicKeyCredentialRequestOptionsJSON."""
        self.count += 1 if self.count else 0
        data, told = self._data(), self._told("webauthn.get", asked["challenge"])
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        owner = self.handle if handle is None else handle
        return self._credential(
            clientDataJSON=told, authenticatorData=data, signature=signature, userHandle=owner
        )

    def _data(self, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verified else 0)
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _told(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _credential(self, **response: Any) -> str:
        name = bytes_to_base64url(self.identifier)
        written = {
            each: bytes_to_base64url(value) if isinstance(value, bytes) else value
            for each, value in response.items()
        }
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": written,
                "clientExtensionResults": {},
                "authenticatorAttachment": "platform",
            }
        )
