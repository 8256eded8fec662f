"""Who wrote the mail that another one hands on: named in the forwarded header, or by « pour le compte de … »
(pure).

forwarded  = header block ("De : Jeanne <…>" beside another field) / attribution / attached message
for-whom   = "pour le compte de" *80 characters address

One pass over at most 2,000 lines of 400 characters; 14 lines are looked at from each « De : ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.mail.reply.attributions import is_attribution
from intake.mail.reply.quoted_headers import field_class, header_block_length
from intake.mail.wire.addresses import parse_addresses
from intake.message import Mailbox, ParsedMessage
from intake.words.machine_addresses import is_machine_address
from intake.words.web_forms import find_form_person

_MOST_LINES = 2_000
_LONGEST_LINE = 400
_MOST_FOUND = 10
_FOR_WHOM = re.compile(
    r"(?:pour le compte d|de la part d|au nom d|[àa] la demande d|on behalf of|at the request of)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:|]{1,64}@[^\s<>()\[\]\",;:|]{1,253}")
#: How far behind « pour le compte de » the address stands: « Mme Jeanne Petit (jeanne@example.org) ».
_REACH = 120
_MAILTO = re.compile(r"\[mailto:([^\]\s]{3,320})\]|<mailto:([^>\s]{3,320})>", re.IGNORECASE)
#: Addresses and names that a header names twice: « j@x.org <j@x.org> ».
_MARKS = " \t\xa0\u202f*_>|"
_MESSAGE_TYPES = ("message/rfc822", "application/vnd.ms-outlook")


def find_forwarded(parsed: ParsedMessage, region: str = "FR") -> list[Mailbox]:
    """Who may have written what `parsed` hands on: whom its own words name first, then the newest mail inside
    it.

    Each has an address; who among them is staff or a machine of ours is not known here. [] when nothing is
    handed on. A web form that was forwarded gives the person of its fields, dialled from `region`.
    """
    found: dict[str, Mailbox] = {}
    for box in _candidates(parsed, region):
        found.setdefault(box.address.casefold(), box)
        if len(found) >= _MOST_FOUND:
            break
    return list(found.values())


def _candidates(parsed: ParsedMessage, region: str) -> Iterator[Mailbox]:
    lines = _lines(parsed.text)
    yield from _named_by_the_writer(lines)
    yield from _in_headers(lines, region)
    if parsed.is_forward:
        yield from _in_attributions(lines)
    for file in parsed.attachments[:5]:
        if file.content_type in _MESSAGE_TYPES and file.text:
            yield from _in_headers(_lines(file.text), region)


def _lines(text: str) -> list[str]:
    return [line[:_LONGEST_LINE] for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]]


def _named_by_the_writer(lines: list[str]) -> Iterator[Mailbox]:
    for line in lines:
        if (phrase := _FOR_WHOM.search(line)) is not None:
            address = _ADDRESS.search(line, phrase.end(), phrase.end() + _REACH)
            if address is not None and (box := _box(address[0])) is not None:
                yield box


def _in_headers(lines: list[str], region: str) -> Iterator[Mailbox]:
    for at, line in enumerate(lines):
        kind, value = field_class(line)
        if kind != "from" or "@" not in value or not header_block_length(lines, at):
            continue
        box = _box(value)
        if box is None:
            continue
        if not is_machine_address(box.address):
            yield box
            continue
        form = find_form_person("\n".join(lines[at + header_block_length(lines, at) :]), region)
        if form is not None and form.email:
            yield Mailbox(form.email, form.name)
        else:
            yield from _reply_to(lines, at)


def _reply_to(lines: list[str], at: int) -> Iterator[Mailbox]:
    """« Répondre à : Léa <…> » in the header that begins at `at`."""
    for line in lines[at : at + 14]:
        kind, value = field_class(line)
        if kind == "reply" and (box := _box(value)) is not None:
            yield box


def _in_attributions(lines: list[str]) -> Iterator[Mailbox]:
    for line in lines:
        address = _ADDRESS.search(line)
        if address is not None and is_attribution(line.strip(_MARKS)):
            box = _box(address[0])
            if box is not None:
                yield box


def _box(written: str) -> Mailbox | None:
    """One mailbox as a forwarded header shows it: `Jeanne <j@x>`, `Jeanne [mailto:j@x]`, `j@x
    <mailto:j@x>`.
    """
    bare = _MAILTO.sub(lambda found: f"<{found[1] or found[2]}>", written.strip(_MARKS)).replace("*", "")
    name, _, rest = bare.partition("<")
    if rest.count("<"):
        bare = f"{name}<{rest.split('<', 1)[0].rstrip(' >')}>"
    boxes = parse_addresses(bare.encode("utf-8", "replace"), 1)
    if boxes and "@" in boxes[0].address:
        name = boxes[0].name.strip(" '\"")
        return Mailbox(boxes[0].address, "" if "@" in name else name)
    address = _ADDRESS.search(bare)
    return Mailbox(address[0].strip(".'"), "") if address else None
