"""Mails as strangers write them, built by hand so that each byte is meant."""

from __future__ import annotations

import base64
import struct

_SECTOR = 512


def letter(*fields: str | bytes, body: bytes = b"Bonjour", eol: bytes = b"\r\n") -> bytes:
    """A message of the given header lines and body."""
    lines = [field.encode() if isinstance(field, str) else field for field in fields]
    return eol.join([*lines, b"", body])


def multipart(
    kind: str, *parts: bytes, fields: tuple[str, ...] = ("From: jeanne@example.org",), end: bool = True
) -> bytes:
    """A multipart of parts that bring their own header."""
    boundary = b"=_limite"
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    if end:
        body += b"--" + boundary + b"--\r\n"
    return letter(*fields, f'Content-Type: multipart/{kind}; boundary="=_limite"', body=body)


def part(content: bytes, *fields: str | bytes) -> bytes:
    """One part of a multipart."""
    return letter(*fields, body=content)


def file_part(content: bytes, kind: str, name: str, disposition: str = "attachment", *fields: str) -> bytes:
    """A file in base64."""
    return letter(
        f'Content-Type: {kind}; name="{name}"',
        f'Content-Disposition: {disposition}; filename="{name}"',
        "Content-Transfer-Encoding: base64",
        *fields,
        body=base64.encodebytes(content).replace(b"\n", b"\r\n"),
    )


def winmail(files: dict[str, bytes], properties: dict[int, bytes] | None = None) -> bytes:
    """A TNEF container (MS-OXTNEF) with some files, and binary properties of the message by their ids."""
    out = [struct.pack("<IH", 0x223E9F78, 1)]

    def attribute(level: int, identity: int, data: bytes) -> None:
        out.append(
            struct.pack("<BII", level, identity, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        )

    attribute(1, 0x00089006, struct.pack("<I", 0x00010000))
    if properties:
        values = b"".join(
            struct.pack("<HHII", 0x102, identity, 1, len(data)) + data + b"\x00" * (-len(data) % 4)
            for identity, data in properties.items()
        )
        attribute(1, 0x00069003, struct.pack("<I", len(properties)) + values)
    for name, content in files.items():
        attribute(2, 0x00069002, b"\x01\x00" + b"\x00" * 12)
        attribute(2, 0x00018010, name.encode("cp1252") + b"\x00")
        attribute(2, 0x0006800F, content)
    return b"".join(out)


def der(tag: int, *contents: bytes) -> bytes:
    """One element in DER (X.690 §10)."""
    content = b"".join(contents)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    return bytes([tag]) + length + content


def ber(tag: int, *contents: bytes) -> bytes:
    """One element of indefinite length (X.690 §8.1.3.6)."""
    return bytes([tag, 0x80]) + b"".join(contents) + b"\x00\x00"


_SIGNED, _ENVELOPED, _DATA = (bytes.fromhex(f"2a864886f70d0107{n:02x}") for n in (2, 3, 1))


def signed_data(content: bytes) -> bytes:
    """`content` as S/MIME signed-data without any signer (RFC 5652 §5.1)."""
    inner = der(0x30, der(0x06, _DATA), der(0xA0, der(0x04, content)))
    return der(
        0x30, der(0x06, _SIGNED), der(0xA0, der(0x30, der(0x02, b"\x01"), der(0x31), inner, der(0x31)))
    )


def signed_in_pieces(content: bytes) -> bytes:
    """The same as a program writes it that does not know the length before: lengths indefinite, pieces of
    100.
    """
    pieces = [der(0x04, content[at : at + 100]) for at in range(0, len(content), 100)]
    inner = ber(0x30, der(0x06, _DATA), ber(0xA0, ber(0x24, *pieces)))
    algorithms = ber(0x31, ber(0x30, der(0x06, _DATA)))
    return ber(0x30, der(0x06, _SIGNED), ber(0xA0, ber(0x30, der(0x02, b"\x01"), algorithms, inner)))


def enveloped_data() -> bytes:
    """S/MIME enveloped-data: only its key opens it."""
    return der(0x30, der(0x06, _ENVELOPED), der(0xA0, der(0x30, der(0x02, b"\x00"))))


def outlook_message(strings: dict[str, str]) -> bytes:
    """A .msg file (MS-CFB) whose UTF-16 string properties are given by tag (`0037` the subject).

    Every stream is padded to 4,096 bytes, so that no mini stream is needed.
    """
    streams = [("__properties_version1.0", b"\x00" * 4096)]
    for tag, text in strings.items():
        data = text.encode("utf-16-le")
        streams.append(
            (f"__substg1.0_{tag}001F", data + b"\x00" * (-len(data) % 4096 or (4096 if not data else 0)))
        )
    free, end, special = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    entries = 1 + len(streams)
    directory_sectors = -(-entries * 128 // _SECTOR)
    fat = [special, *range(2, directory_sectors + 1), end]
    body = b""
    starts = []
    at = 1 + directory_sectors
    for _, data in streams:
        count = len(data) // _SECTOR
        starts.append(at)
        fat.extend([*range(at + 1, at + count), end])
        body += data
        at += count
    assert len(fat) <= 128, "one FAT sector holds 128 sectors"
    fat.extend([free] * (128 - len(fat)))

    def entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le") + b"\x00\x00"
        return (
            encoded.ljust(64, b"\x00")
            + struct.pack("<HBBIII", len(encoded), kind, 1, free, right, child)
            + b"\x00" * 36
            + struct.pack("<IQ", start, size)
        )

    directory = entry("Root Entry", 5, free, 1, end, 0)
    for number, ((name, data), start) in enumerate(zip(streams, starts, strict=True), 1):
        directory += entry(name, 2, number + 1 if number < len(streams) else free, free, start, len(data))
    directory = directory.ljust(directory_sectors * _SECTOR, b"\x00")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108
    return header + struct.pack("<128I", *fat) + directory + body
