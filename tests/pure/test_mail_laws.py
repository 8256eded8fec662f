"""Laws of reading: any bytes give a message, and what is quoted then cut leaves what was written."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from intake.mail.files.filenames import safe_name
from intake.mail.files.leaving import leaving_copy
from intake.mail.files.photos import look
from intake.mail.machines.bounce_report import parse_report
from intake.mail.parse import Unreadable, parse_bare_html, parse_bare_text, parse_mail
from intake.mail.reply.signatures import signature_start
from intake.mail.reply.split import split_text
from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.authentication import word_of_relay
from intake.mail.wire.charsets import decode
from intake.mail.wire.encoded_words import decode_words, header_text
from intake.mail.wire.identifiers import parse_message_ids
from intake.mail.wire.parameters import parse_structured
from intake.mail.wire.transfer import decode_transfer, uuencoded_files
from intake.message import ParsedMessage
from tests.sampling import a_part_of_the_inputs

# Pieces that mails are made of, so that chance meets structure.
PIECES = [
    b"From: ",
    b"a@b.test",
    b"<",
    b">",
    b"(",
    b'"',
    b"\r\n",
    b"\n",
    b" ",
    b"\t",
    b"\r\n\r\n",
    b"Subject: ",
    b"=?utf-8?Q?",
    b"=C3",
    b"?=",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"--b\r\n",
    b"--b--\r\n",
    b"Content-Type: text/html\r\n",
    b"<blockquote>",
    b"</div>",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Type: message/delivery-status\r\n",
    b"Final-Recipient: rfc822; ",
    b"Status: 5.1.1\r\n",
    b"MAILER-DAEMON@x.test",
    b"Content-Disposition: attachment; filename=",
    b"begin 644 a\n",
    b"> ",
    b"Le 3 nov. 2026 \xc3\xa0 10:12, X <a@b.test> a \xc3\xa9crit :\n",
    b"-- \n",
    b"\x00",
    b"\xff",
    b"De : X\n",
    b"Objet : Y\n",
    b"charset=utf-7",
    b"charset=utf-16",
    b"\x1b$B",
    b"Date: ",
    b"Received: from x by y; ",
    b"+AOk-",
    b"data:image/png;base64,",
    b"winmail.dat",
]
SHAPED = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=40).map(b"".join)


def check(message: ParsedMessage) -> None:
    """What every message promises."""
    for text in (
        message.subject,
        message.text,
        message.reply,
        message.quoted,
        message.signature,
        message.message_id,
    ):
        text.encode("utf-8")
        assert "\x00" not in text
    assert "\n" not in message.subject
    assert message.reply.strip() or not message.text.strip()
    for attachment in message.attachments:
        assert 0 < len(attachment.filename) <= 120
        assert not set(attachment.filename) & set("/\\\x00\r\n")


@given(st.one_of(SHAPED, st.binary(max_size=400)))
@example(b"From: " + b"(" * 5_000)
def test_any_bytes_give_a_message_or_are_empty(raw: bytes) -> None:
    try:
        check(parse_mail(raw))
    except Unreadable:
        assert not raw.strip(b"\r\n\t \x00")


@given(st.binary(max_size=300))
def test_no_reader_of_a_piece_ever_fails(raw: bytes) -> None:
    text = raw.decode("latin-1")
    header_text(raw)
    decode_words(text)
    parse_addresses(raw)
    parse_structured(raw)
    parse_message_ids(raw)
    parse_report(raw)
    word_of_relay([text, "x;" + text], [0, 0], "x", 1)
    uuencoded_files(b"begin 644 a\n" + raw)
    look(b"\xff\xd8\xff" + raw)
    leaving_copy(b"\xff\xd8\xff" + raw)
    leaving_copy(b"\x89PNG\r\n\x1a\n" + raw)
    leaving_copy(b"RIFF\x00\x00\x00\x00WEBP" + raw)
    parse_bare_html(raw)
    parse_bare_text(raw)
    for encoding in ("base64", "quoted-printable", "x-uuencode", text):
        decode_transfer(raw, encoding)


@given(st.binary(max_size=60), st.text(max_size=20))
def test_any_charset_decodes_any_bytes(raw: bytes, charset: str) -> None:
    text, _ = decode(raw, charset)
    assert isinstance(text, str)


@given(st.text(max_size=300))
def test_any_file_name_becomes_a_safe_one(sent: str) -> None:
    name = safe_name(sent, "application/pdf", 1)
    assert 0 < len(name) <= 120
    assert not set(name) & set('/\\:*?"<>|\x00\r\n\u202e')
    assert name not in {".", ".."}


WORDS = st.text(alphabet=string.ascii_letters + "éèàçù'", min_size=1, max_size=12)
SENTENCES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
PARAGRAPHS = st.lists(SENTENCES.map(lambda s: f"{s}."), min_size=1, max_size=5).map("\n".join)
ORIGINAL = st.lists(SENTENCES, min_size=1, max_size=8).map("\n".join)


def cited(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


WAYS = {
    "gmail": lambda new, old: (
        f"{new}\n\nLe mar. 3 nov. 2026 à 10:12, Mairie <m@ville.test> a\nécrit :\n\n{cited(old)}\n"
    ),
    "apple": lambda new, old: (
        f"{new}\n\n> Le 3 nov. 2026 à 10:12, Mairie <m@ville.test> a écrit :\n> \n{cited(old)}"
    ),
    "outlook": lambda new, old: (
        f"{new}\n\n________________________________\nDe : Mairie <m@ville.test>\nEnvoyé : mardi 3 "
        f"novembre 2026 10:12\nÀ : J\nObjet : X\n\n{old}"
    ),
    "old outlook": lambda new, old: (
        f"{new}\n\n-----Message d'origine-----\nDe : Mairie\nEnvoyé : 3/11\nÀ : J\nObjet : X\n\n{old}"
    ),
    "thunderbird": lambda new, old: f"{new}\n\nLe 03/11/2026 à 10:12, Mairie a écrit :\n{cited(old)}",
    "thunderbird below": lambda new, old: f"Le 03/11/2026 à 10:12, Mairie a écrit :\n{cited(old)}\n\n{new}\n",
    "orange": lambda new, old: (
        f'{new}\n\n\n> Message du 03/11/26 10:12\n> De : "Mairie"\n> A : j\n> Copie à :\n> Objet : '
        f"X\n>\n{cited(old)}"
    ),
    "yahoo": lambda new, old: (
        f"{new}\n\nLe mardi 3 novembre 2026 à 10:12:34 UTC+1, Mairie <m@ville.test> a écrit :\n\n{old}"
    ),
}


@pytest.mark.parametrize("way", sorted(WAYS))
@a_part_of_the_inputs(one_in=4)
@given(new=PARAGRAPHS, old=ORIGINAL)
def test_quoting_then_cutting_gives_the_text_back(way: str, new: str, old: str) -> None:
    # A closing alone (« KH ») above a quote says nothing: what is quoted is what the sender shows.
    assume(signature_start(new.split("\n")) > 0)
    found = split_text(WAYS[way](new, old))
    assert "\n".join(part for part in (found.reply, found.signature) if part) == new


@given(
    st.lists(
        st.sampled_from(
            [
                "> a",
                "b",
                "",
                "-- ",
                "Le 3 nov. 2026 à 10:12, X a écrit :",
                "De : X <a@b.test>",
                "Objet : Y",
                "Envoyé de mon iPhone",
                "À : Z",
            ]
        ),
        max_size=25,
    )
)
def test_every_line_is_somewhere_after_the_cut(lines: list[str]) -> None:
    """What is cut is folded, never deleted."""
    found = split_text("\n".join(lines))
    kept = "\n".join((found.reply, found.quoted, found.signature)).split("\n")
    for line in set(lines):
        assert sum(1 for one in kept if one.strip() == line.strip()) >= (1 if line.strip() else 0)


@given(PARAGRAPHS)
def test_a_text_that_quotes_nothing_is_left_whole(text: str) -> None:
    found = split_text(text)
    assert "\n".join(part for part in (found.reply, found.signature) if part) == text
    assert found.quoted == ""
