"""Settings of where attachments and big messages are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, model_validator

from models.settings.section import OneLine, Seconds, Section, WebAddress


def _bucket(text: str) -> str:
    if not (3 <= len(text) <= 63 and text.isascii() and all(c.isalnum() or c in ".-_" for c in text)):
        raise ValueError("must be the name of a bucket: 3 to 63 letters, digits, dots and hyphens")
    return text


def _prefix(text: str) -> str:
    parts = text.strip("/").split("/") if text.strip("/") else []
    if len(text) > 200 or not all(
        p.isascii() and p.replace("-", "").replace("_", "").isalnum() for p in parts
    ):
        raise ValueError("must be words of letters, digits and hyphens, as in villes or villes/arbois")
    return "/".join(parts)


class S3Settings(Section):
    bucket: Annotated[str, AfterValidator(_bucket)] = Field(
        examples=["guichet-ville-test"],
        description="The bucket. Nobody but this town may have files below its prefix.",
    )
    prefix: Annotated[str, AfterValidator(_prefix)] = Field(
        "guichet", description="Below what in the bucket; one of its own for each town."
    )
    endpoint: WebAddress | Literal[""] = Field(
        "", description="Address of the server, as https://s3.example.org; empty means Amazon's."
    )
    region: OneLine = Field("eu-west-3", description="Region of the bucket.")
    virtual_hosted: bool = Field(
        False, description="Whether the bucket is part of the host's name (bucket.s3.example.org)."
    )
    access_key_id: OneLine = Field("", description="Name of our login; or AWS_ACCESS_KEY_ID.")
    secret_access_key_file: Path | None = Field(
        None,
        description="File holding its secret; or GUICHET_FILES__S3__SECRET_ACCESS_KEY, or "
        "AWS_SECRET_ACCESS_KEY.",
    )
    secret_access_key: SecretStr | None = Field(None, description="Only from the environment.", exclude=True)
    encryption: Literal["none", "s3", "kms"] = Field(
        "none",
        description="How the server encrypts what it keeps: with its own key (s3), with kms_key (kms).",
    )
    kms_key: OneLine = Field("", description="Key of the server's key store; empty means the bucket's.")
    ca_file: Path | None = Field(None, description="Certificate to trust besides the system's.")
    timeout_seconds: Seconds = Field(60.0, description="Longest wait for one answer, its bytes included.")

    @model_validator(mode="after")
    def _in_secret(self) -> S3Settings:
        if self.kms_key and self.encryption != "kms":
            raise ValueError('kms_key is used when encryption is "kms" alone')
        return self


class FilesSettings(Section):
    store: Literal["directory", "s3"] = Field(
        "directory",
        description="Where attachments and big messages are kept: data_dir/files, or a bucket ([files.s3]). "
        "After a change restart the service, then: guichet files move.",
    )
    s3: S3Settings | None = None

    @model_validator(mode="after")
    def _named(self) -> FilesSettings:
        if self.store == "s3" and self.s3 is None:
            raise ValueError("store is s3: [files.s3] must name the bucket")
        return self
