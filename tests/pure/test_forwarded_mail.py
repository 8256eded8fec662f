"""Whom a forwarded mail is from, in the shapes of the mail programs."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

from intake.mail.parse import parse_mail
from intake.mail.reply.forwarded import find_forwarded
from intake.message import Mailbox
from tests.rows import in_rows

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "forwarded.jsonl").read_text("utf-8").splitlines()
]


def mail(subject: str, text: str) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "karim@ville.test", "mairie@ville.test", subject
    letter.set_content(text)
    return letter


@in_rows("case", CASES, ids=lambda case: case["id"])
def test_the_writer_of_a_forwarded_mail_is_found(case: dict[str, str]) -> None:
    found = find_forwarded(parse_mail(mail(case["subject"], case["text"]).as_bytes()))
    wanted = Mailbox(case["address"], case["name"])
    assert found == ([Mailbox(case["after"], "Sophie Martin"), wanted] if "after" in case else [wanted])


@in_rows(("subject", "text"), [
    ("Lampadaire", "Le lampadaire est éteint.\n\nJeanne Petit\njeanne.petit@example.org"),
    ("Re: Lampadaire", "De : la rue du Stade, 12\nÀ : la place"),
    ("Lampadaire", "De la part des habitants : le lampadaire est éteint."),
])  # fmt: skip
def test_a_mail_that_hands_nothing_on_names_nobody(subject: str, text: str) -> None:
    assert find_forwarded(parse_mail(mail(subject, text).as_bytes())) == []


def test_the_writer_of_an_attached_mail_is_found() -> None:
    inner = mail("Lampadaire", "Le lampadaire est éteint.")
    inner.replace_header("From", "Jeanne Petit <jeanne.petit@example.org>")
    outer = mail("Demande d'une habitante", "Voir ci-joint.")
    outer.add_attachment(inner)
    found = find_forwarded(parse_mail(outer.as_bytes()))
    assert found == [Mailbox("jeanne.petit@example.org", "Jeanne Petit")]


@in_rows("line", ["De : a@b.c\n", "pour le compte de ", "De : <<<<<<<<<@", "> " * 300 + "De : x@y\n"])
def test_hostile_text_names_a_handful_at_most(line: str) -> None:
    message = parse_mail(mail("TR : x", "x").as_bytes())
    object.__setattr__(message, "text", line * 20_000)
    assert len(find_forwarded(message)) <= 10
