"""What a directory says, believed only when it is signed by it, for us, now, and in answer to what was asked
(pure). OpenID Connect Core 1.0 §3.1.3.7, §5.3; JWT by `joserfc`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Signatures that are believed: by a key pair of the directory. « none » and shared secrets are none of them.
ALGORITHMS = ("RS256", "PS256", "ES256")
_TYPES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
#: Octets of one token; keys of a directory that are looked at.
LONGEST, MOST_KEYS = 20_000, 20
#: Seconds by which clocks may differ.
LEEWAY = 60


class NotBelieved(Exception):
    """What was said proves nothing. `why` is a word for the access log; it names nobody."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Asked:
    """What whoever comes back was sent with, and by whom it must be answered."""

    issuer: str
    client_id: str
    nonce: str
    #: How well they must have proved who they are; empty for anyhow.
    acr_values: Sequence[str] = ()


def key_id(token: str) -> str | None:
    """The key that a token says it is signed with; None when it names none. Raises NotBelieved."""
    return _header(token).get("kid")


def read_id_token(token: str, keys: Sequence[Mapping[str, Any]], asked: Asked, now: int) -> dict[str, Any]:
    """The claims of an ID token, each of OpenID Connect Core §3.1.3.7 checked. Raises NotBelieved."""
    claims = _signed(token, keys)
    if claims.get("iss") != asked.issuer:
        raise NotBelieved("issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if asked.client_id not in audiences:
        raise NotBelieved("audience")
    if len(audiences) > 1 and claims.get("azp") is None:
        raise NotBelieved("audience")
    if claims.get("azp", asked.client_id) != asked.client_id:
        raise NotBelieved("audience")
    _in_time(claims, now, needs_end=True)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), asked.nonce.encode()):
        raise NotBelieved("nonce")
    if asked.acr_values and claims.get("acr") not in asked.acr_values:
        raise NotBelieved("acr")
    if not isinstance(claims.get("sub"), str) or not claims["sub"]:
        raise NotBelieved("subject")
    return claims


def check_access_token(claims: Mapping[str, Any], access_token: str) -> None:
    """That the ID token was given with this access token, when it says with which. Raises NotBelieved."""
    said = claims.get("at_hash")
    if said is None:
        return
    half = hashlib.sha256(access_token.encode("utf-8", "replace")).digest()[:16]
    made = urlsafe_b64encode(half).rstrip(b"=").decode()
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), made.encode()):
        raise NotBelieved("access token")


def read_user_info(
    body: bytes, keys: Sequence[Mapping[str, Any]], asked: Asked, subject: str, now: int
) -> dict[str, Any]:
    """What the directory says of whoever signed in: JSON, or signed as ProConnect does (§5.3.2). Only of the
    person of the ID token. Raises NotBelieved.
    """
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("{"):
        try:
            claims = json.loads(text)
        except (ValueError, RecursionError) as wrong:
            raise NotBelieved("user info") from wrong
    else:
        claims = _signed(text, keys)
        if claims.get("iss", asked.issuer) != asked.issuer:
            raise NotBelieved("issuer")
        audience = claims.get("aud", asked.client_id)
        if asked.client_id not in (audience if isinstance(audience, list) else [audience]):
            raise NotBelieved("audience")
        _in_time(claims, now, needs_end=False)
    if not isinstance(claims, dict) or claims.get("sub") != subject:
        raise NotBelieved("subject")
    return claims


def _in_time(claims: Mapping[str, Any], now: int, *, needs_end: bool) -> None:
    ends, made, begins = (claims.get(name) for name in ("exp", "iat", "nbf"))
    if ends is None and not needs_end:
        ends = now
    if not _is_moment(ends) or ends + LEEWAY < now:  # type: ignore[operator]
        raise NotBelieved("expired")
    for moment in (made, begins):
        if moment is not None and (not _is_moment(moment) or moment - LEEWAY > now):
            raise NotBelieved("not yet")


def _is_moment(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _header(token: str) -> dict[str, Any]:
    from base64 import urlsafe_b64decode

    if len(token) > LONGEST or token.count(".") != 2:
        raise NotBelieved("token")
    head = token.partition(".")[0]
    try:
        header = json.loads(urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError) as wrong:
        raise NotBelieved("token") from wrong
    if not isinstance(header, dict):
        raise NotBelieved("token")
    return header


def _signed(token: str, keys: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims of a token that one of `keys` signed. Raises NotBelieved."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import JWKRegistry

    header = _header(token)
    algorithm, named = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise NotBelieved("algorithm")
    fitting = [
        each
        for each in keys[:MOST_KEYS]
        if each.get("kty") == _TYPES[algorithm]
        and each.get("use", "sig") == "sig"
        and (named is None or each.get("kid") == named)
    ]
    for each in fitting:
        try:
            key = JWKRegistry.import_key(dict(each))
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            continue
        if isinstance(claims, dict):
            return claims
    raise NotBelieved("signature")
