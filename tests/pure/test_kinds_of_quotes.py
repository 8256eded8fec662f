"""Kinds of quotes, signatures and reports that were once read wrongly; people and places are invented."""

from __future__ import annotations

from intake.mail.parse import parse_bare_html, parse_bare_text, parse_mail
from tests.letters_in import letter, multipart, part
from tests.rows import in_rows

FENCED = "Oui, c'est le portail vert.\n\n---- Nadia Roche a écrit ----\n> Lequel ?\n"
FENCED_REST = "Oui, c'est le portail vert.\n\n---- Nadia Roche a écrit ----\nLequel ?\n"
UNNAMED = (
    "Oui.\n\n------ Lettre reçue ------\nDe : Voirie <voirie@ville.test>\nDate : 04/02/2026 09:12\nObjet : "
    "x\n\nOui ?\n"
)
DUTCH = (
    "Prima.\n\nOp 3 apr. 2024 om 14:52 heeft Anne Smit <anne@example.org> het volgende "
    "geschreven:\n\nKan dat?\n"
)
KOREAN = "네.\n\n2025. 2. 3. 오후 4:05 김하나 <hana@example.org> 작성:\n\n가능?\n"
DATED = "C'est fait.\n\n2019-11-05 16:40 GMT+01:00 Luc Morel :\n\n> Est-ce fait ?\n"
INITIALS = "Chez le gardien.\n\nNR> Bonjour,\nNR> où est la clé ?\n"
TRACKED = "La barrière est ouverte.\n\n\u1427\n\n-- \nLoïc\n"
NORDIC = "Lampan är trasig.\n\n/Anna\n"
CLOSING = (
    "Mercredi.\n\nLe 21/01/2026 à 11:05, Régie a écrit :\n\n> Quand ?\n\nBien cordialement, Jean Tissier\n"
)
CONTACT = (
    "C'est remplacé.\n\nLe 21/01/2026 à 11:05, Mairie a écrit :\n\n> Fait ?\n\nHugo Lambert\nBâtiments\n06 "
    "39 98 01 11\n"
)


@in_rows(
    ("text", "reply"),
    [
        (FENCED, "Oui, c'est le portail vert."),
        (FENCED_REST, "Oui, c'est le portail vert."),
        (UNNAMED, "Oui."),
        (DUTCH, "Prima."),
        (KOREAN, "네."),
        (DATED, "C'est fait."),
        (INITIALS, "Chez le gardien."),
        (TRACKED, "La barrière est ouverte."),
        (NORDIC, "Lampan är trasig."),
        (CLOSING, "Mercredi."),
        (CONTACT, "C'est remplacé."),
    ],
)
def test_only_the_new_words_are_the_reply(text: str, reply: str) -> None:
    assert parse_bare_text(text.encode()).reply == reply


@in_rows(
    "text",
    [
        "Deux points :\n\n---- Travaux ----\nLa rue est fermée.\nEt demain ?",
        "A>B est la règle.\nLa suite est claire.",
        "Mon numéro :\n\nLe 21/01/2026 à 11:05, Mairie a écrit :\n\n> Nom et téléphone ?\n\nHugo "
        "Lambert\n06 39 98 01 11",
    ],
    ids=["a title between dashes", "letters before an arrow", "a number that was asked for"],
)
def test_people_s_own_lines_of_such_shapes_stay(text: str) -> None:
    reply = parse_bare_text(text.encode()).reply
    assert reply.splitlines()[0] == text.splitlines()[0]
    assert "Nom et" in text or reply == text


def test_a_sentence_below_a_fenced_notice_is_the_writer_s() -> None:
    fence = "*" * 40
    text = (
        f"Le rapport est joint.\n\n{fence}\nDevis gratuits ce mois-ci.\n{fence}\n\nJ'ai oublié : la clé est "
        f"chez le gardien."
    )
    assert parse_bare_text(text.encode()).reply.endswith("la clé est chez le gardien.")


def test_a_pasted_mail_loses_the_quote_at_its_end_and_keeps_its_own_words() -> None:
    text = (
        "De : Paulette <paulette@example.org>\nEnvoyé : jeudi 12 février 2026 18:03\nObjet : RE: volet\n\n"
        "Le volet est bloqué.\n\nLe mer. 11 févr. 2026 à 09:30, Mairie <mairie@ville.test> a écrit :\n> "
        "Quel volet ?\n"
    )
    message = parse_bare_text(text.encode())
    assert "Le volet est bloqué." in message.reply
    assert "Quel volet ?" in message.quoted


