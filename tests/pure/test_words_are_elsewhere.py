"""Mails whose words are in a file, a container, an invitation or a signed object; and mails without any."""

from __future__ import annotations

import base64
import io
import zlib

import pytest
from PIL import Image

from intake.mail.files.calendar import invitation_text
from intake.mail.files.rtf import rtf_text, unpack_rtf
from intake.mail.files.signed_data import open_smime
from intake.mail.files.tnef import NoTnef, read_winmail
from intake.mail.parse import parse_mail
from intake.message import ParsedMessage
from tests.letters_in import (
    der,
    enveloped_data,
    file_part,
    letter,
    multipart,
    part,
    signed_data,
    signed_in_pieces,
    winmail,
)
from tests.rows import in_rows

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return out.getvalue()


PNG = _png()
BANC = "Le banc du square Jean-Moulin est cassé."
INNER = multipart(
    "mixed",
    part(BANC.encode(), "Content-Type: text/plain; charset=utf-8"),
    file_part(PDF, "application/pdf", "banc.pdf"),
    fields=(),
)
EMPTY = part(b"\r\n", "Content-Type: text/plain")


def names(message: ParsedMessage) -> list[str]:
    return [attachment.filename for attachment in message.attachments]


def smime(content: bytes, kind: str = "application/pkcs7-mime") -> bytes:
    return letter(
        "From: notaire@example.org",
        f'Content-Type: {kind}; name="smime.p7m"',
        'Content-Disposition: attachment; filename="smime.p7m"',
        "Content-Transfer-Encoding: base64",
        body=base64.encodebytes(content),
    )


@in_rows("wrap", [signed_data, signed_in_pieces])
@in_rows("kind", ["application/pkcs7-mime", "application/x-pkcs7-mime", "application/octet-stream"])
def test_a_signed_message_is_read_without_a_key(wrap: object, kind: str) -> None:
    message = parse_mail(smime(wrap(INNER), kind))  # type: ignore[operator]
    assert message.text == BANC
    assert names(message) == ["banc.pdf", "smime.p7m"]
    assert message.no_words is None


def test_a_compressed_message_is_read_and_stops_at_its_limit() -> None:
    compressed_id = bytes.fromhex("2a864886f70d0109100109")
    packed = zlib.compress(b"0" * 1_000_000)
    data = der(0x30, der(0x06, b"\x2a"), der(0xA0, der(0x04, packed)))
    whole = der(
        0x30,
        der(0x06, compressed_id),
        der(0xA0, der(0x30, der(0x02, b"\x00"), der(0x30, der(0x06, b"\x2a")), data)),
    )
    assert len(open_smime(whole, 2_000_000).content) == 1_000_000
    assert len(open_smime(whole, 5_000).content) == 5_000


def test_signed_messages_inside_one_another_are_opened_to_a_depth() -> None:
    def wrapped(times: int) -> bytes:
        inner = part(BANC.encode(), "Content-Type: text/plain; charset=utf-8")
        for _ in range(times):
            inner = smime(signed_data(inner))
        return inner

    assert parse_mail(wrapped(3)).text == BANC
    assert parse_mail(wrapped(4)).no_words == "files"


@in_rows("broken", [b"", b"\x30", b"\x30\x80", signed_data(INNER)[:40], b"\x30\x84" + b"\xff" * 9])
def test_a_broken_signed_object_stays_a_file(broken: bytes) -> None:
    assert open_smime(broken, 1_000).content == b""
    assert names(parse_mail(smime(broken + b"\x01"))) == ["smime.p7m"]


@in_rows(
    ("raw", "why"),
    [
        (smime(enveloped_data()), "encrypted"),
        (
            multipart(
                'encrypted; protocol="application/pgp-encrypted"',
                part(b"Version: 1", "Content-Type: application/pgp-encrypted"),
                part(b"-----BEGIN PGP MESSAGE-----", 'Content-Type: application/octet-stream; name="a.asc"'),
            ),
            "encrypted",
        ),
        (letter("From: a@example.org", body=b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA"), "encrypted"),
        (multipart("mixed", EMPTY, file_part(PNG, "image/png", "trou.png")), "pictures"),
        (multipart("mixed", EMPTY, file_part(PDF, "application/pdf", "plan.pdf")), "files"),
        (letter("From: a@example.org", body=b" \r\n"), "empty"),
        (letter("From: a@example.org", body=b"Bonjour"), None),
    ],
)
def test_a_message_without_words_says_why(raw: bytes, why: str | None) -> None:
    assert parse_mail(raw).no_words == why


def in_winmail(properties: dict[int, bytes], files: dict[str, bytes] | None = None) -> ParsedMessage:
    content = winmail(files or {}, properties)
    return parse_mail(multipart("mixed", EMPTY, file_part(content, "application/ms-tnef", "winmail.dat")))


def test_the_html_inside_winmail_dat_is_the_text() -> None:
    html = "<p>La haie d\xe9borde, <b>rue Basse</b>.</p>".encode("cp1252")
    message = in_winmail({0x3FDE: (1252).to_bytes(4, "little"), 0x1013: html}, {"plan.pdf": PDF})
    assert message.text == "La haie déborde, rue Basse."
    assert names(message) == ["winmail.dat", "plan.pdf"]


def test_the_rtf_inside_winmail_dat_is_the_text() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0 Arial;}}La haie d\'e9borde.\par Merci}"
    head = (len(rtf) + 12).to_bytes(4, "little") + len(rtf).to_bytes(4, "little") + b"MELA" + b"\x00" * 4
    assert in_winmail({0x1009: head + rtf}).text == "La haie déborde.\nMerci"


