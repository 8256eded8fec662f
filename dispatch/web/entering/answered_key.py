"""What is asked of a passkey and what it answered, by WebAuthn: no table, no network. Everything that comes
from a browser is hostile until its signature holds.
"""

from __future__ import annotations

import ipaddress
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from models.settings.settings import Settings

#: Characters of one answer: a key with its attestation has some two thousand.
LONGEST = 20_000
#: What a browser tells of a new key when it is asked to tell nothing: nothing, or the key's own signature.
_FORMATS = ("none", "packed")
#: Milliseconds that a browser waits for its owner.
_PATIENCE = 120_000


class Refused(Exception):
    """It proves nothing. `why` is a word for the access log; `is_copied`: the key counts fewer signatures
    than were seen, so there are two of it.
    """

    def __init__(self, why: str, key_id: int = 0, *, is_copied: bool = False) -> None:
        super().__init__(why)
        self.why, self.key_id, self.is_copied = why, key_id, is_copied


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key, as it is kept: base64url."""

    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A challenge that a key signed, and how often that key signed by then."""

    key_id: int
    count_before: int
    count: int


def site_of(settings: Settings) -> str:
    """The name that passkeys are made for (RP ID): the host of the public address. '' where browsers make
    none: for an IP address, and without https on any machine but this one.
    """
    parts = urlsplit(settings.doors.http.public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host if parts.scheme == "https" or host == "localhost" else ""
    return ""


def creation_options(asked: str, site: str, handle: str, name: str, known: Sequence[str]) -> str:
    """What a browser is asked for a new key, as JSON (PublicKeyCredentialCreationOptionsJSON): one that it
    can find by itself, unlocked by its owner's finger, face or code, and none of `known` again.
    """
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import base64url_to_bytes, structs

    return options_to_json(
        generate_registration_options(
            rp_id=site,
            rp_name=site,
            user_id=bytes.fromhex(handle),
            user_name=name,
            challenge=base64url_to_bytes(asked),
            timeout=_PATIENCE,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known
            ],
        )
    )


def request_options(asked: str, site: str, known: Sequence[str] = ()) -> str:
    """What the keys of a browser are asked, as JSON: those of somebody who is signed in (`known`); else no
    key is named, so nobody learns whose there are.
    """
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import base64url_to_bytes, structs

    return options_to_json(
        generate_authentication_options(
            rp_id=site,
            challenge=base64url_to_bytes(asked),
            timeout=_PATIENCE,
            allow_credentials=[
                structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known
            ],
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
    )


def asked_of(answered: str) -> str:
    """The challenge that an answer says it answers, as it was asked. Raises Refused."""
    from webauthn.helpers import base64url_to_bytes

    if len(answered) > LONGEST:
        raise Refused("too long")
    try:
        told = json.loads(base64url_to_bytes(json.loads(answered)["response"]["clientDataJSON"]))
        asked = told["challenge"]
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise Refused("unreadable") from wrong
    if not isinstance(asked, str):
        raise Refused("unreadable")
    return asked.rstrip("=")


def made_key(answered: str, asked: str, site: str, origin: str) -> MadeKey:
    """The key that a browser made for what it was `asked`. Raises Refused."""
    from webauthn import verify_registration_response
    from webauthn.helpers import (
        base64url_to_bytes,
        bytes_to_base64url,
        parse_attestation_object,
        parse_registration_credential_json,
    )

    try:
        credential = parse_registration_credential_json(answered)
        if parse_attestation_object(credential.response.attestation_object).fmt not in _FORMATS:
            raise Refused("attestation")
        found = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked),
            expected_rp_id=site,
            expected_origin=origin,
            require_user_verification=True,
        )
    except _failures() as wrong:
        raise Refused("registration") from wrong
    return MadeKey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def signed_by(
    answered: str, asked: str, site: str, origin: str, find: Callable[[str], tuple[Any, str] | None]
) -> Signed:
    """Which key signed what was `asked`. `find` gives the row of a key by its name, and its owner's handle.
    Raises Refused.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import (
        base64url_to_bytes,
        bytes_to_base64url,
        parse_authentication_credential_json,
    )

    try:
        credential = parse_authentication_credential_json(answered)
        known = find(bytes_to_base64url(credential.raw_id))
    except _failures() as wrong:
        raise Refused("unreadable") from wrong
    if known is None:
        raise Refused("unknown")
    row, handle = known
    if credential.response.user_handle != bytes.fromhex(handle):
        raise Refused("another's", row.id)
    try:
        # What was signed is checked first, how often after it: only the key itself can be said to be copied.
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(asked),
            expected_rp_id=site,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(row.public_key),
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _failures() as wrong:
        raise Refused("signature", row.id) from wrong
    counts = row.sign_count or found.new_sign_count
    if counts and found.new_sign_count <= row.sign_count:
        raise Refused("counter", row.id, is_copied=True)
    return Signed(row.id, row.sign_count, found.new_sign_count)


def _failures() -> tuple[type[Exception], ...]:
    """What reading and checking hostile answers may raise, by whatever library below."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from webauthn.helpers.exceptions import WebAuthnException

    return (
        *(WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError),
        *(struct.error, RecursionError, EOFError, InvalidSignature, UnsupportedAlgorithm),
    )