def test_a_blockquote_shows_as_a_quote_unless_it_only_indents() -> None:
    cited = parse_bare_html("<p>Le règlement :</p><blockquote>Repeints.</blockquote><p>Or rien.</p>".encode())
    assert "> Repeints." in cited.reply
    indent = '<p>Voici :</p><blockquote style="margin:0 0 0 40px; border:none">Un.</blockquote><p>Deux.</p>'
    assert ">" not in parse_bare_html(indent.encode()).text


def test_outlook_s_old_header_is_known_by_its_class() -> None:
    html = '<p>Parti hier.</p><div class="OutlookMessageHeader">De : Trésorerie</div><div>Envoyé ?</div>'
    assert parse_bare_html(html.encode()).reply == "Parti hier."


STATUS = part(
    b"Final-Recipient: rfc822; sylvie@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n",
    "Content-Type: message/delivery-status",
)
INNER = multipart("report", part(b"x"), STATUS, fields=("From: MAILER-DAEMON@mx.example.org",)).replace(
    b"multipart/report", b"multipart/report; report-type=delivery-status"
)


@in_rows(
    ("sender", "is_report"), [("postmaster@passerelle.example.org", True), ("jeanne@example.org", False)]
)
def test_a_report_wrapped_by_a_gateway_is_read_one_handed_on_by_a_person_is_not(
    sender: str, is_report: bool
) -> None:
    wrapped = part(INNER, "Content-Type: message/rfc822")
    raw = multipart(
        "mixed",
        wrapped,
        part(b"Vu."),
        fields=(f"From: {sender}", "To: demandes@ville.test", "Subject: TR: x"),
    ).replace(b"=_limite", b"=_dehors", 0)
    raw = raw.replace(b"=_limite", b"=_dehors").replace(INNER.replace(b"=_limite", b"=_dehors"), INNER)
    bounce = parse_mail(raw).bounce
    assert (bounce is not None) is is_report
    if bounce is not None:
        assert [(one.address, one.status) for one in bounce.recipients] == [("sylvie@example.org", "5.1.1")]


@in_rows(
    ("text", "addresses"),
    [
        ("Invalid final delivery userid: noemie@example.org\n", ["noemie@example.org"]),
        (
            "The following failed:\n\n  hidden\n    (generated from corinne@example.org)\n",
            ["corinne@example.org"],
        ),
        (
            "failed\n\nc@ailleurs.example\n    (expanded from: corinne@example.org)\n",
            ["c@ailleurs.example", "corinne@example.org"],
        ),
    ],
)
def test_prose_names_the_address_we_wrote_to(text: str, addresses: list[str]) -> None:
    raw = letter(
        "From: MAILER-DAEMON@mx.example.org", "To: x@ville.test", "Subject: Undeliverable", body=text.encode()
    )
    bounce = parse_mail(raw).bounce
    assert bounce is not None
    assert [one.address for one in bounce.recipients] == addresses


@in_rows("origin", ["ville.test", "ailleurs.test"])
def test_a_no_reply_sender_reports_only_when_a_letter_of_ours_comes_back(origin: str) -> None:
    copy = part(
        f"From: demandes@{origin}\r\nTo: b@example.org\r\n\r\nBonjour".encode(),
        "Content-Type: message/rfc822",
    )
    raw = multipart(
        "mixed",
        part("Votre message n'a pas pu être remis à : <b@example.org>, sa boîte est pleine.".encode()),
        copy,
        fields=("From: no-reply@reseau.example.org", "To: x@ville.test", "Subject: Avis"),
    )
    assert (parse_mail(raw).bounce is not None) is (origin == "ville.test")


@in_rows(
    ("said", "status"), [("550 5.1.1 Unknown user", "5.1.1"), ("550 5.1.1 busy, try again later", "4.1.1")]
)
def test_a_server_that_refuses_for_good_is_believed_unless_it_says_later(said: str, status: str) -> None:
    group = (
        f"Final-Recipient: rfc822; y@example.org\r\nAction: failed\r\nStatus: 4.1.1\r\nDiagnostic-Code: "
        f"smtp; {said}\r\n"
    )
    raw = multipart(
        "report",
        part(b"x"),
        part(group.encode(), "Content-Type: message/delivery-status"),
        fields=("From: m@x.test",),
    )
    bounce = parse_mail(raw).bounce
    assert bounce is not None
    assert bounce.recipients[0].status == status