def test_the_text_inside_winmail_dat_is_no_second_text() -> None:
    content = winmail({}, {0x1000: b"autre"})
    message = parse_mail(
        multipart(
            "mixed",
            part(b"Bonjour", "Content-Type: text/plain"),
            file_part(content, "application/ms-tnef", "winmail.dat"),
        )
    )
    assert message.text == "Bonjour"


def test_a_winmail_dat_cut_anywhere_gives_what_is_whole() -> None:
    whole = winmail({"plan.pdf": PDF, "vue.png": PNG}, {0x1013: b"<p>Bonjour</p>"})
    for end in range(6, len(whole), 7):
        found = read_winmail(whole[:end], 1_000)
        for file, name, content in zip(found.files, ("plan.pdf", "vue.png"), (PDF, PNG), strict=False):
            assert name.startswith(file.name)
            assert content.startswith(file.content)
    with pytest.raises(NoTnef):
        read_winmail(whole[:5], 1_000)


def test_packed_rtf_repeats_what_it_refers_to_and_stops_at_its_limit() -> None:
    # Literals "abc", then a reference to them of 17 bytes: it reads what it is writing.
    start = 207
    body = bytes([0b00001000]) + b"abc" + (start << 4 | 15).to_bytes(2, "big")
    head = (len(body) + 12).to_bytes(4, "little") + (20).to_bytes(4, "little") + b"LZFu" + b"\x00" * 4
    assert unpack_rtf(head + body, 100) == b"abc" + b"abc" * 5 + b"ab"
    assert unpack_rtf(head + body, 5) == b"abcab"
    assert unpack_rtf(b"rien", 5) == b""


@in_rows(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi Un\tab trou\par\par ici}", "Un\ttrou\n\nici"),
        (
            rb"{\rtf1\ansi{\*\htmltag64 <p>}\htmlrtf\par\htmlrtf0 Bonjour{\*\htmltag <br>}\line suite}",
            "Bonjour\nsuite",
        ),
        (rb"{\rtf1\ansi\uc1 l\u8217 ?\'e9t\'e9 \u-10179 ?\u-8704 ?}", "l’été 😀"),
        (rb"{\rtf1{\info{\title secret}}{\pict 00ff}\{accolades\}}", "{accolades}"),
        (rb"pas du RTF", ""),
        (b"{\\rtf1 " + b"{" * 5_000 + b"x", "x"),
    ],
)
def test_the_text_of_rtf_is_read_without_its_formatting(rtf: bytes, text: str) -> None:
    assert rtf_text(rtf) == text


def test_pieces_of_a_body_that_exchange_made_files_of_are_text_in_their_order() -> None:
    piece = part(
        BANC.encode(),
        'Content-Type: text/plain; charset=utf-8; name="ATT00001.txt"',
        'Content-Disposition: attachment; filename="ATT00001.txt"',
    )
    assert parse_mail(multipart("mixed", piece)).text == BANC
    both = parse_mail(multipart("mixed", part(b"Bonjour", "Content-Type: text/plain"), piece))
    assert both.text == f"Bonjour\n\n{BANC}"
    assert [one.decorative for one in both.attachments] == [True]


def test_the_only_text_file_is_the_text_and_stays_a_file() -> None:
    message = parse_mail(
        multipart(
            "mixed",
            file_part(BANC.encode(), "text/plain", "demande.txt"),
            file_part(PNG, "image/png", "banc.png"),
        )
    )
    assert message.text == BANC
    assert names(message) == ["demande.txt", "banc.png"]


def test_the_words_of_a_photo_message_are_the_text_and_its_layout_is_not() -> None:
    message = parse_mail(
        multipart(
            "related",
            part(b"<smil/>", 'Content-Type: application/smil; name="mms.smil"'),
            file_part(PNG, "image/png", "IMG_0001.png"),
            file_part(BANC.encode(), "text/plain", "text_0.txt"),
            file_part("Merci d’avance".encode(), "text/plain", "text_1.txt"),
        )
    )
    assert message.text == f"{BANC}\n\nMerci d’avance"


def test_of_several_documents_none_is_taken_for_the_text() -> None:
    message = parse_mail(
        multipart(
            "mixed", file_part(b"un", "text/plain", "mars.txt"), file_part(b"deux", "text/plain", "avril.txt")
        )
    )
    assert (message.text, message.no_words) == ("", "files")


