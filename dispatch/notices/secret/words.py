"""Codes and links that prove who somebody is: sealed while their notice waits, blotted out once it left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from dispatch.notices.details import ContactCodeDetails, Details
from models.signing.sealed import Seal
from models.signing.tokens import Signer

#: Notices that hold such words, and the values that are.
SECRET_NOTICES = ("contact_code", "sign_in", "contact_change")
SECRET_VALUES = ("code", "url")
BLOTTED = "••••••"
_LABEL = b"codes in notices"
D = TypeVar("D", bound=Details)


def sealed(details: ContactCodeDetails, signer: Signer) -> ContactCodeDetails:
    """`details` as they are put into the outbox."""
    seal = Seal(signer, _LABEL)
    return details.model_copy(update={name: seal.close(words) for name, words in _secret(details).items()})


def opened(details: D, signer: Signer) -> D:
    """`details` as they are written into the letter. Raises InvalidValue when the key that sealed them is
    gone.
    """
    seal = Seal(signer, _LABEL)
    return details.model_copy(update={name: seal.open(words) for name, words in _secret(details).items()})


def hidden(details: D) -> D:
    """`details` as anybody but their reader sees them."""
    return details.model_copy(update=dict.fromkeys(_secret(details), BLOTTED))


def blotted(notice: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a notice without its secret words."""
    hide = SECRET_VALUES if notice in SECRET_NOTICES else ()
    return {name: BLOTTED if name in hide and words else words for name, words in data.items()}


def _secret(details: Details) -> dict[str, str]:
    if not isinstance(details, ContactCodeDetails):
        return {}
    return {name: words for name in SECRET_VALUES if (words := getattr(details, name, ""))}
