"""Header fields as they come: charsets, addresses, ids, dates, prefixes."""

from __future__ import annotations

from datetime import UTC, datetime

from intake.mail.dictated import dictated_mail
from intake.mail.parse import parse_mail
from intake.mail.wire.addresses import parse_addresses
from intake.mail.wire.charsets import clean, codec_name, decode
from intake.mail.wire.dates import parse_date
from intake.mail.wire.encoded_words import header_text
from intake.mail.wire.identifiers import parse_message_id, parse_message_ids
from intake.mail.wire.parameters import parse_structured
from intake.mail.wire.subjects import bare_subject
from intake.message import Mailbox
from tests.letters_in import letter
from tests.rows import in_rows


@in_rows(
    ("raw", "shown"),
    [
        (b"=?utf-8?Q?Fuite_d=27eau_=C3=A0_l=27=C3=A9cole?=", "Fuite d'eau à l'école"),
        (b"=?iso-8859-1?q?R=E9ponse?= =?iso-8859-1?q?_au_maire?=", "Réponse au maire"),
        (b"=?UTF-8?B?w4ljb2zDqQ==?=", "Écolé"),
        # A character cut in two between two words.
        (b"=?utf-8?B?w4ljb2w=?= =?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "Écolé"),
        (b"=?utf-8?B?w4ljb2zDqQ?=", "Écolé"),
        (b"=?utf-8*fr?Q?=C3=A9t=C3=A9?=", "été"),
        (b"=?utf-8?Q?d=C3=A9but", "=?utf-8?Q?d=C3=A9but"),
        (b"=?utf-8?Q?coup=C3=A9 =?utf-8?Q?entier?=", "=?utf-8?Q?coup=C3=A9 entier"),
        (b"=?x-inconnu?Q?=E9t=E9?=", "été"),
        (b"=?windows-1252?Q?=93Voirie=94_=80?=", "“Voirie” €"),
        (b"=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("déjà en UTF-8".encode(), "déjà en UTF-8"),
        ("déjà en Latin-1".encode("latin-1"), "déjà en Latin-1"),
        (b"Avant =?utf-8?Q?=C3=A9?= apr=?utf-8?Q?=C3=A8?=s", "Avant é après"),
        (b"pli\r\n\tsur deux lignes", "pli sur deux lignes"),
        (b"nul\x00 et \x1b[31mrouge", "nul et [31mrouge"),
        (b"1 =? 2 ?= 3", "1 =? 2 ?= 3"),
    ],
)
def test_a_header_is_shown_as_its_sender_meant_it(raw: bytes, shown: str) -> None:
    assert header_text(raw) == shown


@in_rows(
    ("data", "declared", "text"),
    [
        ("été".encode(), "", "été"),
        ("été".encode("cp1252"), "", "été"),
        ("été".encode(), "iso-8859-1", "été"),
        ("l’été à 3 €".encode("cp1252"), "iso-8859-1", "l’été à 3 €"),
        ("été".encode("cp1252"), "utf-8", "été"),
        ("été".encode("cp1252"), "us-ascii", "été"),
        ("été".encode("cp1252"), "jamais-vu", "été"),
        ("été".encode("iso8859-15"), "iso-8859-15", "été"),
        ("你好".encode("gb18030"), "gb2312", "你好"),
        ("안녕".encode("cp949"), "ks_c_5601-1987", "안녕"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("été".encode("utf-16"), "utf-16", "été"),
        (b"+AOk-t+AOk-", "utf-7", "été"),
        (b"\xef\xbb\xbfdebut", "utf-8", "debut"),
        (b"\x81\x8d", "windows-1252", "\x81\x8d"),
    ],
)
def test_text_is_read_whatever_charset_is_declared(data: bytes, declared: str, text: str) -> None:
    assert decode(data, declared)[0] == text


def test_one_broken_character_does_not_turn_a_utf8_text_into_another_charset() -> None:
    text, defect = decode("été ".encode() * 100 + b"\xff", "utf-8")
    assert text == "été " * 100 + "�"
    assert defect


@in_rows("name", ["idna", "punycode", "unicode_escape", "rot13", "hex", "undefined", "base64", ""])
def test_codecs_that_are_no_charset_are_refused(name: str) -> None:
    assert codec_name(name) is None


def test_lone_surrogates_and_nul_never_come_out() -> None:
    assert clean("a\x00b\ud800c") == "ab?c"


@in_rows(
    ("raw", "boxes"),
    [
        ("Jeanne Dupont <jeanne@example.org>", [("jeanne@example.org", "Jeanne Dupont")]),
        ("jeanne@example.org (Jeanne Dupont)", [("jeanne@example.org", "Jeanne Dupont")]),
        ('"Dupont, Jeanne" <jeanne@example.org>', [("jeanne@example.org", "Dupont, Jeanne")]),
        ("Dupont, Jeanne <jeanne@example.org>", [("jeanne@example.org", "Dupont, Jeanne")]),
        ("=?utf-8?Q?Dupont=2C_J=C3=A9r=C3=B4me?= <j@example.org>", [("j@example.org", "Dupont, Jérôme")]),
        ("\"'jeanne@example.org'\" <jeanne@example.org>", [("jeanne@example.org", "")]),
        ("'Jeanne' <jeanne@example.org>", [("jeanne@example.org", "Jeanne")]),
        (
            "a@example.org; b@example.org,c@example.org",
            [("a@example.org", ""), ("b@example.org", ""), ("c@example.org", "")],
        ),
        ("undisclosed-recipients:;", []),
        ("Voirie: a@example.org, B <b@example.org>;", [("a@example.org", ""), ("b@example.org", "B")]),
        ("<jeanne@example.org", [("jeanne@example.org", "")]),
        ("jeanne@example.org.", [("jeanne@example.org", "")]),
        ("<mailto:jeanne@example.org>", [("jeanne@example.org", "")]),
        ("<@relais.test:jeanne@example.org>", [("jeanne@example.org", "")]),
        (
            "Jeanne <jeanne@example.org> <jeanne@example.org>",
            [("jeanne@example.org", "Jeanne jeanne@example.org")],
        ),
        ("root", [("root", "")]),
        ("Jeanne Dupont", [("", "Jeanne Dupont")]),
        ("", []),
        ("<>", []),
        ('"jeanne"@example.org', [('"jeanne"@example.org', "")]),
        ("Jeanne Dupont jeanne@example.org", [("jeanne@example.org", "Jeanne Dupont")]),
        ("(" * 500, []),
    ],
)
def test_addresses_are_read_however_they_are_written(raw: str, boxes: list[tuple[str, str]]) -> None:
    found = [(box.address, box.name) for box in parse_addresses(raw.encode()) if box.address or box.name]
    assert found == boxes


def test_the_first_sender_of_several_is_taken_and_the_doubt_noted() -> None:
    message = parse_mail(letter("From: a@example.org, b@example.org"))
    assert message.sender == Mailbox("a@example.org")
    assert "The message names several senders; the first is taken." in message.defects


def test_a_message_without_from_is_its_senders_with_a_note() -> None:
    message = parse_mail(letter("Sender: scanner@ville.test"))
    assert message.sender == Mailbox("scanner@ville.test")


def test_addresses_of_delivery_come_from_headers_and_from_the_nearest_server() -> None:
    message = parse_mail(
        letter(
            "Received: from mx.example.org by mail.ville.test (Postfix) with ESMTP id 1 for "
            "<voirie@ville.test>; Tue, 3 Nov 2026 10:12:00 +0100",
            "X-Original-To: demandes@ville.test",
            "From: jeanne@example.org",
        )
    )
    assert message.delivered_to == ("demandes@ville.test", "voirie@ville.test")
    assert message.extra["received_at"] == "2026-11-03T09:12:00+00:00"


@in_rows(
    ("raw", "ids"),
    [
        (b"<a@example.org> <b@example.org>", ("a@example.org", "b@example.org")),
        (b"<a@example.org>,\r\n\t<b@example.org>,", ("a@example.org", "b@example.org")),
        (b"<tres-long\r\n -replie@example.org>", ("tres-long-replie@example.org",)),
        (b"Message du 3 nov. <a@example.org>", ("a@example.org",)),
        (b"a@example.org", ("a@example.org",)),
        (b"<>", ()),
        (b"", ()),
        (b"<a@example.org> <a@example.org>", ("a@example.org",)),
        (b"inconnu", ()),
    ],
)
def test_ids_are_found_between_commas_folds_and_phrases(raw: bytes, ids: tuple[str, ...]) -> None:
    assert parse_message_ids(raw) == ids


def test_endless_references_keep_the_root_and_the_nearest() -> None:
    found = parse_message_ids(b" ".join(b"<%d@example.org>" % n for n in range(1_000)), limit=10)
    assert found[0] == "0@example.org"
    assert found[-1] == "999@example.org"
    assert len(found) == 10


def test_an_empty_or_malformed_id_never_matches_another() -> None:
    assert parse_message_id(b"<>") == parse_message_id(b"   ") == parse_message_id(b"<a b>") == ""


@in_rows(
    ("written", "read"),
    [
        ("Tue, 3 Nov 2026 10:12:00 +0100", datetime(2026, 11, 3, 9, 12, tzinfo=UTC)),
        ("Tue, 3 Nov 2026 10:12:00 +0100 (CET)", datetime(2026, 11, 3, 9, 12, tzinfo=UTC)),
        ("3 Nov 26 10:12 GMT", datetime(2026, 11, 3, 10, 12, tzinfo=UTC)),
        ("2026-11-03T10:12:00+01:00", datetime(2026, 11, 3, 9, 12, tzinfo=UTC)),
        ("mar., 3 déc. 2026 10:12:00 +0100", datetime(2026, 12, 3, 9, 12, tzinfo=UTC)),
        ("hier", None),
        ("", None),
        ("Tue, 99 Nov 2026 99:99:99 +9999", None),
    ],
)
def test_dates_are_utc_or_nothing(written: str, read: datetime | None) -> None:
    assert parse_date(written) == read


@in_rows(
    ("subject", "bare"),
    [
        ("Re: Lampadaire", "Lampadaire"),
        ("RE : RE: Re[2]: Lampadaire", "Lampadaire"),
        ("Réf : TR: Tr : Fwd: WG: Lampadaire", "Lampadaire"),
        ("[EXTERNE] RE: Lampadaire", "Lampadaire"),
        ("RE\u00a0: [EXT] Lampadaire", "Lampadaire"),
        ("AW: SV: Rép : Lampadaire", "Lampadaire"),
        ("Rue de la Paix : trou", "Rue de la Paix : trou"),
        ("Travaux : rue Basse", "Travaux : rue Basse"),
        ("Re:", "Re:"),
        ("[Voirie] Lampadaire", "[Voirie] Lampadaire"),
    ],
)
def test_prefixes_leave_the_subject_and_nothing_else_does(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@in_rows(
    ("raw", "name", "value"),
    [
        (b'attachment; filename="plan; final.pdf"', "filename", "plan; final.pdf"),
        (b"attachment; filename*=utf-8''d%C3%A9lib%C3%A9ration.pdf", "filename", "délibération.pdf"),
        (b'a; filename*0="tres "; filename*1="long.pdf"', "filename", "tres long.pdf"),
        (b"a; filename*0*=utf-8''%C3%A9t; filename*1*=%C3%A9.pdf", "filename", "été.pdf"),
        (b"a; filename*1=b.pdf; filename*0=a", "filename", "ab.pdf"),
        (b'a; filename="=?utf-8?Q?=C3=A9t=C3=A9.pdf?="', "filename", "été.pdf"),
        (b'a; filename="pas fermee.pdf', "filename", "pas fermee.pdf"),
        (b'a; filename="un \\"mot\\".pdf"', "filename", 'un "mot".pdf'),
        (b"text/plain; charset = utf-8 ; format=flowed", "charset", "utf-8"),
        (b"a;;;; ;name=x.pdf;;", "name", "x.pdf"),
    ],
)
def test_parameters_are_joined_and_decoded(raw: bytes, name: str, value: str) -> None:
    assert parse_structured(raw).get(name) == value


@in_rows("field", ["X-Original-From", "X-Original-Sender", "X-Google-Original-From"])
def test_the_sender_whom_a_list_replaced_is_kept(field: str) -> None:
    message = parse_mail(letter("From: liste@ville.test", f"{field}: Jeanne <jeanne@example.org>"))
    assert message.original_from == Mailbox("jeanne@example.org", "Jeanne")
    assert parse_mail(letter("From: liste@ville.test", f"{field}: rien")).original_from is None


def test_addresses_of_many_fields_have_one_limit_together() -> None:
    field = "To: " + ", ".join(f"voisin{n}@example.org" for n in range(300))
    assert len(parse_mail(letter("From: a@example.org", field, field.replace("voisin", "autre"))).to) == 500
    long = "Cc: " + "x" * 63_000
    for fields, is_read in (([long], True), ([long] * 2, False)):
        message = parse_mail(letter("From: a@example.org", *fields, "Cc: b@example.org"))
        assert (Mailbox("b@example.org") in message.cc) is is_read


def test_a_name_quoted_many_times_is_a_name() -> None:
    message = parse_mail(letter("From: " + "' " * 200 + "Jeanne" + " '" * 200 + " <jeanne@example.org>"))
    assert message.sender == Mailbox("jeanne@example.org", "Jeanne")


def test_a_prefix_with_endless_blanks_is_no_prefix() -> None:
    assert bare_subject("re" + " " * 2_000 + "x") == "re" + " " * 2_000 + "x"


@in_rows("address", ["hélène@example.org", "helene@example.org"])
def test_who_wrote_what_the_desk_took_down_is_read_whatever_the_letters(address: str) -> None:
    raw = dictated_mail(
        "Bonjour.", at=datetime(2026, 11, 3, tzinfo=UTC), recipient="mairie@ville.test",
        name='Hélène "Lou" Petit, née Roux', address=address,
    )  # fmt: skip
    read = parse_mail(raw)
    assert read.sender == Mailbox(address, 'Hélène "Lou" Petit, née Roux')