EVENT = """BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
DTSTART{start}
DTEND{end}
SUMMARY:Visite du préau\\, école
  Marie-Curie
LOCATION:3 allée des Peupliers
DESCRIPTION:Prévoir la clé.\\nMerci
ORGANIZER;CN="Atelier: Bois":mailto:atelier@example.org
BEGIN:VALARM
SUMMARY:rappel
END:VALARM
END:VEVENT
END:VCALENDAR
"""


@in_rows(
    ("method", "start", "end", "first_lines"),
    [
        (
            "REQUEST",
            ";TZID=Europe/Paris:20261203T140000",
            ";TZID=Europe/Paris:20261203T150000",
            [
                "Invitation : Visite du préau, école Marie-Curie",
                "Quand : jeudi 3 décembre 2026, de 14 h 00 à 15 h 00",
            ],
        ),
        (
            "CANCEL",
            ";VALUE=DATE:20261201",
            ";VALUE=DATE:20261202",
            ["Annulation : Visite du préau, école Marie-Curie", "Quand : mardi 1er décembre 2026"],
        ),
        (
            "PUBLISH",
            ":20261203T130000Z",
            ":20261204T130000Z",
            [
                "Événement : Visite du préau, école Marie-Curie",
                "Quand : du jeudi 3 décembre 2026 à 13 h 00 (temps universel)"
                " au vendredi 4 décembre 2026 à 13 h 00 (temps universel)",
            ],
        ),
        (
            "REQUEST",
            ":20269999T130000",
            "",
            ["Invitation : Visite du préau, école Marie-Curie", "Où : 3 allée des Peupliers"],
        ),
    ],
)
def test_an_invitation_says_what_when_and_where(
    method: str, start: str, end: str, first_lines: list[str]
) -> None:
    text = invitation_text(EVENT.format(method=method, start=start, end=end))
    assert text.split("\n")[:2] == first_lines
    assert "Organisé par : Atelier: Bois <atelier@example.org>" in text
    assert text.endswith("Prévoir la clé.\nMerci")


def test_an_invitation_alone_is_the_text_and_beside_a_text_it_is_a_file() -> None:
    calendar = EVENT.format(method="REQUEST", start=":20261203T140000", end=":20261203T150000").encode()
    alone = letter("From: atelier@example.org", "Content-Type: text/calendar; charset=utf-8", body=calendar)
    assert parse_mail(alone).text.startswith("Invitation : Visite")
    assert names(parse_mail(alone)) == ["invitation.ics"]
    beside = multipart(
        "alternative",
        part(b"Bonjour", "Content-Type: text/plain"),
        part(calendar, "Content-Type: text/calendar; charset=utf-8"),
    )
    assert parse_mail(beside).text == "Bonjour"


def test_a_calendar_without_event_says_nothing() -> None:
    assert invitation_text("BEGIN:VCALENDAR\nMETHOD:PUBLISH\nEND:VCALENDAR") == ""


def test_a_forwarded_message_alone_is_the_text_and_its_files_are_listed() -> None:
    inner = multipart(
        "mixed",
        part(BANC.encode(), "Content-Type: text/plain; charset=utf-8"),
        file_part(PDF, "application/pdf", "banc.pdf"),
        fields=("From: Jeanne <jeanne@example.org>", "Subject: Banc"),
    ).replace(b"=_limite", b"=_dedans")
    message = parse_mail(multipart("mixed", part(inner, "Content-Type: message/rfc822")))
    assert message.text.startswith("De : Jeanne <jeanne@example.org>")
    assert message.text.endswith(BANC)
    assert names(message) == ["Banc.eml", "banc.pdf"]
    assert message.attachments[1].derived_from == message.attachments[0].sha256


def test_a_header_encoded_whole_still_names_its_file() -> None:
    file = part(
        PDF,
        b'Content-Type: =?utf-8?Q?application/pdf; name=3D"d=C3=A9p=C3=B4t.pdf"?=',
        b'Content-Disposition: =?utf-8?Q?attachment; filename=3D"d=C3=A9p=C3=B4t.pdf"?=',
    )
    message = parse_mail(multipart("mixed", part(b"Bonjour", "Content-Type: text/plain"), file))
    assert names(message) == ["dépôt.pdf"]
    assert message.attachments[0].content_type == "application/pdf"


@in_rows("field", ['; file="plan.dwg"', '; filename="plan.dwg"', '; name="plan.dwg"'])
def test_a_file_is_named_by_whatever_parameter_names_it(field: str) -> None:
    file = part(b"AC1015", f"Content-Type: application/acad{field}", "Content-Disposition: attachment")
    assert names(parse_mail(multipart("mixed", file))) == ["plan.dwg"]


def test_a_japanese_name_with_a_vendors_character_is_decoded() -> None:
    name = b"filename*=iso-2022-jp''%1B%24B%3FGCG%2D%21%1B%28B.pdf"
    file = part(PDF, "Content-Type: application/pdf", b"Content-Disposition: attachment; " + name)
    assert names(parse_mail(multipart("mixed", file))) == ["診断①.pdf"]
