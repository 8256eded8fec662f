"""A certificate that is renewed while the service runs."""

from __future__ import annotations

import ssl
from pathlib import Path

import structlog

from models.errors import UserError

log = structlog.get_logger(__name__)


class Certificate:
    """The TLS side of a door, read again whenever the certificate file changes.

    Raises UserError at construction when the files cannot be used; later, a broken renewal is logged
    and the former certificate stays.
    """

    def __init__(self, certificate_file: Path, key_file: Path, setting: str) -> None:
        self._certificate_file = certificate_file
        self._key_file = key_file
        try:
            self._stamp = self._read_stamp()
            self._context = self._load()
        except (OSError, ssl.SSLError) as wrong:
            raise UserError(
                f"{setting}: the certificate {certificate_file} with the key {key_file} cannot be used: "
                f"{wrong}"
            ) from wrong

    def context(self) -> ssl.SSLContext:
        """The context to use for the next connection."""
        try:
            stamp = self._read_stamp()
            if stamp != self._stamp:
                self._context, self._stamp = self._load(), stamp
                log.info("certificate.renewed")
        except (OSError, ssl.SSLError) as wrong:
            log.error("certificate.unusable", error=type(wrong).__name__)
        return self._context

    def _read_stamp(self) -> tuple[int, int]:
        return self._certificate_file.stat().st_mtime_ns, self._key_file.stat().st_mtime_ns

    def _load(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificate_file, self._key_file)
        return context
