"""Whether a call to the webhook was signed by Twilio: HMAC-SHA1 by auth token or HMAC-SHA256 by shared
key.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator, get_signature_algorithm

#: The header with the signature, and the one that names key and algorithm when it is not SHA-1.
SIGNATURE_HEADER = "x-twilio-signature"
SETTINGS_HEADER = "x-twilio-webhooks-signature-settings"


class SignatureCheck:
    """Knows the secrets; every one that could have signed is tried, in constant time."""

    def __init__(self, auth_tokens: Sequence[str], shared_keys: Mapping[str, str], max_fields: int) -> None:
        """Without any secret nothing is ever believed. Empty secrets are left out."""
        self._auth_tokens = [RequestValidator(token) for token in auth_tokens if token]
        self._shared_keys = {name: RequestValidator(secret) for name, secret in shared_keys.items() if secret}
        self._max_fields = max_fields

    def is_genuine(
        self, url: str, body: bytes, content_type: str, signature: str, settings_header: str
    ) -> bool:
        """Whether `signature` is that of `body` sent to `url` (the public address with its query).

        A form is covered field by field, blank ones too; any other body by the `bodySHA256` of the query,
        without which it is not covered and not believed.
        """
        validators, algorithm = self._validators(settings_header)
        given = signature.strip().encode("utf-8", "replace")
        fields = self._covered(url, body, content_type)
        if fields is None or algorithm not in ("HMAC_SHA1", "HMAC_SHA256") or not given:
            return False
        genuine = False
        for validator in validators:
            for address in _with_and_without_port(url):
                expected = validator.compute_signature(address, fields, algorithm)
                genuine |= hmac.compare_digest(expected.encode("ascii"), given)
        return genuine

    def _validators(self, settings_header: str) -> tuple[list[RequestValidator], str]:
        algorithm = get_signature_algorithm(settings_header).upper()
        key = next(
            (
                value.strip()
                for part in settings_header.split(",")
                for name, _, value in [part.partition("=")]
                if name.strip() == "key"
            ),
            "",
        )
        if key:
            return ([self._shared_keys[key]] if key in self._shared_keys else []), algorithm
        # Without a named key it is an auth token, and those sign with SHA-1 only.
        return (self._auth_tokens if algorithm == "HMAC_SHA1" else []), algorithm

    def _covered(self, url: str, body: bytes, content_type: str) -> ImmutableMultiDict[str, str] | None:
        nothing: ImmutableMultiDict[str, str] = ImmutableMultiDict()
        if content_type == "application/x-www-form-urlencoded":
            try:
                return ImmutableMultiDict(
                    parse_qsl(
                        body.decode("utf-8"),
                        keep_blank_values=True,
                        max_num_fields=self._max_fields,
                        errors="strict",
                    )
                )
            except ValueError:
                return None
        try:
            announced = parse_qs(urlsplit(url).query, max_num_fields=20).get("bodySHA256", [""])[0]
        except ValueError:
            return None
        actual = hashlib.sha256(body).hexdigest()
        return (
            nothing
            if hmac.compare_digest(actual.encode(), announced.lower().encode("utf-8", "replace"))
            else None
        )


def _with_and_without_port(url: str) -> tuple[str, str]:
    # Twilio signs some calls with :443 written and some without.
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}:{port}").geturl()
