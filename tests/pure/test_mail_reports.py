"""Mail that no person wrote to us: delivery reports, absences, lists, receipts, machines."""

from __future__ import annotations

from intake.mail.machines.bounce_status import find_status, guess_status, is_permanent, status_of
from intake.mail.parse import parse_mail
from intake.message import Bounce
from tests.letters_in import letter, part
from tests.rows import in_rows

OUR_COPY = part(b"", "From: demandes@ville.test", "To: jeanne@example.org", "Message-ID: <out-42@ville.test>")


def report(
    *groups: bytes,
    text: bytes = b"Your message could not be delivered.",
    subject: str = "Undelivered Mail Returned to Sender",
) -> Bounce | None:
    body = (
        b"--b\r\n\r\n"
        + text
        + b"\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; "
        b"mx.example.org\r\n\r\n"
    )
    body += (
        b"\r\n\r\n".join(groups)
        + b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        + OUR_COPY
        + b"\r\n--b--\r\n"
    )
    raw = letter(
        "From: MAILER-DAEMON@mx.example.org",
        "To: demandes@ville.test",
        f"Subject: {subject}",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        body=body,
    )
    return parse_mail(raw).bounce


def group(action: str, status: str, diagnostic: str = "", original: str = "") -> bytes:
    lines = ["Final-Recipient: rfc822; jeanne@example.org", f"Action: {action}", f"Status: {status}"]
    if original:
        lines.insert(0, f"Original-Recipient: rfc822;{original}")
    if diagnostic:
        lines.append(f"Diagnostic-Code: smtp; {diagnostic}")
    return "\r\n".join(lines).encode()


def prose(
    text: str, subject: str, sender: str = "MAILER-DAEMON@mx.example.org", *fields: str
) -> Bounce | None:
    raw = letter(
        f"From: {sender}",
        "To: demandes@ville.test",
        f"Subject: {subject}",
        "Content-Type: text/plain; charset=utf-8",
        *fields,
        body=text.encode(),
    )
    return parse_mail(raw).bounce


def test_a_report_names_its_recipient_the_status_and_our_message() -> None:
    bounce = report(group("failed", "5.1.1", "550 5.1.1 User unknown"))
    assert bounce is not None
    assert [(r.address, r.status, r.permanent, r.diagnostic) for r in bounce.recipients] == [
        ("jeanne@example.org", "5.1.1", True, "550 5.1.1 User unknown")
    ]
    assert bounce.original_message_id == "out-42@ville.test"


def test_the_address_we_wrote_to_counts_not_the_one_it_was_forwarded_to() -> None:
    bounce = report(group("failed", "5.1.1", original="jd@example.com"))
    assert bounce is not None
    assert bounce.recipients[0].address == "jd@example.com"


def test_a_full_mailbox_is_not_permanent() -> None:
    bounce = report(group("failed", "5.2.2", "552 5.2.2 Mailbox full"))
    assert bounce is not None
    assert not bounce.recipients[0].permanent


def test_a_delay_is_no_failure() -> None:
    bounce = report(group("delayed", "4.4.1"), subject="Delayed Mail (still being retried)")
    assert bounce is not None
    assert bounce.kind == "delay"
    assert not bounce.recipients[0].permanent


def test_a_success_report_says_who_got_the_letter_and_that_nothing_failed() -> None:
    found = report(group("relayed", "2.0.0"), subject="Delivery report")
    assert found is not None
    assert found.kind == "delivery"
    assert [(one.address, one.permanent) for one in found.recipients] == [("jeanne@example.org", False)]


def test_the_refusing_servers_own_code_is_taken_when_the_report_has_only_a_general_one() -> None:
    bounce = report(group("failed", "5.0.0", "550 5.7.26 Unauthenticated mail"))
    assert bounce is not None
    assert bounce.recipients[0].status == "5.7.26"


EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  jeanne@example.org
    host mx.example.org [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<jeanne@example.org>:
    550 5.1.1 No such user

------ This is a copy of the message, including all the headers. ------

From: demandes@ville.test
Message-ID: <out-42@ville.test>
"""
QMAIL = """Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jeanne@example.org>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.2.1 Mailbox disabled

--- Below this line is a copy of the message.

From: demandes@ville.test
"""
POSTFIX = """This is the mail system at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<jeanne@example.org>: host mx.example.org[192.0.2.7] said: 552 5.2.2 Over quota
    (in reply to RCPT TO command)
"""
EXCHANGE = """Échec de la remise aux destinataires ou groupes suivants :

jeanne@example.org (mailto:jeanne@example.org)
L'adresse de messagerie que vous avez entrée n'a pas pu être trouvée.

Informations de diagnostic pour les administrateurs :
jeanne@example.org
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found'
"""
NOTES = """Your message

  Subject: Votre demande

was not delivered to:

  jeanne@example.org

because:

  User Jeanne (jeanne@example.org) not listed in public directory
"""


@in_rows(
    ("text", "subject", "status", "permanent"),
    [
        (EXIM, "Mail delivery failed: returning message to sender", "5.1.1", True),
        (QMAIL, "failure notice", "5.2.1", True),
        (POSTFIX, "Undelivered Mail Returned to Sender", "5.2.2", False),
        (EXCHANGE, "Non remis : Votre demande", "5.1.10", True),
        (NOTES, "DELIVERY FAILURE: User Jeanne not listed", "5.1.1", True),
    ],
)
def test_reports_in_prose_name_their_recipient(text: str, subject: str, status: str, permanent: bool) -> None:
    bounce = prose(text, subject)
    assert bounce is not None
    assert [(r.address, r.status, r.permanent) for r in bounce.recipients] == [
        ("jeanne@example.org", status, permanent)
    ]


def test_the_failed_recipients_header_is_believed() -> None:
    bounce = prose(
        "Sorry.",
        "Mail delivery failed",
        "Mail System <exim@mx.example.org>",
        "X-Failed-Recipients: jeanne@example.org, paul@example.org",
    )
    assert bounce is not None
    assert [r.address for r in bounce.recipients] == ["jeanne@example.org", "paul@example.org"]


@in_rows(
    ("sender", "subject", "text"),
    [
        (
            "jeanne@example.org",
            "Mon courrier n'est pas arrivé",
            "Bonjour, mon message n'a pas pu être distribué à la mairie.",
        ),
        (
            "jeanne@example.org",
            "TR: Undelivered Mail Returned to Sender",
            "Voyez ce que je reçois quand je vous écris.",
        ),
        (
            "jeanne@example.org",
            "Boîte aux lettres pleine",
            "La boîte aux lettres du parc est pleine de papiers.",
        ),
        ("jeanne@example.org", "Livraison", "La livraison de la benne a échoué, le camion a été refusé."),
    ],
)
def test_a_person_who_speaks_of_failed_mail_is_no_bounce(sender: str, subject: str, text: str) -> None:
    assert prose(text, subject, sender) is None


@in_rows(
    ("fields", "kind", "is_likely_request"),
    [
        (("Auto-Submitted: auto-replied",), "vacation", False),
        (("Auto-Submitted: auto-generated",), "generated", True),
        (("Auto-Submitted: auto-generated", "Subject: Automatic reply: x"), "vacation", False),
        (("Auto-Submitted: auto-generated", "X-Mailer: RICOH MP C3004"), "generated", True),
        (("X-Mailer: Canon iR-ADV C3530",), "generated", True),
        (("X-Mailer: WPForms",), "generated", True),
        (("Subject: Automatic reply: x", "X-Auto-Response-Suppress: All"), "vacation", False),
        (("Precedence: auto_reply",), "vacation", False),
        (("X-Autoreply: yes",), "vacation", False),
        (("List-Id: <quartier.example.org>",), "list", False),
        (("Precedence: bulk",), "list", False),
        (("List-Unsubscribe: <https://lettre.example.org/x>",), "list", False),
        (("Feedback-ID: 1.eu-west-3:AmazonSES",), "generated", True),
        (("X-Suivi-Loop: suivi.example.org",), "generated", True),
        (("Return-Path: <>",), "generated", True),
        (("X-Guichet-Loop: ville.test",), "loop", False),
        (("From: ne-pas-repondre@example.org",), "generated", True),
        (("X-MS-Exchange-Inbox-Rules-Loop: quelqu-un@example.org",), "vacation", False),
    ],
)
def test_machines_are_known_by_what_they_write(
    fields: tuple[str, ...], kind: str, is_likely_request: bool
) -> None:
    start = () if any(f.startswith("From:") for f in fields) else ("From: quelqu-un@example.org",)
    automatic = parse_mail(letter(*start, *fields)).automatic
    assert automatic is not None
    assert (automatic.kind, automatic.is_likely_request, automatic.only_in_answer) == (
        kind,
        is_likely_request,
        False,
    )


@in_rows(
    "subject",
    [
        "Réponse automatique : Votre demande",
        "Absence du bureau : Votre demande",
        "Automatic reply: Votre demande",
        "Absente du 7 au 11 décembre : Lola, cantine",
    ],
)
def test_a_subject_alone_is_an_absence_only_in_answer_to_us(subject: str) -> None:
    automatic = parse_mail(letter("From: quelqu-un@example.org", f"Subject: {subject}")).automatic
    assert automatic is not None
    assert automatic.only_in_answer


def test_a_web_form_sent_in_bulk_is_a_request_all_the_same() -> None:
    form = "Nom : Inès Fabre\r\nCourriel : ines.fabre@example.org\r\nMessage : des pneus".encode()
    for field in (
        "List-Unsubscribe: <https://x.example.org/>",
        "Precedence: bulk",
        "Feedback-ID: 1:AmazonSES",
    ):
        automatic = parse_mail(letter("From: site@example.org", field, body=form)).automatic
        assert automatic is not None
        assert automatic.is_likely_request


@in_rows(
    "fields",
    [
        ("Auto-Submitted: no",),
        ("X-Auto-Response-Suppress: OOF",),
        ("Precedence: normal",),
        ("Subject: Absence de ramassage des ordures",),
        ("Subject: En vacances du 3 au 10, surveillance de mon domicile",),
        ("Subject: Absence cantine mardi",),
        ("Subject: Re: Réponse automatique : Voirie", "In-Reply-To: <1@ville.test>"),
        ("Return-Path: <jeanne@example.org>",),
        ("X-Mailer: Microsoft Outlook 16.0",),
        ("X-MS-Exchange-Inbox-Rules-Loop: mairie@ville-exchange.example",),
        ("Subject: Absence du bureau de poste le samedi",),
    ],
)
def test_people_are_not_taken_for_machines(fields: tuple[str, ...]) -> None:
    assert parse_mail(letter("From: jeanne@example.org", *fields)).automatic is None


def test_a_wish_not_to_be_answered_is_kept() -> None:
    assert (
        parse_mail(letter("From: a@example.org", "X-Auto-Response-Suppress: All")).extra["suppress_answer"]
        == "All"
    )


@in_rows(
    ("kind", "sub_type", "found"),
    [
        ("feedback-report", "message/feedback-report", "feedback"),
        ("disposition-notification", "message/disposition-notification", "read_receipt"),
    ],
)
def test_feedback_and_read_receipts_are_neither_bounces_nor_requests(
    kind: str, sub_type: str, found: str
) -> None:
    body = (
        f"--b\r\n\r\nx\r\n--b\r\nContent-Type: {sub_type}\r\n\r\nFinal-Recipient: rfc822; "
        f"a@example.org\r\n--b--\r\n"
    ).encode()
    message = parse_mail(
        letter(
            "From: a@example.org",
            f"Content-Type: multipart/report; report-type={kind}; boundary=b",
            body=body,
        )
    )
    assert message.bounce is None
    assert message.automatic is not None
    assert message.automatic.kind == found


@in_rows(
    ("field", "diagnostic", "status"),
    [
        ("5.1.1", "", "5.1.1"),
        ("5.0.0", "550 5.7.1 blocked", "5.7.1"),
        ("", "550 5.1.1 unknown", "5.1.1"),
        ("", "550 Unknown user", "5.1.1"),
        ("", "452 mailbox full", "4.2.2"),
        ("", "host 192.0.2.7 version 4.5.12.1", ""),
        ("4.4.7", "connection timed out", "4.4.7"),
    ],
)
def test_the_most_telling_status_is_taken(field: str, diagnostic: str, status: str) -> None:
    assert status_of(field, diagnostic) == status


def test_statuses_in_versions_and_addresses_are_no_statuses() -> None:
    assert find_status("mx 5.1.1.7 said no") == ""
    assert guess_status("") == ""
    assert is_permanent("5.1.1")
    assert not is_permanent("5.1.1", "delayed")


def test_what_a_report_says_has_no_control_character() -> None:
    """PostgreSQL stores no NUL, and a terminal obeys an escape."""
    found = report(
        b"Final-Recipient: rfc822; a\x00\x1b@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 \x1b[2J\x00no such user"
    )
    assert found is not None
    assert [(each.address, each.diagnostic) for each in found.recipients] == [
        ("a@example.org", "550 [2Jno such user")
    ]
