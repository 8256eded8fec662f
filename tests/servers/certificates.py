"""A certificate of localhost that nobody signed."""

from __future__ import annotations

import subprocess
from pathlib import Path


def make_certificate(directory: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A new certificate and its key, in `directory`, good for two days for `name` and for 127.0.0.1."""
    certificate, key = directory / "cert.pem", directory / "key.pem"
    address = ",IP:127.0.0.1" if name == "localhost" else ""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}{address}",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate, key
