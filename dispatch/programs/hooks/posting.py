"""One call to somebody else's server: signed, to a public address alone, without following where it leads."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from models.errors import PermanentFailure, TemporaryFailure
from models.settings.programs import WebhookSettings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Addresses of version 6 whose last 32 bits are one of version 4, where a translator or a tunnel takes them:
#: NAT64 (RFC 6052 §2.1), « compatible » (RFC 4291 §2.5.5.1), translated (RFC 2765 §2.1).
_ENDING_IN_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
#: NAT64 of a network of one's own (RFC 8215): where the address of version 4 stands, only that network knows.
_OWN_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


def signed_headers(identity: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Headers by the Standard Webhooks specification: who verifies takes any of the signatures.

    The time is signed too: a call that was overheard is of no use later.
    """
    seconds = str(int(at.timestamp()))
    signed = f"{identity}.{seconds}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.new(_key(each), signed, hashlib.sha256).digest()).decode()
        for each in secrets
        if each
    ]
    return {
        "webhook-id": identity,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(signatures),
    }


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return secret.encode()


def is_allowed(address: Address, allowed: Sequence[str]) -> bool:
    """Whether something may be sent there: an address of the world, or one of ours that the settings name."""
    inner = _inner(address)
    reached = (address, inner) if inner is not None else (address,)
    networks = [ipaddress.ip_network(network, strict=False) for network in allowed]
    if any(each in network for each in reached for network in networks):
        return True
    if isinstance(address, ipaddress.IPv6Address) and (address.is_site_local or address in _OWN_NAT64):
        return False
    public = inner if inner is not None else address
    return public.is_global and not public.is_multicast


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    """The address of version 4 that one of version 6 leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if any(address in network for network in _ENDING_IN_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def post(url: str, body: bytes, headers: dict[str, str], settings: WebhookSettings) -> int:
    """Send it; the status of the answer. Raises TemporaryFailure, PermanentFailure for what is not allowed.

    The name is looked up once, and what was looked at is what is connected to.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    address = _resolved(host, port, settings.allowed_networks)
    if not secure and address.is_global:
        raise PermanentFailure("The address must be https.", "webhook without TLS")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, str(address), settings.timeout_seconds, secure=secure)
    try:
        connection.request("POST", path, body=body, headers={**headers, "Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read(1024)
        return answer.status
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        raise TemporaryFailure(f"{host} does not answer: {wrong}"[:300], type(wrong).__name__) from wrong
    finally:
        connection.close()


def _resolved(host: str, port: int, allowed: Sequence[str]) -> Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise TemporaryFailure(f"There is no address of {host[:100]}.", "name not resolved") from wrong
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    # One that is not allowed among others is enough: which is taken would be chance.
    if refused := next((each for each in addresses if not is_allowed(each, allowed)), None):
        raise PermanentFailure(
            f"{host[:100]} leads to a private network ({refused}): webhooks.allowed_networks may name it.",
            "private address",
        )
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, in whose name the certificate is asked for."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._context = ssl.create_default_context() if secure else None

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
