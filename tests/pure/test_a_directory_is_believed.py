"""What a directory says is believed when it is signed by it, for us, now, in answer to what was asked."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from dispatch.web.directory.believed import (
    Asked,
    NotBelieved,
    check_access_token,
    read_id_token,
    read_user_info,
)
from tests.rows import in_rows

NOW = 1_793_000_000
ISSUER = "https://connect.ville.example.org"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
CURVE = ECKey.generate_key("P-256", {"kid": "two"})
KEYS: list[Mapping[str, Any]] = [KEY.as_dict(private=False), CURVE.as_dict(private=False)]
ASKED = Asked(ISSUER, "guichet", "a-nonce", ("eidas1", "eidas2"))
GOOD = {
    "iss": ISSUER, "aud": "guichet", "sub": "1", "exp": NOW + 60, "iat": NOW, "nonce": "a-nonce", "acr": "eidas1"
}  # fmt: skip


def token(key: Any = KEY, algorithm: str = "RS256", *, kid: str | None = "one", **changed: Any) -> str:
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    header = {"alg": algorithm, **({"kid": kid} if kid else {})}
    return jwt.encode(header, claims, key, algorithms=[algorithm])


def part(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def why(written: str, asked: Asked = ASKED, now: int = NOW) -> str:
    with pytest.raises(NotBelieved) as refused:
        read_id_token(written, KEYS, asked, now)
    return refused.value.why


@in_rows(
    "written",
    [
        token(),
        token(CURVE, "ES256", kid="two"),
        token(kid=None),
        token(algorithm="PS256"),
        token(aud=["guichet"]),
        token(aud=["other", "guichet"], azp="guichet"),
        token(exp=NOW - 30),
        token(acr="eidas2"),
    ],
)
def test_a_token_that_is_as_it_should_be_is_believed(written: str) -> None:
    assert read_id_token(written, KEYS, ASKED, NOW)["sub"] == "1"


@in_rows(
    ("changed", "said"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": 7}, "nonce"),
        ({"aud": "other"}, "audience"),
        ({"aud": ["other"]}, "audience"),
        ({"aud": None}, "audience"),
        ({"aud": ["guichet", "other"]}, "audience"),
        ({"aud": ["guichet", "other"], "azp": "other"}, "audience"),
        ({"iss": "https://connect.elsewhere.example.org"}, "issuer"),
        ({"iss": ISSUER + "/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"exp": NOW - 61}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "never"}, "expired"),
        ({"iat": NOW + 61}, "not yet"),
        ({"nbf": NOW + 61}, "not yet"),
        ({"acr": "low"}, "acr"),
        ({"acr": None}, "acr"),
        ({"sub": None}, "subject"),
        ({"sub": ""}, "subject"),
    ],
)
def test_a_token_of_somebody_else_for_somebody_else_or_of_another_time_is_not(
    changed: dict[str, Any], said: str
) -> None:
    assert why(token(**changed)) == said


def test_only_signatures_of_a_key_pair_of_the_directory_count() -> None:
    for named in ("none", "None", "NONE", "", None, 7):
        assert why(f"{part({'alg': named})}.{part(GOOD)}.") == "algorithm"
    # The public key as a shared secret is the oldest trick there is.
    secret = OctKey.import_key(KEY.as_dict(private=False)["n"])
    assert why(token(secret, "HS256")) == "algorithm"
    assert why(token(OTHER)) == "signature"
    assert why(token(kid="unknown")) == "signature"
    head, _, signature = token().split(".")
    assert why(f"{head}.{part({**GOOD, 'sub': '2'})}.{signature}") == "signature"
    own = {"alg": "RS256", "kid": "one", "jwk": OTHER.as_dict(private=False)}
    assert why(jwt.encode(own, GOOD, OTHER)) == "signature", (
        "a key that a token brings along is none of theirs"
    )


@in_rows("written", ["", "a.b", "a.b.c", "....", "e30.e30.e30", "W10.W10.W10", "é.b.c", "x" * 30_000])
def test_what_is_no_token_is_refused(written: str) -> None:
    assert why(written) in ("token", "algorithm")


def test_keys_that_cannot_be_used_hide_none_that_can() -> None:
    strange: list[Mapping[str, Any]] = [
        {"kty": "RSA", "kid": "one", "n": "!", "e": "AQAB"},
        {"kty": "RSA", "kid": "one"},
        {**OTHER.as_dict(private=False), "use": "enc"},
        {"kty": "nonsense", "kid": "one"},
        {},
    ]
    assert read_id_token(token(), [*strange, *KEYS], ASKED, NOW)["sub"] == "1"
    with pytest.raises(NotBelieved):
        read_id_token(token(), strange, ASKED, NOW)


def test_the_access_token_is_the_one_that_came_along() -> None:
    came = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"
    check_access_token({}, "anything")
    check_access_token({"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}, came)
    for wrong in ("77QmUPtjPfzWtF2AnpK9RR", "", 7):
        with pytest.raises(NotBelieved):
            check_access_token({"at_hash": wrong}, came)


@in_rows(
    ("said", "why_not"),
    [
        (b'{"sub": "2", "email": "x@example.org"}', "subject"),
        (b'{"email": "x@example.org"}', "subject"),
        (b"{", "user info"),
        (b"", "token"),
        (token(OTHER).encode(), "signature"),
        (token(aud="other").encode(), "audience"),
        (token(iss="https://x.example.org").encode(), "issuer"),
        (token(exp=NOW - 61).encode(), "expired"),
        (token(sub="2").encode(), "subject"),
    ],
)
def test_what_is_said_of_the_person_is_of_that_person_and_signed_when_it_is_signed(
    said: bytes, why_not: str
) -> None:
    with pytest.raises(NotBelieved) as refused:
        read_user_info(said, KEYS, ASKED, "1", NOW)
    assert refused.value.why == why_not


def test_what_is_said_plainly_or_signed_is_read() -> None:
    assert read_user_info(b'{"sub": "1", "email": "x"}', KEYS, ASKED, "1", NOW)["email"] == "x"
    signed = token(email="x", exp=None, iat=None).encode()
    assert read_user_info(signed, KEYS, ASKED, "1", NOW)["email"] == "x"
