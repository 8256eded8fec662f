"""Whether a provider spoken to by HTTP was reached at all, and the failure that says it was not."""

from __future__ import annotations

import requests
from urllib3.exceptions import MaxRetryError, NewConnectionError

from dispatch.delivery.carriers.interface import CarrierAway
from dispatch.notices.why.reasons import REASONS


def was_never_reached(wrong: requests.RequestException) -> bool:
    """Whether the request certainly never left: no name, no connection, no TLS. Everything else may have
    arrived.
    """
    if isinstance(
        wrong, (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError)
    ):
        return True
    cause = wrong.args[0] if wrong.args else None
    # NameResolutionError is one of NewConnectionError; a connection that breaks off later is neither.
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def away(reason: str, private: str, *, maybe_taken: bool = False) -> CarrierAway:
    """The failure of a provider that takes no texts from anybody now; `reason` is a key of REASONS."""
    public = f"The text was not sent: {REASONS[reason][1]}."
    return CarrierAway(public, private, reason=reason, maybe_taken=maybe_taken)
