"""How much of one mail is looked at; beyond it the mail is still kept raw, and the defect says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one message. The raw bytes are stored before reading, so a cap loses nothing."""

    #: Header bytes of one part that are read; real mail stays under 64 KB.
    header_bytes: int = 512 * 1024
    #: Header fields of one part that are read.
    header_count: int = 1_000
    #: Bytes of one field's value; an encoded subject of 430 KB cost 13 s to naive decoders.
    header_value_bytes: int = 64 * 1024
    #: Parts of the tree; the rest stays in the raw message.
    parts: int = 1_000
    #: Nesting of multiparts and forwarded messages.
    depth: int = 50
    #: Characters of text kept for people, and of HTML turned into text.
    text_chars: int = 1_000_000
    html_chars: int = 4_000_000
    #: Attachments listed.
    attachments: int = 300
    #: Bytes that files unpacked from containers (winmail.dat, uuencode) may take in all.
    unpacked_bytes: int = 64 * 1024 * 1024
    #: Pixels of a picture that is decoded to make a copy (a 48-megapixel phone passes).
    pixels: int = 64_000_000
    #: Pixels of its longer side: a fax of 2 × 300,000 takes a gigabyte and minutes in its lines alone.
    picture_side: int = 32_768
    #: Bytes of all fields of one name (To, Cc, From…) that addresses are looked for in.
    address_bytes: int = 64 * 1024
    #: Addresses of one header, ids of References.
    addresses: int = 500
    references: int = 100


DEFAULT = Limits()
