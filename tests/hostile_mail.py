"""Mails made to exhaust a reader, by name; each is built anew because some are large."""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from collections.abc import Callable

_HEAD = b"From: Jeanne <jeanne@example.org>\r\nTo: mairie@ville.test\r\nMessage-ID: <1@example.org>\r\n"


def semicolons_in_a_header() -> bytes:
    return _HEAD + b"Subject: x\r\nContent-Type: text/plain" + b";" * 195_000 + b"\r\n\r\nBonjour"


def a_megabyte_of_encoded_words() -> bytes:
    return _HEAD + b"Subject: " + b"=?utf-8?Q?=C3=A9?= " * 55_000 + b"\r\n\r\nBonjour"


def unfinished_encoded_words() -> bytes:
    return _HEAD + b"Subject: " + b"=?utf-8?Q?" * 100_000 + b"\r\n\r\nBonjour"


def parentheses_in_from() -> bytes:
    return b"From: " + b"(" * 100_000 + b"\r\nSubject: x\r\n\r\nBonjour"


def angles_in_from() -> bytes:
    return b"From: " + b"<" * 60_000 + b"a@b" + b"\r\nSubject: x\r\n\r\nBonjour"


def machines_without_end_in_from() -> bytes:
    return b"From: owner-" + b"-request" * 7_500 + b"\r\nSubject: x\r\n\r\nBonjour"


def blanks_without_end_in_the_subject() -> bytes:
    return b"From: a@example.org\r\nSubject: x" + b" " * 60_000 + b"y\r\n\r\nBonjour"


def ten_thousand_parts() -> bytes:
    part = b"--b\r\nContent-Type: text/plain; name=x.txt\r\n\r\nx\r\n"
    return _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part * 10_000 + b"--b--\r\n"


def nested_five_hundred_deep() -> bytes:
    out = [_HEAD]
    for level in range(500):
        out.append(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level))
    out.append(b"Content-Type: text/plain\r\n\r\nBonjour\r\n")
    out.extend(b"--b%d--\r\n" % level for level in reversed(range(500)))
    return b"".join(out)


def messages_within_messages() -> bytes:
    return (_HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 3_000 + b"Subject: fond\r\n\r\nBonjour"


def a_base64_part_of_sixty_megabytes() -> bytes:
    line = base64.b64encode(b"\x00" * 57) + b"\r\n"
    body = line * (60 * 1024 * 1024 // len(line))
    return (
        _HEAD + b"Content-Type: application/octet-stream; name=gros.bin\r\nContent-Transfer-Encoding: "
        b"base64\r\n\r\n" + body
    )


def lines_of_two_hundred_kilobytes() -> bytes:
    return (
        _HEAD
        + b"Subject: x\r\n\r\n"
        + (b"a " * 100_000 + b"\r\n") * 3
        + (b"> " * 100_000 + b"\r\n")
        + b"=" * 200_000
    )


def blanks_without_end_before_a_word() -> bytes:
    return _HEAD + b"Subject: x\r\n\r\n" + b" " * 60_000 + b"x\r\nBonjour"


def ten_thousand_attributions() -> bytes:
    line = "Le mar. 3 nov. 2026 à 10:12, Jeanne Dupont <jeanne@example.org> a écrit :\r\n".encode()
    return _HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour\r\n" + line * 10_000


def ten_thousand_unfinished_attributions() -> bytes:
    line = "Le mar. 3 nov. 2026 à 10:12, Jeanne Dupont <jeanne@example.org> a\r\n".encode()
    return _HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nBonjour\r\n" + line * 10_000


def deeply_nested_html() -> bytes:
    return _HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"Bonjour" + b"</div>" * 100_000


def html_of_blockquotes() -> bytes:
    return _HEAD + b"Content-Type: text/html\r\n\r\n" + b'<blockquote type="cite">a' * 50_000


def html_attributes() -> bytes:
    tag = b"<a " + b" ".join(b"x%d=1" % n for n in range(20_000)) + b">"
    return _HEAD + b"Content-Type: text/html\r\n\r\n" + tag * 4 + b"Bonjour"


def a_zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("zeros.txt", b"\x00" * (200 * 1024 * 1024))
    body = base64.encodebytes(packed.getvalue())
    return (
        _HEAD
        + b"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + body
    )


def a_picture_bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in 1 KB or so: its header announces 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + size + b"\x08\x00\x00\x00\x00")
    png += chunk(b"IDAT", zlib.compress(b"\x00" * 1_000_000)) + chunk(b"IEND", b"")
    return (
        _HEAD
        + b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(png)
    )


def addresses_without_end() -> bytes:
    return b"From: a@example.org\r\nTo: " + b"a@example.org, " * 40_000 + b"\r\nSubject: x\r\n\r\nBonjour"


def references_without_end() -> bytes:
    return _HEAD + b"References: " + b"<x@example.org> " * 40_000 + b"\r\n\r\nBonjour"


def quotes_alternating() -> bytes:
    return _HEAD + b"\r\n" + b"> question\r\nreponse\r\n" * 40_000


def dashes_without_end() -> bytes:
    return _HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + b"--\r\n" * 500_000


def boundaries_nested_and_repeated() -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(40)
    )
    return _HEAD + head + b"\r\n" + b"--nothing of ours\r\n" * 100_000


def uuencoded_beginnings() -> bytes:
    return _HEAD + b"\r\n" + b"begin 644 a.txt\r\n#0V%T\r\n" * 30_000


def bounces_without_end() -> bytes:
    return (
        b"From: MAILER-DAEMON@example.org\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n"
        + b"<a@example.org>: unknown user delivery to a@example.org failed " * 3_000
        + b"\r\n"
        + b"to the following recipients " * 10_000
        + b"\r\n"
        + b" a\r\n" * 50_000
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    made.__name__: made
    for made in (
        semicolons_in_a_header,
        a_megabyte_of_encoded_words,
        unfinished_encoded_words,
        parentheses_in_from,
        angles_in_from,
        machines_without_end_in_from,
        blanks_without_end_in_the_subject,
        ten_thousand_parts,
        nested_five_hundred_deep,
        messages_within_messages,
        a_base64_part_of_sixty_megabytes,
        lines_of_two_hundred_kilobytes,
        blanks_without_end_before_a_word,
        ten_thousand_attributions,
        ten_thousand_unfinished_attributions,
        deeply_nested_html,
        html_of_blockquotes,
        html_attributes,
        a_zip_bomb,
        a_picture_bomb,
        addresses_without_end,
        references_without_end,
        quotes_alternating,
        dashes_without_end,
        boundaries_nested_and_repeated,
        uuencoded_beginnings,
        bounces_without_end,
    )
}
