"""Reactions, challenges and absences, told from what people write."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

from intake.mail.machines.challenges import is_challenge
from intake.mail.parse import parse_mail
from intake.sms.form import parse_sms, written_form
from intake.words.reactions import find_reaction
from tests.letters_in import file_part, multipart, part
from tests.rows import in_rows

#: Written by somebody who had not seen the reader: 25 absences, 25 people.
SET = Path(__file__).resolve().parent.parent / "data" / "automatic.jsonl"
CASES = [json.loads(line) for line in SET.read_text("utf-8").splitlines()]


@in_rows("case", CASES, ids=[case["why"] for case in CASES])
def test_an_absence_is_told_from_a_person_who_speaks_of_one(case: dict[str, object]) -> None:
    letter = EmailMessage()
    letter["From"] = "guy.besse@example.org"
    letter["Subject"] = case["subject"]
    assert isinstance(case["headers"], dict)
    for name, value in case["headers"].items():
        letter[name] = value
    letter.set_content(str(case["text"]))
    found = parse_mail(letter.as_bytes()).automatic
    # What counts only in answer to us, and what machines write for people, becomes a request.
    is_absence = found is not None and not found.only_in_answer and not found.is_likely_request
    assert is_absence is (case["expect"] == "absence")


@in_rows(
    ("text", "reaction"),
    [
        ("A aimé « Votre demande est terminée »", "A aimé"),
        ("J’aime « Votre demande »", "J’aime"),
        ("Loved “Your request is closed.”", "Loved"),
        ("👍 à « Votre demande »", "👍"),
        ("A aimé une image", "A aimé"),
        ("👍🏽", "👍🏽"),
        ("❤️", "❤️"),
    ],
)
def test_a_tapback_or_an_emoji_alone_is_a_reaction(text: str, reaction: str) -> None:
    assert find_reaction(text) == reaction
    assert parse_sms(written_form("+33639981101", "+33199001122", text, "SM1")).reaction == reaction


@in_rows(
    "text",
    [
        "",
        "5",
        "ok",
        "Merci 👍",
        "👍 à demain",
        "J'aime bien « le parc » mais il est sale",
        "A aimé « Votre demande » mais c'est toujours cassé",
        "Bruno a réagi à votre message en criant",
        "J'adore !",
    ],
)
def test_words_of_one_s_own_are_no_reaction(text: str) -> None:
    assert find_reaction(text, by_mail=True) == ""


GMAIL = part(
    b'{"emoji": "\xf0\x9f\x8e\x89", "version": 1}', "Content-Type: text/vnd.google.email-reaction+json"
)
PLAIN = part("🎉\n\nJeanne Petit a réagi via Gmail\n".encode(), "Content-Type: text/plain; charset=utf-8")


def test_gmail_s_reaction_is_read_from_its_part_and_is_no_file() -> None:
    message = parse_mail(multipart("alternative", PLAIN, GMAIL))
    assert message.reaction == "🎉"
    assert message.attachments == ()


def test_an_emoji_with_a_file_is_no_reaction() -> None:
    picture = file_part(b"%PDF-1.4 plan", "application/pdf", "plan.pdf")
    assert parse_mail(multipart("mixed", PLAIN, picture)).reaction == ""


@in_rows("name", ["{", "[]", '{"emoji": 5}', '"x"', "\x00", "[" * 2_000])
def test_a_broken_reaction_is_none(name: str) -> None:
    broken = part(name.encode(), "Content-Type: text/vnd.google.email-reaction+json")
    text = part(b"Bonjour, la lampe.", "Content-Type: text/plain")
    assert parse_mail(multipart("alternative", text, broken)).reaction == ""


ASKED = (
    "Your message is being held. Click https://filter.example/ab12 to confirm that you are not a robot "
    "(anti-spam)."
)


def test_a_challenge_says_that_a_letter_waits_asks_to_act_and_gives_a_link() -> None:
    assert is_challenge("Confirm", ASKED)
    for missing in ("https://filter.example/ab12 ", "Your message is being held. ", " (anti-spam)"):
        assert not is_challenge("Note", ASKED.replace(missing, ""))


@in_rows(
    "text",
    [
        "Votre message est en attente depuis un mois ! Cliquez sur « répondre », c'est "
        "https://ville.test ou rien ?",
        "J'ai reçu un spam : « cliquez ici https://x.example », est-ce de vous ?",
    ],
)
def test_people_who_speak_of_such_things_challenge_nobody(text: str) -> None:
    assert not is_challenge("Question", text)
