"""One call to somebody else's server: to a public address alone, without following where it leads, with an
end to what it may send and to how long it may take.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dispatch.delivery.outside.looking_up import Address, look_ups
from models.errors import PermanentFailure, TemporaryFailure

#: Addresses of version 6 whose last 32 bits are one of version 4, where a translator or a tunnel takes them:
#: NAT64 (RFC 6052 §2.1), « compatible » (RFC 4291 §2.5.5.1), translated (RFC 2765 §2.1).
_ENDING_IN_IPV4 = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
#: NAT64 of a network of one's own (RFC 8215): where the address of version 4 stands, only that network knows.
_OWN_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, and as much of the body as was asked for."""

    status: int
    body: bytes = b""
    #: Whether there was more of it than was read.
    cut: bool = False


class Unanswered(TemporaryFailure):
    """Nothing came back. `maybe_taken`: the call had begun to leave, and may have been heard."""

    def __init__(self, public: str, private: str = "", *, maybe_taken: bool) -> None:
        super().__init__(public, private)
        self.maybe_taken = maybe_taken


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


def exchange(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: dict[str, str],
    allowed: Sequence[str],
    setting: str,
    seconds: float,
    most_bytes: int,
    within: float | None = None,
) -> Answer:
    """Call `url`; what it answers. `allowed` are networks of ours that may be called, `setting` is what names
    them; `seconds` is the longest silence, and the longest that looking up the name may take; `within` is the
    longest time in all: three times as much when nothing is said.

    The name is looked up once, and what was looked at is what is connected to. Raises Unanswered, and
    PermanentFailure for what is not allowed.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    ends = time.monotonic() + (within if within is not None else seconds * 3)
    address = _resolved(host, port, allowed, setting, min(seconds, ends - time.monotonic()))
    if not secure and address.is_global:
        raise PermanentFailure("The address must be https.", "call without TLS")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    left = max(0.001, ends - time.monotonic())
    connection = _Pinned(host, port, str(address), min(seconds, left), secure=secure)
    # A server that sends an octet now and then is no server that answers; nor is one whose TLS never ends.
    ending = threading.Timer(left, connection.cut)
    ending.daemon = True
    ending.start()
    try:
        connection.connect()
    except (OSError, ValueError) as wrong:
        ending.cancel()
        connection.close()
        raise Unanswered(
            f"{host} does not answer: {wrong}"[:300], type(wrong).__name__, maybe_taken=False
        ) from wrong
    try:
        connection.request(method, path, body=body or None, headers=headers)
        # An answer without a length has the socket to itself: it ends with the answer.
        with connection.getresponse() as answer:
            read = answer.read(most_bytes + 1)
        if connection.was_cut:
            raise TimeoutError("too slow")
        return Answer(answer.status, read[:most_bytes], len(read) > most_bytes)
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        raise Unanswered(
            f"{host} does not answer: {wrong}"[:300], type(wrong).__name__, maybe_taken=True
        ) from wrong
    finally:
        ending.cancel()
        connection.close()


def _resolved(host: str, port: int, allowed: Sequence[str], setting: str, seconds: float) -> Address:
    try:
        addresses = look_ups.addresses(host, port, seconds)
    except TimeoutError as wrong:
        raise Unanswered(
            f"Looking up {host[:100]} takes too long.", "name not resolved in time", maybe_taken=False
        ) from wrong
    except (OSError, UnicodeError) as wrong:
        raise Unanswered(
            f"There is no address of {host[:100]}.", "name not resolved", maybe_taken=False
        ) from wrong
    # One that is not allowed among others is enough: which is taken would be chance.
    if refused := next((each for each in addresses if not is_allowed(each, allowed)), None):
        raise PermanentFailure(
            f"{host[:100]} leads to a private network ({refused}): {setting} may name it.",
            "private address",
        )
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, in whose name the certificate is asked for."""

    def __init__(self, host: str, port: int, address: str, seconds: float, *, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._context = ssl.create_default_context() if secure else None
        self._wire: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        # An answer that ends with its line takes the socket away from here.
        self._wire = self.sock
        # Cut while there was nothing to cut yet.
        self._look_at_time()
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()
        self._look_at_time()

    def _look_at_time(self) -> None:
        if self.was_cut:
            raise TimeoutError("too slow")

    def cut(self) -> None:
        """End it, from another thread: whoever waits for it gets an error."""
        self.was_cut = True
        if self._wire is not None:
            with contextlib.suppress(OSError):
                # Below TLS, whose own goodbye another thread must not say.
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)
