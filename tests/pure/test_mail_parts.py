"""The tree of parts: what is the text, what is a file, whatever is missing or broken."""

from __future__ import annotations

import base64

import pytest

from intake.mail.parse import Unreadable, parse_bare_html, parse_mail
from intake.message import ParsedMessage
from tests.letters_in import file_part, letter, multipart, outlook_message, part, winmail
from tests.rows import in_rows

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF"
PLAIN = part(b"Bonjour,\r\nun trou.", "Content-Type: text/plain; charset=utf-8")
HTML = part(b"<p>Bonjour,</p><p>un <b>trou</b>.</p>", "Content-Type: text/html; charset=utf-8")


def names(message: ParsedMessage) -> list[str]:
    return [attachment.filename for attachment in message.attachments]


def test_of_two_versions_that_say_the_same_the_plain_one_is_shown() -> None:
    message = parse_mail(multipart("alternative", PLAIN, HTML))
    assert message.text == "Bonjour,\nun trou."


def test_an_empty_plain_part_leaves_the_word_to_the_html() -> None:
    message = parse_mail(multipart("alternative", part(b" \r\n", "Content-Type: text/plain"), HTML))
    assert message.text == "Bonjour,\n\nun trou."


def test_a_plain_part_that_only_announces_html_is_passed_over() -> None:
    stub = part(b"This message is in HTML. Please use another client.", "Content-Type: text/plain")
    long = part(
        b"<p>" + b"Le trottoir de la rue Haute est devenu dangereux pour les enfants. " * 3 + b"</p>",
        "Content-Type: text/html",
    )
    assert parse_mail(multipart("alternative", stub, long)).text.startswith("Le trottoir")


def test_two_versions_that_differ_in_substance_are_both_shown() -> None:
    other = part(b"<p>Le portail du stade ferme mal depuis trois semaines.</p>", "Content-Type: text/html")
    message = parse_mail(multipart("alternative", PLAIN, other))
    assert "un trou." in message.text
    assert "Le portail du stade" in message.text


def test_text_after_a_file_is_part_of_the_text() -> None:
    message = parse_mail(
        multipart(
            "mixed",
            PLAIN,
            file_part(PDF, "application/pdf", "plan.pdf"),
            part(b"-- pied", "Content-Type: text/plain"),
        )
    )
    assert message.text == "Bonjour,\nun trou.\n\n-- pied"
    assert names(message) == ["plan.pdf"]


def test_a_body_with_a_file_name_is_still_the_text_when_there_is_no_other() -> None:
    message = parse_mail(multipart("mixed", part(b"Bonjour", 'Content-Type: text/plain; name="corps.txt"')))
    assert message.text == "Bonjour"
    assert names(message) == ["corps.txt"]


def test_a_text_called_an_attachment_is_no_body_beside_another_text() -> None:
    file = part(b"journal", "Content-Type: text/plain", 'Content-Disposition: attachment; filename="a.log"')
    assert parse_mail(multipart("mixed", PLAIN, file)).text == "Bonjour,\nun trou."


def test_html_that_calls_itself_plain_is_read_as_html() -> None:
    raw = letter("From: jeanne@example.org", body=b"<html><body><p>Un <b>trou</b>.</p></body></html>")
    assert parse_mail(raw).text == "Un trou."


def test_a_missing_last_boundary_costs_nothing() -> None:
    message = parse_mail(multipart("mixed", PLAIN, file_part(PDF, "application/pdf", "plan.pdf"), end=False))
    assert message.attachments[0].content is not None
    assert message.attachments[0].content.startswith(b"%PDF")
    assert "A multipart has no closing boundary." in message.defects


def test_a_multipart_without_boundary_is_cut_where_its_lines_show() -> None:
    raw = multipart("mixed", PLAIN, file_part(PDF, "application/pdf", "plan.pdf")).replace(
        b'; boundary="=_limite"', b""
    )
    assert names(parse_mail(raw)) == ["plan.pdf"]


def test_a_multipart_without_any_part_is_read_as_text() -> None:
    message = parse_mail(
        letter("From: a@example.org", "Content-Type: multipart/mixed; boundary=b", body=b"Bonjour")
    )
    assert message.text == "Bonjour"


def test_an_outer_boundary_ends_the_parts_inside() -> None:
    inner = part(
        b"--in\r\nContent-Type: text/plain\r\n\r\nBonjour", "Content-Type: multipart/alternative; boundary=in"
    )
    message = parse_mail(multipart("mixed", inner, file_part(PDF, "application/pdf", "plan.pdf")))
    assert message.text == "Bonjour"
    assert names(message) == ["plan.pdf"]


