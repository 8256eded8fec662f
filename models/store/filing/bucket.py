"""A connection to a bucket, from the settings: who we are there, how long we wait, what it encrypts with."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import obstore
from obstore.exceptions import PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from models.errors import UserError
from models.settings.files import S3Settings

#: A look whether the store is there must end before whoever watches us loses patience.
_HASTY_SECONDS = 2.0
_CODE = re.compile(r"<Code>([A-Za-z]{1,64})</Code>", re.ASCII)


def open_bucket(settings: S3Settings, environment: Mapping[str, str], *, hasty: bool = False) -> S3Store:
    """The bucket; nothing is asked of it yet. `hasty`: one try of two seconds, for who only looks.

    Raises UserError when no login is named.
    """
    key_id, secret = login_of(settings, environment)
    config: dict[str, Any] = {
        "region": settings.region,
        "access_key_id": key_id,
        "secret_access_key": secret,
        "virtual_hosted_style_request": settings.virtual_hosted,
        # One at a time: whole lists are not understood by every server.
        "disable_bulk_delete": True,
    }
    if settings.endpoint:
        config["endpoint"] = settings.endpoint
    if settings.encryption != "none":
        config["server_side_encryption"] = {"s3": "AES256", "kms": "aws:kms"}[settings.encryption]
    if settings.encryption == "kms" and settings.kms_key:
        config["sse_kms_key_id"] = settings.kms_key
    seconds = min(settings.timeout_seconds, _HASTY_SECONDS) if hasty else settings.timeout_seconds
    client: dict[str, Any] = {
        "timeout": timedelta(seconds=seconds),
        "connect_timeout": timedelta(seconds=min(seconds, 5.0)),
        "allow_http": settings.endpoint.startswith("http://"),
    }
    if settings.ca_file is not None:
        try:
            client["root_certificate"] = settings.ca_file.read_bytes()
        except OSError as wrong:
            raise UserError(
                f"files.s3.ca_file {settings.ca_file} cannot be read: {wrong.strerror}."
            ) from wrong
    retry: dict[str, Any] = {
        "max_retries": 0 if hasty else 2,
        "retry_timeout": timedelta(seconds=seconds * 2),
        "backoff": {
            "init_backoff": timedelta(milliseconds=100),
            "max_backoff": timedelta(seconds=2),
            "base": 2,
        },
    }
    return S3Store(
        settings.bucket,
        prefix=settings.prefix or None,
        config=config,  # type: ignore[arg-type]  # a dictionary of its keys
        client_options=client,  # type: ignore[arg-type]  # as above
        retry_config=retry,  # type: ignore[arg-type]  # as above
    )


def login_of(settings: S3Settings, environment: Mapping[str, str]) -> tuple[str, str]:
    """The key's name and its secret: of the settings, else of the environment as other programs have them.

    Raises UserError naming what is missing.
    """
    key_id = settings.access_key_id or environment.get("AWS_ACCESS_KEY_ID", "")
    secret = settings.secret_access_key.get_secret_value() if settings.secret_access_key else ""
    if not secret and settings.secret_access_key_file is not None:
        path = settings.secret_access_key_file
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except OSError as wrong:
            raise UserError(
                f"files.s3.secret_access_key_file {path} cannot be read: {wrong.strerror}."
            ) from wrong
    secret = secret or environment.get("AWS_SECRET_ACCESS_KEY", "")
    if not key_id:
        raise UserError("The bucket needs a login: files.s3.access_key_id.")
    if not secret:
        raise UserError(
            "The bucket needs the secret of its login: files.s3.secret_access_key_file, or "
            "GUICHET_FILES__S3__SECRET_ACCESS_KEY in the environment."
        )
    return key_id, secret


def refused_why(wrong: Exception) -> str | None:
    """Why our login is refused, as the server's code; None when `wrong` is no refusal."""
    if not isinstance(wrong, PermissionDeniedError | UnauthenticatedError):
        return None
    code = _CODE.search(str(wrong)[:20_000])
    return code[1] if code else type(wrong).__name__


def probe(bucket: S3Store, folder: str) -> tuple[str, float]:
    """The version that the server gives to a put ('' where it keeps none), and the moment of the put by its
    clock, in seconds of the epoch.
    """
    key = f"{folder}/probe-{secrets.token_hex(8)}"  # two who look at once are not in each other's way
    put = obstore.put(bucket, key, b"guichet", use_multipart=False)
    at = obstore.head(bucket, key)["last_modified"].timestamp()
    obstore.delete(bucket, key)
    return put["version"] or "", at
