"""What our own relay found out about the sender: Authentication-Results (RFC 8601), read in one pass.

authres = authserv-id [version] ( ";" "none" / 1*( ";" method "=" result *( ptype "." property "=" value ) ) )

Which of several headers may prove something, and which speak against a mail: docs/trust.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.mail.wire.result_words import Broken, Reader

#: Characters of one header and headers of one mail that are read; beyond them nothing is proved.
LONGEST = 8_000
MOST = 20


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a property: `example.org`, `@example.org` or `local-part@example.org`, whole.

    `local` is None when no "@" was written; `domain` is '' when it cannot be told what is meant.
    """

    domain: str
    local: str | None = None


@dataclass(frozen=True, slots=True)
class AuthenticationResult:
    """One method's result: `dkim`, `pass`, and its properties (`header.d` → `example.org`)."""

    method: str
    result: str
    properties: tuple[tuple[str, Value], ...] = ()

    def property(self, name: str) -> Value | None:
        """The property of that name; None when absent. Written twice in two ways it means nothing."""
        found = {value for key, value in self.properties if key == name}
        if len(found) > 1:
            return Value("")
        return next(iter(found), None)


@dataclass(frozen=True, slots=True)
class RelayWord:
    """What our relay says of a mail: `proving` may prove it, whatever is in `seen` may speak against it;
    `unreadable` when a header of ours could not be read whole, and then `proving` is empty.
    """

    proving: tuple[AuthenticationResult, ...] = ()
    seen: tuple[AuthenticationResult, ...] = ()
    unreadable: bool = False


def word_of_relay(
    values: Sequence[str], received_above: Sequence[int], authserv_id: str, hops: int
) -> RelayWord:
    """The word of the relay named `authserv_id`, from every Authentication-Results of a mail, topmost first.

    A sender can write such headers too; our relay must remove those under our name (§5) and puts its own on
    top. So only the topmost of ours, with at most `hops` Received above it, proves anything; a failure counts
    wherever it stands, as nobody forges one against himself.
    """
    if not authserv_id:
        return RelayWord()
    proving: tuple[AuthenticationResult, ...] | None = None
    seen: list[AuthenticationResult] = []
    unreadable = len(values) > MOST
    for value, above in zip(values[:MOST], received_above, strict=False):
        reader = Reader(value[:LONGEST])
        try:
            name = reader.name()
        except Broken:
            # Whose it is cannot be told; so near it may be ours.
            unreadable = unreadable or above <= hops
            continue
        if name.lower() != authserv_id.lower():
            continue
        results: list[AuthenticationResult] = []
        try:
            for result in _results(reader):
                results.append(result)
        except Broken:
            unreadable = True
        unreadable = unreadable or len(value) > LONGEST
        seen.extend(results)
        # Not the next one instead, where the topmost of ours stands too deep.
        proving = (tuple(results) if above <= hops else ()) if proving is None else proving
    return RelayWord(() if unreadable else proving or (), tuple(seen), unreadable)


def _results(reader: Reader) -> Iterator[AuthenticationResult]:
    """Each method with its result, as it is read. Raises Broken where something else stands."""
    if reader.skip() and not reader.ended and reader.peek() != ";":
        reader.keyword()  # The version of the header.
        reader.skip()
    while not reader.ended:
        reader.take(";")
        reader.skip()
        if reader.ended or reader.peek() == ";":
            continue
        method = reader.keyword()
        reader.skip()
        if reader.ended or reader.peek() == ";":
            if method != "none":
                raise Broken
            continue
        if reader.peek() == "/":
            reader.take("/")
            reader.skip()
            reader.keyword()
            reader.skip()
        reader.take("=")
        reader.skip()
        result = reader.keyword()
        yield AuthenticationResult(method, result, tuple(_properties(reader)))


def _properties(reader: Reader) -> Iterator[tuple[str, Value]]:
    while reader.skip() and not reader.ended and reader.peek() != ";":
        name = reader.keyword()
        reader.skip()
        if reader.peek() == ".":
            reader.take(".")
            reader.skip()
            name += "." + reader.keyword()
            reader.skip()
        elif name != "reason":
            raise Broken
        reader.take("=")
        reader.skip()
        local, domain = reader.value()
        if name != "reason":
            yield name, Value(domain, local)