@in_rows("eol", [b"\r\n", b"\n", b"\r"])
def test_line_ends_of_every_kind_are_read(eol: bytes) -> None:
    raw = letter("From: jeanne@example.org", "Subject: Trou", body=b"Bonjour" + eol + b"Merci", eol=eol)
    message = parse_mail(raw)
    assert (message.subject, message.text) == ("Trou", "Bonjour\nMerci")


def test_a_broken_header_line_does_not_hide_those_after_it() -> None:
    message = parse_mail(
        letter("From: jeanne@example.org", "ceci n'est pas un champ", "Subject: Trou", body=b"Bonjour")
    )
    assert (message.subject, message.text) == ("Trou", "Bonjour")


def test_a_text_without_header_is_all_text() -> None:
    message = parse_mail(b"Bonjour, il y a un trou.\nMerci.")
    assert message.text == "Bonjour, il y a un trou.\nMerci."


@in_rows("raw", [b"", b"\r\n\r\n", b"   ", b"\x00\x00"])
def test_nothing_is_unreadable_with_its_reason(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        parse_mail(raw)


def test_flowed_text_loses_its_soft_line_breaks() -> None:
    raw = letter(
        "Content-Type: text/plain; format=flowed",
        body=b"Un trou \r\nrue Haute.\r\n> cite \r\n> encore\r\n-- \r\nJeanne",
    )
    assert parse_mail(raw).text == "Un trou rue Haute.\n> cite encore\n--\nJeanne"


def test_a_forwarded_message_is_kept_whole_and_its_text_is_readable() -> None:
    inner = letter(
        "From: Syndic <syndic@example.com>",
        "Subject: =?utf-8?Q?=C3=89clairage?=",
        body=b"Le parking est noir.",
    )
    message = parse_mail(multipart("mixed", PLAIN, part(inner, "Content-Type: message/rfc822")))
    (attachment,) = message.attachments
    assert attachment.filename == "Éclairage.eml"
    assert attachment.content == inner
    assert attachment.text == "De : Syndic <syndic@example.com>\nObjet : Éclairage\n\nLe parking est noir."


def test_winmail_dat_gives_its_files_and_is_kept() -> None:
    packed = winmail({"plan.pdf": PDF, "liste.csv": b"a;b\n"})
    message = parse_mail(multipart("mixed", PLAIN, file_part(packed, "application/ms-tnef", "winmail.dat")))
    assert names(message) == ["winmail.dat", "plan.pdf", "liste.csv"]
    container, pdf, _ = message.attachments
    assert pdf.content_type == "application/pdf"
    assert pdf.derived_from == container.sha256


def test_a_broken_winmail_dat_is_kept_with_a_note() -> None:
    message = parse_mail(
        multipart(
            "mixed", PLAIN, file_part(winmail({"a.pdf": PDF})[:40], "application/ms-tnef", "winmail.dat")
        )
    )
    assert names(message)[0] == "winmail.dat"


def test_the_text_of_an_outlook_file_is_read() -> None:
    packed = outlook_message(
        {
            "0037": "Trou rue Haute",
            "0C1A": "Jeanne Dupont",
            "5D01": "jeanne@example.org",
            "1000": "Il est profond.",
        }
    )
    message = parse_mail(
        multipart("mixed", PLAIN, file_part(packed, "application/octet-stream", "demande.msg"))
    )
    (attachment,) = message.attachments
    assert attachment.content_type == "application/vnd.ms-outlook"
    assert (
        attachment.text
        == "De : Jeanne Dupont <jeanne@example.org>\nObjet : Trou rue Haute\n\nIl est profond."
    )


def test_a_broken_outlook_file_has_no_text_and_is_kept() -> None:
    packed = outlook_message({"0037": "Trou"})[:900]
    (attachment,) = parse_mail(
        multipart("mixed", PLAIN, file_part(packed, "application/vnd.ms-outlook", "a.msg"))
    ).attachments
    assert attachment.text == ""


@in_rows("named", [b" liste.txt", b"", b" "])
def test_uuencoded_files_leave_the_text(named: bytes) -> None:
    body = b"Voici :\r\nbegin 644" + named + b"\r\n#0V%T\r\n`\r\nend\r\nMerci\r\n"
    message = parse_mail(letter("From: jeanne@example.org", body=body))
    assert message.text == "Voici :\nMerci"
    assert message.attachments[0].content == b"Cat"


def test_pictures_written_into_the_html_become_files() -> None:
    pixel = base64.b64encode(b"GIF89a" + b"\x01\x00" * 20).decode()
    message = parse_mail(
        letter(
            "Content-Type: text/html",
            body=f'<p>Bonjour<img alt="" src="data:image/gif;base64,{pixel}"></p>'.encode(),
        )
    )
    assert message.text == "Bonjour"
    assert message.attachments[0].content_type == "image/gif"


@in_rows(
    ("sent", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("C:\\Users\\jeanne\\plan.pdf", "C__Users_jeanne_plan.pdf"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("CON.pdf", "_CON.pdf"),
        ("...", "document-1.pdf"),
        ("", "document-1.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("PV 3/11.pdf", "PV 3_11.pdf"),
        ("dé\u0301libération.pdf", "dé\u0301libération.pdf"),
    ],
)
def test_file_names_are_safe_to_write(sent: str, safe: str) -> None:
    encoded = base64.b64encode(sent.encode()).decode()
    file = letter(
        "Content-Type: application/pdf",
        f'Content-Disposition: attachment; filename="=?utf-8?B?{encoded}?="',
        body=PDF,
    )
    (attachment,) = parse_mail(multipart("mixed", PLAIN, file)).attachments
    assert attachment.filename == safe


def test_a_file_is_what_its_bytes_are_not_what_it_is_called() -> None:
    message = parse_mail(
        multipart(
            "mixed",
            PLAIN,
            file_part(PDF, "application/octet-stream", "photo.jpg"),
            file_part(b"MZ" + b"\x00" * 60, "application/pdf", "facture.pdf"),
        )
    )
    assert [a.content_type for a in message.attachments] == [
        "application/pdf",
        "application/vnd.microsoft.portable-executable",
    ]


def test_a_calendar_without_name_is_named() -> None:
    calendar = part(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "Content-Type: text/calendar; method=REQUEST")
    message = parse_mail(multipart("alternative", PLAIN, calendar))
    assert names(message) == ["invitation.ics"]


def test_what_is_beyond_a_limit_is_left_out_and_said() -> None:
    files = [file_part(b"x", "application/pdf", f"{n}.pdf") for n in range(310)]
    message = parse_mail(multipart("mixed", PLAIN, *files))
    assert len(message.attachments) == 300
    assert "Only the first 300 attachments were read." in message.defects


def test_the_same_mail_by_two_ways_has_one_key_and_another_text_has_another() -> None:
    fields = ("From: jeanne@example.org", "Message-ID: <1@example.org>")
    first = parse_mail(
        letter("Received: from a by b; Tue, 3 Nov 2026 10:12:00 +0100", *fields, body=b"Un trou.  \r\n")
    )
    second = parse_mail(letter(*fields, body=b"Un trou.\n", eol=b"\n"))
    third = parse_mail(letter(*fields, body=b"Deux trous."))
    assert first.content_key == second.content_key != third.content_key
    doubled = parse_mail(letter(*fields, body=b"Un \t trou. \r\n\r\n\r\n"))
    assert doubled.content_key == first.content_key


def test_html_keeps_lines_lists_links_and_drops_what_is_hidden() -> None:
    html = (
        "<html><head><style>p{}</style><title>t</title></head><body><div style='display:none'>piège</div>"
        "<p>Bonjour,</p><ul><li>un</li><li>deux</li></ul><p>Voir <a href='https://example.org/plan'>le "
        "plan</a></p>"
        "<table><tr><td>a</td><td>b</td></tr></table><script>x</script></body></html>"
    )
    assert (
        parse_bare_html(html.encode()).text
        == "Bonjour,\n\n- un\n- deux\n\nVoir le plan <https://example.org/plan>\n\na b"
    )


def test_two_mails_without_message_id_or_words_are_the_same_only_with_the_same_subject() -> None:
    key = {
        subject: parse_mail(f"From: a@example.org\r\nSubject: {subject}\r\n\r\n".encode()).content_key
        for subject in ("fuite rue A", "fuite rue B")
    }
    again = parse_mail(b"From: a@example.org\r\nSubject: fuite rue A\r\n\r\n").content_key
    assert key["fuite rue A"] == again != key["fuite rue B"]
